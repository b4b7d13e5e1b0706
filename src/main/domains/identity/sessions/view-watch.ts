import type { Connection } from '#platform/rpc/context.ts';

/** Tells each connection what it is like, again whenever that has changed. */
export interface ViewWatch<View> {
  /** Something about this connection may have changed. */
  notify(connection: Connection): void;
  /** The view now and after each change, until `signal` aborts. */
  watch(connection: Connection, signal: AbortSignal): AsyncGenerator<View>;
}

/** Makes the watch over what `view` answers. */
export function createViewWatch<View>(view: (connection: Connection) => View): ViewWatch<View> {
  const listeners = new Map<Connection, Set<() => void>>();
  return {
    notify: (connection) => listeners.get(connection)?.forEach((listener) => listener()),
    async *watch(connection, signal) {
      let last = '';
      while (!signal.aborted) {
        const changed = Promise.withResolvers<void>();
        const wake = (): void => changed.resolve();
        const waiting = listeners.get(connection) ?? new Set();
        listeners.set(connection, waiting.add(wake));
        signal.addEventListener('abort', wake, { once: true });
        try {
          const now = view(connection);
          const text = JSON.stringify(now);
          if (text !== last) yield now;
          last = text;
          if (text === JSON.stringify(view(connection))) await changed.promise;
        } finally {
          signal.removeEventListener('abort', wake);
          waiting.delete(wake);
          if (waiting.size === 0) listeners.delete(connection);
        }
      }
    },
  };
}
