import type { Change, ChangeBatch } from './changes.ts';

/** Above this many keys of one topic a reader is better off loading afresh. */
const MOST_IDS = 1_000;

/**
 * What one reader has not looked at yet. Grows by keys, not by notifications, and never beyond a
 * thousand keys a topic: a slow reader gets a coarser answer, not a longer queue.
 */
export class ChangeBuffer {
  readonly #topics: ReadonlySet<string>;
  readonly #pending = new Map<string, Set<string> | null>();
  #gap = false;
  #wake: (() => void) | null = null;

  constructor(topics: readonly string[]) {
    this.#topics = new Set(topics);
  }

  /** Notes a change, if the reader asked for its topic. */
  add({ topic, ids }: Change): void {
    if (!this.#topics.has(topic)) return;
    const known = this.#pending.get(topic);
    if (known === null) return;
    const merged = ids && new Set([...(known ?? []), ...ids]);
    this.#pending.set(topic, merged && merged.size <= MOST_IDS ? merged : null);
    this.#wake?.();
  }

  /** Notes that changes may have been missed; what was noted before no longer matters. */
  addGap(): void {
    this.#gap = true;
    this.#pending.clear();
    this.#wake?.();
  }

  /** How many keys wait. */
  get size(): number {
    let keys = 0;
    for (const ids of this.#pending.values()) keys += ids?.size ?? 1;
    return keys;
  }

  /** Takes everything noted; `null` when there is nothing. */
  take(): ChangeBatch | null {
    if (this.#gap) {
      this.#gap = false;
      this.#pending.clear();
      return { kind: 'gap' };
    }
    if (this.#pending.size === 0) return null;
    const changes = [...this.#pending].map(([topic, ids]) => ({ topic, ids: ids && [...ids] }));
    this.#pending.clear();
    return { kind: 'changes', changes };
  }

  /** Resolves when there is something to take, or `signal` aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#gap || this.#pending.size > 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#wake = null;
  }
}
