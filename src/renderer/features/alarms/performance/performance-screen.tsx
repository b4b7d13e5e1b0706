import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { kpiTargets } from '#contract/alarms/reports.ts';
import { client, orpc } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorState } from '#ui/error-state.tsx';
import { ExportStream } from '#ui/export-stream.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { BadActors, useBadActors } from './bad-actors.tsx';
import { Charts } from './charts.tsx';
import { Figures } from './figures.tsx';
import { Floods } from './floods.tsx';
import { summarise } from './kpi-summary.ts';
import styles from './performance.module.css';
import { lengths, usePerformanceView, usePositions } from './use-performance.ts';
import { Workbench } from './workbench.tsx';

type View = ReturnType<typeof usePerformanceView>;

/** How well the alarm system serves its operators, and what to do about its worst sources. */
export function Screen() {
  const shown = usePerformanceView();
  const toolbar = <PerformanceToolbar {...shown} />;
  if (shown.view.tab === 'workbench') return <Workbench span={shown.span} toolbar={toolbar} />;
  return (
    <>
      {toolbar}
      <Report days={shown.days} span={shown.span} />
    </>
  );
}

function PerformanceToolbar({ view, change, length, days }: View) {
  const { t } = useTranslation('alarmPerformance');
  const positions = usePositions().data ?? [];
  const reporting = view.tab !== 'workbench';
  return (
    <Toolbar label={t(($) => $.filters)}>
      <SegmentedControl
        label={t(($) => $.tabs.label)}
        value={reporting ? 'report' : 'workbench'}
        onChange={(tab) => change({ tab: tab === 'report' ? null : tab })}
        options={[
          { value: 'report', label: t(($) => $.tabs.report) },
          { value: 'workbench', label: t(($) => $.tabs.workbench) },
        ]}
      />
      <SegmentedControl
        label={t(($) => $.period)}
        value={length}
        onChange={(value) => change({ days: value })}
        options={lengths.map((value) => ({ value, label: t(($) => $.days, { days: value }) }))}
      />
      {positions.length > 1 && (
        <FilterSelect
          label={t(($) => $.position)}
          options={positions.map(({ id, name }) => ({ value: id, label: name }))}
          value={view.position ?? null}
          onChange={(position) => change({ position })}
        />
      )}
      <ToolbarSpace />
      {reporting && (
        <ExportStream
          name="alarm-performance"
          open={(signal) => client.alarms.reports.exportKpi(days, { signal })}
        />
      )}
    </Toolbar>
  );
}

function Report({ days: asked, span }: Pick<View, 'days' | 'span'>) {
  const { t } = useTranslation('alarmPerformance');
  const { t: ui } = useTranslation('ui');
  const words = useErrorText();
  const { data, error, refetch } = useQuery(orpc.alarms.reports.kpi.queryOptions({ input: asked }));
  const worst = useBadActors(span, 10);
  const summary = useMemo(() => data && summarise(data.days), [data]);
  if (error)
    return (
      <ErrorState
        title={ui(($) => $.error.loading)}
        kept={words(error)}
        onRetry={() => void refetch()}
      />
    );
  if (!data || !summary) return <Skeleton lines={8} />;
  const { daysForTrend } = kpiTargets;
  return (
    <div className={styles.screen}>
      {summary.daysKnown < daysForTrend && (
        <Banner tone="info">
          {t(($) => $.noTrend, { count: summary.daysKnown, needed: daysForTrend })}
        </Banner>
      )}
      <Figures summary={summary} />
      <div className={styles.cards}>
        <Charts days={data.days} summary={summary} configured={data.configured} />
        <Card title={t(($) => $.actor.title)}>
          <div className={styles.list}>
            <BadActors id="alarms.performance.actors" asked={worst} />
          </div>
        </Card>
        <Floods span={span} />
      </div>
      <p className={styles.quiet}>{t(($) => $.basis, { zone: asked.zone })}</p>
    </div>
  );
}
