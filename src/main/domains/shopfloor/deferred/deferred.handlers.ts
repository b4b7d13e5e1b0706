import type { DeferredCounts } from '#contract/shopfloor/deferred.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import type { DeferredRecords } from './deferred.service.ts';

/** The counts now and whenever they change, the newest only for a reader that is slow. */
async function* follow(
  deferred: DeferredRecords,
  signal: AbortSignal,
): AsyncGenerator<DeferredCounts> {
  let wake = Promise.withResolvers<void>();
  const listening = deferred.onChange(() => wake.resolve());
  const stop = (): void => wake.resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      wake = Promise.withResolvers<void>();
      yield deferred.counts();
      await wake.promise;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    listening[Symbol.dispose]();
  }
}

/** Answers `shopfloor.deferred`. */
export function deferredHandlers(deferred: DeferredRecords) {
  const own = procedures.shopfloor.deferred;
  return {
    counts: own.counts.handler(({ context, signal }) =>
      follow(deferred, signal ?? context.connection.closed),
    ),
    list: own.list.handler(() => deferred.list()),
    retry: own.retry.handler(({ input }) => deferred.retry(input.id)),
    discard: own.discard.handler(({ input, context }) =>
      deferred.discard(context, input.id, input.reason),
    ),
  };
}
