import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../database/database.ts';

/** Rows that grow old. */
export interface AgeingRows {
  /** The table with its schema. */
  readonly table: string;
  /** Column that says since when a row is old. */
  readonly age: string;
  /** Which rows may be removed at all; all of them unless given. */
  readonly only?: RawBuilder<boolean>;
}

/** How many days the records of a retention monitor are kept. Throws where nobody has said. */
export async function readKeepDays(tx: Tx, monitor: string): Promise<number> {
  const { keep_days: days } = await tx
    .selectFrom('operations.retention_policies')
    .select('keep_days')
    .where('monitor', '=', monitor)
    .executeTakeFirstOrThrow();
  return days;
}

/** Removes up to `limit` rows older than `keepDays` by the database's clock; answers how many. */
export async function removeOlder(
  tx: Tx,
  { table, age, only = sql<boolean>`true` }: AgeingRows,
  keepDays: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)}
    where ctid = any (array(
      select ctid from ${sql.table(table)}
      where ${sql.ref(age)} < now() - make_interval(days => ${keepDays}) and ${only}
      limit ${limit}))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
