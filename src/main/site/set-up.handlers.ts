import type { SetUpStage } from '#contract/set-up.ts';
import { publicProcedures } from '#platform/rpc/procedures.ts';
import type { SetUp } from './set-up.ts';

/** The stages from now on, for as long as the console listens. */
async function* stages(setUp: SetUp, signal: AbortSignal): AsyncGenerator<SetUpStage> {
  let wake = Promise.withResolvers<void>();
  using _listening = setUp.onStage(() => wake.resolve());
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  while (!signal.aborted) {
    yield setUp.stage;
    await Promise.race([wake.promise, aborted]);
    wake = Promise.withResolvers<void>();
  }
}

/** The assistant while no database was chosen: nothing else can be called yet. */
export function choosingHandlers(setUp: SetUp) {
  const { watch, testDatabase, chooseDatabase } = publicProcedures.setUp;
  return {
    watch: watch.handler(({ context }) => stages(setUp, context.connection.closed)),
    testDatabase: testDatabase.handler(({ input }) => setUp.tryDatabase(input.url)),
    chooseDatabase: chooseDatabase.handler(({ input, errors }) => {
      const choice = input.kind === 'url' ? { ...input, replicaUrls: [] } : input;
      if (!setUp.choose(choice)) throw errors.ALREADY_SET_UP();
      return {};
    }),
  };
}

async function* done(signal: AbortSignal): AsyncGenerator<SetUpStage> {
  yield { kind: 'done' };
  await new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

/** The assistant once the database is there: it says so, and lets nobody choose again. */
export function chosenHandlers() {
  const { watch, testDatabase, chooseDatabase } = publicProcedures.setUp;
  return {
    watch: watch.handler(({ context }) => done(context.connection.closed)),
    testDatabase: testDatabase.handler(() => ({
      kind: 'unusable' as const,
      reason: 'The database was chosen already.',
    })),
    chooseDatabase: chooseDatabase.handler(({ errors }) => {
      throw errors.ALREADY_SET_UP();
    }),
  };
}
