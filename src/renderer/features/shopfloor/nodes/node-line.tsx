import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineMinute } from '#contract/shopfloor/node-health.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import type { ChartData } from '#ui/charts/decimate.ts';
import { LineChart } from '#ui/charts/line-chart.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import styles from '../machines/machine-panel.module.css';
import { useResetName } from './use-reset-name.ts';

const periods = { hour: 1, day: 24, week: 168 } as const;
type Period = keyof typeof periods;

const minuteMs = 60_000;

/** How good the line to a node is: each minute of the last hour, day or week. */
export function NodeLine({ record }: { readonly record: ShopNode }) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const [period, setPeriod] = useState<Period>('hour');
  const { data, error } = useQuery({
    queryKey: ['shopfloor', 'node-line', record.id, period],
    queryFn: ({ signal }) =>
      client.shopfloor.nodes.line({ id: record.id, hours: periods[period] }, { signal }),
    refetchInterval: 15_000,
  });
  if (record.endpoint === null && data?.minutes.length === 0) {
    return <Banner tone="info">{t(($) => $.line.network)}</Banner>;
  }
  return (
    <div className={styles.stack}>
      <SegmentedControl
        label={t(($) => $.line.period)}
        options={(Object.keys(periods) as Period[]).map((value) => ({
          value,
          label: t(($) => $.line[value]),
        }))}
        value={period}
        onChange={setPeriod}
      />
      {error && <Banner tone="error">{words(error)}</Banner>}
      {!data && !error && <Skeleton />}
      {data?.minutes.length === 0 && <Banner tone="info">{t(($) => $.line.none)}</Banner>}
      {data && data.minutes.length > 0 && <Charts minutes={data.minutes} />}
      {data && <Sums minutes={data.minutes} />}
      {data && <Restarts restarts={data.restarts} />}
    </div>
  );
}

/** One series for each picker, with a hole where minutes are missing. */
function chartOf(
  minutes: readonly LineMinute[],
  pickers: readonly ((minute: LineMinute) => number | null)[],
): ChartData {
  const times: number[] = [];
  const values: (number | null)[][] = pickers.map(() => []);
  for (const minute of minutes) {
    const at = Date.parse(minute.at);
    const before = times.at(-1);
    if (before !== undefined && at - before > 2 * minuteMs) {
      times.push(before + minuteMs);
      for (const series of values) series.push(null);
    }
    times.push(at);
    for (const [index, pick] of pickers.entries()) values[index]?.push(pick(minute));
  }
  return { times, values };
}

function Charts({ minutes }: { readonly minutes: readonly LineMinute[] }) {
  const { t } = useTranslation('nodes');
  const quality = useMemo(
    () =>
      chartOf(minutes, [
        ({ badFrames }) => badFrames,
        ({ lostFrames }) => lostFrames,
        ({ resyncs }) => resyncs,
        ({ duplicates }) => duplicates,
      ]),
    [minutes],
  );
  const times = useMemo(
    () =>
      chartOf(minutes, [
        ({ roundTripMs }) => roundTripMs,
        ({ roundTripMostMs }) => roundTripMostMs,
      ]),
    [minutes],
  );
  const qualitySeries = useMemo(
    () => [
      { label: t(($) => $.line.bad), digits: 0 },
      { label: t(($) => $.line.lost), digits: 0 },
      { label: t(($) => $.line.resyncs), digits: 0 },
      { label: t(($) => $.line.duplicates), digits: 0 },
    ],
    [t],
  );
  const timeSeries = useMemo(
    () => [
      { label: t(($) => $.line.mean), unit: t(($) => $.unit.ms), digits: 1 },
      { label: t(($) => $.line.most), unit: t(($) => $.unit.ms), digits: 1 },
    ],
    [t],
  );
  return (
    <>
      <section>
        <h3 className={styles.heading}>{t(($) => $.line.quality)}</h3>
        <LineChart
          label={t(($) => $.line.quality)}
          series={qualitySeries}
          data={quality}
          height={180}
        />
      </section>
      <section>
        <h3 className={styles.heading}>{t(($) => $.line.roundTrip)}</h3>
        <LineChart
          label={t(($) => $.line.roundTrip)}
          series={timeSeries}
          data={times}
          height={150}
        />
      </section>
    </>
  );
}

function Sums({ minutes }: { readonly minutes: readonly LineMinute[] }) {
  const { t } = useTranslation('nodes');
  const formats = useFormats();
  const sum = (pick: (minute: LineMinute) => number): number =>
    minutes.reduce((total, minute) => total + pick(minute), 0);
  const good = sum(({ goodFrames }) => goodFrames);
  const bad = sum(({ badFrames }) => badFrames);
  const uptime = minutes.at(-1)?.uptimeSeconds;
  return (
    <DescriptionList>
      <Description term={t(($) => $.line.good)}>{formats.number(good)}</Description>
      <Description term={t(($) => $.line.bad)}>{formats.number(bad)}</Description>
      <Description term={t(($) => $.line.share)}>
        {good + bad > 0 && formats.percent(bad / (good + bad), 2)}
      </Description>
      <Description term={t(($) => $.line.lost)}>
        {formats.number(sum(({ lostFrames }) => lostFrames))}
      </Description>
      <Description term={t(($) => $.line.resyncs)}>
        {formats.number(sum(({ resyncs }) => resyncs))}
      </Description>
      <Description term={t(($) => $.line.duplicates)}>
        {formats.number(sum(({ duplicates }) => duplicates))}
      </Description>
      <Description term={t(($) => $.line.reconnects)}>
        {formats.number(sum(({ reconnects }) => reconnects))}
      </Description>
      <Description term={t(($) => $.line.uptime)}>
        {uptime !== null && uptime !== undefined && formats.span(uptime * 1000)}
      </Description>
    </DescriptionList>
  );
}

function Restarts({
  restarts,
}: {
  readonly restarts: readonly { readonly reason: string; readonly count: number }[];
}) {
  const { t } = useTranslation('nodes');
  const formats = useFormats();
  const resetName = useResetName();
  return (
    <section>
      <h3 className={styles.heading}>{t(($) => $.line.restarts)}</h3>
      {restarts.length === 0 && <p className={styles.quiet}>{t(($) => $.line.noRestarts)}</p>}
      <ul className={styles.sessions}>
        {restarts.map(({ reason, count }) => (
          <li key={reason}>
            <span>{resetName(reason)}</span>
            <span>{formats.number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
