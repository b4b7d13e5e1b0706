import { useEffect, useId, useMemo, useRef } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { cssVariables } from '#lib/css-variables.ts';
import { usePreferences } from '#lib/preferences.ts';
import type { TableColumn } from './columns.ts';
import { rowElementId, TableBody } from './table-body.tsx';
import { TableFooter } from './table-footer.tsx';
import { TableHeader } from './table-header.tsx';
import { TablePlaceholder } from './table-placeholder.tsx';
import type { RowTone } from './table-row.tsx';
import type { RowSource, TableSort } from './row-source.ts';
import { useDataTable } from './use-data-table.ts';
import { useExport } from './use-export.ts';
import { useTableSelection } from './use-table-selection.ts';
import type { CursorTarget, TableSelection } from './use-table-selection.ts';
import styles from './data-table.module.css';

/** What a {@link DataTable} takes. Keep `columns` and the callbacks stable (`useMemo`, `useCallback`). */
export interface DataTableProps<Row extends object> {
  /** The arrangement is remembered under this id, such as `shopfloor.machines`. */
  readonly id: string;
  /** Says what the rows are, to screen readers and in the name of an export. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly source: RowSource<Row>;
  readonly rowId: (row: Row) => string;
  /** The order at first, where the table itself sorts. */
  readonly defaultSort?: TableSort;
  readonly toneOf?: (row: Row) => RowTone | undefined;
  /** Shown when there are no rows; an `EmptyState` that says how to get some. */
  readonly empty?: ReactNode;
  /** Sends the cursor to a row and chooses it, as a press on it would; arrow keys go on from there. */
  readonly goTo?: CursorTarget | null;
  /** The cursor is on another row; details follow it. */
  readonly onActiveChange?: (id: string | null) => void;
  /** Other rows are chosen, for commands that work on several; at touch density each row has a box for it. */
  readonly onSelectionChange?: (ids: ReadonlySet<string>) => void;
  /** Enter or a double press on a row. */
  readonly onOpen?: (row: Row) => void;
}

const rowHeights = { compact: 26, touch: 48 } as const;
const headerHeights = { compact: 30, touch: 48 } as const;

/** A long table: rows are virtual, live, sortable and selectable by keyboard; columns can be arranged. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { id, label, columns, source, rowId, defaultSort = null, toneOf, empty, onOpen } = props;
  const tableId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const density = usePreferences((preferences) => preferences.density);
  const [rowHeight, headerHeight] = [rowHeights[density], headerHeights[density]];
  const model = useDataTable({ id, columns, source, defaultSort });
  const ids = useMemo(() => model.rows.map(rowId), [model.rows, rowId]);
  const choosing = density === 'touch' && props.onSelectionChange !== undefined;
  const selection = useTableSelection(ids, props, props.goTo ?? null);
  const { now, activeIndex } = selection;
  const { goTo } = props;
  useEffect(() => {
    if (goTo) scroller.current?.focus({ preventScroll: true });
  }, [goTo]);
  const chosen = model.rows.filter((_, index) => now.selected.has(ids[index] ?? ''));
  const csv = useExport({
    name: label,
    columns: model.head.shown,
    source,
    rows: model.rows,
    chosen,
  });
  const open = (): void => {
    const row = model.rows[activeIndex];
    if (row) onOpen?.(row);
  };

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="grid"
        // The grid is one stop of the Tab key; arrow keys move inside it.
        tabIndex={0}
        aria-label={label}
        aria-multiselectable="true"
        aria-rowcount={
          source.total === undefined ? (source.more ? -1 : ids.length + 1) : source.total + 1
        }
        aria-colcount={model.head.shown.length + (choosing ? 1 : 0)}
        aria-busy={source.phase === 'loading'}
        {...(activeIndex >= 0 && { 'aria-activedescendant': rowElementId(tableId, activeIndex) })}
        className={styles.grid}
        style={cssVariables({
          '--columns': choosing ? `${rowHeight}px ${model.head.template}` : model.head.template,
          '--row-height': `${rowHeight}px`,
          '--header-height': `${headerHeight}px`,
        })}
        onKeyDown={(event) => onGridKey(event, selection, rowHeight, open)}
        onClick={(event) => onGridClick(event, selection)}
        onDoubleClick={(event) => rowIdAt(event) !== undefined && open()}
      >
        <TableHeader head={model.head} chosen={choosing ? now.selected.size > 0 : undefined} />
        {ids.length > 0 ? (
          <TableBody
            tableId={tableId}
            rows={model.rows}
            ids={ids}
            columns={model.head.shown}
            source={source}
            selection={selection}
            scroller={scroller}
            rowHeight={rowHeight}
            headerHeight={headerHeight}
            choosing={choosing}
            toneOf={toneOf}
          />
        ) : (
          <TablePlaceholder source={source} empty={empty} columnCount={model.head.shown.length} />
        )}
      </div>
      <TableFooter head={model.head} source={source} selectedCount={now.selected.size} csv={csv} />
    </div>
  );
}

function rowIdAt(event: MouseEvent): string | undefined {
  if (!(event.target instanceof Element)) return undefined;
  // A control inside a cell works for itself and does not choose the row.
  if (event.target.closest('button, a, input, [role="checkbox"]')) return undefined;
  return event.target.closest<HTMLElement>('[data-row-id]')?.dataset['rowId'];
}

const isAt = (event: MouseEvent, selector: string): boolean =>
  event.target instanceof Element && event.target.closest(selector) !== null;

function onGridClick(event: MouseEvent, { take, now }: TableSelection): void {
  if (isAt(event, '[data-choose-all]')) take({ kind: now.selected.size > 0 ? 'clear' : 'all' });
  const id = rowIdAt(event);
  if (id === undefined) return;
  const toggles = event.ctrlKey || event.metaKey || isAt(event, '[data-choose]');
  take({ kind: event.shiftKey ? 'range' : toggles ? 'toggle' : 'only', id });
}

function onGridKey(
  event: KeyboardEvent<HTMLElement>,
  { press, activeIndex }: TableSelection,
  rowHeight: number,
  open: () => void,
): void {
  if (event.target !== event.currentTarget || event.altKey) return;
  const pageRows = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 2);
  if (event.key === 'Enter' && activeIndex >= 0) open();
  else if (!press(event, pageRows)) return;
  event.preventDefault();
}
