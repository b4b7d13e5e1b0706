import type { JournalRow } from '#contract/alarms/journal.ts';
import type { ChartData } from '#ui/charts/decimate.ts';

/** The values that the journal tells of, oldest first; rows come newest first. */
export function trendOf(rows: readonly JournalRow[]): ChartData {
  const points = rows
    .flatMap(({ at, after }) => {
      const value = after?.['value'];
      return typeof value === 'number' ? [{ time: Date.parse(at), value }] : [];
    })
    .toReversed();
  return { times: points.map(({ time }) => time), values: [points.map(({ value }) => value)] };
}
