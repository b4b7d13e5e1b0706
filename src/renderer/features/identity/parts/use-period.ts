import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';

/** When the chosen period begins, as RFC 3339 text cut to the minute; undefined for all time. */
export function usePeriodStart(name: string | undefined): string | undefined {
  const period = periodOf(name);
  const now = useNow(period === null ? Infinity : 60_000);
  return period === null ? undefined : periodStart(period, now);
}
