import { functionalUpdate, useTable } from '@tanstack/react-table';
import type { ReactTable, SortingState, Updater } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { usePreferences } from '#lib/preferences.ts';
import { features, sortRows, toColumnDefs } from './columns.ts';
import { useWhileSame } from '#lib/use-while-same.ts';
import type { Features, TableColumn } from './columns.ts';
import type { RowSource, TableSort } from './row-source.ts';
import { useTableLayout } from './use-table-layout.ts';

/** The columns of a table as they are arranged; the same object until something of that changes. */
export interface TableHead<Row extends object> {
  readonly table: ReactTable<Features, Row>;
  /** Our column of an id. */
  readonly columnOf: ReadonlyMap<string, TableColumn<Row>>;
  /** Columns that show, from left to right. */
  readonly shown: readonly TableColumn<Row>[];
  /** The value of `grid-template-columns` for header and rows. */
  readonly template: string;
  readonly resetLayout: () => void;
}

/** The table of the library with what our parts need beside it. */
export interface TableModel<Row extends object> {
  readonly head: TableHead<Row>;
  readonly rows: readonly Row[];
}

/** Letters are larger at touch density, so columns are wider. */
const textScales = { compact: 1, touch: 1.2 } as const;

/** Rows never pass through the library. */
const noRows: never[] = [];

const toSorting = (sort: TableSort | null): SortingState =>
  sort ? [{ id: sort.columnId, desc: sort.descending }] : [];

function toSort([first]: SortingState): TableSort | null {
  return first ? { columnId: first.id, descending: first.desc } : null;
}

/** Puts columns, rows, order and arrangement together. */
export function useDataTable<Row extends object>(options: {
  readonly id: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly source: RowSource<Row>;
  readonly defaultSort: TableSort | null;
}): TableModel<Row> {
  const { id, columns, source, defaultSort } = options;
  const language = usePreferences((preferences) => preferences.language);
  const density = usePreferences((preferences) => preferences.density);
  const { reset, state, ...layout } = useTableLayout(id, columns);
  const [ownSort, setOwnSort] = useState<TableSort | null>(defaultSort);
  const sort = source.sort ? source.sort.value : ownSort;
  const sorting = toSorting(sort);
  const table = useTable<Features, Row>({
    features,
    columns: useMemo(() => toColumnDefs(columns, textScales[density]), [columns, density]),
    data: noRows,
    manualSorting: true,
    enableMultiSort: false,
    state: { ...state, sorting },
    ...layout,
    onSortingChange: (updater: Updater<SortingState>) =>
      (source.sort?.change ?? setOwnSort)(toSort(functionalUpdate(updater, sorting))),
  });
  const columnOf = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const shown = table.getVisibleLeafColumns().flatMap((column) => columnOf.get(column.id) ?? []);
  const sortedBy = source.sort || !ownSort ? undefined : columnOf.get(ownSort.columnId);
  const descending = ownSort?.descending ?? false;
  const template = templateOf(shown, (column) => table.getColumn(column)?.getSize() ?? 120);
  const head = { table, columnOf, shown, template, resetLayout: reset };
  return {
    head: useWhileSame(head, [columnOf, density, state, reset, sort?.columnId, sort?.descending]),
    rows: useMemo(
      () => (sortedBy ? sortRows(source.rows, sortedBy, descending, language) : source.rows),
      [source.rows, sortedBy, descending, language],
    ),
  };
}

/** Growing columns share the room; without one, the room stays at the end so that widths are what was set. */
function templateOf<Row>(
  shown: readonly TableColumn<Row>[],
  widthOf: (id: string) => number,
): string {
  const tracks = shown.map(({ id, grow }) =>
    grow ? `minmax(${widthOf(id)}px, 1fr)` : `${widthOf(id)}px`,
  );
  return shown.some(({ grow }) => grow)
    ? tracks.join(' ')
    : [...tracks, 'minmax(0, 1fr)'].join(' ');
}
