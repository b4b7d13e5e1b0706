import type { AlarmPriority } from '#contract/alarms.ts';

/** One tone of a pattern. */
export interface Tone {
  /** Seconds after the pattern's start. */
  readonly at: number;
  /** Hertz. */
  readonly pitch: number;
  /** Seconds. */
  readonly length: number;
}

/** What a priority sounds like. */
export interface SoundPattern {
  readonly tones: readonly Tone[];
  /** Seconds from one start to the next. */
  readonly every: number;
}

const pulses = (pitches: readonly number[], length: number, gap: number): Tone[] =>
  pitches.map((pitch, index) => ({ at: index * (length + gap), pitch, length }));

/**
 * The burst of each priority, told apart by number of tones, speed and pitch and not by loudness, as
 * IEC 60601-1-8 does: the more urgent, the more tones, the faster and the sooner again.
 */
export const soundPatterns: Readonly<Record<AlarmPriority, SoundPattern>> = {
  P1: { tones: pulses([988, 988, 988, 1319, 1319], 0.12, 0.06), every: 2 },
  P2: { tones: pulses([784, 784, 988], 0.18, 0.12), every: 6 },
  P3: { tones: pulses([659, 523], 0.2, 0.15), every: 20 },
  P4: { tones: pulses([523], 0.25, 0), every: 60 },
};
