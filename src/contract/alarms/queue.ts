import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  acted,
  alarm,
  alarmCounts,
  alarmNote,
  alarmPriority,
  alarmState,
  seenAlarm,
  seenAssignment,
} from '../alarms.ts';
import { entityId, liveRowsOf, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** A flood that goes on: more alarms than an operator can answer. */
export const standingFlood = z.object({
  id: entityId,
  positionId: entityId,
  positionName: z.string(),
  startedAt: timestamp,
  /** Annunciations since it began. */
  alarmCount: z.int(),
});

/** What the alarm bar shows. */
export const alarmSummary = z.object({
  /** Everything in the queue, without what is set aside. */
  open: alarmCounts,
  unacknowledged: alarmCounts,
  /** When the oldest unacknowledged alarm asked for attention, or `null` when there is none. */
  oldestUnacknowledgedAt: timestamp.nullable(),
  /** When the newest unacknowledged alarm of each priority asked for attention: what sounds. */
  newestUnacknowledgedAt: z.object({
    P1: timestamp.nullable(),
    P2: timestamp.nullable(),
    P3: timestamp.nullable(),
    P4: timestamp.nullable(),
  }),
  /** Standing shelvings, alarms suppressed by a rule or a parent, orders out of service, requests that wait. */
  shelved: z.int(),
  suppressed: z.int(),
  outOfService: z.int(),
  outOfServiceRequests: z.int(),
  floods: z.array(standingFlood),
});

/** Whether a station's alarm sound can be heard, as far as its program knows. */
export const soundState = z.enum(['ready', 'blocked', 'missing']);

const set = z.array(seenAlarm).min(1).max(500);
const ids = z.array(entityId).min(1).max(500);

/** What narrows a list of alarms. */
export const alarmFilter = z.strictObject({
  /** `true`: what has not left the queue; `false`: what has. */
  open: z.boolean().optional(),
  priorities: z.array(alarmPriority).min(1).max(4).optional(),
  states: z.array(alarmState).min(1).max(6).optional(),
  /** `true`: only shelved, suppressed or out of service; `false`: none of them. */
  setAside: z.boolean().optional(),
  alarmType: z.string().max(50).optional(),
  sourceType: z.string().max(50).optional(),
  sourceId: z.string().max(200).optional(),
  areaId: entityId.optional(),
  positionId: entityId.optional(),
  /** Members of this parent. */
  parentId: entityId.optional(),
  assignedTo: entityId.optional(),
  /** First raise, inclusive. */
  from: timestamp.optional(),
  /** Exclusive. */
  to: timestamp.optional(),
});

/**
 * The most alarms that a console is sent of the queue to begin with. Of a longer queue it has at the
 * least half as many at any time; beyond them only counts help.
 */
export const mostQueueRows = 2000;

/** What is remarkable about an alarm beside its state, the most telling first. */
export const alarmMarks = [
  'firstOut',
  'parent',
  'escalated',
  'chattering',
  'fleeting',
  'stale',
] as const;

const sourceNouns = z.array(z.string().max(50)).min(1).max(50).optional();

/** What narrows the live queue. */
export const queueFilter = z.strictObject({
  priority: alarmPriority.optional(),
  state: alarmState.optional(),
  /** Nouns of sources; and those that are left out. */
  sourceTypes: sourceNouns,
  exceptSourceTypes: sourceNouns,
  areaId: entityId.optional(),
  mark: z.enum(alarmMarks).optional(),
  assignedTo: entityId.optional(),
  /** Part of source, title or message. */
  search: z.string().trim().max(200).optional(),
});

/** The queue itself: reading it, and acting on exactly the alarms that were seen. */
export const queueContract = {
  /** One page of alarms, newest first by first raise. */
  list: procedure('alarm:read', { level: 'badge' })
    .input(pageInput.extend(alarmFilter.shape))
    .output(pageOf(alarm)),
  get: procedure('alarm:read', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(alarm),
  /**
   * The queue, then what changes of it: unacknowledged first, then by priority, then the newest, and
   * about {@link mostQueueRows} at once (`summary` says how many there are). An alarm that leaves
   * the queue, is set aside, does not pass the filter any more or is pushed out by more urgent ones is
   * `removed`; `setAside: true` shows what is set aside as well.
   */
  live: procedure('alarm:read', { level: 'badge', display: true })
    .input(
      z
        .strictObject({
          setAside: z.boolean().optional(),
          positionId: entityId.optional(),
          filter: queueFilter.optional(),
        })
        .optional(),
    )
    .output(eventIterator(liveRowsOf(alarm))),
  /** Counts for the alarm bar, of one operator position or all. */
  summary: procedure('alarm:read', { level: 'badge', display: true })
    .input(z.strictObject({ positionId: entityId.optional() }).optional())
    .output(alarmSummary),
  /**
   * Takes note of the alarms as they were seen. Those to which it does not apply are skipped and
   * named; never clears a condition; safe to repeat.
   */
  acknowledge: procedure('alarm:acknowledge', { level: 'badge' })
    .input(z.strictObject({ alarms: set, note: alarmNote.optional() }))
    .output(acted),
  /** Resets the latch of alarms whose condition has returned to normal, as they were seen. */
  reset: procedure('alarm:acknowledge')
    .input(z.strictObject({ alarms: set, note: alarmNote.optional() }))
    .output(acted),
  /**
   * Says who looks after the alarms; null: nobody in particular. Those that are not any more with
   * whom they were seen are skipped and named, so that nobody takes an alarm from another unseen.
   */
  assign: procedure('alarm:acknowledge', { level: 'badge' })
    .input(
      z.strictObject({
        alarms: z.array(seenAssignment).min(1).max(500),
        to: entityId.nullable(),
      }),
    )
    .output(acted),
  /** Adds a remark to the journal of each of the alarms. */
  comment: procedure('alarm:acknowledge', { level: 'badge' })
    .input(z.strictObject({ ids, text: alarmNote }))
    .output(acted),
  /**
   * A console tells that its alarm sound is not heard, which is an alarm itself: `blocked` until
   * somebody touches the page, `missing` where the station has no sound, `ready` once it works again.
   */
  reportSound: procedure('alarm:acknowledge', { level: 'badge' })
    .input(z.strictObject({ state: soundState }))
    .output(z.object({})),
  /** Closes an acknowledged event that has no end of its own (`clearedBy: operator`), with a note. */
  resolve: procedure('alarm:acknowledge')
    .input(z.strictObject({ id: entityId, note: alarmNote }))
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

/** See {@link alarmSummary}. */
export type AlarmSummary = z.infer<typeof alarmSummary>;
/** See {@link soundState}. */
export type SoundState = z.infer<typeof soundState>;
/** See {@link standingFlood}. */
export type StandingFlood = z.infer<typeof standingFlood>;
/** See {@link queueFilter}. */
export type QueueFilter = z.infer<typeof queueFilter>;
/** One of {@link alarmMarks}. */
export type AlarmMark = (typeof alarmMarks)[number];
/** See {@link alarmFilter}. */
export type AlarmFilter = z.infer<typeof alarmFilter>;
