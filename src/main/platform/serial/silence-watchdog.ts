import type { Clock } from '#platform/clock/clock.ts';

/** Notices that a device stopped talking, by monotonic time. */
export interface SilenceWatchdog extends Disposable {
  /** A byte came. */
  heard(): void;
}

/**
 * Calls `onSilence` once when nothing was heard for `limitMs`. One timer whatever the traffic: a
 * byte costs one reading of the clock.
 */
export function silenceWatchdog(
  clock: Clock,
  limitMs: number,
  onSilence: () => void,
): SilenceWatchdog {
  let lastAt = clock.monotonic();
  let timer: Disposable;

  function check(): void {
    const remaining = lastAt + limitMs - clock.monotonic();
    if (remaining > 0) timer = clock.after(remaining, check);
    else onSilence();
  }

  timer = clock.after(limitMs, check);
  return {
    heard() {
      lastAt = clock.monotonic();
    },
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
    },
  };
}
