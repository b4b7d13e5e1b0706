import type { JournalFilter, JournalRow } from '#contract/alarms/journal.ts';
import type { Database } from '#platform/database/database.ts';
import { csvLine } from '#platform/text/csv-line.ts';
import { pageOfJournal } from './journal.queries.ts';

const columns = [
  'id',
  'at',
  'alarmId',
  'alarmType',
  'title',
  'sourceType',
  'sourceId',
  'sourceName',
  'event',
  'priority',
  'annunciated',
  'userName',
  'task',
  'workstation',
  'note',
  'sourceTime',
] as const satisfies readonly (keyof JournalRow)[];

const ROWS_A_PIECE = 500;

/** The journal as CSV (RFC 4180), oldest first, in pieces of 500 rows; each page is its own transaction. */
export async function* exportJournal(
  database: Database,
  reader: { readonly userId: string },
  filter: JournalFilter,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ text: string; rows: number }> {
  yield { text: csvLine(columns), rows: 0 };
  let cursor: string | undefined;
  do {
    const page = { limit: ROWS_A_PIECE, cursor };
    const found = await database.asUser(reader, (tx) => pageOfJournal(tx, filter, page, 'asc'), {
      signal,
    });
    const text = found.rows.map((row) => csvLine(columns.map((column) => row[column]))).join('');
    if (found.rows.length > 0) yield { text, rows: found.rows.length };
    cursor = found.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
