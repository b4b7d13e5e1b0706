import { systemClock } from '#platform/clock/system-clock.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { Database } from '#platform/database/database.ts';
import { DATABASE, readCredentials } from '#platform/database/embedded/credentials.ts';
import { targetOf } from '#platform/database/embedded/embedded-target.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { silentLog } from '#platform/log/log.ts';

/** The embedded database of a running program, as another process of the site opens it. */
export async function openBeside(dataDir: string): Promise<Database & AsyncDisposable> {
  const layout = layoutOf(dataDir);
  const target = targetOf(layout, await readCredentials(layout.credentials), 'app', DATABASE);
  return createDatabase(target, { clock: systemClock, log: silentLog });
}

/** Lets time pass for the proofs of everybody who is signed in: none is fresh any more. */
export async function staleProofs(dataDir: string): Promise<void> {
  await using database = await openBeside(dataDir);
  await database.asSystem('stale-proofs', (tx) =>
    tx
      .updateTable('identity.sessions')
      .set({ fresh_until: new Date(0).toISOString() })
      .where('fresh_until', 'is not', null)
      .execute(),
  );
}
