import { Columns3 } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { ExportButton } from '../export-stream.tsx';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import type { ExportRun } from '../use-export-run.ts';
import type { RowSource } from './row-source.ts';
import type { TableHead } from './use-data-table.ts';
import styles from './data-table.module.css';

/** What a {@link TableFooter} takes. */
export interface TableFooterProps<Row extends object> {
  readonly head: TableHead<Row>;
  readonly source: RowSource<Row>;
  readonly selectedCount: number;
  readonly csv: ExportRun;
}

/** Says how many rows there are and how many are chosen; holds columns and export. */
export function TableFooter<Row extends object>(props: TableFooterProps<Row>) {
  const { head, source, selectedCount, csv } = props;
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
      <ColumnsMenu head={head} />
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
function Columns<Row extends object>({ head }: { readonly head: TableHead<Row> }) {
  const { t } = useTranslation('ui');
  const columns = head.table.getAllLeafColumns();
  return (
    <Menu
      selectionMode="multiple"
      selectedKeys={head.shown.map(({ id }) => id)}
      disabledKeys={columns.filter((column) => !column.getCanHide()).map(({ id }) => id)}
      onSelectionChange={(keys) =>
        head.table.setColumnVisibility(
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
        <MenuItem key={id} id={id} label={head.columnOf.get(id)?.header ?? id} />
      ))}
      <MenuSeparator />
      <MenuItem id="reset" label={t(($) => $.table.resetColumns)} onAction={head.resetLayout} />
    </Menu>
  );
}

const ColumnsMenu = memo(Columns) as typeof Columns;
