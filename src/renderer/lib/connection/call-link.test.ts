import type { ClientLink, ClientOptions } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { callLink } from './call-link.ts';
import type { Lifeline } from './lifeline.ts';

type Options = ClientOptions<Record<PropertyKey, never>>;

/** A way whose calls answer never, until their signal is aborted. */
function silentWay() {
  const closed = new AbortController();
  const seen: AbortSignal[] = [];
  const link = {
    call: (_: readonly string[], __: unknown, { signal }: Options) =>
      new Promise((___, reject) => {
        if (!signal) return;
        seen.push(signal);
        signal.addEventListener('abort', () => reject(new Error('The library says: aborted.')));
        closed.signal.addEventListener('abort', () =>
          reject(new Error('The library says: closed.')),
        );
      }),
  } as unknown as ClientLink<object>;
  const open = {
    link,
    closed: closed.signal,
    close: () => closed.abort(new Error('the cable is out')),
  };
  return { open, seen, lifeline: { current: async () => open } as unknown as Lifeline };
}

describe('a call', () => {
  it('without an answer in time is cancelled and says so', async () => {
    const { lifeline, seen } = silentWay();
    const call = callLink(lifeline, 5).call(['a'], undefined, { context: {} });
    await expect(call).rejects.toMatchObject({ code: 'CALL_TIMED_OUT' });
    expect(seen[0]?.aborted).toBe(true);
  });

  it('whose way is lost says that it is not known whether it was done', async () => {
    const { lifeline, open } = silentWay();
    const call = callLink(lifeline, 60_000).call(['a'], undefined, { context: {} });
    queueMicrotask(open.close);
    await expect(call).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: 'The connection was lost before the answer came (the cable is out).',
    });
  });

  it('that is cancelled keeps the reason of the library', async () => {
    const { lifeline } = silentWay();
    const cancel = new AbortController();
    const options = { context: {}, signal: cancel.signal };
    const call = callLink(lifeline, 60_000).call(['a'], undefined, options);
    queueMicrotask(() => cancel.abort());
    await expect(call).rejects.toThrow('The library says: aborted.');
  });
});
