import { createHash } from 'node:crypto';
import type { MoveInSource } from '#contract/shopfloor/move-in.ts';
import {
  type ForeignDatabase,
  ForeignUnreadable,
} from '#platform/database/foreign/foreign-database.ts';
import { openPostgres } from '#platform/database/foreign/postgres-database.ts';
import { openSqlite } from '#platform/database/foreign/sqlite-database.ts';
import { Cells } from './cells.ts';

const needed = ['users', 'areas', 'zones', 'machines'] as const;

/** Opens a ShopMonitor for reading. Throws `ForeignUnreadable` or `DatabaseMisconfigured` with one sentence. */
export async function openShopMonitor({ kind, location }: MoveInSource): Promise<ForeignDatabase> {
  const source = await (kind === 'sqlite' ? openSqlite(location) : openPostgres(location));
  const tables = await source.tables();
  const missing = needed.filter((table) => !tables.has(table));
  if (missing.length === 0) return source;
  await source[Symbol.asyncDispose]();
  throw new ForeignUnreadable(`This is no ShopMonitor: it has no table ${missing.join(', ')}.`);
}

/**
 * Tells one ShopMonitor from another, wherever its file lies and whichever database it is in: a hash of
 * when its first rows were made.
 */
export async function sourceKeyOf(source: ForeignDatabase): Promise<string> {
  const firsts: string[] = [];
  for (const table of needed) {
    const [row] = await source.select(`select id, created_at from ${table} order by id limit 1`);
    const cells = row && new Cells(row);
    firsts.push(cells ? `${table} ${cells.id} ${cells.time('created_at') ?? ''}` : table);
  }
  return createHash('sha256').update(firsts.join('\n')).digest('hex');
}
