import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Versions of what is at the other end of the connection. */
export interface DatabaseVersions {
  /** Newest migration applied. */
  readonly schema: string | null;
  readonly server: string;
}

/** Asks the database for its versions. */
export async function readVersions(tx: Tx): Promise<DatabaseVersions> {
  const { rows } = await sql<DatabaseVersions>`
    select current_setting('server_version') as server,
           (select max(name) from platform.schema_migrations) as schema`.execute(tx);
  if (!rows[0]) throw new Error('The database did not say its version.');
  return rows[0];
}
