import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseReport } from '#contract/shopfloor/reports.ts';
import { Card } from '#ui/card.tsx';
import { ReportChart } from '#ui/charts/report-chart.tsx';
import { refusalSeries } from './refusal-series.ts';
import styles from './reports.module.css';

/** Why people were refused, next to the period before. */
export function Refusals({ reasons }: Pick<UseReport, 'reasons'>) {
  const { t } = useTranslation('reports');
  const { t: floor } = useTranslation('shopfloor');
  const series = useMemo(
    () => [
      {
        label: t(($) => $.series.now),
        kind: 'bar' as const,
        values: reasons.map(({ refusals }) => refusals),
      },
      {
        label: t(($) => $.series.before),
        kind: 'bar' as const,
        values: reasons.map(({ before }) => before),
      },
    ],
    [t, reasons],
  );
  return (
    <Card title={t(($) => $.charts.reasons)}>
      {reasons.length === 0 ? (
        <p className={styles.quiet}>{t(($) => $.charts.noRefusals)}</p>
      ) : (
        <ReportChart
          label={t(($) => $.charts.reasons)}
          exportAs="refusals-by-reason"
          categories={reasons.map(({ reason }) => floor(($) => $.reason[reason]))}
          series={series}
          digits={0}
          lying
          height={220}
        />
      )}
    </Card>
  );
}

/** On which days people were refused, and for what. */
export function RefusalDays({
  report: { days, reasons, refusalDays },
  dayNames,
}: {
  readonly report: UseReport;
  readonly dayNames: readonly string[];
}) {
  const { t } = useTranslation('reports');
  const { t: floor } = useTranslation('shopfloor');
  const series = useMemo(
    () =>
      refusalSeries(days, reasons, refusalDays).map(({ reason, values }) => ({
        label: reason === 'others' ? t(($) => $.series.others) : floor(($) => $.reason[reason]),
        kind: 'bar' as const,
        stack: 'refusals',
        values,
      })),
    [t, floor, days, reasons, refusalDays],
  );
  if (series.length === 0) return null;
  return (
    <div className={styles.wide}>
      <Card title={t(($) => $.charts.refusalDays)}>
        <ReportChart
          label={t(($) => $.charts.refusalDays)}
          exportAs="refusals-by-day"
          categories={dayNames}
          series={series}
          digits={0}
          height={220}
        />
      </Card>
    </div>
  );
}
