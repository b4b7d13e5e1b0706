import { useEffect, useSyncExternalStore } from 'react';
import type { AlarmSound } from '#lib/preferences.ts';
import { usePreferences } from '#lib/preferences.ts';
import { type SoundPlayer, soundPlayer } from './sound-player.ts';

const volumes: Readonly<Record<AlarmSound, number>> = {
  off: 0,
  quiet: 0.08,
  normal: 0.25,
  loud: 0.6,
};

let made: SoundPlayer | undefined;

/** The station's one player: two would sound against each other. */
export function alarmSound(): SoundPlayer {
  made ??= soundPlayer(() => volumes[usePreferences.getState().alarmSound]);
  return made;
}

/** How often the state of the sound is looked at; the browser tells of no change. Milliseconds. */
const LOOK_EVERY_MS = 2000;

function onLook(look: () => void): () => void {
  const timer = setInterval(look, LOOK_EVERY_MS);
  // The first touch of the page is what lets a browser sound.
  document.addEventListener('pointerup', look);
  document.addEventListener('keyup', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('pointerup', look);
    document.removeEventListener('keyup', look);
  };
}

/** Whether the sound of this station is heard; `null` where it is switched off. */
export function useSoundState() {
  const on = usePreferences((preferences) => preferences.alarmSound !== 'off');
  const state = useSyncExternalStore(onLook, () => alarmSound().state());
  useEffect(() => () => alarmSound().play(null), []);
  return on ? state : null;
}
