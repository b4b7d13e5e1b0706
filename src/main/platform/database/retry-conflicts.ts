import { setTimeout as sleep } from 'node:timers/promises';
import { isRetryable } from './constraints.ts';

const ATTEMPTS = 4;
/** Longest wait before the first repetition; it doubles with each. Milliseconds. */
const FIRST_WAIT_MS = 20;

/**
 * Runs a transaction again where the database ended it for the sake of another: a deadlock, a
 * serialization failure, a lock waited for too long. `work` leaves nothing behind but what its
 * transaction wrote. Throws the last failure when none of four attempts succeeds.
 */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || attempt === ATTEMPTS) throw error;
      // By chance, so that two that met do not meet again.
      await sleep(Math.random() * FIRST_WAIT_MS * 2 ** attempt);
    }
  }
}
