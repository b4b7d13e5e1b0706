import type { Clock } from '../clock/clock.ts';

/** Lets so many through at once; the others wait in the order in which they came. */
export interface Lane {
  /** Answers how to leave; rejects after the lane's patience, so that nothing waits for itself. */
  enter(): Promise<() => void>;
  /** Sends away all that wait: nobody inside gets on. */
  turnAway(reason: Error): void;
}

interface Waiting {
  readonly goIn: () => void;
  readonly goAway: (reason: Error) => void;
}

/** Makes a lane. `patienceMs` is the longest that anybody waits. */
export function createLane(most: number, patienceMs: number, clock: Clock): Lane {
  const waiting = new Set<Waiting>();
  let inside = 0;

  function leave(): void {
    inside -= 1;
    const [next] = waiting;
    next?.goIn();
  }

  function goIn(): () => void {
    inside += 1;
    return leave;
  }

  return {
    enter() {
      if (inside < most) return Promise.resolve(goIn());
      return new Promise((resolve, reject) => {
        const patience = clock.after(patienceMs, () =>
          self.goAway(new Error('timeout exceeded when trying to get a turn')),
        );
        const end = (): void => {
          patience[Symbol.dispose]();
          waiting.delete(self);
        };
        const self: Waiting = {
          goIn() {
            end();
            resolve(goIn());
          },
          goAway(reason) {
            end();
            reject(reason);
          },
        };
        waiting.add(self);
      });
    },
    turnAway(reason) {
      for (const one of waiting) one.goAway(reason);
    },
  };
}
