import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { TableColumn } from './columns.ts';
import type { RowSource } from './row-source.ts';
import { TableRow } from './table-row.tsx';
import type { TableRowProps } from './table-row.tsx';
import type { TableSelection } from './use-table-selection.ts';
import styles from './data-table.module.css';

/** What a {@link TableBody} takes. */
export interface TableBodyProps<Row> {
  readonly tableId: string;
  readonly rows: readonly Row[];
  readonly ids: readonly string[];
  readonly columns: readonly TableColumn<Row>[];
  readonly source: RowSource<Row>;
  readonly selection: TableSelection;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly choosing: boolean;
  readonly toneOf: TableRowProps<Row>['toneOf'];
}

/** The next page is asked for when this many rows are left below what shows. */
const rowsAhead = 30;

/** The id of the element of a row. */
export const rowElementId = (tableId: string, index: number): string => `${tableId}-row-${index}`;

/** Draws the rows that show and a few around them. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  'use no memo';
  const { tableId, rows, ids, columns, source, selection, scroller, rowHeight, headerHeight } =
    props;
  const { activeIndex, now } = selection;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: headerHeight,
    getItemKey: (index) => ids[index] ?? index,
    rangeExtractor: useCallback((range: Range) => withActive(range, activeIndex), [activeIndex]),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const scrolledTo = useRef<string | null>(null);
  useEffect(() => {
    // Only a move of the cursor scrolls; rows that come in above must not.
    if (scrolledTo.current === now.activeId) return;
    scrolledTo.current = now.activeId;
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: 'auto' });
  }, [now.activeId, activeIndex, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const lastShown = virtualizer.range?.endIndex ?? 0;
  const { more } = source;
  const wanted = more?.state === 'available' && lastShown >= rows.length - rowsAhead;
  useEffect(() => {
    if (wanted) more?.load();
  }, [wanted, more]);

  return (
    <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
      {items.map((item) => {
        const [row, id] = [rows[item.index], ids[item.index]];
        if (row === undefined || id === undefined) return null;
        return (
          <TableRow
            key={id}
            elementId={rowElementId(tableId, item.index)}
            id={id}
            row={row}
            live={source.live}
            columns={columns}
            index={item.index}
            top={item.start}
            active={item.index === activeIndex}
            selected={now.selected.has(id)}
            choosing={props.choosing}
            toneOf={props.toneOf}
          />
        );
      })}
    </div>
  );
}

/** The active row stays in the page while it is scrolled away, so that the grid can point at it. */
function withActive(range: Range, activeIndex: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (activeIndex < 0 || activeIndex >= range.count || shown.includes(activeIndex)) return shown;
  return [...shown, activeIndex].toSorted((a, b) => a - b);
}
