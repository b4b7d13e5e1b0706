import type { TFunction } from 'i18next';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutOfServiceOrder } from '#contract/alarms/overlays.ts';
import { client } from '#lib/core.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { OrderActions } from './order-actions.tsx';
import { overlaidColumns } from './overlaid-columns.tsx';

const idOf = (order: OutOfServiceOrder): string => order.id;
const toneOf = ({ status }: OutOfServiceOrder) => (status === 'requested' ? 'strong' : undefined);

function columnsOf(t: TFunction<'alarmsAside'>): readonly TableColumn<OutOfServiceOrder>[] {
  return [
    {
      id: 'status',
      header: t(($) => $.field.status),
      sortable: false,
      width: 150,
      alwaysShown: true,
      value: ({ status }) => t(($) => $.status[status]),
    },
    ...overlaidColumns<OutOfServiceOrder>(t),
    {
      id: 'requested',
      header: t(($) => $.field.requested),
      sortable: false,
      width: 230,
      value: ({ requestedAt }) => requestedAt,
      cell: ({ requestedAt }) => <Time at={requestedAt} show="both" />,
    },
    {
      id: 'by',
      header: t(($) => $.field.by),
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
  const [activeId, setActiveId] = useState<string | null>(null);
  const source = usePagedRows<OutOfServiceOrder>({
    queryKey: ['alarms.outOfService'],
    loadPage: useCallback(
      ({ cursor, signal }) => client.alarms.outOfService.list({ cursor, limit: 100 }, { signal }),
      [],
    ),
    topics: ['alarms.alarms', 'alarms.out_of_service'],
  });
  const active = source.rows.find(({ id }) => id === activeId);
  return (
    <WithPanel panel={null}>
      <Toolbar label={t(($) => $.lists)}>
        {choice}
        {active && <OrderActions key={active.id} order={active} />}
      </Toolbar>
      <DataTable
        id="alarms.outOfService"
        label={t(($) => $.list.outOfService)}
        columns={useMemo(() => columnsOf(t), [t])}
        source={source}
        rowId={idOf}
        toneOf={toneOf}
        onActiveChange={setActiveId}
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
