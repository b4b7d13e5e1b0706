/** Pauses between attempts: each about twice the last, never beyond the longest. */
export interface BackOff {
  /** The next pause, with jitter, so that many stations do not knock at once. Milliseconds. */
  next(): number;
  /** Starts again from the first pause, after a success. */
  reset(): void;
}

/**
 * Makes a back-off from `firstMs` to `longestMs`; jitter takes up to half of a pause away. `random`
 * is in [0, 1).
 */
export function backOff(
  firstMs: number,
  longestMs: number,
  random: () => number = Math.random,
): BackOff {
  let pause = firstMs;
  return {
    next() {
      const current = pause;
      pause = Math.min(pause * 2, longestMs);
      return current * (0.5 + random() / 2);
    },
    reset() {
      pause = firstMs;
    },
  };
}
