import { alarmPriorities } from '#contract/alarms.ts';
import type { AlarmPriority } from '#contract/alarms.ts';

/**
 * A moment of each priority, as the contract's text; null for none. Of what waits it is when the
 * newest unacknowledged alarm asked for attention. Of what was silenced it is up to which
 * annunciation: silence is not acknowledgement, the alarms stay as they are, and a newer one sounds.
 */
export type MomentByPriority = Readonly<Record<AlarmPriority, string | null>>;

/** Nothing was silenced yet. */
export const neverSilenced: MomentByPriority = { P1: null, P2: null, P3: null, P4: null };

/** The contract's moments carry microseconds in one form, so that their text sorts as time. */
const isNewer = (at: string, than: string | null): boolean => than === null || at > than;

/** The most urgent priority that must sound now; null for silence. */
export function soundingPriority(
  waiting: MomentByPriority,
  silenced: MomentByPriority,
): AlarmPriority | null {
  const sounds = (priority: AlarmPriority): boolean => {
    const at = waiting[priority];
    return at !== null && isNewer(at, silenced[priority]);
  };
  return alarmPriorities.find(sounds) ?? null;
}

/** Silences everything that waits now. */
export function silence(waiting: MomentByPriority, before: MomentByPriority): MomentByPriority {
  const upTo = (priority: AlarmPriority): string | null => {
    const at = waiting[priority];
    return at !== null && isNewer(at, before[priority]) ? at : before[priority];
  };
  return { P1: upTo('P1'), P2: upTo('P2'), P3: upTo('P3'), P4: upTo('P4') };
}
