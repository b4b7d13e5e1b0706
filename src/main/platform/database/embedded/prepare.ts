import type { Log } from '../../log/log.ts';
import { openClient } from '../client.ts';
import { migrate } from '../migrations/migrate.ts';
import { ensureRoles, setRolePasswords } from '../migrations/roles.ts';
import { codeOf, sqlState } from '../sqlstate.ts';
import { DATABASE, readCredentials } from './credentials.ts';
import type { EmbeddedServer } from './server.ts';

async function databaseExists(server: EmbeddedServer): Promise<boolean> {
  await using connection = await openClient(server.target('superuser', 'postgres'), 'prepare');
  const found = await connection.client.query('select from pg_database where datname = $1', [
    DATABASE,
  ]);
  return found.rowCount === 1;
}

async function createRolesAndDatabase(server: EmbeddedServer): Promise<void> {
  await using connection = await openClient(server.target('superuser', 'postgres'), 'prepare');
  const { client } = connection;
  await ensureRoles(client, 'postgres');
  await setRolePasswords(client, await readCredentials(server.layout.credentials));
  await client.query(`create database ${DATABASE}`).catch((error: unknown) => {
    if (codeOf(error) !== sqlState.duplicateDatabase) throw error;
  });
  await client.query(`revoke all on database ${DATABASE} from public`);
}

/**
 * Makes the embedded server's roles and database the first time, and brings the schema to this
 * program's version. Answers the names of the migrations it applied.
 */
export async function prepareEmbedded(
  server: EmbeddedServer,
  log: Log,
  folder?: string,
): Promise<string[]> {
  if (!(await databaseExists(server))) await createRolesAndDatabase(server);
  return migrate(server.target('superuser'), log, folder);
}
