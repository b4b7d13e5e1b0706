import { useCallback, useMemo, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { runOutcome } from '#contract/operations.ts';
import type { MonitorRow, MonitorRunRow } from '#contract/operations.ts';
import { client } from '#lib/core.ts';
import type { Formats } from '#lib/format.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '#ui/banner.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './monitor-panel.module.css';
import { RunOutcome } from './run-outcome.tsx';

const rowId = (row: MonitorRunRow): string => String(row.id);

/** What a {@link MonitorPanel} takes. */
export interface MonitorPanelProps {
  readonly monitor: MonitorRow;
  readonly onClose: () => void;
}

/** One monitor with its runs. */
export function MonitorPanel({ monitor, onClose }: MonitorPanelProps) {
  const { t } = useTranslation('operations');
  const formats = useFormats();
  const { name, late, intervalMs, deadlineMs, lastSucceededAt } = monitor;
  return (
    <DetailPanel
      id="operations.monitor"
      title={name}
      aside={
        <StatusBadge tone={late ? 'fault' : 'normal'}>
          {t(($) => (late ? $.monitors.late : $.monitors.inTime))}
        </StatusBadge>
      }
      onClose={onClose}
    >
      {late && <Banner tone="error">{t(($) => $.monitors.lateText)}</Banner>}
      <DescriptionList>
        <Description term={t(($) => $.field.interval)}>{formats.span(intervalMs)}</Description>
        <Description term={t(($) => $.field.deadline)}>{formats.span(deadlineMs)}</Description>
        <Description term={t(($) => $.field.lastSuccess)}>
          {lastSucceededAt && <Time at={lastSucceededAt} show="both" zone />}
        </Description>
        <Description term={t(($) => $.field.failures)}>{monitor.failuresInARow}</Description>
      </DescriptionList>
      <Runs monitor={monitor} />
    </DetailPanel>
  );
}

function Runs({ monitor }: { readonly monitor: MonitorRow }) {
  const { t } = useTranslation('operations');
  const formats = useFormats();
  const [outcome, setOutcome] = useState<MonitorRunRow['outcome'] | null>(null);
  const { name, lastFinishedAt } = monitor;
  const columns = useMemo(() => runColumns(t, formats), [t, formats]);
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.operations.monitors.runs(
        { monitor: name, cursor, limit: 100, ...(outcome && { outcome }) },
        { signal },
      ),
    [name, outcome],
  );
  const source = usePagedRows({
    // Reads anew whenever a run has ended; a monitor that runs every second would never rest, so by the minute.
    queryKey: ['operations.runs', name, outcome, lastFinishedAt?.slice(0, 16)],
    loadPage,
  });
  return (
    <section className={styles.runs}>
      <div className={styles.bar}>
        <h3 className={styles.heading}>{t(($) => $.monitors.runs)}</h3>
        <FilterSelect
          label={t(($) => $.field.lastOutcome)}
          options={runOutcome.options.map((value) => ({
            value,
            label: t(($) => $.outcome[value]),
          }))}
          value={outcome}
          onChange={setOutcome}
        />
      </div>
      <DataTable
        id="operations.runs"
        label={t(($) => $.monitors.runs)}
        columns={columns}
        source={source}
        rowId={rowId}
      />
    </section>
  );
}

function runColumns(
  t: TFunction<'operations'>,
  formats: Formats,
): readonly TableColumn<MonitorRunRow>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'started',
      header: t(($) => $.field.started),
      width: 150,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      ...fixed,
      id: 'outcome',
      header: t(($) => $.field.lastOutcome),
      width: 110,
      value: ({ outcome }) => outcome,
      cell: ({ outcome }) => <RunOutcome outcome={outcome} />,
    },
    {
      ...fixed,
      id: 'length',
      header: t(($) => $.field.length),
      width: 80,
      align: 'end',
      value: ({ startedAt, finishedAt }) =>
        finishedAt && Date.parse(finishedAt) - Date.parse(startedAt),
      cell: ({ startedAt, finishedAt }) =>
        finishedAt === null
          ? '–'
          : `${formats.number(Date.parse(finishedAt) - Date.parse(startedAt))} ms`,
    },
    {
      ...fixed,
      id: 'affected',
      header: t(($) => $.field.affected),
      width: 80,
      align: 'end',
      value: ({ affected }) => affected,
    },
    {
      ...fixed,
      id: 'note',
      header: t(($) => $.field.note),
      width: 160,
      grow: true,
      value: ({ error, note }) => error ?? note,
    },
    {
      ...fixed,
      id: 'workstation',
      header: t(($) => $.field.workstation),
      width: 130,
      value: ({ workstation }) => workstation,
    },
  ];
}
