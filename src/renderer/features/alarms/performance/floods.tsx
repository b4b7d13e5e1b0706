import { useCallback, useMemo } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Flood } from '#contract/alarms/positions.ts';
import { client } from '#lib/core.ts';
import { Card } from '#ui/card.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import styles from './performance.module.css';

const rowId = ({ id }: Flood): string => id;

function columnsOf(t: TFunction<'alarmPerformance'>): readonly TableColumn<Flood>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'from',
      header: t(($) => $.flood.from),
      width: 170,
      alwaysShown: true,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      ...fixed,
      id: 'to',
      header: t(($) => $.flood.to),
      width: 170,
      value: ({ endedAt }) => endedAt,
      cell: ({ endedAt }) => (endedAt === null ? t(($) => $.flood.goesOn) : <Time at={endedAt} />),
    },
    {
      ...fixed,
      id: 'position',
      header: t(($) => $.position),
      width: 180,
      grow: true,
      value: ({ positionName }) => positionName,
    },
    {
      ...fixed,
      id: 'alarms',
      header: t(($) => $.flood.alarms),
      width: 90,
      align: 'end',
      value: ({ alarmCount }) => alarmCount,
    },
    {
      ...fixed,
      id: 'peak',
      header: t(($) => $.flood.peak),
      width: 150,
      align: 'end',
      value: ({ peakCount }) => peakCount,
    },
  ];
}

/** Times in which more alarms came than an operator can answer. */
export function Floods({
  span,
}: {
  readonly span: { readonly from: string; readonly to: string; readonly positionId?: string };
}) {
  const { t } = useTranslation('alarmPerformance');
  const source = usePagedRows<Flood>({
    queryKey: ['alarms.floods', span],
    loadPage: useCallback(
      ({ cursor, signal }) =>
        client.alarms.positions.floods({ ...span, cursor, limit: 100 }, { signal }),
      [span],
    ),
    topics: ['alarms.floods'],
  });
  return (
    <Card title={t(($) => $.flood.title)}>
      <div className={styles.list}>
        <DataTable
          id="alarms.floods"
          label={t(($) => $.flood.title)}
          columns={useMemo(() => columnsOf(t), [t])}
          source={source}
          rowId={rowId}
          empty={<EmptyState title={t(($) => $.flood.none)} hint={t(($) => $.flood.noneHint)} />}
        />
      </div>
    </Card>
  );
}
