import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/** Where a drill stands. While it is `running` a trip of its circuit counts as test. */
export const drillStatus = z.enum(['planned', 'running', 'done', 'missed', 'cancelled']);

/** Whether everything was locked in time. */
export const drillResult = z.enum(['passed', 'failed']);

/** A drill of the emergency stop that one node sees. What the hardware does is the same as in danger. */
export const estopDrill = z.object({
  id: entityId,
  node: z.object({ id: entityId, nodeId: z.string(), name: z.string() }),
  area: z.object({ id: entityId, name: z.string() }).nullable(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  status: drillStatus,
  plannedFor: timestamp,
  plannedBy: z.string().nullable(),
  /** All machines of the zone must be locked within this time. Seconds. */
  allowedSeconds: z.int(),
  startedAt: timestamp.nullable(),
  startedBy: z.string().nullable(),
  /** Until when a trip counts as test. */
  endsAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  result: drillResult.nullable(),
  /** When the stop tripped in the drill; `null` while it has not. */
  trippedAt: timestamp.nullable(),
  /** Machines that ran when it tripped. */
  machinesRunning: z.int().nullable(),
  /** How many of them were reported locked in time. */
  machinesLocked: z.int().nullable(),
  /** From the trip to the last confirmed lock. Milliseconds. */
  slowestMs: z.int().nullable(),
  note: z.string().nullable(),
  version,
});

/** What narrows a list of drills. */
export const drillFilter = z.strictObject({
  areaId: entityId.optional(),
  zoneId: entityId.optional(),
  status: drillStatus.optional(),
  result: drillResult.optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});

const drillErrors = {
  /** The drill is not in a state that allows this. */
  DRILL_NOT_OPEN: {
    status: 409,
    message: 'The drill was started, ended or cancelled meanwhile.',
    data: z.object({ status: drillStatus }),
  },
  /** A stop stands there, another drill runs, or the node is silent: nothing would be tried. */
  DRILL_NOT_POSSIBLE: {
    status: 409,
    message: 'The drill cannot be started now.',
    data: z.object({ reason: z.enum(['stop-stands', 'drill-runs', 'node-silent']) }),
  },
} as const;

/** Drills of emergency stops, in areas in which the caller holds at least `view`. */
export const drills = {
  /** One page, newest first. */
  list: procedure('machine:read', { level: 'badge' })
    .input(pageInput.extend(drillFilter.shape))
    .output(pageOf(estopDrill)),
  /** Plans a drill of the circuit that a node sees. Needs `manage` in its area. */
  plan: procedure('node:manage')
    .input(
      z.strictObject({
        nodeId: entityId,
        plannedFor: timestamp,
        allowedSeconds: z.int().min(1).max(60).default(2),
      }),
    )
    .output(estopDrill),
  /** Starts a planned drill: for `minutes` a trip of its circuit counts as test. */
  start: procedure('node:manage')
    .input(z.strictObject({ id: entityId, minutes: z.int().min(1).max(60).default(10) }))
    .errors(drillErrors)
    .output(estopDrill),
  /** Calls off a drill that is planned or runs; a trip after that is an emergency stop. */
  cancel: procedure('node:manage')
    .input(z.strictObject({ id: entityId, note: z.string().trim().min(3).max(500) }))
    .errors({ DRILL_NOT_OPEN: drillErrors.DRILL_NOT_OPEN })
    .output(estopDrill),
  /** Writes down what was noticed in a drill. */
  note: procedure('node:manage')
    .input(z.strictObject({ id: entityId, version, note: z.string().trim().max(500).nullable() }))
    .output(estopDrill),
};

/** See {@link estopDrill}. */
export type EstopDrill = z.infer<typeof estopDrill>;
/** See {@link drillStatus}. */
export type DrillStatus = z.infer<typeof drillStatus>;
/** See {@link drillFilter}. */
export type DrillFilter = z.infer<typeof drillFilter>;
