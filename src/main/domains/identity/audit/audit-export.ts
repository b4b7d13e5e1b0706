import type { Database } from '#platform/database/database.ts';
import { csvLine } from '#platform/text/csv-line.ts';
import { type AuditFilter, type AuditRow, listAudit } from './audit-lists.queries.ts';

const columns = [
  'id',
  'at',
  'userId',
  'username',
  'action',
  'targetType',
  'targetId',
  'success',
  'failureReason',
  'changeReason',
] as const satisfies readonly (keyof AuditRow)[];

const ROWS_A_PIECE = 500;

/** One piece of an export. */
export interface AuditExportPiece {
  readonly text: string;
  readonly rows: number;
}

/** The trail as CSV (RFC 4180), oldest first, in pieces of 500 rows; each page is its own transaction. */
export async function* exportAudit(
  database: Database,
  user: { readonly userId: string },
  filter: AuditFilter,
  signal: AbortSignal | undefined,
): AsyncGenerator<AuditExportPiece> {
  yield { text: csvLine(columns), rows: 0 };
  let cursor: string | undefined;
  do {
    const page = { limit: ROWS_A_PIECE, cursor };
    const found = await database.asUser(user, (tx) => listAudit(tx, filter, page, 'asc'), {
      signal,
    });
    const text = found.rows.map((row) => csvLine(columns.map((column) => row[column]))).join('');
    if (found.rows.length > 0) yield { text, rows: found.rows.length };
    cursor = found.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
