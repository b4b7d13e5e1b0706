import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { ChartColumn, Download, Table2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Formats } from '#lib/format.ts';
import { downloadText, toCsv } from '#lib/csv.ts';
import { useFormats } from '#lib/use-formats.ts';
import { classNames } from '#lib/class-names.ts';
import { Button } from '../button.tsx';
import { useChartColours } from './chart-colours.ts';
import type { ChartColours } from './chart-colours.ts';
import styles from './charts.module.css';

/** One row of bars, or one line, of a report. */
export interface ReportSeries {
  readonly label: string;
  readonly kind: 'bar' | 'line';
  /** One value per category; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Bars with the same stack stand on each other. */
  readonly stack?: string;
}

/** What a {@link ReportChart} takes. Keep `categories` and `series` stable between renders. */
export interface ReportChartProps {
  /** Says what is drawn, to screen readers, and heads the table. */
  readonly label: string;
  /** The names along the axis: days, areas, priorities. */
  readonly categories: readonly string[];
  readonly series: readonly ReportSeries[];
  /** Decimal places of the values; as needed unless told. */
  readonly digits?: number;
  /** Height in CSS pixels; 260 unless told. */
  readonly height?: number;
  /** Bars lie, so that long names have room. */
  readonly lying?: boolean;
  /** Name of the CSV file without its ending; without it nothing can be exported. */
  readonly exportAs?: string;
}

function toOption(
  props: ReportChartProps,
  formats: Formats,
  colours: ChartColours,
): EChartsCoreOption {
  const { categories, series, digits, lying = false } = props;
  const { text, muted, grid, ground, series: palette } = colours;
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const number = (value: unknown): string =>
    typeof value === 'number' ? formats.number(value, digits) : '–';
  const categoryAxis = {
    type: 'category',
    data: [...categories],
    axisLabel: { color: muted },
    axisLine: { lineStyle: { color: muted } },
  };
  const valueAxis = {
    type: 'value',
    axisLabel: {
      color: muted,
      formatter: (value: number) => formats.number(value, Number.isInteger(value) ? 0 : digits),
    },
    splitLine: { lineStyle: { color: grid } },
  };
  return {
    animation: false,
    color: [...palette],
    textStyle: { fontFamily, color: text },
    grid: { left: 8, right: 8, top: series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    legend: { show: series.length > 1, top: 0, textStyle: { color: text } },
    tooltip: {
      trigger: 'axis',
      // Drawn, not written as HTML with inline styles: the content security policy forbids those.
      renderMode: 'richText',
      backgroundColor: ground,
      borderColor: muted,
      textStyle: { color: text },
      valueFormatter: number,
    },
    ...(lying
      ? { xAxis: valueAxis, yAxis: { ...categoryAxis, inverse: true } }
      : { xAxis: categoryAxis, yAxis: valueAxis }),
    series: series.map(({ label, kind, values, stack }) => ({
      name: label,
      type: kind,
      data: [...values],
      stack,
      symbolSize: 6,
    })),
  };
}

/** Keeps a chart in `box` drawn, sized and disposed. The library loads when the first chart shows. */
function useChart(box: RefObject<HTMLDivElement | null>, option: () => EChartsCoreOption): void {
  const latest = useRef(option);
  const chart = useRef<ECharts>(null);
  useEffect(() => {
    latest.current = option;
    chart.current?.setOption(option(), { notMerge: true });
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const leaving = new AbortController();
    const observer = new ResizeObserver(() => chart.current?.resize());
    const draw = async (): Promise<void> => {
      const { makeChart } = await import('./echarts.ts');
      if (leaving.signal.aborted) return;
      chart.current = makeChart(element, null, { renderer: 'canvas' });
      chart.current.setOption(latest.current());
      observer.observe(element);
    };
    void draw();
    return () => {
      leaving.abort();
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [box]);
}

/** Bars and lines over categories, with the same numbers as a table. */
export function ReportChart(props: ReportChartProps) {
  const { t } = useTranslation('ui');
  const [asTable, setAsTable] = useState(false);
  return (
    <div className={styles.report}>
      <div className={styles.bar}>
        {props.exportAs !== undefined && (
          <Button
            variant="quiet"
            size="small"
            icon={<Download aria-hidden="true" />}
            onPress={() =>
              downloadText(
                `${props.exportAs}.csv`,
                csvOf(
                  props,
                  t(($) => $.chart.category),
                ),
              )
            }
          >
            {t(($) => $.table.export)}
          </Button>
        )}
        <Button
          variant="quiet"
          size="small"
          icon={asTable ? <ChartColumn aria-hidden="true" /> : <Table2 aria-hidden="true" />}
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? t(($) => $.chart.showChart) : t(($) => $.chart.showTable)}
        </Button>
      </div>
      {!asTable && <Drawing {...props} />}
      <div className={classNames(!asTable && 'visually-hidden')}>
        <ReportTable {...props} />
      </div>
    </div>
  );
}

const csvOf = ({ categories, series }: ReportChartProps, heading: string): string =>
  toCsv(
    [heading, ...series.map(({ label }) => label)],
    categories.map((category, at) => [category, ...series.map(({ values }) => values[at])]),
  );

function Drawing(props: ReportChartProps) {
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const colours = useChartColours();
  useChart(box, () => toOption(props, formats, colours));
  // Screen readers have the table.
  return (
    <div
      ref={box}
      className={styles.canvas}
      style={{ height: props.height ?? 260 }}
      aria-hidden="true"
    />
  );
}

function ReportTable({ label, categories, series, digits }: ReportChartProps) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.chart.category)}</th>
          {series.map((each) => (
            <th key={each.label} scope="col">
              {each.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map((category, at) => (
          <tr key={category}>
            <th scope="row">{category}</th>
            {series.map(({ label: name, values }) => {
              const value = values[at] ?? null;
              return <td key={name}>{value === null ? '–' : formats.number(value, digits)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
