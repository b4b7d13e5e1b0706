import { Check } from 'lucide-react';
import { memo, useCallback, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { classNames } from '#lib/class-names.ts';
import type { TableColumn } from './columns.ts';
import type { RowSource } from './row-source.ts';
import styles from './data-table.module.css';

/** How a row stands out: `strong` needs somebody, `muted` is set aside. */
export type RowTone = 'strong' | 'muted';

/** What a {@link TableRow} takes. */
export interface TableRowProps<Row> {
  /** The id of the element, which the grid names as its active descendant. */
  readonly elementId: string;
  readonly id: string;
  readonly row: Row;
  readonly live: RowSource<Row>['live'];
  readonly columns: readonly TableColumn<Row>[];
  readonly index: number;
  /** Distance from the top of the body in CSS pixels. */
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** Shows a box that a finger ticks; see {@link DataTable}. */
  readonly choosing: boolean;
  readonly toneOf: ((row: Row) => RowTone | undefined) | undefined;
}

const noChanges = (): (() => void) => () => undefined;

/** The row as it is now: it redraws itself when only it changes. */
function useLiveRow<Row>(live: RowSource<Row>['live'], id: string, row: Row): Row {
  const subscribe = useCallback(
    (wake: () => void) => live?.subscribeRow(id, wake) ?? noChanges(),
    [live, id],
  );
  return useSyncExternalStore(subscribe, () => live?.get(id) ?? row);
}

function plain<Row>(column: TableColumn<Row>, row: Row): ReactNode {
  const value = column.value(row);
  return value === null || value === undefined ? '' : String(value);
}

interface CellsProps<Row> {
  readonly row: Row;
  readonly columns: readonly TableColumn<Row>[];
  /** Columns in front of these. */
  readonly before: number;
}

/** What stands in a row; apart, because a row that comes in above moves all others and changes none. */
const Cells = memo(<Row,>({ row, columns, before }: CellsProps<Row>) =>
  columns.map((column, at) => (
    <div
      key={column.id}
      role="gridcell"
      aria-colindex={at + before + 1}
      className={classNames(styles.cell, styles[column.align ?? 'start'])}
    >
      {column.cell ? column.cell(row) : plain(column, row)}
    </div>
  )),
) as <Row>(props: CellsProps<Row>) => ReactNode;

function Row<Row>(props: TableRowProps<Row>) {
  const { elementId, id, row, live, columns, index, top, active, selected, choosing, toneOf } =
    props;
  const current = useLiveRow(live, id, row);
  return (
    <div
      role="row"
      id={elementId}
      data-row-id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classNames(
        styles.row,
        styles[toneOf?.(current) ?? 'plain'],
        selected && styles.selected,
        active && styles.active,
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      {choosing && (
        <div role="gridcell" aria-colindex={1} className={styles.choose} data-choose>
          <span className={styles.box} aria-hidden="true">
            {selected && <Check />}
          </span>
        </div>
      )}
      <Cells row={current} columns={columns} before={choosing ? 1 : 0} />
    </div>
  );
}

/** One row; redraws only when its own props or its live data change. */
export const TableRow = memo(Row) as typeof Row;
