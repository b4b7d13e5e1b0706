import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriorities } from '#contract/alarms.ts';
import type { AlarmPriority } from '#contract/alarms.ts';
import { kpiTargets } from '#contract/alarms/reports.ts';
import type { KpiDay } from '#contract/alarms/reports.ts';
import { Card } from '#ui/card.tsx';
import { ReportChart } from '#ui/charts/report-chart.tsx';
import type { ReportSeries } from '#ui/charts/report-chart.tsx';
import { sharesOf, summarise } from './kpi-summary.ts';
import type { KpiSummary } from './kpi-summary.ts';
import styles from './performance.module.css';

/** What {@link Charts} take. */
export interface ChartsProps {
  readonly days: readonly KpiDay[];
  readonly summary: KpiSummary;
  /** Types of each priority. */
  readonly configured: Readonly<Record<AlarmPriority, number>>;
}

/** How alarms lie over the days, and how their priorities divide. */
export function Charts({ days, summary, configured }: ChartsProps) {
  const { t } = useTranslation('alarmPerformance');
  const byDay = useMemo(
    () =>
      [...Map.groupBy(days, ({ day }) => day)]
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([day, own]) => ({ day, ...summarise(own) })),
    [days],
  );
  const names = useMemo(() => byDay.map(({ day }) => day.slice(5)), [byDay]);
  const rates = useMemo<ReportSeries[]>(
    () => [
      {
        label: t(($) => $.series.perHour),
        kind: 'bar',
        values: byDay.map(({ perHour }) => perHour),
      },
      {
        label: t(($) => $.series.perTenMinutes),
        kind: 'line',
        values: byDay.map(({ perTenMinutes }) => perTenMinutes),
      },
      {
        label: t(($) => $.series.mostInTenMinutes),
        kind: 'line',
        values: byDay.map(({ mostInTenMinutes }) => mostInTenMinutes),
      },
    ],
    [t, byDay],
  );
  const nuisance = useMemo<ReportSeries[]>(
    () =>
      (['chattering', 'fleeting', 'stale'] as const).map((mark) => ({
        label: t(($) => $.figure[mark]),
        kind: 'bar',
        values: byDay.map((day) => day[mark]),
      })),
    [t, byDay],
  );
  const split = useMemo<ReportSeries[]>(
    () => [
      { label: t(($) => $.series.annunciated), kind: 'bar', values: sharesOf(summary.priorities) },
      { label: t(($) => $.series.configured), kind: 'bar', values: sharesOf(configured) },
      {
        label: t(($) => $.series.target),
        kind: 'bar',
        values: alarmPriorities.map((priority) => kpiTargets.priorities[priority]),
      },
    ],
    [t, summary, configured],
  );
  return (
    <>
      <div className={styles.wide}>
        <Card title={t(($) => $.chart.rates)}>
          <ReportChart
            label={t(($) => $.chart.rates)}
            exportAs="alarm-rates"
            categories={names}
            series={rates}
            digits={2}
            height={220}
          />
        </Card>
      </div>
      <Card title={t(($) => $.chart.priorities)}>
        <ReportChart
          label={t(($) => $.chart.priorities)}
          exportAs="alarm-priorities"
          categories={alarmPriorities}
          series={split}
          digits={1}
          height={220}
        />
      </Card>
      <Card title={t(($) => $.chart.nuisance)}>
        <ReportChart
          label={t(($) => $.chart.nuisance)}
          exportAs="nuisance-alarms"
          categories={names}
          series={nuisance}
          digits={0}
          height={220}
        />
      </Card>
    </>
  );
}
