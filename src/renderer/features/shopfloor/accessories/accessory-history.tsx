import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccessoryChange } from '#contract/shopfloor/accessories.ts';
import { client } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import styles from './accessories.module.css';

const rowId = ({ id }: AccessoryChange): string => id;

/** Every change that the node reported, newest first. */
export function AccessoryHistory({ accessoryId }: { readonly accessoryId: string }) {
  const { t } = useTranslation('safety');
  const columns = useMemo(() => changeColumns(t), [t]);
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.accessories.history({ accessoryId, cursor, limit: 100 }, { signal }),
    [accessoryId],
  );
  const source = usePagedRows({
    queryKey: ['shopfloor.accessories', 'history', accessoryId],
    loadPage,
    topics: ['shopfloor.accessory_io'],
  });
  return (
    <div className={styles.history}>
      <DataTable
        id="shopfloor.accessory-history"
        label={t(($) => $.io.historyTab)}
        columns={columns}
        source={source}
        rowId={rowId}
        empty={
          <EmptyState title={t(($) => $.io.historyNone)} hint={t(($) => $.io.historyNoneHint)} />
        }
      />
    </div>
  );
}

function changeColumns(t: TFunction<'safety'>): readonly TableColumn<AccessoryChange>[] {
  return [
    {
      id: 'time',
      header: t(($) => $.io.field.time),
      width: 160,
      sortable: false,
      value: ({ timestamp }) => timestamp,
      cell: ({ timestamp }) => <Time at={timestamp} />,
    },
    {
      id: 'state',
      header: t(($) => $.io.field.state),
      width: 70,
      sortable: false,
      value: ({ on }) => t(($) => (on ? $.io.on : $.io.off)),
    },
    {
      id: 'cause',
      header: t(($) => $.io.field.cause),
      width: 150,
      grow: true,
      sortable: false,
      value: ({ cause }) => t(($) => $.io.cause[cause]),
    },
  ];
}
