import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, liveRowsOf, pageInput, pageOf, procedure, timestamp } from './procedure.ts';

/** How soon an operator must respond: P1 within a minute, P2 five, P3 thirty, P4 this shift. */
export const alarmPriorities = ['P1', 'P2', 'P3', 'P4'] as const;

/** One of {@link alarmPriorities}. */
export const alarmPriority = z.enum(alarmPriorities);

/**
 * Where an alarm stands (ISA-18.2): the condition is there or has returned to normal, and somebody
 * has taken note or not. `normal` alarms have left the queue.
 */
export const alarmState = z.enum(['active-unacked', 'active-acked', 'returned-unacked', 'normal']);

/** An alarm as the queue shows it. */
export const alarm = z.object({
  id: entityId,
  /** Name of the type, such as `node_offline`. */
  alarmType: z.string(),
  /** Noun of what raised it, such as `node`. */
  sourceType: z.string(),
  sourceId: z.string(),
  /** Its name as people know it. */
  sourceName: z.string(),
  priority: alarmPriority,
  state: alarmState,
  title: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  /** What the operator is to do, from the type. */
  operatorAction: z.string().nullable(),
  /** `true` when an acknowledgement must carry a note. */
  noteRequired: z.boolean(),
  /** `operator`: an event without an end, closed by a person with a note. */
  clearedBy: z.enum(['condition', 'operator']),
  /** How often it was raised in the life of this row. */
  occurrences: z.int(),
  /** Rises each time it asks for attention anew; an acknowledgement names the one it saw. */
  annunciation: z.int(),
  /** When it asked for attention last. */
  annunciatedAt: timestamp,
  /** When it happened by the source's own clock, where it has one. */
  sourceTime: timestamp.nullable(),
  /** When the database learned of the last occurrence. */
  receivedAt: timestamp,
  createdAt: timestamp,
  acknowledgedBy: entityId.nullable(),
  /** Name of that person, where the reader may see it. */
  acknowledgedByName: z.string().nullable(),
  acknowledgedAt: timestamp.nullable(),
  acknowledgedFrom: z.string().nullable(),
  acknowledgementNote: z.string().nullable(),
  resolvedAt: timestamp.nullable(),
  resolutionNotes: z.string().nullable(),
});

/** An annunciation that an operator saw and selected. */
export const seenAlarm = z.strictObject({ id: entityId, annunciation: z.int().positive() });

/** Why an alarm of a bulk acknowledgement was left alone. */
export const skipReason = z.enum([
  /** Somebody did it first. */
  'already-acknowledged',
  /** It asked for attention again after it was selected. */
  'changed',
  /** Its type asks for a note and none was given. */
  'note-required',
  /** It is gone, or was never visible to the person. */
  'not-found',
]);

/** Alarms by priority. */
export const alarmCounts = z.object({
  P1: z.int(),
  P2: z.int(),
  P3: z.int(),
  P4: z.int(),
});

/** What the alarm bar shows. */
export const alarmSummary = z.object({
  /** Everything in the queue. */
  open: alarmCounts,
  unacknowledged: alarmCounts,
  /** When the oldest unacknowledged alarm asked for attention, or `null` when there is none. */
  oldestUnacknowledgedAt: timestamp.nullable(),
});

const note = z.string().trim().min(1).max(2000);

/** The alarm queue of all systems. */
export const alarms = {
  /** One page of alarms, newest first by first raise: the queue (`open`) or everything. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(
      pageInput.extend({
        open: z.boolean().optional(),
        priorities: z.array(alarmPriority).min(1).max(4).optional(),
        alarmType: z.string().max(50).optional(),
        sourceType: z.string().max(50).optional(),
        sourceId: z.string().max(200).optional(),
        from: timestamp.optional(),
        /** Exclusive. */
        to: timestamp.optional(),
      }),
    )
    .output(pageOf(alarm)),
  /** The whole queue, then what changes of it. An alarm that leaves the queue is `removed`. */
  live: procedure('alarm:read', { level: 'badge' }).output(eventIterator(liveRowsOf(alarm))),
  /** Counts for the alarm bar. */
  summary: procedure('alarm:read', { level: 'badge' }).output(alarmSummary),
  /**
   * Takes note of the alarms as they were seen. Those to which it does not apply are skipped and
   * named; never clears a condition; safe to repeat.
   */
  acknowledge: procedure('alarm:acknowledge', { level: 'badge' })
    .input(z.strictObject({ alarms: z.array(seenAlarm).min(1).max(500), note: note.optional() }))
    .output(
      z.object({
        acknowledged: z.array(entityId),
        skipped: z.array(z.object({ id: entityId, reason: skipReason })),
      }),
    ),
  /** Closes an acknowledged event that has no end of its own (`clearedBy: operator`), with a note. */
  resolve: procedure('alarm:acknowledge')
    .input(z.strictObject({ id: entityId, note }))
    .errors({
      CONDITION_ACTIVE: {
        status: 409,
        message:
          'This alarm leaves when its condition returns to normal; it cannot be closed by hand.',
      },
      NOT_ACKNOWLEDGED: { status: 409, message: 'Acknowledge the alarm before you close it.' },
    })
    .output(alarm),
};

/** See {@link alarm}. */
export type Alarm = z.infer<typeof alarm>;
/** See {@link alarmPriority}. */
export type AlarmPriority = z.infer<typeof alarmPriority>;
/** See {@link alarmState}. */
export type AlarmState = z.infer<typeof alarmState>;
/** See {@link seenAlarm}. */
export type SeenAlarm = z.infer<typeof seenAlarm>;
/** See {@link skipReason}. */
export type SkipReason = z.infer<typeof skipReason>;
/** See {@link alarmSummary}. */
export type AlarmSummary = z.infer<typeof alarmSummary>;
