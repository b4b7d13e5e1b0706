import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log/log.ts';
import type { DatabaseState } from './database.ts';
import { isConnectionLost, isReadOnly, reasonOf } from './errors.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Asks the server whether it can be reached and takes changes; throws what it answers if not. */
export type Probe = () => Promise<void>;

/** Watches whether the database can be used, and finds out when it can again. */
export interface Availability extends Disposable {
  readonly state: DatabaseState;
  /** Tells of a failed statement or connection; anything that is not about availability is ignored. */
  failed(error: unknown): void;
  /** Tells that a connection was made and answered. */
  reached(): void;
  onState(listener: (state: DatabaseState) => void): Disposable;
}

/** Makes the watch. While the database is away or read-only it probes at growing pauses, at most 10 s. */
export function createAvailability(clock: Clock, log: Log, probe: Probe): Availability {
  let state: DatabaseState = { kind: 'online' };
  let pause = FIRST_PAUSE_MS;
  let timer: Disposable | null = null;
  let disposed = false;
  const listeners = new Set<(state: DatabaseState) => void>();

  function enter(next: DatabaseState): void {
    if (next.kind === state.kind) return;
    log.info(`Database is ${next.kind}.`, next.kind === 'online' ? {} : { reason: next.reason });
    state = next;
    for (const listener of listeners) listener(next);
  }

  function scheduleProbe(): void {
    if (timer || disposed) return;
    timer = clock.after(pause, () => void runProbe());
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }

  async function runProbe(): Promise<void> {
    let failure: unknown;
    try {
      await probe();
    } catch (error) {
      failure = error;
    }
    timer = null;
    if (disposed) return;
    if (isConnectionLost(failure) || isReadOnly(failure)) return availability.failed(failure);
    pause = FIRST_PAUSE_MS;
    enter({ kind: 'online' });
  }

  const availability: Availability = {
    get state() {
      return state;
    },
    failed(error) {
      if (isReadOnly(error)) {
        enter({ kind: 'read-only', since: clock.now(), reason: reasonOf(error) });
      } else if (isConnectionLost(error)) {
        enter({ kind: 'reconnecting', since: clock.now(), reason: reasonOf(error) });
      } else return;
      scheduleProbe();
    },
    reached() {
      if (state.kind !== 'reconnecting') return;
      pause = FIRST_PAUSE_MS;
      enter({ kind: 'online' });
    },
    onState(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    [Symbol.dispose]() {
      disposed = true;
      timer?.[Symbol.dispose]();
      listeners.clear();
    },
  };
  return availability;
}
