import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { SoundState } from '#contract/alarms/queue.ts';
import { client } from '#lib/core.ts';
import { alarmSound, useSoundState } from './alarm-sound.ts';
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

/** A sound device that was just opened takes its time, on a busy station seconds. Milliseconds. */
const STARTS_WITHIN_MS = 8000;

/** Unheard sound is an alarm, once something ought to be heard; it is told once, and its end too. */
function useReport(sound: SoundState | null, needed: boolean): void {
  const told = useRef<SoundState>('ready');
  useEffect(() => {
    if (sound === null || sound === told.current || (sound !== 'ready' && !needed)) {
      return undefined;
    }
    const timer = setTimeout(
      () => {
        told.current = sound;
        // Told again with the next change; the bar says it meanwhile.
        client.alarms.reportSound({ state: sound }).catch(() => (told.current = 'ready'));
      },
      sound === 'ready' ? 0 : STARTS_WITHIN_MS,
    );
    return () => clearTimeout(timer);
  }, [sound, needed]);
}
