import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure, timestamp } from '../procedure.ts';

/** What can wait: use of a machine, the state of an emergency stop, a badge that was refused. */
export const deferredKind = z.enum(['activity', 'estop', 'refused-badge', 'unreadable']);

/** Something that this console could not write, because the database was away. */
export const deferredRecord = z.object({
  /** Position in the queue of this console. */
  id: z.int(),
  kind: deferredKind,
  /** The node or machine that it is about, as the queue names it; later ones of it wait behind. */
  about: z.string(),
  happenedAt: timestamp.nullable(),
  queuedAt: timestamp,
  /** Deliveries that failed so far. */
  attempts: z.int(),
  /** Set aside: it cannot be written as it is, and holds back what came after it about the same thing. */
  parked: z.boolean(),
  /** Why it was set aside, or last failed. */
  reason: z.string().nullable(),
});

/** How many records wait at this console, and how many are set aside. */
export const deferredCounts = z.object({ waiting: z.int(), parked: z.int() });

const one = z.strictObject({ id: z.int() });

/** The queue of the console that answers: what waits until the database is back. */
export const deferred = {
  /** How many wait, now and whenever that changes. */
  counts: procedure('signed-in', { level: 'badge' }).output(eventIterator(deferredCounts)),
  /** The oldest of them, parked ones first; at most 500. */
  list: procedure('node:read').output(z.array(deferredRecord)),
  /** Puts a parked record back in its place, to be tried again. */
  retry: procedure('node:manage').input(one).output(deferredCounts),
  /** Removes a parked record for good; audited with what it was. */
  discard: procedure('node:manage')
    .input(one.extend({ reason: z.string().trim().min(5).max(500) }))
    .output(deferredCounts),
};

/** See {@link deferredRecord}. */
export type DeferredRecord = z.infer<typeof deferredRecord>;
/** See {@link deferredCounts}. */
export type DeferredCounts = z.infer<typeof deferredCounts>;
