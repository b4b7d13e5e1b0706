import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { BadgeRead, BadgeReads } from './badge-reads.ts';

/** The reads of this process, and the right to add to them. */
export interface RecentReads extends BadgeReads {
  add(read: BadgeRead): void;
}

const KEPT_MS = 120_000;
const MOST_KEPT = 200;

/** Keeps reads in memory for two minutes, at most 200 of them; the numbers are written nowhere. */
export function createRecentReads(clock: Clock, log: Log): RecentReads {
  const listeners = new Set<(read: BadgeRead) => void>();
  const kept = new Map<string, { readonly read: BadgeRead; readonly until: number }>();

  function forget(): void {
    for (const [id, { until }] of kept) {
      if (until > clock.monotonic() && kept.size <= MOST_KEPT) return;
      kept.delete(id);
    }
  }

  return {
    add(read) {
      kept.set(read.readId, { read, until: clock.monotonic() + KEPT_MS });
      forget();
      for (const listener of listeners) {
        try {
          listener(read);
        } catch (error) {
          log.error('A subscriber of badge reads failed.', error, { reader: read.readerId });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    find(readId) {
      const found = kept.get(readId);
      return found && found.until > clock.monotonic() ? found.read : null;
    },
  };
}
