import type { Clock } from './clock.ts';

interface Timer {
  at: number;
  readonly every: number | null;
  readonly action: () => void;
}

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time forward and runs, in order of their time, the timers that fall due. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock without touching monotonic time, as an administrator or NTP would. */
  jumpTo(wall: Date): void;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes a clock that starts at `start` and moves only by {@link FakeClock.advance}. */
export function fakeClock(start = new Date('2026-01-05T00:00:00Z')): FakeClock {
  let elapsed = 0;
  let wallOffset = start.getTime();
  const timers = new Set<Timer>();

  function schedule(timer: Timer): Disposable {
    timers.add(timer);
    return { [Symbol.dispose]: () => void timers.delete(timer) };
  }

  function nextDue(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.at <= until && (!next || timer.at < next.at)) next = timer;
    }
    return next;
  }

  function fire(timer: Timer): void {
    elapsed = Math.max(elapsed, timer.at);
    if (timer.every === null) timers.delete(timer);
    else timer.at += timer.every;
    timer.action();
  }

  const clock: FakeClock = {
    now: () => new Date(wallOffset + elapsed),
    monotonic: () => elapsed,
    after: (ms, action) => schedule({ at: elapsed + Math.max(ms, 0), every: null, action }),
    every: (ms, action) => schedule({ at: elapsed + ms, every: Math.max(ms, 1), action }),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const timer = clock.after(ms, resolve);
        signal?.addEventListener('abort', () => {
          timer[Symbol.dispose]();
          reject(signal.reason as Error);
        });
      }),
    async advance(ms) {
      const until = elapsed + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        fire(timer);
        await settled();
      }
      elapsed = until;
      await settled();
    },
    jumpTo(wall) {
      wallOffset = wall.getTime() - elapsed;
    },
  };
  return clock;
}
