import { csvLines } from '#lib/csv.ts';
import { type ExportPiece, type ExportRun, useExportRun } from '../use-export-run.ts';
import type { TableColumn } from './columns.ts';
import type { RowSource } from './row-source.ts';

/** What is exported. */
export interface ExportOptions<Row> {
  /** The file name without its ending; the moment is added. */
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly source: RowSource<Row>;
  /** The rows as shown. */
  readonly rows: readonly Row[];
  /** The chosen rows; when there are two or more, only they are exported. */
  readonly chosen: readonly Row[];
}

/** Writes the table as a CSV file: the chosen rows, else all of them with the columns that show. */
export function useExport<Row>({ name, ...what }: ExportOptions<Row>): ExportRun {
  return useExportRun({ name, open: (signal) => Promise.resolve(piecesOf(what, signal)) });
}

async function* piecesOf<Row>(
  { source, chosen, rows, columns }: Omit<ExportOptions<Row>, 'name'>,
  signal: AbortSignal,
): AsyncGenerator<ExportPiece> {
  yield { text: csvLines([columns.map(({ header }) => header)]), rows: 0 };
  const pages = chosen.length > 1 ? [chosen] : (source.eachPage?.(signal) ?? [rows]);
  for await (const page of pages) {
    const lines = page.map((row) => columns.map((column) => column.value(row)));
    yield { text: csvLines(lines), rows: page.length };
  }
}
