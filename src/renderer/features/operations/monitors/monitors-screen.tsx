import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MonitorRow } from '#contract/operations.ts';
import { orpc } from '#lib/core.ts';
import type { Formats } from '#lib/format.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { FilterSelect } from '#ui/filter-select.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { MonitorPanel } from './monitor-panel.tsx';
import { RunOutcome } from './run-outcome.tsx';

const rowId = (row: MonitorRow): string => row.name;
const toneOf = ({ late, failuresInARow }: MonitorRow) =>
  late || failuresInARow > 0 ? 'strong' : undefined;

/** Runs write no change notices, because there are so many; this is how often the list is read. */
const refreshMs = 5_000;

/** The background monitors: when each ran last, what came of it, and which are late. */
export function Screen() {
  const { t } = useTranslation('operations');
  const formats = useFormats();
  const [view, change] = useViewParams('monitors', ['state']);
  const { data, error, refetch } = useQuery(
    orpc.operations.monitors.list.queryOptions({ refetchInterval: refreshMs }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const rows = useMemo(
    () => (view.state === 'late' ? data?.filter((row) => toneOf(row) !== undefined) : data),
    [data, view.state],
  );
  const columns = useMemo(() => monitorColumns(t, formats), [t, formats]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = data?.find(({ name }) => name === activeId);
  return (
    <WithPanel
      panel={
        active && (
          <MonitorPanel key={active.name} monitor={active} onClose={() => setActiveId(null)} />
        )
      }
    >
      <Toolbar label={t(($) => $.monitors.filters)}>
        <FilterSelect
          label={t(($) => $.field.state)}
          options={[{ value: 'late', label: t(($) => $.monitors.onlyTrouble) }]}
          value={view.state === 'late' ? 'late' : null}
          onChange={(state) => change({ state })}
        />
        <ToolbarSpace />
        <Leader />
      </Toolbar>
      <DataTable
        id="operations.monitors"
        label={t(($) => $.monitors.label)}
        columns={columns}
        source={useGivenRows(rows, failed)}
        rowId={rowId}
        toneOf={toneOf}
        defaultSort={{ columnId: 'name', descending: false }}
        onActiveChange={setActiveId}
      />
    </WithPanel>
  );
}

function Leader() {
  const { t } = useTranslation('operations');
  const { data } = useQuery(orpc.operations.status.queryOptions({ refetchInterval: refreshMs }));
  if (!data) return null;
  return data.leader ? (
    <StatusBadge tone="normal">
      {t(($) => $.monitors.leader, { name: data.leader.workstation })}
    </StatusBadge>
  ) : (
    <StatusBadge tone="warning">{t(($) => $.monitors.noLeader)}</StatusBadge>
  );
}

function monitorColumns(
  t: TFunction<'operations'>,
  formats: Formats,
): readonly TableColumn<MonitorRow>[] {
  return [
    {
      id: 'late',
      header: t(($) => $.field.state),
      width: 120,
      value: ({ late }) => (late ? 0 : 1),
      cell: ({ late }) => (
        <StatusBadge tone={late ? 'fault' : 'normal'}>
          {t(($) => (late ? $.monitors.late : $.monitors.inTime))}
        </StatusBadge>
      ),
    },
    {
      id: 'name',
      header: t(($) => $.field.monitor),
      width: 260,
      grow: true,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      id: 'interval',
      header: t(($) => $.field.interval),
      width: 110,
      align: 'end',
      value: ({ intervalMs }) => intervalMs,
      cell: ({ intervalMs }) => formats.span(intervalMs),
    },
    {
      id: 'deadline',
      header: t(($) => $.field.deadline),
      width: 110,
      align: 'end',
      value: ({ deadlineMs }) => deadlineMs,
      cell: ({ deadlineMs }) => formats.span(deadlineMs),
    },
    {
      id: 'outcome',
      header: t(($) => $.field.lastOutcome),
      width: 140,
      value: ({ lastOutcome }) => lastOutcome,
      cell: ({ lastOutcome }) => (lastOutcome ? <RunOutcome outcome={lastOutcome} /> : '–'),
    },
    {
      id: 'started',
      header: t(($) => $.field.lastRun),
      width: 150,
      value: ({ lastStartedAt }) => lastStartedAt,
      cell: ({ lastStartedAt }) =>
        lastStartedAt === null ? '–' : <Time at={lastStartedAt} show="relative" />,
    },
    {
      id: 'succeeded',
      header: t(($) => $.field.lastSuccess),
      width: 150,
      value: ({ lastSucceededAt }) => lastSucceededAt,
      cell: ({ lastSucceededAt }) =>
        lastSucceededAt === null ? '–' : <Time at={lastSucceededAt} show="relative" />,
    },
    {
      id: 'failures',
      header: t(($) => $.field.failures),
      width: 120,
      align: 'end',
      value: ({ failuresInARow }) => failuresInARow,
    },
  ];
}
