import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import { asApp, parseDatabaseUrl } from './connection-url.ts';
import { createDatabase } from './create-database.ts';
import type { Database } from './database.ts';
import { prepareEmbedded } from './embedded/prepare.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded/server.ts';
import { migrate } from './migrations/migrate.ts';
import type { DatabaseTarget } from './target.ts';

/** Which database an installation uses. */
export type DatabaseSource =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'url'; readonly url: string; readonly replicaUrls: readonly string[] };

/** A migrated database, ready for the program. */
export interface OpenDatabase extends AsyncDisposable {
  readonly database: Database;
  /** How the program connects, for connections of its own: LISTEN and advisory locks. */
  readonly target: DatabaseTarget;
  /** The embedded server, or `null` with a server run by somebody else. */
  readonly server: EmbeddedServer | null;
  /** Migrations that were applied just now. */
  readonly applied: readonly string[];
}

/** What a database is opened with. */
export interface OpenDatabaseOptions {
  readonly source: DatabaseSource;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

async function openEmbedded(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { clock, log } = options;
  const server = await startEmbeddedServer(options);
  try {
    const applied = await prepareEmbedded(server, log);
    const target = server.target('app');
    const database = createDatabase(target, { clock, log });
    return {
      database,
      target,
      server,
      applied,
      async [Symbol.asyncDispose]() {
        await database[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Starts or reaches the database of an installation and brings its schema up to date. Disposing ends
 * every connection and stops the embedded server. Throws `DatabaseMisconfigured`, `SchemaNewer`,
 * `ServerTooOld`, `MigrationFailed`, or what the server answered.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { source, clock, log } = options;
  if (source.kind === 'embedded') return openEmbedded(options);
  const owner = parseDatabaseUrl(source.url);
  const target = asApp(owner);
  const replicas = source.replicaUrls.map((url) => asApp(parseDatabaseUrl(url)));
  const applied = await migrate(owner, log);
  const database = createDatabase(target, { clock, log, replicas });
  return {
    database,
    target,
    server: null,
    applied,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
