import { powerMonitor } from 'electron';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { Consoles } from './consoles.ts';

/** The console of this desk, and the means to lock it for certain. */
export interface Locker extends Disposable {
  /** Locks now. Where the database cannot be told, it is told as soon as it can be. */
  lock(): void;
}

const RETRY_MS = 1000;

/** Locks the console when the person locks the machine, leaves it to another user, or it sleeps. */
export function lockWithSystem(
  consoles: Consoles,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Locker {
  const stopping = new AbortController();

  async function lockForCertain(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await consoles.lock();
      } catch (error) {
        log.error('The console is locked, but the database was not told', error);
        await clock.sleep(RETRY_MS, stopping.signal).catch(() => undefined);
      }
    }
  }

  const lock = (): void => void lockForCertain();
  // One by one, because each has a type of its own.
  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
  powerMonitor.on('user-did-resign-active', lock);
  return {
    lock,
    [Symbol.dispose]() {
      stopping.abort();
      powerMonitor.off('lock-screen', lock);
      powerMonitor.off('suspend', lock);
      powerMonitor.off('user-did-resign-active', lock);
    },
  };
}
