import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { SoundState } from '#contract/alarms/queue.ts';
import { client } from '#lib/core.ts';
import { alarmSound, useSoundState } from './alarm-sound.ts';
import { type SoundReporter, soundReporter } from './sound-reporter.ts';
import { type MomentByPriority, neverSilenced, silence, soundingPriority } from './annunciator.ts';

/** What was silenced on this page; not kept, so that a page loaded anew sounds for all that waits. */
const useSilenced = create<{ readonly silenced: MomentByPriority }>()(() => ({
  silenced: neverSilenced,
}));

/** The sound of this station. */
export interface Annunciator {
  /** What sounds now; `null` for silence. */
  readonly sounding: AlarmPriority | null;
  /** Ends the sound of what waits now; acknowledges nothing. */
  readonly silence: () => void;
  /** Whether it is heard; `null` where it is switched off. */
  readonly sound: SoundState | null;
}

/**
 * Sounds for the alarms that wait, and tells the core when nobody can hear it; a station that may
 * only look does not tell.
 */
export function useAnnunciator(
  waiting: MomentByPriority,
  { tells = true }: { readonly tells?: boolean } = {},
): Annunciator {
  const silenced = useSilenced((state) => state.silenced);
  const sound = useSoundState();
  const sounding = sound === null ? null : soundingPriority(waiting, silenced);
  useEffect(() => alarmSound().play(sounding), [sounding]);
  useReport(tells ? sound : null, sounding !== null);
  return {
    sounding,
    silence: () => useSilenced.setState({ silenced: silence(waiting, silenced) }),
    sound,
  };
}

/** Unheard sound is an alarm, once something ought to be heard. */
function useReport(sound: SoundState | null, needed: boolean): void {
  const reporter = useRef<SoundReporter>(null);
  useEffect(() => {
    const made = soundReporter((state) => client.alarms.reportSound({ state }));
    reporter.current = made;
    return () => made[Symbol.dispose]();
  }, []);
  useEffect(() => reporter.current?.see(sound, needed), [sound, needed]);
}
