import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeferredRecord } from '#contract/shopfloor/deferred.ts';
import { orpc } from '#lib/core.ts';
import { useWaitingRecords } from '#lib/waiting-records.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { WaitingPanel } from './waiting-panel.tsx';
import { WaitingState } from './waiting-state.tsx';

type Words = TFunction<'waiting'>;

const rowId = (row: DeferredRecord): string => String(row.id);

/** What this console keeps until the database is back, and what it cannot write as it is. */
export function Screen() {
  const { t } = useTranslation('waiting');
  const rows = useWaitingRows();
  const columns = useMemo(() => waitingColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = rows.rows.find((row) => rowId(row) === activeId);
  return (
    <WithPanel
      panel={
        active && <WaitingPanel key={active.id} record={active} onClose={() => setActiveId(null)} />
      }
    >
      <DataTable
        id="shopfloor.waiting"
        label={t(($) => $.label)}
        columns={columns}
        source={rows}
        rowId={rowId}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.none)} hint={t(($) => $.noneHint)} />}
      />
    </WithPanel>
  );
}

/** The queue's content, asked for anew whenever its counts change. */
function useWaitingRows() {
  const { waiting, parked } = useWaitingRecords();
  const options = orpc.shopfloor.deferred.list.queryOptions({});
  const { data, error, refetch } = useQuery({
    ...options,
    queryKey: [...options.queryKey, waiting, parked],
    placeholderData: keepPreviousData,
  });
  return useGivenRows(data, error ? { error, retry: () => void refetch() } : undefined);
}

function waitingColumns(t: Words): readonly TableColumn<DeferredRecord>[] {
  return [
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 120,
      sortable: true,
      value: (row) => t(($) => $.state[row.parked ? 'parked' : 'waiting']),
      cell: (row) => <WaitingState record={row} t={t} />,
    },
    {
      id: 'kind',
      header: t(($) => $.field.kind),
      width: 180,
      sortable: true,
      value: (row) => t(($) => $.kind[row.kind]),
    },
    {
      id: 'happened',
      header: t(($) => $.field.happened),
      width: 170,
      sortable: true,
      value: (row) => row.happenedAt,
      cell: (row) => row.happenedAt !== null && <Time at={row.happenedAt} />,
    },
    {
      id: 'queued',
      header: t(($) => $.field.queued),
      width: 170,
      sortable: true,
      value: (row) => row.queuedAt,
      cell: (row) => <Time at={row.queuedAt} />,
    },
    {
      id: 'attempts',
      header: t(($) => $.field.attempts),
      width: 80,
      align: 'end',
      sortable: true,
      value: (row) => row.attempts,
    },
    {
      id: 'reason',
      header: t(($) => $.field.reason),
      width: 320,
      grow: true,
      sortable: true,
      value: (row) => row.reason,
    },
  ];
}
