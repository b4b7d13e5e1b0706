import type { UseReport } from '#contract/shopfloor/reports.ts';
import type { RefusalReason } from '#contract/shopfloor/logs.ts';

/** Reasons that a chart can tell apart; rarer ones are drawn together. */
const MOST = 5;

/** Refusals for one reason, or for all the rarer ones, day by day. */
export interface RefusalSeries {
  readonly reason: RefusalReason | 'others';
  readonly values: readonly number[];
}

/** The refusals of a period as one series for each of the most frequent reasons, and one for the others. */
export function refusalSeries(
  days: UseReport['days'],
  reasons: UseReport['reasons'],
  refusalDays: UseReport['refusalDays'],
): RefusalSeries[] {
  const happened = reasons.filter(({ refusals }) => refusals > 0).map(({ reason }) => reason);
  const own = new Set(happened.length > MOST + 1 ? happened.slice(0, MOST) : happened);
  const shown = [...own, ...(own.size < happened.length ? (['others'] as const) : [])];
  const at = new Map(days.map(({ day }, index) => [day, index]));
  const series = new Map(shown.map((reason) => [reason as string, days.map(() => 0)]));
  for (const { day, reason, refusals } of refusalDays) {
    const values = series.get(own.has(reason) ? reason : 'others');
    const index = at.get(day);
    if (values && index !== undefined) values[index] = (values[index] ?? 0) + refusals;
  }
  return shown.map((reason) => ({ reason, values: series.get(reason) ?? [] }));
}
