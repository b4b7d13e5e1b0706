/** How long to wait before trying again. */
export interface Backoff {
  /** The next pause in milliseconds: doubling up to the greatest, with jitter of a half. */
  next(): number;
  /** Starts over, after something worked. */
  reset(): void;
}

/** Pauses from `first` to `most` milliseconds; consoles that lost the same server spread out. */
export function createBackoff(first: number, most: number, random = Math.random): Backoff {
  let wait = first;
  return {
    next() {
      const now = wait;
      wait = Math.min(wait * 2, most);
      return now * (0.5 + random() / 2);
    },
    reset() {
      wait = first;
    },
  };
}

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
    return undefined;
  });
}
