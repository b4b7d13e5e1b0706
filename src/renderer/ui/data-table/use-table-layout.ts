import { functionalUpdate } from '@tanstack/react-table';
import type {
  ColumnOrderState,
  ColumnSizingState,
  ColumnVisibilityState,
  Updater,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { rememberTable, untouchedLayout, usePreferences } from '#lib/preferences.ts';
import type { TableLayout } from '#lib/preferences.ts';
import type { TableColumn } from './columns.ts';

function currentLayout<Row>(id: string, columns: readonly TableColumn<Row>[]): TableLayout {
  const initiallyHidden = columns
    .filter((column) => column.initiallyHidden)
    .map(({ id: name }) => name);
  return usePreferences.getState().tables[id] ?? { ...untouchedLayout, hidden: initiallyHidden };
}

const visibilityOf = (hidden: readonly string[]): ColumnVisibilityState =>
  Object.fromEntries(hidden.map((column) => [column, false]));

/** The arrangement of a table as state of the table library; each change is remembered under `id`. */
export function useTableLayout<Row>(id: string, columns: readonly TableColumn<Row>[]) {
  const kept = usePreferences((preferences) => preferences.tables[id]);
  return useMemo(() => {
    const layout = kept ?? currentLayout(id, columns);
    const change = (part: Partial<TableLayout>): void =>
      rememberTable(id, { ...currentLayout(id, columns), ...part });
    return {
      state: {
        columnOrder: [...layout.order],
        columnSizing: { ...layout.widths },
        columnVisibility: visibilityOf(layout.hidden),
      },
      onColumnOrderChange: (updater: Updater<ColumnOrderState>) =>
        change({ order: functionalUpdate(updater, [...layout.order]) }),
      onColumnSizingChange: (updater: Updater<ColumnSizingState>) =>
        change({ widths: functionalUpdate(updater, { ...layout.widths }) }),
      onColumnVisibilityChange: (updater: Updater<ColumnVisibilityState>) => {
        const shown = functionalUpdate(updater, visibilityOf(layout.hidden));
        change({ hidden: Object.keys(shown).filter((column) => shown[column] === false) });
      },
      reset: () => rememberTable(id, null),
    };
  }, [id, columns, kept]);
}
