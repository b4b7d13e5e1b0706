import { createHash } from 'node:crypto';
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';

/** Value of a sort key as a row carries it. Timestamps are text, so no microsecond is lost. */
export type CursorValue = string | number | boolean;

/** One column of a list's order. It must be NOT NULL: a null compares as neither before nor after. */
interface SortKey<Row> {
  /** The column as the query names it, such as `m.created_at`. */
  readonly column: string;
  /** Where the row carries the column's value. */
  readonly property: keyof Row & string;
  readonly direction: 'asc' | 'desc';
}

/** The order of a list; the last key is unique. All keys go in one direction. */
export type SortOrder<Row> = readonly [SortKey<Row>, ...SortKey<Row>[]];

/** What a caller asks for: see `pageInput` of the contract. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page; `nextCursor` is `null` on the last. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly nextCursor: string | null;
}

/** A cursor that this list did not give out, or gave out for another order. Load the first page. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
  readonly code = 'INVALID_CURSOR';
  constructor() {
    super('The position in the list is not valid for this order. Load the list from its start.');
  }
}

function orderMark<Row>(order: SortOrder<Row>): string {
  const text = order.map(({ column, direction }) => `${column} ${direction}`).join(',');
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}

function isCursorValue(value: unknown): value is CursorValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Makes the opaque cursor that stands for the place right after a row with these keys. */
export function encodeCursor<Row>(order: SortOrder<Row>, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([orderMark(order), ...values])).toString('base64url');
}

/** Reads a cursor's keys. Throws {@link InvalidCursor} on one made for another order, or by hand. */
export function decodeCursor<Row>(order: SortOrder<Row>, cursor: string): CursorValue[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new InvalidCursor();
  }
  if (!Array.isArray(parsed) || parsed.length !== order.length + 1) throw new InvalidCursor();
  const [mark, ...values] = parsed as unknown[];
  if (mark !== orderMark(order) || !values.every(isCursorValue)) throw new InvalidCursor();
  return values;
}

/** The one direction of an order. Throws when keys differ: PostgreSQL compares rows in one only. */
function directionOf<Row>(order: SortOrder<Row>): 'asc' | 'desc' {
  const [first] = order;
  if (order.some((key) => key.direction !== first.direction)) {
    throw new TypeError('All keys of a paged order must go in the same direction.');
  }
  return first.direction;
}

/** The condition `(a, b) > (x, y)`, which an index on (a, b) answers; `<` for a descending order. */
export function afterCursor<Row>(order: SortOrder<Row>, cursor: string): RawBuilder<boolean> {
  const operator = directionOf(order) === 'asc' ? sql`>` : sql`<`;
  const columns = sql.join(order.map((key) => sql.ref(key.column)));
  const values = sql.join(decodeCursor(order, cursor));
  return sql<boolean>`(${columns}) ${operator} (${values})`;
}

function cursorAt<Row>(order: SortOrder<Row>, row: Row): string {
  const values = order.map(({ property }) => {
    const value: unknown = row[property];
    if (!isCursorValue(value)) {
      throw new TypeError(`The sort key ${property} of a paged list must be text or a number.`);
    }
    return value;
  });
  return encodeCursor(order, values);
}

/**
 * Runs `query` for one page of `order`. The query selects every key's property and has no order or
 * limit of its own. Costs the same on every page; rows added meanwhile never shift it. Throws
 * {@link InvalidCursor}.
 */
export async function readPage<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: SortOrder<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const direction = directionOf(order);
  let paged = request.cursor ? query.where(afterCursor(order, request.cursor)) : query;
  for (const key of order) paged = paged.orderBy(sql.ref(key.column), direction);
  const found = (await paged.limit(request.limit + 1).execute()) as Row[];
  const rows = found.slice(0, request.limit);
  const last = rows.at(-1);
  const more = found.length > rows.length && last !== undefined;
  return { rows, nextCursor: more ? cursorAt(order, last) : null };
}
