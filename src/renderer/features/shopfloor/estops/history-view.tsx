import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stopType } from '#contract/shopfloor/estops.ts';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import type { ViewParams } from '#lib/view-params.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { EstopsToolbar } from './estops-toolbar.tsx';
import type { EstopsParam, EstopsView } from './estops-toolbar.tsx';
import { CircuitBadge, stateOfStop } from './stop-looks.tsx';
import { StopPanel } from './stop-panel.tsx';

const rowId = ({ id }: EstopEvent): string => id;
const toneOf = (stop: EstopEvent) => (stateOfStop(stop) === 'normal' ? undefined : 'strong');

/** Every stop and test there was, newest first. */
export function HistoryView({ view, change }: EstopsView) {
  const { t } = useTranslation('safety');
  const columns = useMemo(() => stopColumns(t), [t]);
  const source = useStops(view);
  const { openId, follow, close, reopen } = useOpenRow();
  const open = source.rows.find(({ id }) => id === openId);
  return (
    <WithPanel panel={open && <StopPanel key={open.id} stop={open} onClose={close} />}>
      <EstopsToolbar list="history" view={view} change={change} />
      <DataTable
        id="shopfloor.stop-history"
        label={t(($) => $.history.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={follow}
        onOpen={reopen}
        empty={<EmptyState title={t(($) => $.history.none)} hint={t(($) => $.history.noneHint)} />}
      />
    </WithPanel>
  );
}

function useStops(view: ViewParams<EstopsParam>) {
  const period = periodOf(view.period);
  const now = useNow(period === null ? Infinity : 60_000);
  const from = period === null ? undefined : periodStart(period, now);
  const filter = useMemo(
    () => ({
      areaId: view.area,
      zoneId: view.zone,
      type: stopType.safeParse(view.type).data,
      from,
    }),
    [view.area, view.zone, view.type, from],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.estops.history({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['shopfloor.estops', filter],
    loadPage,
    topics: ['shopfloor.estop_events'],
  });
}

const moment = (at: string | null) => (at === null ? '–' : <Time at={at} />);

/** The server orders stops by time, so no column sorts. */
function stopColumns(t: TFunction<'safety'>): readonly TableColumn<EstopEvent>[] {
  const columns: readonly TableColumn<EstopEvent>[] = [
    {
      id: 'time',
      header: t(($) => $.field.time),
      width: 154,
      alwaysShown: true,
      value: ({ since }) => since,
      cell: ({ since }) => <Time at={since} />,
    },
    {
      id: 'type',
      header: t(($) => $.field.type),
      width: 128,
      value: ({ type }) => t(($) => $.type[type]),
    },
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 120,
      value: (stop) => t(($) => $.state[stateOfStop(stop)]),
      cell: (stop) => <CircuitBadge state={stateOfStop(stop)} />,
    },
    { id: 'zone', header: t(($) => $.field.zone), width: 110, value: ({ zone }) => zone?.name },
    { id: 'area', header: t(($) => $.field.area), width: 110, value: ({ area }) => area?.name },
    { id: 'node', header: t(($) => $.field.node), width: 70, value: ({ node }) => node?.nodeId },
    {
      id: 'people',
      header: t(($) => $.field.people),
      width: 104,
      align: 'end',
      value: ({ presences }) => presences,
    },
    {
      id: 'pressedBy',
      header: t(($) => $.field.pressedBy),
      width: 110,
      value: ({ triggeredBy }) => triggeredBy?.name,
    },
    {
      id: 'reset',
      header: t(($) => $.field.reset),
      width: 154,
      value: ({ resetAt }) => resetAt,
      cell: ({ resetAt }) => moment(resetAt),
    },
    {
      id: 'acknowledged',
      header: t(($) => $.field.acknowledged),
      width: 154,
      value: ({ acknowledgedAt }) => acknowledgedAt,
      cell: ({ acknowledgedAt }) => moment(acknowledgedAt),
    },
    {
      id: 'acknowledgedBy',
      header: t(($) => $.field.acknowledgedBy),
      width: 110,
      value: ({ acknowledgedBy }) => acknowledgedBy,
    },
    {
      id: 'description',
      header: t(($) => $.field.description),
      width: 180,
      grow: true,
      value: ({ description }) => description,
    },
  ];
  return columns.map((column) => ({ ...column, sortable: false }));
}
