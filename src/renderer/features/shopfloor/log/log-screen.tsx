import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { machineEvent, refusalReason } from '#contract/shopfloor/logs.ts';
import type { MachineEvent, MachineLog, RefusalReason } from '#contract/shopfloor/logs.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { PersonFilter } from '#ui/person-filter.tsx';
import { Time } from '#ui/time.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { ToolbarComboBox } from '#ui/toolbar-combo-box.tsx';
import { useAreas, useMachines, useZones } from '../structure/use-structure.ts';
import { machineEvents, useLogDetail } from './event-words.tsx';

const params = [
  'search',
  'area',
  'zone',
  'machine',
  'person',
  'event',
  'reason',
  'period',
] as const;

type Param = (typeof params)[number];

const rowId = (row: MachineLog): string => row.id;
const troubles: ReadonlySet<MachineEvent> = new Set(['node-no-answer', 'node-lost']);
const toneOf = ({ eventType }: MachineLog) => (troubles.has(eventType) ? 'strong' : undefined);

/** Everything that happened at machines, newest first. */
export function Screen() {
  const { t } = useTranslation('shopfloor');
  const detailOf = useLogDetail();
  const [view, change] = useViewParams<Param>('log', params);
  const columns = useMemo(() => logColumns(t, detailOf), [t, detailOf]);
  return (
    <>
      <LogToolbar view={view} change={change} />
      <DataTable
        id="shopfloor.log"
        label={t(($) => $.log.label)}
        columns={columns}
        source={useLogRows(view)}
        rowId={rowId}
        toneOf={toneOf}
        empty={<EmptyState title={t(($) => $.log.none)} hint={t(($) => $.log.noneHint)} />}
      />
    </>
  );
}

function useLogRows(view: ViewParams<Param>) {
  const period = periodOf(view.period);
  const now = useNow(period === null ? Infinity : 60_000);
  const from = period === null ? undefined : periodStart(period, now);
  const filter = useMemo(
    () => ({
      search: view.search?.trim() || undefined,
      areaId: view.area,
      zoneId: view.zone,
      machineId: view.machine,
      userId: view.person,
      reason: refusalReason.safeParse(view.reason).data,
      eventType: machineEvent.safeParse(view.event).data,
      from,
    }),
    [view.search, view.area, view.zone, view.machine, view.person, view.event, view.reason, from],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.logs.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['shopfloor.log', filter],
    loadPage,
    topics: ['shopfloor.machine_logs'],
  });
}

function LogToolbar({
  view,
  change,
}: {
  readonly view: ViewParams<Param>;
  readonly change: (change: ViewChange<Param>) => void;
}) {
  const { t } = useTranslation('shopfloor');
  const areas = useAreas().data ?? [];
  const zones = (useZones().data ?? []).filter(
    ({ areaId }) => view.area === undefined || areaId === view.area,
  );
  const machines = (useMachines().data ?? []).filter(
    ({ area }) => view.area === undefined || area?.id === view.area,
  );
  return (
    <Toolbar label={t(($) => $.log.filters)}>
      <SearchField
        label={t(($) => $.sessions.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      <FilterSelect
        label={t(($) => $.field.area)}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.area ?? null}
        onChange={(area) => change({ area, zone: null, machine: null })}
      />
      <FilterSelect
        label={t(($) => $.field.zone)}
        options={zones.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.zone ?? null}
        onChange={(zone) => change({ zone })}
      />
      <ToolbarComboBox
        label={t(($) => $.field.machine)}
        options={machines.map(({ id, machineId, name }) => ({
          value: id,
          label: `${machineId} ${name}`,
        }))}
        value={view.machine ?? null}
        onChange={(machine) => change({ machine })}
      />
      <FilterSelect<MachineEvent>
        label={t(($) => $.field.event)}
        options={machineEvents.map((event) => ({ value: event, label: t(($) => $.event[event]) }))}
        value={machineEvent.safeParse(view.event).data ?? null}
        onChange={(event) => change({ event })}
      />
      <FilterSelect<RefusalReason>
        label={t(($) => $.field.notes)}
        options={refusalReason.options.map((reason) => ({
          value: reason,
          label: t(($) => $.reason[reason]),
        }))}
        value={refusalReason.safeParse(view.reason).data ?? null}
        onChange={(reason) => change({ reason })}
      />
      <PersonFilter
        label={t(($) => $.field.person)}
        value={view.person ?? null}
        onChange={(person) => change({ person })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
      <ToolbarSpace />
      <SavedViews
        screen="shopfloor.log"
        params={params}
        view={view}
        change={change}
        tables={['shopfloor.log']}
      />
    </Toolbar>
  );
}

/** The server orders the log by time, so no column sorts. */
function logColumns(
  t: TFunction<'shopfloor'>,
  detailOf: (line: MachineLog) => string,
): readonly TableColumn<MachineLog>[] {
  return [
    {
      id: 'time',
      header: t(($) => $.field.time),
      width: 170,
      sortable: false,
      value: (row) => row.timestamp,
      cell: (row) => <Time at={row.timestamp} />,
    },
    {
      id: 'event',
      header: t(($) => $.field.event),
      width: 190,
      sortable: false,
      value: (row) => t(($) => $.event[row.eventType]),
    },
    {
      id: 'code',
      header: t(($) => $.field.code),
      width: 120,
      sortable: false,
      value: (row) => row.machine.machineId,
    },
    {
      id: 'machine',
      header: t(($) => $.field.machine),
      width: 200,
      sortable: false,
      value: (row) => row.machine.name,
    },
    {
      id: 'person',
      header: t(($) => $.field.person),
      width: 160,
      sortable: false,
      value: (row) => row.fullName,
    },
    {
      id: 'detail',
      header: t(($) => $.field.detail),
      width: 260,
      grow: true,
      sortable: false,
      value: detailOf,
    },
    {
      id: 'from',
      header: t(($) => $.field.address),
      width: 130,
      sortable: false,
      initiallyHidden: true,
      value: (row) => row.ipAddress,
    },
  ];
}
