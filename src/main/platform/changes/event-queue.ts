/** Events on their way to a stream's reader. */
export interface EventQueue<T> {
  push(event: T): void;
  /** The events in order, until the signal given at the making aborts. */
  drain(): AsyncGenerator<T>;
}

/**
 * Turns callbacks into a stream. A reader who lags loses the oldest beyond `most`: what a port said
 * a while ago is worth less than memory.
 */
export function eventQueue<T>(signal: AbortSignal, most = 500): EventQueue<T> {
  const waiting: T[] = [];
  let wake: (() => void) | null = null;
  signal.addEventListener('abort', () => wake?.(), { once: true });
  return {
    push(event) {
      waiting.push(event);
      if (waiting.length > most) waiting.shift();
      wake?.();
    },
    async *drain() {
      while (!signal.aborted) {
        const event = waiting.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
    },
  };
}
