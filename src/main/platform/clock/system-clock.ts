import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, LONGEST_TIMER_MS } from './clock.ts';

const capped = (ms: number): number => Math.min(Math.max(ms, 0), LONGEST_TIMER_MS);

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, capped(ms));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  every(ms, action) {
    const timer = setInterval(action, capped(ms));
    return { [Symbol.dispose]: () => clearInterval(timer) };
  },
  sleep: (ms, signal) => delay(capped(ms), undefined, signal ? { signal } : {}),
};
