import type { DurableQueue, QueueEntry } from './durable-queue.ts';

/** What became of one delivery. */
export type Delivery =
  | { readonly kind: 'done' }
  /** The receiver is away: keep the item and everything of its entity for the next time. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** The receiver will never take it as it is. */
  | { readonly kind: 'park'; readonly reason: string };

/** What one pass over the queue did. */
export interface DrainOutcome {
  readonly delivered: number;
  readonly parked: number;
  readonly waiting: number;
}

const BATCH = 100;

/**
 * Delivers what waits, oldest first and in order within each entity. A poison item holds back its
 * own entity only; the pass ends when nothing deliverable is left or `signal` aborts.
 */
export async function drain(
  queue: DurableQueue,
  deliver: (entry: QueueEntry) => Promise<Delivery>,
  signal: AbortSignal,
): Promise<DrainOutcome> {
  const held = new Set<string>();
  let [delivered, parked] = [0, 0];
  for (;;) {
    const batch = queue.peek(BATCH, held);
    if (batch.length === 0 || signal.aborted) break;
    for (const entry of batch) {
      if (signal.aborted || held.has(entry.entity)) continue;
      const delivery = await deliver(entry);
      if (delivery.kind === 'done') {
        queue.ack([entry.id]);
        delivered += 1;
        continue;
      }
      held.add(entry.entity);
      queue[delivery.kind === 'park' ? 'park' : 'fail'](entry.id, delivery.reason);
      if (delivery.kind === 'park') parked += 1;
    }
  }
  return { delivered, parked, waiting: queue.counts().waiting };
}
