import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormats } from '#lib/use-formats.ts';
import { useChartColours } from './chart-colours.ts';
import { decimate } from './decimate.ts';
import type { ChartData } from './decimate.ts';
import { lineChartOptions } from './line-chart-options.ts';
import type { ChartLimit, LineSeries } from './line-chart-options.ts';
import styles from './charts.module.css';

/** What a {@link LineChart} takes. Keep `series`, `limits` and `data` stable between renders. */
export interface LineChartProps {
  /** Says what is drawn, to screen readers. */
  readonly label: string;
  readonly series: readonly LineSeries[];
  readonly data: ChartData;
  readonly limits?: readonly ChartLimit[];
  /** Height in CSS pixels; 220 unless told. */
  readonly height?: number;
}

const noLimits: readonly ChartLimit[] = [];

/** Milliseconds between two drawings of new data: the eye reads a trend no faster. */
const redrawEvery = 500;

const toUPlot = ({ times, values }: ChartData): uPlot.AlignedData => [
  [...times],
  ...values.map((series) => [...series]),
];

/** Lines over time for streams of values; drag to zoom, double press to zoom out. */
export function LineChart({
  label,
  series,
  data,
  limits = noLimits,
  height = 220,
}: LineChartProps) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const colours = useChartColours();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const shown = useThrottled(data, redrawEvery);
  const width = useWidth(box);

  const drawn = useMemo(() => toUPlot(decimate(shown, width)), [shown, width]);
  const latest = useRef(drawn);

  useEffect(() => {
    latest.current = drawn;
    chart.current?.setData(drawn);
  }, [drawn]);

  useEffect(() => {
    if (!box.current || width === 0) return undefined;
    const options = lineChartOptions(series, limits, formats, colours, { width, height });
    const made = new uPlot(options, latest.current, box.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [series, limits, formats, colours, width, height]);

  const summary = series.map((line, at) => summarise(line, shown.values[at] ?? [], formats.number));
  const empty = data.times.length === 0;
  return (
    <figure className={styles.figure} aria-label={`${label}. ${summary.join(' ')}`} role="img">
      <div ref={box} />
      {empty && <p className={styles.empty}>{t(($) => $.chart.empty)}</p>}
    </figure>
  );
}

/** The last value and the range in words, for those who do not see the line. */
function summarise(
  { label, unit = '', digits }: LineSeries,
  values: readonly (number | null)[],
  number: (value: number, digits?: number) => string,
): string {
  let [low, high] = [Infinity, -Infinity];
  let last: number | undefined;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    last = value;
  }
  if (last === undefined) return `${label}: –.`;
  return `${label}: ${number(last, digits)} ${unit} (${number(low, digits)} – ${number(high, digits)}).`;
}

/** The width of an element in CSS pixels; 0 until it is known. */
function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** The newest value, handed on at most once per `interval` milliseconds. */
function useThrottled<Value>(value: Value, interval: number): Value {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = value;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setShown(latest.current);
    }, interval);
  }, [value, interval]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return shown;
}
