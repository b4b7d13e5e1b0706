import { createBackoff, pause } from './backoff.ts';
import { NotConnected } from './errors.ts';
import type { OpenLink, Transport } from './transport.ts';

/** What is known of the connection, for the status bar and the banner. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up'; readonly since: Date }
  /** `since` is when it was lost or first failed; the console keeps trying by itself. */
  | { readonly kind: 'down'; readonly since: Date; readonly reason: string };

/** Keeps one way to the core open. */
export interface Lifeline {
  readonly state: ConnectionState;
  /** Tells of every change of {@link state}; disposing ends it. */
  onState(listener: (state: ConnectionState) => void): Disposable;
  /** The open way. Waits only while the very first one is being opened; else `NotConnected`. */
  current(): Promise<OpenLink>;
  /** Resolves when a way is open; rejects when `signal` is aborted. */
  whenUp(signal: AbortSignal): Promise<OpenLink>;
  /** Tries now instead of after the pause, as when the network came back. */
  retryNow(): void;
  /** Aborted when it was closed for good. */
  readonly over: AbortSignal;
  /** Closes for good. */
  close(): void;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const OPEN_TIMEOUT_MS = 10_000;
/** A way that lasted less counts as a failed attempt: a server may accept and hang up. */
const STEADY_MS = 2_000;

/** Opens a way and opens it again, with growing pauses, whenever it is lost. */
export function createLifeline(transport: Transport): Lifeline {
  const over = new AbortController();
  const listeners = new Set<(state: ConnectionState) => void>();
  const backoff = createBackoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  let state: ConnectionState = { kind: 'connecting' };
  let open: OpenLink | null = null;
  let skipPause = new AbortController();

  function become(next: ConnectionState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  function down(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const since = state.kind === 'down' ? state.since : new Date();
    become({ kind: 'down', since, reason });
  }

  async function hold(link: OpenLink): Promise<void> {
    const openedAt = performance.now();
    open = link;
    become({ kind: 'up', since: new Date() });
    await new Promise((resolve) => link.closed.addEventListener('abort', resolve, { once: true }));
    open = null;
    if (performance.now() - openedAt > STEADY_MS) backoff.reset();
    down(link.closed.reason);
  }

  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      try {
        const link = await transport.open(
          AbortSignal.any([over.signal, AbortSignal.timeout(OPEN_TIMEOUT_MS)]),
        );
        if (over.signal.aborted) link.close('the console was closed');
        else if (!link.closed.aborted) await hold(link);
      } catch (error) {
        down(error);
      }
      skipPause = new AbortController();
      await pause(backoff.next(), AbortSignal.any([over.signal, skipPause.signal]));
    }
  }

  function onState(listener: (state: ConnectionState) => void): Disposable {
    listeners.add(listener);
    return { [Symbol.dispose]: () => void listeners.delete(listener) };
  }

  async function whenUp(signal: AbortSignal): Promise<OpenLink> {
    const link = open;
    if (link) return link;
    await nextChange(onState, AbortSignal.any([signal, over.signal]));
    return whenUp(signal);
  }

  void run();
  return {
    over: over.signal,
    onState,
    whenUp,
    get state() {
      return state;
    },
    async current() {
      if (state.kind === 'connecting') await nextChange(onState, over.signal);
      if (open) return open;
      throw new NotConnected(state.kind === 'down' ? state.reason : 'the console was closed');
    },
    retryNow: () => skipPause.abort(),
    close() {
      over.abort(new NotConnected('the console was closed'));
      open?.close('the console was closed');
    },
  };
}

function nextChange(onState: Lifeline['onState'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      listening[Symbol.dispose]();
      reject(signal.reason as Error);
    };
    const listening = onState(() => {
      listening[Symbol.dispose]();
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
