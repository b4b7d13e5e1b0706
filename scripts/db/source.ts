import { stat } from 'node:fs/promises';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openSettings } from '#platform/config/settings.ts';
import { asApp, parseDatabaseUrl } from '#platform/database/connection-url.ts';
import { layoutOf } from '#platform/database/embedded/layout.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { DatabaseMisconfigured } from '#platform/database/errors.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import type { ToolOptions } from './options.ts';

/** The database that a data folder and the environment select. */
export type Source =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'url';
      /** As it was written, with all its parameters. */
      readonly url: string;
      readonly owner: DatabaseTarget;
      readonly app: DatabaseTarget;
    };

async function chosenUrl(dataDir: string): Promise<string | null> {
  const fromEnvironment = process.env['DATABASE_URL']?.trim();
  if (fromEnvironment) return fromEnvironment;
  const { settings } = await openSettings(dataDir, systemClock);
  return settings.database?.kind === 'url' ? settings.database.url : null;
}

/**
 * Finds out which database is meant: `DATABASE_URL` goes before the settings of the data folder.
 * Before anybody chose, that is the embedded one.
 */
export async function selectSource({ dataDir }: ToolOptions): Promise<Source> {
  const url = await chosenUrl(dataDir);
  if (url === null) return { kind: 'embedded' };
  const owner = parseDatabaseUrl(url);
  return { kind: 'url', url, owner, app: asApp(owner) };
}

/** Throws with one sentence when the data folder has no embedded database yet. */
export async function assertInitialised(dataDir: string): Promise<void> {
  const found = await stat(layoutOf(dataDir).cluster).catch(() => null);
  if (found) return;
  throw new DatabaseMisconfigured(
    `There is no database in ${dataDir} yet. Start the program once, or run "npm run db -- migrate --data ${dataDir}".`,
  );
}

/**
 * Runs `work` with the embedded server: the one that a running program has, or one started for this
 * and stopped afterwards.
 */
export async function withEmbedded<T>(
  dataDir: string,
  work: (server: EmbeddedServer) => Promise<T>,
): Promise<T> {
  await using server = await startEmbeddedServer({ dataDir, clock: systemClock, log: silentLog });
  return await work(server);
}
