import type { AlarmPriority } from '#contract/alarms.ts';
import { alarmPriorities } from '#contract/alarms.ts';
import { kpiTargets } from '#contract/alarms/reports.ts';
import type { KpiDay } from '#contract/alarms/reports.ts';

/** How a figure stands to its target. */
export type Verdict = 'met' | 'manageable' | 'missed';

/** The figures of a period, over all its days and positions. */
export interface KpiSummary {
  readonly total: number;
  /** Per operator position. */
  readonly perHour: number;
  readonly perTenMinutes: number;
  readonly mostInTenMinutes: number;
  /** Per cent. */
  readonly percentPeriodsAboveTen: number;
  readonly percentTimeInFlood: number;
  readonly topTenPercent: number;
  /** All of the period. */
  readonly chattering: number;
  readonly fleeting: number;
  /** On the worst day. */
  readonly stale: number;
  readonly priorities: Readonly<Record<AlarmPriority, number>>;
  /** Seconds; null where nothing was acknowledged. */
  readonly meanSecondsToAcknowledge: number | null;
  readonly shelvings: number;
  readonly shelvingsExpired: number;
  /** Days from the first on which anything happened to the last. */
  readonly daysKnown: number;
}

type Figure = Exclude<keyof KpiDay, 'positionId' | 'day' | 'priorities'>;

/** Sums up days of positions; rates are the mean of all of them, so that each counts the same. */
export function summarise(days: readonly KpiDay[]): KpiSummary {
  const values = (figure: Figure): number[] => days.map((day) => day[figure] ?? 0);
  const sum = (figure: Figure): number => values(figure).reduce((all, value) => all + value, 0);
  const mean = (figure: Figure): number => (days.length === 0 ? 0 : sum(figure) / days.length);
  const most = (figure: Figure): number => Math.max(0, ...values(figure));
  const busy = days.filter(({ total }) => total > 0);
  return {
    total: sum('total'),
    perHour: mean('perHour'),
    perTenMinutes: mean('perTenMinutes'),
    mostInTenMinutes: most('mostInTenMinutes'),
    percentPeriodsAboveTen: mean('percentPeriodsAboveTen'),
    percentTimeInFlood: mean('percentTimeInFlood'),
    topTenPercent: busy.length === 0 ? 0 : sum('topTenPercent') / busy.length,
    chattering: sum('chattering'),
    fleeting: sum('fleeting'),
    stale: most('stale'),
    priorities: prioritiesOf(days),
    meanSecondsToAcknowledge: meanToAcknowledge(days),
    shelvings: sum('shelvings'),
    shelvingsExpired: sum('shelvingsExpired'),
    daysKnown: daysKnown(days),
  };
}

function prioritiesOf(days: readonly KpiDay[]): Record<AlarmPriority, number> {
  const counts = { P1: 0, P2: 0, P3: 0, P4: 0 };
  for (const day of days) {
    for (const priority of alarmPriorities) counts[priority] += day.priorities[priority];
  }
  return counts;
}

/** Weighed by how many were acknowledged, so that a quiet day does not count like a busy one. */
function meanToAcknowledge(days: readonly KpiDay[]): number | null {
  let [seconds, count] = [0, 0];
  for (const { meanSecondsToAcknowledge, acknowledged } of days) {
    if (meanSecondsToAcknowledge === null) continue;
    seconds += meanSecondsToAcknowledge * acknowledged;
    count += acknowledged;
  }
  return count === 0 ? null : seconds / count;
}

function daysKnown(days: readonly KpiDay[]): number {
  const names = [...new Set(days.map(({ day }) => day))].toSorted();
  const first = days.filter(({ total }) => total > 0).map(({ day }) => day);
  const [begin] = first.toSorted();
  return begin === undefined ? 0 : names.filter((day) => day >= begin).length;
}

/** Figures that have a target. */
export const judged = [
  'perTenMinutes',
  'mostInTenMinutes',
  'percentPeriodsAboveTen',
  'percentTimeInFlood',
  'topTenPercent',
  'chattering',
  'stale',
] as const;

/** One of {@link judged}. */
export type JudgedFigure = (typeof judged)[number];

/** The most a figure may be to meet its target. */
export function targetOf(figure: JudgedFigure): number {
  return figure === 'perTenMinutes' ? kpiTargets.perTenMinutes.acceptable : kpiTargets[figure];
}

/** How a figure stands to its target. */
export function judge(figure: JudgedFigure, value: number): Verdict {
  if (value <= targetOf(figure)) return 'met';
  const bearable = figure === 'perTenMinutes' && value <= kpiTargets.perTenMinutes.manageable;
  return bearable ? 'manageable' : 'missed';
}

/** Shares of each priority in per cent; null where there is nothing to share. */
export function sharesOf(counts: Readonly<Record<AlarmPriority, number>>): (number | null)[] {
  const all = alarmPriorities.reduce((sum, priority) => sum + counts[priority], 0);
  return alarmPriorities.map((priority) => (all === 0 ? null : (counts[priority] / all) * 100));
}
