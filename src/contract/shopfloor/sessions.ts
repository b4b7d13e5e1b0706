import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, liveRowsOf, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** Who or what ended a session (source 004). */
export const endedBy = z.enum(['user', 'timeout', 'admin', 'estop']);

/**
 * What the node has confirmed: `requested` to release but not answered, `released`, `locked` again,
 * or `failed` (no answer, or refused). `null` where no node guards the machine.
 */
export const releaseState = z.enum(['requested', 'released', 'locked', 'failed']);

/** How a session was begun: a serial reader of the machine, the node's own reader, or a console. */
export const startedVia = z.enum(['reader', 'node', 'console']);

/** The person of a session; `null` fields when the account is gone. */
export const sessionPerson = z.object({
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
});

/** One use of one machine by one person. */
export const machineSession = z.object({
  id: entityId,
  person: sessionPerson,
  machine: z.object({
    id: entityId,
    /** Business code, source 004's `machine_id`. */
    machineId: z.string(),
    name: z.string(),
  }),
  area: z.object({ id: entityId, name: z.string() }).nullable(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  startTime: timestamp,
  /** `null` while active. */
  endTime: timestamp.nullable(),
  active: z.boolean(),
  activityCount: z.int(),
  lastActivity: timestamp,
  /** `true` from the warning before time-out until the next activity. */
  timeoutWarningSent: z.boolean(),
  /** When the session ends by itself without further activity; `null` once ended. */
  endsAt: timestamp.nullable(),
  /** `null` while active. */
  endedBy: endedBy.nullable(),
  /** Reason given by whoever ended another person's session. */
  notes: z.string().nullable(),
  releaseState: releaseState.nullable(),
  /** Why {@link releaseState} is `failed`. */
  releaseError: z.string().nullable(),
  /** It ended because the node never released the machine: nobody ran it. */
  neverReleased: z.boolean(),
  /** `true` while the machine's node is lost: whether the machine runs is not known. */
  unconfirmed: z.boolean(),
  startedVia,
  /** The node let the person at the machine alone, while no host answered it. */
  startedOffline: z.boolean(),
  /** The start was worked out: the node had lost the time. */
  startInferred: z.boolean(),
  /** The end was worked out from the node's own log, or from when the node was last heard. */
  endInferred: z.boolean(),
  /** Brought along from another ShopMonitor: it did not happen here. */
  movedIn: z.boolean(),
  /** How often it was lengthened. */
  extensions: z.int(),
  /** It does not time out before; `null`: never lengthened. */
  extendedUntil: timestamp.nullable(),
  /** The session it ended to take the machine over. */
  tookOver: z.object({ id: entityId, fullName: z.string().nullable() }).nullable(),
  /** The session that ended it by taking the machine over. */
  takenOverBy: z.object({ id: entityId, fullName: z.string().nullable() }).nullable(),
});

/** The session that stands in the way. */
export const runningSession = z.object({
  id: entityId,
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
  startTime: timestamp,
  /** From when anybody trained may take the machine over; `null`: not by waiting. */
  takeOverFrom: timestamp.nullable(),
});

/** Why a machine may not be started now. */
export const startErrors = {
  /** Somebody runs it; `session` says who and since when. */
  MACHINE_BUSY: {
    status: 409,
    message: 'The machine is in use.',
    data: z.object({ session: runningSession }),
  },
  /** Switched off in its settings, or its zone or area is. */
  MACHINE_INACTIVE: {
    status: 409,
    message: 'The machine is out of service.',
    data: z.object({ machineId: z.string() }),
  },
  /** Waits for a check after use, or is blocked for maintenance. */
  MACHINE_NOT_READY: {
    status: 409,
    message: 'The machine must be checked before it may be used.',
    data: z.object({ condition: z.enum(['to-check', 'blocked']), note: z.string().nullable() }),
  },
  /** The node that guards the machine does not answer, so it could not be released. */
  NODE_OFFLINE: {
    status: 503,
    message: 'The node of the machine cannot be reached.',
    data: z.object({ nodeId: z.string(), lastSeen: timestamp.nullable() }),
  },
  /** The person holds no `operate` right in the machine's area. */
  NOT_TRAINED: {
    status: 403,
    message: 'Training required: no right to run machines in this area.',
    data: z.object({ areaId: entityId.nullable() }),
  },
  /** An emergency stop in the zone was not reset or not acknowledged. */
  ESTOP_ACTIVE: {
    status: 409,
    message: 'An emergency stop stands here.',
    data: z.object({ zoneId: entityId.nullable(), since: timestamp }),
  },
  /** The node that sees the zone's emergency stop circuit is silent, so nobody can vouch for it. */
  ESTOP_UNSEEN: {
    status: 503,
    message: 'The emergency stop circuit of this zone is not seen.',
    data: z.object({
      zoneId: entityId.nullable(),
      nodeId: z.string(),
      lastSeen: timestamp.nullable(),
    }),
  },
} as const;

/** Somebody or something ended the session first. */
export const endErrors = {
  SESSION_ENDED: {
    status: 409,
    message: 'The session has already ended.',
    data: z.object({ endedBy, endTime: timestamp }),
  },
} as const;

/** Why a session cannot be lengthened. */
export const extendErrors = {
  ...endErrors,
  NO_MORE_EXTENSIONS: {
    status: 409,
    message: 'The session cannot be lengthened again.',
    data: z.object({ extensions: z.int() }),
  },
} as const;

/** Why a machine cannot be taken over. */
export const takeOverErrors = {
  ...startErrors,
  /** The machine's settings do not allow it, or not yet: `from` says when anybody trained may. */
  NO_TAKE_OVER: {
    status: 409,
    message: 'The machine may not be taken over now.',
    data: z.object({ from: timestamp.nullable() }),
  },
} as const;

/** What is to be known of a session before its times are relied upon. */
export const sessionMark = z.enum(['end-inferred', 'unconfirmed', 'moved-in']);

/** What narrows a list of sessions. */
export const sessionFilter = z.strictObject({
  areaId: entityId.optional(),
  machineId: entityId.optional(),
  userId: entityId.optional(),
  state: z.enum(['active', 'ended']).optional(),
  endedBy: endedBy.optional(),
  mark: sessionMark.optional(),
  /** Started at or after. */
  from: timestamp.optional(),
  /** Started before. */
  to: timestamp.optional(),
});

/** Sessions on machines in areas in which the caller holds at least `view`. */
export const sessions = {
  /** One page, newest start first. */
  list: procedure('session:read')
    .input(pageInput.extend(sessionFilter.shape))
    .output(pageOf(machineSession)),
  /** All active sessions now and from now on. */
  live: procedure('session:read', { level: 'badge' })
    .input(z.strictObject({ areaId: entityId.optional() }))
    .output(eventIterator(liveRowsOf(machineSession))),
  /** Starts a session of the caller. A badge is proof enough. */
  start: procedure('machine:operate', { level: 'badge' })
    .input(z.strictObject({ machineId: entityId }))
    .errors(startErrors)
    .output(machineSession),
  /** Ends the caller's own session. Another person's answers `FORBIDDEN`. */
  end: procedure('machine:operate', { level: 'badge' })
    .input(z.strictObject({ sessionId: entityId }))
    .errors(endErrors)
    .output(machineSession),
  /** Lengthens the caller's own session by the machine's minutes. Another person's answers `FORBIDDEN`. */
  extend: procedure('machine:operate', { level: 'badge' })
    .input(z.strictObject({ sessionId: entityId }))
    .errors(extendErrors)
    .output(machineSession),
  /**
   * Ends the running session of somebody else (`ended_by = admin`) and starts one of the caller, as
   * the machine's settings allow. Who manages the area may at once, when proven by more than a badge.
   * Starts the machine where nobody runs it any more.
   */
  takeOver: procedure('machine:operate', { level: 'badge' })
    .input(
      z.strictObject({
        machineId: entityId,
        note: z.string().trim().max(300).nullable().default(null),
      }),
    )
    .errors(takeOverErrors)
    .output(machineSession),
  /** Ends another person's session (`ended_by = admin`). Needs `manage` on the area. */
  endOther: procedure('session:end')
    .input(z.strictObject({ sessionId: entityId, reason: z.string().trim().min(3).max(500) }))
    .errors(endErrors)
    .output(machineSession),
};

/** A session as lists show it. */
export type MachineSession = z.infer<typeof machineSession>;
/** See {@link sessionFilter}. */
export type SessionFilter = z.infer<typeof sessionFilter>;
/** See {@link sessionMark}. */
export type SessionMark = z.infer<typeof sessionMark>;
/** See {@link endedBy}. */
export type EndedBy = z.infer<typeof endedBy>;
/** See {@link startedVia}. */
export type StartedVia = z.infer<typeof startedVia>;
/** See {@link releaseState}. */
export type ReleaseState = z.infer<typeof releaseState>;
/** See {@link runningSession}. */
export type RunningSession = z.infer<typeof runningSession>;
