import type { Clock } from '#platform/clock/clock.ts';

/** So many crashes within {@link WINDOW_MS} are no accident any more. */
const MOST_CRASHES = 3;
const WINDOW_MS = 60_000;

/** Decides after each crash of a page whether to load it again by itself. */
export interface CrashPolicy {
  /** `reload`, or `ask` a person when the page keeps crashing. */
  crashed(): 'reload' | 'ask';
}

/** Counts the crashes of one window. */
export function createCrashPolicy(clock: Pick<Clock, 'monotonic'>): CrashPolicy {
  let recent: number[] = [];
  return {
    crashed() {
      const now = clock.monotonic();
      recent = [...recent.filter((at) => now - at < WINDOW_MS), now];
      return recent.length > MOST_CRASHES ? 'ask' : 'reload';
    },
  };
}
