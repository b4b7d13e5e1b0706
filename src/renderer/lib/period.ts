/** Periods that reach up to now, by their length in milliseconds. */
export const periods = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
} as const;

/** One of {@link periods}. */
export type Period = keyof typeof periods;

/** The period of that name; null where there is none. */
export const periodOf = (name: string | undefined): Period | null =>
  name !== undefined && Object.hasOwn(periods, name) ? (name as Period) : null;

/** When a period begins, as RFC 3339 text, cut to the minute so that a query keeps its key meanwhile. */
export function periodStart(period: Period, now: number): string {
  return new Date(Math.floor((now - periods[period]) / 60_000) * 60_000).toISOString();
}
