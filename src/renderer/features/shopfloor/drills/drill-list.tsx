import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import { client } from '#lib/core.ts';
import type { ViewParams } from '#lib/view-params.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import type { EstopsParam } from '../estops/estops-toolbar.tsx';
import { DrillBadge } from './drill-looks.tsx';

const rowId = ({ id }: EstopDrill): string => id;
const toneOf = ({ status, result }: EstopDrill) =>
  status === 'missed' || result === 'failed' ? 'strong' : undefined;

/** Drills as a report, newest first; it can be exported. */
export function DrillList({
  view,
  onOpen,
}: {
  readonly view: ViewParams<EstopsParam>;
  readonly onOpen: (drill: EstopDrill | null) => void;
}) {
  const { t } = useTranslation('safety');
  const columns = useMemo(() => drillColumns(t), [t]);
  const { area, zone } = view;
  const filter = useMemo(() => ({ areaId: area, zoneId: zone }), [area, zone]);
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.drills.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  const source = usePagedRows({
    queryKey: ['shopfloor.drills', filter],
    loadPage,
    topics: ['shopfloor.estop_drills', 'shopfloor.estop_events'],
  });
  const follow = useCallback(
    (id: string | null) => onOpen(source.rows.find((drill) => drill.id === id) ?? null),
    [source.rows, onOpen],
  );
  return (
    <DataTable
      id="shopfloor.drills"
      label={t(($) => $.drills.label)}
      columns={columns}
      source={source}
      rowId={rowId}
      toneOf={toneOf}
      onActiveChange={follow}
      onOpen={onOpen}
      empty={<EmptyState title={t(($) => $.drills.none)} hint={t(($) => $.drills.noneHint)} />}
    />
  );
}

/** The server orders drills by time, so no column sorts. */
function drillColumns(t: TFunction<'safety'>): readonly TableColumn<EstopDrill>[] {
  const columns: readonly TableColumn<EstopDrill>[] = [
    {
      id: 'planned',
      header: t(($) => $.field.planned),
      width: 160,
      alwaysShown: true,
      value: ({ plannedFor }) => plannedFor,
      cell: ({ plannedFor }) => <Time at={plannedFor} />,
    },
    { id: 'zone', header: t(($) => $.field.zone), width: 150, value: ({ zone }) => zone?.name },
    { id: 'area', header: t(($) => $.field.area), width: 130, value: ({ area }) => area?.name },
    { id: 'node', header: t(($) => $.field.node), width: 100, value: ({ node }) => node.nodeId },
    {
      id: 'result',
      header: t(($) => $.field.result),
      width: 130,
      value: ({ status, result }) =>
        result === null ? t(($) => $.drillStatus[status]) : t(($) => $.drillResult[result]),
      cell: (drill) => <DrillBadge drill={drill} />,
    },
    {
      id: 'tripped',
      header: t(($) => $.field.tripped),
      width: 160,
      value: ({ trippedAt }) => trippedAt,
      cell: ({ trippedAt }) => (trippedAt === null ? '–' : <Time at={trippedAt} />),
    },
    {
      id: 'locked',
      header: t(($) => $.field.locked),
      width: 120,
      align: 'end',
      value: ({ machinesLocked, machinesRunning }) =>
        machinesRunning === null ? null : `${machinesLocked}/${machinesRunning}`,
    },
    {
      id: 'slowest',
      header: t(($) => $.field.slowest),
      width: 110,
      align: 'end',
      value: ({ slowestMs }) => (slowestMs === null ? null : `${slowestMs} ms`),
    },
    {
      id: 'startedBy',
      header: t(($) => $.field.startedBy),
      width: 140,
      value: ({ startedBy }) => startedBy,
    },
    {
      id: 'note',
      header: t(($) => $.field.note),
      width: 220,
      grow: true,
      value: ({ note }) => note,
    },
  ];
  return columns.map((column) => ({ ...column, sortable: false }));
}
