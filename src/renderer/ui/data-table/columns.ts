import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ColumnDef } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { CsvValue } from '#lib/csv.ts';

/** One column of a table. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Shown in place of the header where the column is too narrow for words. */
  readonly symbol?: string;
  /** The value that is sorted by, exported, and shown where `cell` is left out. */
  readonly value: (row: Row) => CsvValue;
  /** Draws the cell where plain text is not enough. */
  readonly cell?: (row: Row) => ReactNode;
  /** Compares two rows ascending; values are compared as text or numbers unless told. */
  readonly compare?: (a: Row, b: Row) => number;
  /** Width in CSS pixels before the person changes it; 120 unless told. */
  readonly width?: number;
  /** Takes a share of the room that is left. */
  readonly grow?: boolean;
  readonly align?: 'start' | 'center' | 'end';
  /** Whether a press on the header sorts; true unless told. Where the server sorts, name only what it can. */
  readonly sortable?: boolean;
  /** Controls that filter by this column; shown behind a funnel in the header. */
  readonly filter?: ReactNode;
  /** The filter of this column is on. */
  readonly filtered?: boolean;
  /** Hidden until the person asks for it. */
  readonly initiallyHidden?: boolean;
  /** Never hidden, because a row makes no sense without it. */
  readonly alwaysShown?: boolean;
}

/**
 * What the table library does for us: the state of the columns. Rows are ordered, selected and drawn
 * here, because an object per row around each of 100,000 live rows costs a third of the frames.
 */
export const features = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});

/** The features of our tables, as a type. */
export type Features = typeof features;

const collators = new Map<string, Intl.Collator>();

/** Sorts text as people of that language expect, and numbers in it by their size: `A2` before `A10`. */
function collatorFor(language: string): Intl.Collator {
  const known = collators.get(language) ?? new Intl.Collator(language, { numeric: true });
  collators.set(language, known);
  return known;
}

/** Compares two cell values ascending; empty ones come last. */
export function compareValues(a: CsvValue, b: CsvValue, language: string): number {
  const [aEmpty, bEmpty] = [a === null || a === undefined, b === null || b === undefined];
  if (aEmpty || bEmpty) return Number(aEmpty) - Number(bEmpty);
  if (typeof a === 'string' || typeof b === 'string')
    return collatorFor(language).compare(String(a), String(b));
  return Number(a) - Number(b);
}

/** The rows in the order of a column, ascending or descending; equal rows keep their places. */
export function sortRows<Row>(
  rows: readonly Row[],
  { compare, value }: TableColumn<Row>,
  descending: boolean,
  language: string,
): Row[] {
  const ascending = compare ?? ((a: Row, b: Row) => compareValues(value(a), value(b), language));
  return rows.toSorted(descending ? (a, b) => ascending(b, a) : ascending);
}

/** Our columns in the words of the table library; `scale` widens those nobody has resized. */
export function toColumnDefs<Row extends object>(
  columns: readonly TableColumn<Row>[],
  scale = 1,
): ColumnDef<Features, Row>[] {
  return columns.map((column) => ({
    id: column.id,
    accessorFn: column.value,
    header: column.header,
    size: Math.round((column.width ?? 120) * scale),
    minSize: 36,
    maxSize: 1200,
    enableSorting: column.sortable ?? true,
    enableHiding: !(column.alwaysShown ?? false),
    sortDescFirst: false,
  }));
}
