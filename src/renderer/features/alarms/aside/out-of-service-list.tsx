import type { TFunction } from 'i18next';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutOfServiceOrder } from '#contract/alarms/overlays.ts';
import { client } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { OrderPanel } from './aside-panel.tsx';
import { OrderActions } from './order-actions.tsx';
import { type AlarmWords, useAlarmWords } from '../alarm-words.ts';
import { overlaidColumns } from './overlaid-columns.tsx';

const idOf = (order: OutOfServiceOrder): string => order.id;
const toneOf = ({ status }: OutOfServiceOrder) => (status === 'requested' ? 'strong' : undefined);

function columnsOf(
  t: TFunction<'alarmsAside'>,
  titleOf: AlarmWords['title'],
): readonly TableColumn<OutOfServiceOrder>[] {
  return [
    {
      id: 'status',
      header: t(($) => $.field.status),
      sortable: false,
      width: 150,
      alwaysShown: true,
      value: ({ status }) => t(($) => $.status[status]),
    },
    ...overlaidColumns<OutOfServiceOrder>(t, titleOf),
    {
      id: 'requested',
      header: t(($) => $.field.requested),
      sortable: false,
      width: 170,
      value: ({ requestedAt }) => requestedAt,
      cell: ({ requestedAt }) => <Time at={requestedAt} />,
    },
    {
      id: 'by',
      header: t(($) => $.field.requestedBy),
      sortable: false,
      width: 150,
      value: ({ requestedByName }) => requestedByName,
    },
    {
      id: 'reason',
      header: t(($) => $.field.reason),
      sortable: false,
      width: 240,
      grow: true,
      value: ({ reason }) => reason,
    },
  ];
}

/** Alarms that are out of service for work on them, and requests that wait for a second person. */
export function OutOfServiceList({ choice }: { readonly choice: ReactNode }) {
  const { t } = useTranslation('alarmsAside');
  const { title } = useAlarmWords();
  const { openId, follow, close, reopen } = useOpenRow();
  const source = usePagedRows<OutOfServiceOrder>({
    queryKey: ['alarms.outOfService'],
    loadPage: useCallback(
      ({ cursor, signal }) => client.alarms.outOfService.list({ cursor, limit: 100 }, { signal }),
      [],
    ),
    topics: ['alarms.alarms', 'alarms.out_of_service'],
  });
  const open = source.rows.find(({ id }) => id === openId);
  return (
    <WithPanel
      panel={
        open && (
          <OrderPanel
            key={open.id}
            order={open}
            actions={<OrderActions order={open} />}
            onClose={close}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.lists)}>{choice}</Toolbar>
      <DataTable
        id="alarms.outOfService"
        label={t(($) => $.list.outOfService)}
        columns={useMemo(() => columnsOf(t, title), [t, title])}
        source={source}
        rowId={idOf}
        toneOf={toneOf}
        onActiveChange={follow}
        onOpen={reopen}
        empty={
          <EmptyState
            title={t(($) => $.empty.outOfService)}
            hint={t(($) => $.empty.outOfServiceHint)}
          />
        }
      />
    </WithPanel>
  );
}
