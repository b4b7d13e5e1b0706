import type { SetUpStage } from '#contract/set-up.ts';
import { type DatabaseChoice, databaseChoice } from '#platform/config/settings.ts';
import { openClient } from '#platform/database/client.ts';
import { parseDatabaseUrl } from '#platform/database/connection-url.ts';
import {
  type OpenDatabase,
  type OpenDatabaseOptions,
  openDatabase,
} from '#platform/database/open-database.ts';
import { appliedMigrations, OLDEST_SERVER } from '#platform/database/migrations/migrate.ts';
import type { Site } from './site.ts';

/** What came of trying a database. */
export type DatabaseTrial =
  | { readonly kind: 'usable'; readonly server: string; readonly schema: string | null }
  | { readonly kind: 'unusable'; readonly reason: string };

/** The first run, up to a database that is ready. */
export interface SetUp {
  readonly stage: SetUpStage;
  onStage(listener: (stage: SetUpStage) => void): Disposable;
  tryDatabase(url: string): Promise<DatabaseTrial>;
  /** Starts making the choice ready; answers `false` when a choice was made already. */
  choose(choice: DatabaseChoice): boolean;
  /** Resolves with the database once a choice works. */
  readonly ready: Promise<OpenDatabase>;
}

const sentence = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function tryDatabase(url: string): Promise<DatabaseTrial> {
  try {
    await using connection = await openClient(parseDatabaseUrl(url), 'set-up');
    const { rows } = await connection.client.query<{ version: string; number: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::integer as number`,
    );
    const server = rows[0];
    if (!server || server.number < OLDEST_SERVER * 10_000) {
      const reason = `PostgreSQL ${OLDEST_SERVER} or newer is needed; this is ${server?.version}.`;
      return { kind: 'unusable', reason };
    }
    const applied = await appliedMigrations(connection.client);
    return { kind: 'usable', server: server.version, schema: applied.at(-1) ?? null };
  } catch (error) {
    return { kind: 'unusable', reason: sentence(error) };
  }
}

/** The choice that needs no asking: from the environment, the settings, or a demo. */
export function presetChoice(site: Site): DatabaseChoice | null {
  if (site.host.demo) return { kind: 'embedded' };
  return databaseChoice(site.settings.settings, process.env);
}

/** What the chosen database is opened with. */
export function databaseOptions(
  source: DatabaseChoice,
  { host, clock, log }: Site,
): OpenDatabaseOptions {
  return { source, dataDir: host.dataDir, clock, log };
}

/** Waits for somebody to choose a database, and makes it ready. */
export function startSetUp(site: Site): SetUp {
  let stage: SetUpStage = { kind: 'choose-database' };
  const listeners = new Set<(stage: SetUpStage) => void>();
  const { promise: ready, resolve } = Promise.withResolvers<OpenDatabase>();

  function become(next: SetUpStage): void {
    stage = next;
    for (const listener of listeners) listener(next);
  }

  async function prepare(choice: DatabaseChoice): Promise<void> {
    try {
      const opened = await openDatabase(databaseOptions(choice, site));
      await site.settings.save({ database: choice });
      become({ kind: 'preparing', step: 'ready' });
      resolve(opened);
    } catch (error) {
      site.log.error('The chosen database could not be made ready.', error);
      become({ kind: 'failed', reason: sentence(error) });
    }
  }

  return {
    ready,
    get stage() {
      return stage;
    },
    onStage(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    tryDatabase,
    choose(choice) {
      if (stage.kind !== 'choose-database' && stage.kind !== 'failed') return false;
      become({ kind: 'preparing', step: 'starting' });
      void prepare(choice);
      return true;
    },
  };
}
