import { z } from 'zod';
import { entityId, timestamp } from './procedure.ts';

/** How soon an operator must respond: P1 within a minute, P2 five, P3 thirty, P4 this shift. */
export const alarmPriorities = ['P1', 'P2', 'P3', 'P4'] as const;

/** One of {@link alarmPriorities}. */
export const alarmPriority = z.enum(alarmPriorities);

/**
 * Where an alarm stands (ISA-18.2): the condition is there or has returned to normal, somebody has
 * taken note or not, and a latch that only a person resets holds it. `normal` alarms have left the
 * queue. Overlays (shelved, suppressed, out of service) come on top and leave this alone.
 */
export const alarmState = z.enum([
  'active-unacked',
  'active-acked',
  'returned-unacked',
  'latched-unacked',
  'latched-acked',
  'normal',
]);

/**
 * Letter in the ISA-18.2 diagram: A normal, B active unacknowledged, C active acknowledged,
 * D returned unacknowledged, E and F latched, G shelved, H suppressed by design, I out of service.
 */
export const isaState = z.enum(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I']);

/** Set aside by an operator for a time. */
export const shelvedMark = z.object({
  id: entityId,
  until: timestamp,
  /** Ends also when the condition returns to normal. */
  oneShot: z.boolean(),
  reason: z.string(),
  by: entityId,
  /** Name of that person, where the reader may see it. */
  byName: z.string().nullable(),
});

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
  isaState,
  title: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
  /** What usually makes it happen, what happens when nobody responds, and what to do: from the type. */
  cause: z.string().nullable(),
  consequence: z.string().nullable(),
  operatorAction: z.string().nullable(),
  timeToRespondSeconds: z.int().nullable(),
  /** `true` when an acknowledgement must carry a note. */
  noteRequired: z.boolean(),
  /** `operator`: an event without an end, closed by a person with a note. */
  clearedBy: z.enum(['condition', 'operator']),
  /** The longest it may be shelved; 0: not at all. Seconds. */
  maxShelveSeconds: z.int(),
  /** How often it was raised in the life of this row. */
  occurrences: z.int(),
  /** Rises each time it asks for attention anew; an acknowledgement names the one it saw. */
  annunciation: z.int(),
  /** When it asked for attention last. */
  annunciatedAt: timestamp,
  /** When its present or last activation began. */
  activatedAt: timestamp,
  /** The condition is gone and its off-delay runs until then; null otherwise. */
  clearsAt: timestamp.nullable(),
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
  /** Measured value and the limit it was held against, in `unit`. */
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  /** Area and site of the source, where it has them, and the operator position that answers it. */
  areaId: entityId.nullable(),
  site: z.string().nullable(),
  positionId: entityId.nullable(),
  shelved: shelvedMark.nullable(),
  /** The rule that suppresses it by design; `parent`: it is a member of `parentId`. */
  suppressedBy: z.string().nullable(),
  /** The order by which it is out of service. */
  outOfServiceId: entityId.nullable(),
  /** The parent alarm it is a member of. */
  parentId: entityId.nullable(),
  /** `true` for an alarm that stands for its members. */
  isParent: z.boolean(),
  /** Members that are active now. */
  memberCount: z.int(),
  /** The first of a burst of several. */
  firstOut: z.boolean(),
  /** Comes and goes too often. */
  chattering: z.boolean(),
  /** Its last activation ended before anybody could act. */
  fleeting: z.boolean(),
  /** Active for more than a day. */
  stale: z.boolean(),
  /** How often its present annunciation was escalated. */
  escalationLevel: z.int(),
  assignedTo: entityId.nullable(),
  assignedToName: z.string().nullable(),
  commentCount: z.int(),
  lastComment: z.string().nullable(),
});

/** An annunciation that an operator saw and selected. */
export const seenAlarm = z.strictObject({ id: entityId, annunciation: z.int().positive() });

/** Who looked after an alarm when an operator selected it; null: nobody in particular. */
export const seenAssignment = z.strictObject({ id: entityId, assignedTo: entityId.nullable() });

/** Why an alarm of a set was left alone. */
export const skipReason = z.enum([
  /** Somebody did it first. */
  'already-acknowledged',
  'already-shelved',
  /** It asked for attention again after it was selected. */
  'changed',
  /** Somebody took it, or let it go, after it was selected. */
  'reassigned',
  /** Its type asks for a note and none was given. */
  'note-required',
  /** P1, or its type may not be shelved. */
  'not-shelvable',
  /** Its type may not be shelved for as long. */
  'too-long',
  /** There is no latch to reset. */
  'not-latched',
  /** It is so already. */
  'unchanged',
  /** It is gone, or was never visible to the person. */
  'not-found',
]);

/** What became of an action on a set: exactly the given alarms, each done or left alone and why. */
export const acted = z.object({
  done: z.array(entityId),
  skipped: z.array(z.object({ id: entityId, reason: skipReason })),
});

/** Alarms by priority. */
export const alarmCounts = z.object({
  P1: z.int(),
  P2: z.int(),
  P3: z.int(),
  P4: z.int(),
});

/** What an operator says of an action. */
export const alarmNote = z.string().trim().min(1).max(2000);

/** See {@link alarm}. */
export type Alarm = z.infer<typeof alarm>;
/** See {@link alarmPriority}. */
export type AlarmPriority = z.infer<typeof alarmPriority>;
/** See {@link alarmState}. */
export type AlarmState = z.infer<typeof alarmState>;
/** See {@link isaState}. */
export type IsaState = z.infer<typeof isaState>;
/** See {@link seenAlarm}. */
export type SeenAlarm = z.infer<typeof seenAlarm>;
/** See {@link seenAssignment}. */
export type SeenAssignment = z.infer<typeof seenAssignment>;
/** See {@link skipReason}. */
export type SkipReason = z.infer<typeof skipReason>;
/** See {@link acted}. */
export type Acted = z.infer<typeof acted>;
