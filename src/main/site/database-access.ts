import { type OpenClient, openClient } from '#platform/database/client.ts';
import { asApp, parseDatabaseUrl } from '#platform/database/connection-url.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { Database } from '#platform/database/database.ts';
import { prepareEmbedded } from '#platform/database/embedded/prepare.ts';
import { type EmbeddedServer, startEmbeddedServer } from '#platform/database/embedded/server.ts';
import { migrate } from '#platform/database/migrations/migrate.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import type { DatabaseChoice } from '#platform/config/settings.ts';
import type { Site } from './site.ts';

/** A migrated database, however it was chosen. */
export interface DatabaseAccess extends AsyncDisposable {
  readonly database: Database;
  /** The server in the data folder, or `null` for one that somebody else runs. */
  readonly embedded: EmbeddedServer | null;
  /** Opens a connection of its own as the program's role, for listening and leading. */
  connect(name: string): Promise<OpenClient>;
}

/**
 * Reaches the chosen database and brings its schema to this program's version. Throws
 * `DatabaseMisconfigured`, `DatabaseUnavailable`, `SchemaNewer`, `ServerTooOld` or `MigrationFailed`,
 * each with a sentence for the administrator.
 */
export async function openDatabaseAccess(
  choice: DatabaseChoice,
  site: Site,
): Promise<DatabaseAccess> {
  return choice.kind === 'embedded' ? openEmbedded(site) : openByUrl(choice, site);
}

async function openEmbedded(site: Site): Promise<DatabaseAccess> {
  const { clock, log, host } = site;
  await using cleanup = new AsyncDisposableStack();
  const embedded = cleanup.use(await startEmbeddedServer({ dataDir: host.dataDir, clock, log }));
  await prepareEmbedded(embedded, log);
  return accessTo(embedded.target('app'), [], embedded, cleanup.move(), site);
}

async function openByUrl(
  { url, replicaUrls }: Extract<DatabaseChoice, { kind: 'url' }>,
  site: Site,
): Promise<DatabaseAccess> {
  const target = parseDatabaseUrl(url);
  await migrate(target, site.log);
  const replicas = replicaUrls.map((replica) => asApp(parseDatabaseUrl(replica)));
  return accessTo(asApp(target), replicas, null, new AsyncDisposableStack(), site);
}

function accessTo(
  target: DatabaseTarget,
  replicas: readonly DatabaseTarget[],
  embedded: EmbeddedServer | null,
  cleanup: AsyncDisposableStack,
  { clock, log }: Site,
): DatabaseAccess {
  const database = cleanup.use(createDatabase(target, { clock, log, replicas }));
  return {
    database,
    embedded,
    connect: (name) => openClient(target, name),
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}
