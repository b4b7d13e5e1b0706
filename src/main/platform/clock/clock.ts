/** The longest delay Node keeps; a longer one would fire at once. Milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Time as the program sees it. Everything that waits or stamps takes a clock, so that a test can
 * move it.
 */
export interface Clock {
  /** Wall time, for stamps that people and databases read. May jump when the system clock is set. */
  now(): Date;
  /** Milliseconds since an arbitrary start. Never jumps: use it for every time-out and age. */
  monotonic(): number;
  /** Runs `action` once after `ms` (capped at {@link LONGEST_TIMER_MS}); disposing cancels it. */
  after(ms: number, action: () => void): Disposable;
  /** Runs `action` every `ms` until disposed. */
  every(ms: number, action: () => void): Disposable;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
