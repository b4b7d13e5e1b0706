import { Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { ExportButton } from '../export-stream.tsx';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import type { ExportRun } from '../use-export-run.ts';
import type { RowSource } from './row-source.ts';
import type { TableModel } from './use-data-table.ts';
import styles from './data-table.module.css';

/** What a {@link TableFooter} takes. */
export interface TableFooterProps<Row extends object> {
  readonly model: TableModel<Row>;
  readonly source: RowSource<Row>;
  readonly selectedCount: number;
  readonly csv: ExportRun;
}

/** Says how many rows there are and how many are chosen; holds columns and export. */
export function TableFooter<Row extends object>(props: TableFooterProps<Row>) {
  const { model, source, selectedCount, csv } = props;
  const { t } = useTranslation('ui');
  const countText = useCountText(source);
  return (
    <div className={styles.footer}>
      <span aria-live="polite">{source.phase === 'ready' && countText}</span>
      {selectedCount > 1 && (
        <strong aria-live="polite">{t(($) => $.table.selected, { count: selectedCount })}</strong>
      )}
      {source.more?.state === 'loading' && <span>{t(($) => $.table.loadingMore)}</span>}
      {source.more?.state === 'failed' && (
        <span role="alert" className={styles.failed}>
          {t(($) => $.table.moreFailed)}{' '}
          <Button size="small" onPress={source.more.load}>
            {t(($) => $.error.retry)}
          </Button>
        </span>
      )}
      <span className={styles.space} />
      <ColumnsMenu model={model} />
      <ExportButton run={csv} variant="quiet" size="small" />
    </div>
  );
}

function useCountText<Row>({ rows, total, more }: RowSource<Row>): string {
  const { t } = useTranslation('ui');
  const count = total ?? rows.length;
  return more && total === undefined
    ? t(($) => $.table.rowsSoFar, { count })
    : t(($) => $.table.rows, { count });
}

/** Ticks for the columns that show, and the way back to how the table came. */
function ColumnsMenu<Row extends object>({ model }: { readonly model: TableModel<Row> }) {
  const { t } = useTranslation('ui');
  const columns = model.table.getAllLeafColumns();
  return (
    <Menu
      selectionMode="multiple"
      selectedKeys={model.shown.map(({ id }) => id)}
      disabledKeys={columns.filter((column) => !column.getCanHide()).map(({ id }) => id)}
      onSelectionChange={(keys) =>
        model.table.setColumnVisibility(
          Object.fromEntries(columns.map(({ id }) => [id, keys === 'all' || keys.has(id)])),
        )
      }
      trigger={
        <Button variant="quiet" size="small" icon={<Columns3 aria-hidden="true" />}>
          {t(($) => $.table.columns)}
        </Button>
      }
    >
      {columns.map(({ id }) => (
        <MenuItem key={id} id={id} label={model.columnOf.get(id)?.header ?? id} />
      ))}
      <MenuSeparator />
      <MenuItem id="reset" label={t(($) => $.table.resetColumns)} onAction={model.resetLayout} />
    </Menu>
  );
}
