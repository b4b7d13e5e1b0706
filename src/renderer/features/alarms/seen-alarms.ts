import type { Acted, Alarm } from '#contract/alarms.ts';
import { needsAttention } from './queue-order.ts';

/** What a person saw of an alarm when they chose it, or were told of it last. */
export interface Seen {
  readonly annunciation: number;
  readonly assignedTo: string | null;
  /** It waited for somebody to take note. */
  readonly waiting: boolean;
}

/** The chosen alarms by key, as they were seen. */
export type SeenAlarms = ReadonlyMap<string, Seen>;

type AlarmOf = (id: string) => Alarm | undefined;

const seenOf = (alarm: Alarm): Seen => ({
  annunciation: alarm.annunciation,
  assignedTo: alarm.assignedTo,
  waiting: needsAttention(alarm),
});

/**
 * What a person has seen of the chosen alarms: that of the moment of choosing, so that an alarm that
 * came again since, or that somebody else took, is not acted on unseen.
 */
export function seenAtChoice(
  before: SeenAlarms,
  chosen: ReadonlySet<string>,
  alarmOf: AlarmOf,
): SeenAlarms {
  const seen = new Map<string, Seen>();
  for (const id of chosen) {
    const alarm = alarmOf(id);
    const known = before.get(id) ?? (alarm && seenOf(alarm));
    if (known) seen.set(id, known);
  }
  return seen;
}

/** What a person has seen once they were told what became of an action: what it did, and what is now. */
export function seenAfter(
  before: SeenAlarms,
  { done, skipped }: Acted,
  did: Partial<Seen>,
  alarmOf: AlarmOf,
): SeenAlarms {
  const after = new Map(before);
  for (const id of done) {
    const seen = before.get(id);
    if (seen) after.set(id, { ...seen, ...did });
  }
  for (const { id } of skipped) {
    const alarm = alarmOf(id);
    const seen = before.get(id);
    if (alarm) after.set(id, seenOf(alarm));
    else if (seen) after.set(id, { ...seen, waiting: false });
  }
  return after;
}
