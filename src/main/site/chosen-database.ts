import type { OpenDatabase } from '#platform/database/open-database.ts';
import type { SetUp } from './set-up.ts';

/**
 * The database that the set-up assistant led to, or `null` when the program was told to stop first.
 * A choice that is being made ready is waited for, so that its server does not outlive the program.
 */
export async function chosenDatabase(
  setUp: SetUp,
  stop: Promise<void>,
): Promise<OpenDatabase | null> {
  const stopped = stop.then(() => null);
  const access = await Promise.race([setUp.ready, stopped]);
  if (access !== null || setUp.stage.kind !== 'preparing') return access;
  const failed = Promise.withResolvers<null>();
  using _ = setUp.onStage(({ kind }) => {
    if (kind === 'failed') failed.resolve(null);
  });
  return await Promise.race([setUp.ready, failed.promise]);
}
