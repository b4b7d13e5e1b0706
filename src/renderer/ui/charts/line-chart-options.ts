import uPlot from 'uplot';
import type { Formats } from '#lib/format.ts';
import type { ChartColours } from './chart-colours.ts';

/** One line of a {@link LineChart}. */
export interface LineSeries {
  readonly label: string;
  /** Shown behind values: `°C`, `%`, `V`. */
  readonly unit?: string;
  /** Decimal places; as needed unless told. */
  readonly digits?: number;
}

/** A level across the chart, such as an alarm limit. */
export interface ChartLimit {
  readonly value: number;
  readonly label: string;
  readonly tone: 'warning' | 'fault';
}

/** Lines differ by dash as well as by colour. */
const dashes = [[], [6, 3], [2, 2], [10, 3, 2, 3], [4, 4], [1, 3]];

function axis(colours: ChartColours): uPlot.Axis {
  return {
    stroke: colours.muted,
    font: colours.font,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
}

/** Draws each limit as a dashed level with its name at the right. */
function drawLimits(limits: readonly ChartLimit[], colours: ChartColours) {
  return ({ ctx, bbox, valToPos }: uPlot): void => {
    ctx.save();
    ctx.font = colours.font;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    for (const { value, label, tone } of limits) {
      const y = Math.round(valToPos(value, 'y', true));
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = ctx.fillStyle = tone === 'fault' ? colours.fault : colours.warn;
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(label, bbox.left + bbox.width - 4, y - 2);
    }
    ctx.restore();
  };
}

function toSeries(
  { label, unit = '', digits }: LineSeries,
  at: number,
  colours: ChartColours,
  formats: Formats,
) {
  return {
    label,
    stroke: colours.series[at % colours.series.length] ?? colours.text,
    width: 1.5,
    dash: dashes[at % dashes.length] ?? [],
    points: { show: false },
    value: (_chart: uPlot, value: number | null) =>
      value === null || value === undefined
        ? '–'
        : `${formats.number(value, digits)} ${unit}`.trim(),
  };
}

/** What uPlot needs for our look, in the person's language and the zone of the site. */
export function lineChartOptions(
  series: readonly LineSeries[],
  limits: readonly ChartLimit[],
  formats: Formats,
  colours: ChartColours,
  size: { readonly width: number; readonly height: number },
): uPlot.Options {
  const within = (low: number, high: number): [number, number] => [
    Math.min(low, ...limits.map(({ value }) => value)),
    Math.max(high, ...limits.map(({ value }) => value)),
  ];
  return {
    ...size,
    ms: 1,
    tzDate: (at) => uPlot.tzDate(new Date(at), formats.timeZone),
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    legend: { live: true },
    scales: {
      y: {
        // A flat line at zero would be drawn on a scale up to 100.
        range: (_chart, low, high) =>
          uPlot.rangeNum(...within(low ?? 0, low === high ? (low ?? 0) + 1 : high), 0.1, true),
      },
    },
    axes: [
      {
        ...axis(colours),
        values: (_chart, moments) => moments.map((at) => formats.time(at).slice(0, 5)),
      },
      {
        ...axis(colours),
        values: (_chart, levels) => levels.map((level) => formats.number(level)),
        size: 56,
      },
    ],
    series: [
      {
        value: (_chart, at) => (at === null || at === undefined ? '–' : formats.dateTime(at)),
        label: formats.zone(),
      },
      ...series.map((each, at) => toSeries(each, at, colours, formats)),
    ],
    hooks: { draw: [drawLimits(limits, colours)] },
  };
}
