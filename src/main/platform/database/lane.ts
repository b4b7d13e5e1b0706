import type { Clock } from '../clock/clock.ts';

/** Lets so many through at once; the others wait in the order in which they came. */
export interface Lane {
  /** Answers how to leave; rejects after the lane's patience, so that nothing waits for itself. */
  enter(): Promise<() => void>;
}

/** Makes a lane. `patienceMs` is the longest that anybody waits. */
export function createLane(most: number, patienceMs: number, clock: Clock): Lane {
  const waiting = new Set<() => void>();
  let inside = 0;

  function leave(): void {
    inside -= 1;
    const [next] = waiting;
    next?.();
  }

  function goIn(): () => void {
    inside += 1;
    return leave;
  }

  return {
    enter() {
      if (inside < most) return Promise.resolve(goIn());
      return new Promise((resolve, reject) => {
        const patience = clock.after(patienceMs, () => {
          waiting.delete(next);
          reject(new Error('timeout exceeded when trying to get a turn'));
        });
        function next(): void {
          patience[Symbol.dispose]();
          waiting.delete(next);
          resolve(goIn());
        }
        waiting.add(next);
      });
    },
  };
}
