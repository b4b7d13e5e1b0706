import type { MoveInTable } from '#contract/shopfloor/move-in.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Moving, moveSpan, nextSpan } from './moving.queries.ts';

/** Rows moved by one statement: what the database must remember of each until its end is bounded. */
const SPAN = 50_000;

/** A right that somebody has here already is not added a second time. */
const mayStandHere: ReadonlySet<MoveInTable> = new Set(['area_permissions']);

/** Counts of a table do not agree: something was lost on the way, so nothing is kept. */
export class RowsLost extends Error {
  override readonly name = 'RowsLost';
}

/** Moves the waiting rows of one table, all that are expected or none. Tells after each span how many it were. */
export async function moveWaiting(
  tx: Tx,
  { table, moved: expected }: { readonly table: MoveInTable; readonly moved: number },
  moving: Moving,
  onMoved: (rows: number) => void,
): Promise<void> {
  let after = Number.MIN_SAFE_INTEGER;
  let moved = 0;
  for (;;) {
    const span = await nextSpan(tx, table, after, SPAN);
    if (!span) break;
    const { kept, added } = await moveSpan(tx, table, moving, span);
    if (kept !== span.rows || (added !== span.fresh && !mayStandHere.has(table))) {
      throw new RowsLost(`${table}: ${added} of ${span.fresh} rows were added.`);
    }
    moved += kept;
    onMoved(moved);
    after = span.upTo;
  }
  if (moved !== expected) throw new RowsLost(`${table}: ${moved} of ${expected} rows waited.`);
}
