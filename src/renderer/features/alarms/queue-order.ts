import type { Alarm, AlarmState } from '#contract/alarms.ts';

const unacknowledged = (state: AlarmState): boolean =>
  state === 'active-unacked' || state === 'returned-unacked' || state === 'latched-unacked';

/** Whether somebody has still to take note of an alarm. */
export const needsAttention = ({ state }: Alarm): boolean => unacknowledged(state);

/** Compares what the contract writes so that its text sorts as it should: moments, keys, priorities. */
const inText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Orders the queue: unacknowledged first, then by priority, then the newest annunciation. */
export function compareAlarms(a: Alarm, b: Alarm): number {
  return (
    Number(needsAttention(b)) - Number(needsAttention(a)) ||
    inText(a.priority, b.priority) ||
    inText(b.annunciatedAt, a.annunciatedAt) ||
    inText(a.id, b.id)
  );
}

/** The unacknowledged alarm after the one with `fromId` in the order shown, from the top again after the last. */
export function nextUnacknowledged(
  rows: readonly Alarm[],
  fromId: string | null,
): Alarm | undefined {
  const at = rows.findIndex(({ id }) => id === fromId);
  return [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find(needsAttention);
}

/** Whether an alarm became more urgent than it was when the order was held, and is P1 or P2 now. */
export const hasRisen = (held: Alarm, { priority }: Alarm): boolean =>
  priority < held.priority && priority <= 'P2';

/** The rows as they are now, and as they were known last where they have left. */
export function lastKnown(known: readonly Alarm[], now: readonly Alarm[]): readonly Alarm[] {
  const current = new Map(now.map((alarm) => [alarm.id, alarm]));
  return known.map((alarm) => current.get(alarm.id) ?? alarm);
}

/**
 * The queue while its order is held: rows stay where they were, with what is known of them now;
 * those that left the queue stay as `normal`; new ones wait below in the order in which they came.
 */
export function heldOrder(held: readonly Alarm[], now: readonly Alarm[]): Alarm[] {
  const current = new Map(now.map((alarm) => [alarm.id, alarm]));
  const kept = held.map((alarm) => current.get(alarm.id) ?? { ...alarm, state: 'normal' as const });
  const places = new Set(held.map(({ id }) => id));
  const added = now
    .filter(({ id }) => !places.has(id))
    .toSorted((a, b) => inText(a.createdAt, b.createdAt));
  return [...kept, ...added];
}
