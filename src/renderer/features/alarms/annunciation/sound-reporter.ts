import type { SoundState } from '#contract/alarms/queue.ts';

/** A sound device that was just opened takes its time, on a busy station seconds. Milliseconds. */
export const STARTS_WITHIN_MS = 8000;

/** Tells the core when the sound of this station cannot be heard, and when it can again. */
export interface SoundReporter extends Disposable {
  /** What is known now; `needed` while something ought to be heard. */
  see(state: SoundState | null, needed: boolean): void;
}

/** Makes one. Unheard sound is told once it has lasted, and only where it was needed. */
export function soundReporter(report: (state: SoundState) => Promise<unknown>): SoundReporter {
  let told: SoundState = 'ready';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(state: SoundState): void {
    told = state;
    // Told again with the next change; the bar says it meanwhile.
    report(state).catch(() => (told = 'ready'));
  }

  return {
    see(state, needed) {
      clearTimeout(timer);
      if (state === null || state === told) return;
      if (state === 'ready') tell(state);
      else if (needed) timer = setTimeout(() => tell(state), STARTS_WITHIN_MS);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
