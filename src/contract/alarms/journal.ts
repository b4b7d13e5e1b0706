import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { alarmPriority } from '../alarms.ts';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** What may happen to an alarm. */
export const journalEvents = [
  'raised',
  'recurred',
  'returned',
  'worsened',
  'eased',
  'described',
  'acknowledged',
  'clearing',
  'cleared',
  'resolved',
  'reset',
  'shelved',
  'unshelved',
  'suppressed',
  'unsuppressed',
  'out-of-service',
  'returned-to-service',
  'grouped',
  'members-changed',
  'assigned',
  'commented',
  'escalated',
  'flagged',
  'removed',
  'restated',
] as const;

/** One transition of one alarm. Never changed, and kept longer than the alarm. */
export const journalRow = z.object({
  id: z.string(),
  at: timestamp,
  alarmId: entityId,
  alarmType: z.string(),
  /** Title of the type. */
  title: z.string(),
  sourceType: z.string(),
  sourceId: z.string(),
  /** Its name as people know it; its key where the alarm is gone. */
  sourceName: z.string(),
  event: z.enum(journalEvents),
  priority: alarmPriority.nullable(),
  /** It asked operators for attention. */
  annunciated: z.boolean(),
  positionId: entityId.nullable(),
  userId: entityId.nullable(),
  /** Name of that person, where the reader may see it. */
  userName: z.string().nullable(),
  /** The system task that did it; null for a person. */
  task: z.string().nullable(),
  workstation: z.string().nullable(),
  note: z.string().nullable(),
  sourceTime: timestamp.nullable(),
  /** What changed: before and after. The whole state when raised or removed. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

/** What narrows the journal. */
export const journalFilter = z.strictObject({
  alarmId: entityId.optional(),
  alarmType: z.string().max(50).optional(),
  sourceType: z.string().max(50).optional(),
  sourceId: z.string().max(200).optional(),
  events: z.array(z.enum(journalEvents)).min(1).max(journalEvents.length).optional(),
  priorities: z.array(alarmPriority).min(1).max(4).optional(),
  positionId: entityId.optional(),
  userId: entityId.optional(),
  /** Only what asked for attention. */
  annunciated: z.boolean().optional(),
  from: timestamp.optional(),
  /** Exclusive. */
  to: timestamp.optional(),
});

/** The journal of all transitions. */
export const journalContract = {
  /** One page, the newest first. */
  search: procedure('alarm:read', { level: 'badge' })
    .input(pageInput.extend(journalFilter.shape))
    .output(pageOf(journalRow)),
  /** CSV in pieces, oldest first; the first piece has the head line. Itself audited. */
  export: procedure('alarm:read')
    .input(journalFilter)
    .output(eventIterator(z.object({ text: z.string(), rows: z.int() }))),
};

/** See {@link journalRow}. */
export type JournalRow = z.infer<typeof journalRow>;
/** See {@link journalFilter}. */
export type JournalFilter = z.infer<typeof journalFilter>;
