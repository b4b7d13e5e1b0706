import type { MoveInTable } from '#contract/shopfloor/move-in.ts';
import type { Cells } from './cells.ts';
import type { Known } from './known.ts';

/** The values of a row on its way in. */
export type StagedRow = Readonly<Record<string, unknown>>;

/** How the rows of one table are made to fit. */
export interface TableMove {
  /** What is kept of a row; rejects it by `cells.reject`. */
  adapt(cells: Cells, known: Known): StagedRow;
  /** Learns from a row that an earlier run has moved. */
  remember?(cells: Cells, known: Known): void;
}

/** The table's moves, by name; one file makes several. */
export type TableMoves = Partial<Record<MoveInTable, TableMove>>;

/** A row that others point to: rejected where it must be there, left out where it may be missing. */
export function referenceTo(
  cells: Cells,
  known: Known,
  column: string,
  table: MoveInTable,
): number | null {
  const id = cells.integer(column);
  if (id === null || known.ids(table).has(id)) return id;
  cells.note(column, 'reference-missing');
  return null;
}

/** A row without which this one means nothing. */
export function parentOf(cells: Cells, known: Known, column: string, table: MoveInTable): number {
  const id = cells.integer(column);
  return id !== null && known.ids(table).has(id) ? id : cells.reject(column, 'parent-missing');
}

/** Takes a code for a row, or says that the thing stands here already. Rejects a second one of the source. */
export function claimOrReuse(
  cells: Cells,
  known: Known,
  claim: { readonly kind: Parameters<Known['claim']>[0]; readonly value: string },
  column: string,
  table: MoveInTable,
): string | null {
  const answer = known.claim(claim.kind, claim.value);
  if (answer === 'taken') return cells.reject(column, 'duplicate');
  if (answer === 'free') return null;
  cells.note(column, 'already-here');
  known.isHere(table, cells.id, answer.id);
  return answer.id;
}

/** A short code in the letters that are allowed here; others become `_`. */
export function fitCode(cells: Cells, column: string, max: number): string | null {
  const code = cells.text(column, 200)?.trim() ?? '';
  if (code === '') return null;
  const fit = code.replaceAll(/[^A-Za-z0-9_-]/gu, '_').slice(0, max);
  if (fit !== code) cells.note(column, 'code-invalid');
  return fit;
}
