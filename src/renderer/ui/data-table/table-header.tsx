import { ArrowDown, ArrowUp, ListFilter, Minus } from 'lucide-react';
import type { DragEvent, PointerEvent as ReactPointerEvent } from 'react';
import { memo } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Popover } from '../popover.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { moveColumn, resizeColumn } from './column-moves.ts';
import type { TableColumn } from './columns.ts';
import type { TableHead } from './use-data-table.ts';
import styles from './data-table.module.css';

/** What a header cell takes. */
interface HeaderCellProps<Row extends object> {
  readonly head: TableHead<Row>;
  readonly column: TableColumn<Row>;
  readonly index: number;
  /** Columns before the first of the table's own, such as the boxes that choose. */
  readonly before: number;
}

/** Below this width in CSS pixels a name and a menu do not fit side by side. */
const narrow = 100;

const dragType = 'application/x-signalbox-column';

/** Dropping a header on another puts it in that place. */
function dropHandlers<Row extends object>({ head, column, index }: HeaderCellProps<Row>) {
  return {
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(dragType, column.id),
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(dragType)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      moveColumn(head, event.dataTransfer.getData(dragType), index);
    },
  };
}

/** Follows the pointer until it is let go. */
function startResize(event: ReactPointerEvent<HTMLElement>, resize: (width: number) => void): void {
  const handle = event.currentTarget;
  const startWidth = handle.parentElement?.offsetWidth ?? 0;
  const startX = event.clientX;
  const follow = (move: PointerEvent): void => resize(startWidth + move.clientX - startX);
  const drop = new AbortController();
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener('pointermove', follow, { signal: drop.signal });
  handle.addEventListener('lostpointercapture', () => drop.abort(), { signal: drop.signal });
  event.preventDefault();
}

function HeaderCell<Row extends object>(props: HeaderCellProps<Row>) {
  const { head, column, index, before } = props;
  const tableColumn = head.table.getColumn(column.id);
  const sorted = tableColumn?.getIsSorted() ?? false;
  const sortable = tableColumn?.getCanSort() ?? false;
  const SortIcon = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-colindex={index + before + 1}
      // Else the tools would be read out as a part of the name, at each cell.
      aria-label={column.header}
      {...(sortable && {
        'aria-sort': sorted === 'asc' ? 'ascending' : sorted ? 'descending' : 'none',
      })}
      className={classNames(
        styles.headerCell,
        styles[column.align ?? 'start'],
        (tableColumn?.getSize() ?? 0) < narrow && styles.narrow,
      )}
      draggable
      {...dropHandlers(props)}
    >
      {sortable ? (
        <Button className={classNames(styles.sort)} onPress={() => tableColumn?.toggleSorting()}>
          <span className={styles.headerText}>{column.symbol ?? column.header}</span>
          {sorted !== false && <SortIcon aria-hidden="true" />}
        </Button>
      ) : (
        <span className={styles.headerText} {...(column.symbol && { title: column.header })}>
          {column.symbol ?? column.header}
        </span>
      )}
      <span className={styles.tools}>
        {column.filter !== undefined && <ColumnFilter column={column} />}
        <ColumnMenu head={head} column={column} />
      </span>
      <span
        className={styles.resizer}
        aria-hidden="true"
        onPointerDown={(event) =>
          startResize(event, (width) => resizeColumn(head, column.id, width))
        }
      />
    </div>
  );
}

function ColumnFilter<Row>({ column }: { readonly column: TableColumn<Row> }) {
  const { t } = useTranslation('ui');
  const label = t(($) => $.table.filter, { column: column.header });
  return (
    <Popover
      label={label}
      trigger={
        <Button
          className={classNames(styles.tool, column.filtered && styles.filtered)}
          aria-label={label}
        >
          <ListFilter aria-hidden="true" />
        </Button>
      }
    >
      {column.filter}
    </Popover>
  );
}

/** Ticks every row, or none. */
function ChooseAll({ chosen }: { readonly chosen: boolean }) {
  const { t } = useTranslation('ui');
  return (
    <div role="columnheader" aria-colindex={1} className={styles.choose}>
      <button
        type="button"
        className={styles.box}
        aria-label={t(($) => (chosen ? $.table.chooseNone : $.table.chooseAll))}
        data-choose-all
      >
        {chosen && <Minus aria-hidden="true" />}
      </button>
    </div>
  );
}

/** What a {@link TableHeader} takes. */
export interface TableHeaderProps<Row extends object> {
  readonly head: TableHead<Row>;
  /** Whether any row is chosen, where a finger may choose; undefined where not. */
  readonly chosen: boolean | undefined;
}

function Header<Row extends object>({ head, chosen }: TableHeaderProps<Row>) {
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.headerRow}>
        {chosen !== undefined && <ChooseAll chosen={chosen} />}
        {head.shown.map((column, index) => (
          <HeaderCell
            key={column.id}
            head={head}
            column={column}
            index={index}
            before={chosen === undefined ? 0 : 1}
          />
        ))}
      </div>
    </div>
  );
}

/** The header row: names, order, filters and menus of the columns. */
export const TableHeader = memo(Header) as typeof Header;
