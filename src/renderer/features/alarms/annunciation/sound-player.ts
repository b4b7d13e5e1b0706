import type { AlarmPriority } from '#contract/alarms.ts';
import type { SoundState } from '#contract/alarms/queue.ts';
import { soundPatterns } from './sound-patterns.ts';

/** Plays the bursts of priorities. */
export interface SoundPlayer extends Disposable {
  /** Plays one priority again and again; null stops. */
  play(priority: AlarmPriority | null): void;
  /** Plays a burst once, for the person who wants to hear it. */
  test(priority: AlarmPriority): Promise<SoundState>;
  /** `blocked`: the browser wants a touch or key first; `missing`: this station has no sound. */
  state(): SoundState;
}

/** Tones fade in and out this fast in seconds, so that they do not click. */
const RAMP = 0.01;

function burst(context: AudioContext, volume: number, priority: AlarmPriority): void {
  for (const { at, pitch, length } of soundPatterns[priority].tones) {
    const start = context.currentTime + at;
    const gain = new GainNode(context, { gain: 0 });
    const tone = new OscillatorNode(context, { type: 'triangle', frequency: pitch });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(volume, start + RAMP);
    gain.gain.setValueAtTime(volume, start + length - RAMP);
    gain.gain.linearRampToValueAtTime(0, start + length);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + length);
  }
}

/** Makes a player; the sound is made here, so that no file can be missing. */
export function soundPlayer(volume: () => number): SoundPlayer {
  let context: AudioContext | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let playing: AlarmPriority | null = null;

  function open(): AudioContext | null {
    if (!('AudioContext' in globalThis)) return null;
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    return context;
  }

  function sound(priority: AlarmPriority): void {
    const opened = open();
    if (opened) burst(opened, volume(), priority);
  }

  function state(): SoundState {
    if (!open()) return 'missing';
    return context?.state === 'running' ? 'ready' : 'blocked';
  }

  function play(priority: AlarmPriority | null): void {
    if (priority === playing) return;
    playing = priority;
    clearInterval(timer);
    if (priority === null) return;
    sound(priority);
    timer = setInterval(() => sound(priority), soundPatterns[priority].every * 1000);
  }

  return {
    play,
    state,
    async test(priority) {
      await open()?.resume();
      sound(priority);
      return state();
    },
    [Symbol.dispose]() {
      play(null);
      void context?.close();
    },
  };
}
