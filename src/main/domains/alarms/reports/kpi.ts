import type { AlarmPriority } from '#contract/alarms.ts';
import type { KpiDay } from '#contract/alarms/reports.ts';
import { covered, floodsOf, type Span } from './floods-of.ts';

/** What performance is told from: one line of the journal. Times in milliseconds since 1970. */
export interface KpiEvent {
  readonly at: number;
  readonly alarmId: string;
  /** Source and type. */
  readonly key: string;
  readonly positionId: string;
  readonly event: string;
  readonly annunciated: boolean;
  readonly priority: AlarmPriority;
  /** Null where the program did it. */
  readonly userId: string | null;
  /** The marks that this transition set. */
  readonly chattering: boolean;
  readonly fleeting: boolean;
}

/** How an alarm stood when the report begins. */
export interface KpiStanding {
  readonly alarmId: string;
  readonly key: string;
  readonly positionId: string;
  readonly activeSince: number | null;
  readonly shelved: boolean;
  /** When it asked for attention; null when somebody has taken note. */
  readonly unacknowledgedSince: number | null;
}

/** A calendar day of the site. */
export interface KpiDaySpan extends Span {
  /** `2026-03-02`. */
  readonly day: string;
}

const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const rounded = (value: number): number => Math.round(value * 100) / 100;
const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : rounded((100 * part) / whole);

/** What is counted of one position on one day. */
interface Tally {
  readonly annunciations: number[];
  readonly byKey: Map<string, number>;
  readonly priorities: Record<AlarmPriority, number>;
  readonly secondsToAcknowledge: number[];
  readonly chattering: Set<string>;
  readonly stale: Set<string>;
  fleeting: number;
  shelvings: number;
  shelvingsExpired: number;
  shelvedAtEnd: number;
}

const emptyTally = (): Tally => ({
  annunciations: [],
  byKey: new Map(),
  priorities: { P1: 0, P2: 0, P3: 0, P4: 0 },
  secondsToAcknowledge: [],
  chattering: new Set(),
  stale: new Set(),
  fleeting: 0,
  shelvings: 0,
  shelvingsExpired: 0,
  shelvedAtEnd: 0,
});

function kpiOf(
  positionId: string,
  span: KpiDaySpan,
  tally: Tally,
  floods: readonly Span[],
): KpiDay {
  const total = tally.annunciations.length;
  const length = span.to - span.from;
  const periods = Array.from({ length: Math.ceil(length / TEN_MINUTES_MS) }, () => 0);
  for (const at of tally.annunciations) {
    const period = Math.floor((at - span.from) / TEN_MINUTES_MS);
    periods[period] = (periods[period] ?? 0) + 1;
  }
  const top = [...tally.byKey.values()].sort((a, b) => b - a).slice(0, 10);
  const waits = tally.secondsToAcknowledge;
  return {
    positionId,
    day: span.day,
    total,
    perHour: rounded(total / (length / HOUR_MS)),
    perTenMinutes: rounded(total / (length / TEN_MINUTES_MS)),
    mostInTenMinutes: Math.max(0, ...periods),
    percentPeriodsAboveTen: share(periods.filter((count) => count > 10).length, periods.length),
    percentTimeInFlood: share(covered(floods, span), length),
    topTenPercent: share(
      top.reduce((sum, count) => sum + count, 0),
      total,
    ),
    chattering: tally.chattering.size,
    fleeting: tally.fleeting,
    stale: tally.stale.size,
    priorities: tally.priorities,
    acknowledged: waits.length,
    meanSecondsToAcknowledge:
      waits.length === 0
        ? null
        : rounded(waits.reduce((sum, seconds) => sum + seconds, 0) / waits.length),
    shelvings: tally.shelvings,
    shelvingsExpired: tally.shelvingsExpired,
    shelvedAtEnd: tally.shelvedAtEnd,
  };
}

/** The alarms as they go through the report. */
class Standing {
  readonly #active = new Map<string, { key: string; positionId: string; since: number }>();
  readonly #shelved = new Map<string, string>();
  readonly #waiting = new Map<string, number>();

  constructor(standing: readonly KpiStanding[]) {
    for (const {
      alarmId,
      key,
      positionId,
      activeSince,
      shelved,
      unacknowledgedSince,
    } of standing) {
      if (activeSince !== null) this.#active.set(alarmId, { key, positionId, since: activeSince });
      if (shelved) this.#shelved.set(alarmId, positionId);
      if (unacknowledgedSince !== null) this.#waiting.set(alarmId, unacknowledgedSince);
    }
  }

  /** Takes an event in; answers how long an acknowledged alarm had waited. Seconds. */
  take({ at, alarmId, key, positionId, event, annunciated }: KpiEvent): number | null {
    if (event === 'raised' || event === 'returned') {
      this.#active.set(alarmId, { key, positionId, since: at });
    }
    if (event === 'cleared' || event === 'resolved' || event === 'removed') {
      this.#active.delete(alarmId);
    }
    if (event === 'shelved') this.#shelved.set(alarmId, positionId);
    if (event === 'unshelved' || event === 'removed') this.#shelved.delete(alarmId);
    if (annunciated) this.#waiting.set(alarmId, at);
    if (event !== 'acknowledged') return null;
    const since = this.#waiting.get(alarmId);
    this.#waiting.delete(alarmId);
    return since === undefined ? null : (at - since) / 1000;
  }

  /** Whether an alarm has been active for more than a day at a moment. */
  isStale(alarmId: string, moment: number): boolean {
    const active = this.#active.get(alarmId);
    return active !== undefined && moment - active.since > DAY_MS;
  }

  /** Sources that have been active for more than a day at a moment, with their positions. */
  staleAt(moment: number): { key: string; positionId: string }[] {
    return [...this.#active.values()].filter(({ since }) => moment - since > DAY_MS);
  }

  shelvedOf(position: string): number {
    return [...this.#shelved.values()].filter((positionId) => positionId === position).length;
  }
}

/** What is told of each event: whether its alarm was stale, and how long an answered one had waited. */
type Each = (
  event: KpiEvent,
  told: { readonly stale: boolean; readonly waited: number | null },
) => void;

const count =
  (tally: Tally): Each =>
  (event, { stale, waited }) => {
    if (stale) tally.stale.add(event.key);
    if (event.annunciated) {
      tally.annunciations.push(event.at);
      tally.byKey.set(event.key, (tally.byKey.get(event.key) ?? 0) + 1);
      tally.priorities[event.priority] += 1;
    }
    if (waited !== null) tally.secondsToAcknowledge.push(waited);
    if (event.chattering) tally.chattering.add(event.key);
    if (event.fleeting) tally.fleeting += 1;
    if (event.event === 'shelved') tally.shelvings += 1;
    if (event.event === 'unshelved' && event.userId === null) tally.shelvingsExpired += 1;
  };

/**
 * Performance of each operator position on each day, after ISA-18.2 and EEMUA 191, from the journal
 * alone: the same journal gives the same figures. `events` are in order, from a day before the first
 * of `days`, so that a flood that goes on is known; `standing` is how it stood when they begin.
 */
export function kpiDays(
  positions: readonly string[],
  days: readonly KpiDaySpan[],
  standing: readonly KpiStanding[],
  events: readonly KpiEvent[],
): KpiDay[] {
  const last = days.at(-1);
  if (!last) return [];
  const state = new Standing(standing);
  const inOrder = Map.groupBy(
    events.filter(({ annunciated }) => annunciated),
    ({ positionId }) => positionId,
  );
  const floods = new Map(
    positions.map((id) => [
      id,
      floodsOf(
        (inOrder.get(id) ?? []).map(({ at }) => at),
        last.to,
      ),
    ]),
  );
  const result: KpiDay[] = [];
  let next = 0;
  /** Lets the events before a moment happen. */
  function until(moment: number, each: Each): void {
    for (let event = events[next]; event && event.at < moment; event = events[next]) {
      const stale = state.isStale(event.alarmId, event.at);
      each(event, { stale, waited: state.take(event) });
      next += 1;
    }
  }

  for (const day of days) {
    until(day.from, () => undefined);
    const tallies = new Map(positions.map((id) => [id, emptyTally()]));
    const note = (moment: number) => {
      for (const { key, positionId } of state.staleAt(moment)) {
        tallies.get(positionId)?.stale.add(key);
      }
    };
    note(day.from);
    until(day.to, (event, told) => {
      const tally = tallies.get(event.positionId);
      if (tally) count(tally)(event, told);
    });
    note(day.to);
    for (const [id, tally] of tallies) {
      tally.shelvedAtEnd = state.shelvedOf(id);
      result.push(kpiOf(id, day, tally, floods.get(id) ?? []));
    }
  }
  return result;
}
