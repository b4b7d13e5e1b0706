import { isDefinedError } from '@orpc/client';
import { createBackoff, pause } from './backoff.ts';
import type { Lifeline } from './lifeline.ts';

/** What is known of a live stream, so that a screen never shows old values as live. */
export type SubscriptionState =
  /** Not yet, or no longer, receiving; it is opened again by itself. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'live' }
  /** The core says no, and asking again would not help until something changes. */
  | { readonly kind: 'refused'; readonly error: Error };

/** Who is told. */
interface SubscriptionListener<T> {
  /** Each message. The first after every (re)connection is a snapshot. */
  onMessage(message: T): void;
  onState?(state: SubscriptionState): void;
}

/** Opens a stream: `(signal) => client.shopfloor.machines.live({}, { signal })`. */
export type OpenStream<T> = (signal: AbortSignal) => Promise<AsyncIterable<T>>;

const passing: ReadonlySet<string> = new Set([
  'DATABASE_UNAVAILABLE',
  'READ_ONLY',
  'TOO_MANY_REQUESTS',
  'INCIDENT',
]);

/** Makes subscriptions that outlive the connection. */
export interface Subscriptions {
  /** Opens the stream now and after every loss; disposing cancels it. */
  subscribe<T>(open: OpenStream<T>, listener: SubscriptionListener<T>): Disposable;
  /** Asks again for every refused stream: after sign-in, unlocking or a new right. */
  retryRefused(): void;
}

/** Keeps subscriptions alive over a lifeline. */
export function createSubscriptions(lifeline: Lifeline): Subscriptions {
  let again = new AbortController();

  async function run<T>(
    open: OpenStream<T>,
    listener: SubscriptionListener<T>,
    signal: AbortSignal,
  ) {
    const backoff = createBackoff(100, 10_000);
    while (!signal.aborted) {
      listener.onState?.({ kind: 'waiting' });
      const refusal = await receive(open, listener, signal, backoff.reset);
      if (signal.aborted) return;
      if (refusal) {
        listener.onState?.({ kind: 'refused', error: refusal });
        await aborted(AbortSignal.any([signal, again.signal]));
      } else await pause(backoff.next(), signal);
    }
  }

  async function receive<T>(
    open: OpenStream<T>,
    listener: SubscriptionListener<T>,
    signal: AbortSignal,
    worked: () => void,
  ): Promise<Error | null> {
    try {
      await lifeline.whenUp(signal);
      let first = true;
      for await (const message of await open(signal)) {
        if (signal.aborted) break;
        if (first) listener.onState?.({ kind: 'live' });
        first = false;
        worked();
        listener.onMessage(message);
      }
      return null;
    } catch (error) {
      return error instanceof Error && isRefusal(error) ? error : null;
    }
  }

  return {
    subscribe(open, listener) {
      const stopped = new AbortController();
      void run(open, listener, AbortSignal.any([stopped.signal, lifeline.over]));
      return { [Symbol.dispose]: () => stopped.abort() };
    },
    retryRefused() {
      again.abort();
      again = new AbortController();
    },
  };
}

function isRefusal(error: Error): boolean {
  return isDefinedError(error) && !passing.has((error as unknown as { code: string }).code);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
