import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { LineChart } from '#ui/charts/line-chart.tsx';
import { trendOf } from './trend-of.ts';

/** As many transitions as a small picture can show. */
const TRANSITIONS = 200;

/** The measured value at each transition of this source's alarm, with the limit it is held against. */
export function ValueTrend({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarms');
  const { sourceType, sourceId, alarmType, unit, limit } = alarm;
  const { data } = useQuery(
    orpc.alarms.journal.search.queryOptions({
      input: { sourceType, sourceId, alarmType, limit: TRANSITIONS },
      meta: { topics: ['alarms.alarms'] },
    }),
  );
  const trend = useMemo(() => trendOf(data?.rows ?? []), [data]);
  const label = t(($) => $.card.trend);
  const series = useMemo(() => [{ label, unit: unit ?? '' }], [label, unit]);
  const limits = useMemo(
    () =>
      limit === null
        ? []
        : [{ value: limit, label: t(($) => $.card.limit), tone: 'fault' as const }],
    [limit, t],
  );
  if (trend.times.length < 2) return null;
  return (
    <section>
      <h3>{label}</h3>
      <LineChart label={label} series={series} data={trend} limits={limits} height={120} />
    </section>
  );
}
