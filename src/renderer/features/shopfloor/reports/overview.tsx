import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseReport } from '#contract/shopfloor/reports.ts';
import { endedBy } from '#contract/shopfloor/sessions.ts';
import { Card } from '#ui/card.tsx';
import { ReportChart } from '#ui/charts/report-chart.tsx';
import { WeekHeat } from '#ui/charts/week-heat.tsx';
import { inHours, useReportWords } from './use-report-words.ts';
import { RefusalDays, Refusals } from './refusals.tsx';
import styles from './reports.module.css';

/** How use lies over the days and over the week, how sessions ended, and why people were refused. */
export function Overview({ report }: { readonly report: UseReport }) {
  const { t } = useTranslation('reports');
  const { t: floor } = useTranslation('shopfloor');
  const words = useReportWords();
  const { days, week, totals, before } = report;
  const dayNames = useMemo(() => days.map(({ day }) => words.shortDay(day)), [days, words]);
  const useByDay = useMemo(
    () => [
      {
        label: t(($) => $.series.worked),
        kind: 'bar' as const,
        stack: 'use',
        values: days.map(({ usedSeconds, idleSeconds }) => inHours(usedSeconds - idleSeconds)),
      },
      {
        label: t(($) => $.series.idle),
        kind: 'bar' as const,
        stack: 'use',
        values: days.map(({ idleSeconds }) => inHours(idleSeconds)),
      },
    ],
    [t, days],
  );
  const ends = useMemo(
    () => [
      {
        label: t(($) => $.series.now),
        kind: 'bar' as const,
        values: endedBy.options.map((by) => totals.endedBy[by]),
      },
      {
        label: t(($) => $.series.before),
        kind: 'bar' as const,
        values: endedBy.options.map((by) => before.endedBy[by]),
      },
    ],
    [t, totals, before],
  );
  return (
    <div className={styles.cards}>
      <div className={styles.wide}>
        <Card title={t(($) => $.charts.byDay)}>
          <ReportChart
            label={t(($) => $.charts.byDay)}
            exportAs="machine-use-by-day"
            categories={dayNames}
            series={useByDay}
            height={220}
          />
        </Card>
      </div>
      <div className={styles.wide}>
        <Card title={t(($) => $.charts.week)}>
          <WeekHeat
            label={t(($) => $.charts.week)}
            exportAs="machine-use-by-hour"
            values={week.map(inHours)}
          />
        </Card>
      </div>
      <Card title={t(($) => $.charts.ends)}>
        <ReportChart
          label={t(($) => $.charts.ends)}
          exportAs="session-ends"
          categories={endedBy.options.map((by) => floor(($) => $.endedBy[by]))}
          series={ends}
          digits={0}
          height={220}
        />
      </Card>
      <Refusals reasons={report.reasons} />
      <RefusalDays report={report} dayNames={dayNames} />
    </div>
  );
}
