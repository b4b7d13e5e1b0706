import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ChevronDown,
  EyeOff,
  Minus,
  Plus,
  X,
} from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import type { TableColumn } from './columns.ts';
import { moveColumn, resizeColumn } from './column-moves.ts';
import type { TableHead } from './use-data-table.ts';
import styles from './data-table.module.css';

/** What a {@link ColumnMenu} takes. */
export interface ColumnMenuProps<Row extends object> {
  readonly head: TableHead<Row>;
  readonly column: TableColumn<Row>;
}

const widthStep = 24;

/** Everything a header does by mouse, for keyboard and touch: sort, move, resize, hide. */
export function ColumnMenu<Row extends object>({ head, column }: ColumnMenuProps<Row>) {
  const { t } = useTranslation('ui');
  const tableColumn = head.table.getColumn(column.id);
  if (!tableColumn) return null;
  const at = head.shown.findIndex(({ id }) => id === column.id);
  return (
    <Menu
      trigger={
        <Button
          className={classNames(styles.tool)}
          aria-label={t(($) => $.table.columnMenu, { column: column.header })}
        >
          <ChevronDown aria-hidden="true" />
        </Button>
      }
    >
      {tableColumn.getCanSort() && (
        <>
          <MenuItem
            label={t(($) => $.table.sortAscending)}
            icon={<ArrowUp aria-hidden="true" />}
            onAction={() => tableColumn.toggleSorting(false)}
          />
          <MenuItem
            label={t(($) => $.table.sortDescending)}
            icon={<ArrowDown aria-hidden="true" />}
            onAction={() => tableColumn.toggleSorting(true)}
          />
          <MenuItem
            label={t(($) => $.table.unsort)}
            icon={<X aria-hidden="true" />}
            isDisabled={tableColumn.getIsSorted() === false}
            onAction={() => tableColumn.clearSorting()}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem
        label={t(($) => $.table.moveLeft)}
        icon={<ArrowLeft aria-hidden="true" />}
        isDisabled={at <= 0}
        onAction={() => moveColumn(head, column.id, at - 1)}
      />
      <MenuItem
        label={t(($) => $.table.moveRight)}
        icon={<ArrowRight aria-hidden="true" />}
        isDisabled={at >= head.shown.length - 1}
        onAction={() => moveColumn(head, column.id, at + 1)}
      />
      <MenuItem
        label={t(($) => $.table.wider)}
        icon={<Plus aria-hidden="true" />}
        onAction={() => resizeColumn(head, column.id, tableColumn.getSize() + widthStep)}
      />
      <MenuItem
        label={t(($) => $.table.narrower)}
        icon={<Minus aria-hidden="true" />}
        onAction={() => resizeColumn(head, column.id, tableColumn.getSize() - widthStep)}
      />
      <MenuSeparator />
      <MenuItem
        label={t(($) => $.table.hide)}
        icon={<EyeOff aria-hidden="true" />}
        isDisabled={!tableColumn.getCanHide() || head.shown.length === 1}
        onAction={() => tableColumn.toggleVisibility(false)}
      />
    </Menu>
  );
}
