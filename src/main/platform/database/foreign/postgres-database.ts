import { escapeIdentifier } from 'pg';
import { openClient } from '../client.ts';
import { parseDatabaseUrl } from '../connection-url.ts';
import { DatabaseMisconfigured } from '../errors.ts';
import { codeOf } from '../sqlstate.ts';
import { maintenanceLimits } from '../target.ts';
import { type ForeignDatabase, type ForeignRow, ForeignUnreadable } from './foreign-database.ts';

async function connect(url: string) {
  try {
    const target = parseDatabaseUrl(url);
    return { target, opened: await openClient(target, 'foreign', maintenanceLimits) };
  } catch (error) {
    if (error instanceof DatabaseMisconfigured) throw error;
    const why = codeOf(error) === '' ? '' : ` (${codeOf(error)})`;
    throw new ForeignUnreadable(`The database cannot be reached${why}.`, { cause: error });
  }
}

/** Opens a PostgreSQL database for reading, as it stands at this moment. Throws {@link ForeignUnreadable} or `DatabaseMisconfigured`. */
export async function openPostgres(url: string): Promise<ForeignDatabase> {
  const { target, opened } = await connect(url);
  const { client } = opened;
  const all = async (statement: string, values: readonly number[] = []): Promise<ForeignRow[]> =>
    (await client.query<ForeignRow>(statement, [...values])).rows;
  await client.query('set idle_in_transaction_session_timeout = 0');
  await client.query('begin transaction isolation level repeatable read read only');
  return {
    label: `${target.endpoints[0].host}/${target.database}`,
    async tables() {
      const rows = await all(
        `select table_name as name from information_schema.tables where table_schema = any (current_schemas(false))`,
      );
      return new Set(rows.map(({ name }) => String(name)));
    },
    select: (statement) => all(statement),
    rowsAfter: (table, after, limit) =>
      all(`select * from ${escapeIdentifier(table)} where id > $1::bigint order by id limit $2`, [
        after,
        limit,
      ]),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
    },
  };
}
