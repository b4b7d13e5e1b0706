import type { ViewParams } from '#lib/view-params.ts';

/** Lengths that a report may have. Days. */
export const lengths = ['7', '30', '90', '365'] as const;

/** One of {@link lengths}. */
export type Length = (typeof lengths)[number];

/** Whole days of the site's zone, both included. */
export interface ReportPeriod {
  readonly length: Length;
  readonly from: string;
  readonly until: string;
}

const DAY_MS = 86_400_000;
const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** The day so many days after another one; before it when negative. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The period that the address names; the last 30 days where it names none. Nothing lies after today. */
export function reportPeriod(
  { days, end }: ViewParams<'days' | 'end'>,
  today: string,
): ReportPeriod {
  const length = lengths.find((one) => one === days) ?? '30';
  const until = isDay(end) && end < today ? end : today;
  return { length, from: dayAfter(until, 1 - Number(length)), until };
}

/** The last day of the period that lies `steps` lengths away; null for the one that ends today. */
export function movedEnd(period: ReportPeriod, steps: number, today: string): string | null {
  const end = dayAfter(period.until, steps * Number(period.length));
  return end >= today ? null : end;
}
