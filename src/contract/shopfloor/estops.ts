import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from '../procedure.ts';

/**
 * Where the stop circuit that a node sees stands. `normal`; `tripped`; `tripped-acked`: somebody took
 * note, the hardware still stops; `reset-seen`: the hardware was reset, nobody took note yet; `test`:
 * a drill; `unknown`: the node is silent, so the circuit counts as tripped for new starts. Machines
 * start in `normal` only.
 */
export const circuitState = z.enum([
  'normal',
  'tripped',
  'tripped-acked',
  'reset-seen',
  'test',
  'unknown',
]);

/** What the hardware reported: danger, or a test. */
export const stopType = z.enum(['emergency_stop', 'test']);

const place = z.object({ id: entityId, name: z.string() });
const nodeOfStop = z.object({ id: entityId, nodeId: z.string(), name: z.string() });

/**
 * An emergency stop as the hardware reported it. The console mirrors it and blocks starts; it never
 * is the emergency stop and never resets one.
 */
export const estopEvent = z.object({
  id: entityId,
  type: stopType,
  area: place.nullable(),
  zone: place.nullable(),
  node: nodeOfStop.nullable(),
  since: timestamp,
  /** Who pressed it, where that is known; entered by people. */
  triggeredBy: place.nullable(),
  description: z.string().nullable(),
  acknowledgedAt: timestamp.nullable(),
  acknowledgedBy: z.string().nullable(),
  acknowledgeNote: z.string().nullable(),
  /** When the hardware reported that it was released and reset; `null` until then. */
  resetAt: timestamp.nullable(),
  /** The drill it was pressed in. */
  drillId: entityId.nullable(),
  /** How many people were in the zone when it tripped, as far as badges tell. */
  presences: z.int(),
  version,
});

/** Somebody who was in the zone when a stop tripped, as far as badges tell. */
export const estopPresence = z.object({
  userId: entityId.nullable(),
  fullName: z.string().nullable(),
  /** Where to call; `null` where none is known, or the caller is known by a badge only. */
  phone: z.string().nullable(),
  machine: z.object({ id: entityId, machineId: z.string(), name: z.string() }),
  /** `running`: had a session; `recent`: was seen there in the minutes before. */
  presence: z.enum(['running', 'recent']),
  /** Since when the session ran, or when the person was seen. */
  since: timestamp,
  lastSeen: timestamp,
});

/** The stop circuit of a zone as one node sees it. */
export const stopCircuit = z.object({
  node: nodeOfStop,
  area: place.nullable(),
  zone: place.nullable(),
  state: circuitState,
  /** When the standing stop began, or when the silent node was heard last. */
  since: timestamp.nullable(),
  online: z.boolean(),
  lastSeen: timestamp.nullable(),
  machineCount: z.int(),
  /** A drill is due this often. Days; `null`: never. */
  drillEveryDays: z.int().nullable(),
  lastPassedAt: timestamp.nullable(),
  /** When the next drill is due; in the past where it is overdue. */
  dueAt: timestamp.nullable(),
  /** The drill that is planned next, or runs. */
  nextDrill: z
    .object({ id: entityId, status: z.enum(['planned', 'running']), at: timestamp, version })
    .nullable(),
});

/** What narrows the history of stops. */
export const estopFilter = z.strictObject({
  areaId: entityId.optional(),
  zoneId: entityId.optional(),
  type: stopType.optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});

/** What a stop request locks: one machine, or all of a zone. */
export const stopTarget = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('machine'), id: entityId }),
  z.strictObject({ what: z.literal('zone'), id: entityId }),
]);

/** Emergency stops of zones in whose area the caller holds at least `view`. */
export const estops = {
  /** All that stand now, oldest first: not reset, or not acknowledged, and drills that go on. */
  standing: procedure('machine:read', { level: 'badge' }).output(z.array(estopEvent)),
  /** The stop circuits of all zones, by zone and node. */
  circuits: procedure('machine:read', { level: 'badge' }).output(z.array(stopCircuit)),
  /** One page of what happened, newest first. */
  history: procedure('machine:read', { level: 'badge' })
    .input(pageInput.extend(estopFilter.shape))
    .output(pageOf(estopEvent)),
  /** Who was there when a stop tripped: those who ran a machine first. */
  presences: procedure('session:read', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(z.array(estopPresence)),
  /** Takes note of a stop. Starts stay blocked until the hardware has been reset too. */
  acknowledge: procedure('alarm:acknowledge')
    .input(
      z.strictObject({
        id: entityId,
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .output(z.object({})),
  /** Writes down what happened and who pressed. Can be said again later. */
  describe: procedure('alarm:acknowledge')
    .input(
      z.strictObject({
        id: entityId,
        version,
        description: z.string().trim().max(2000).nullable(),
        triggeredBy: entityId.nullable(),
      }),
    )
    .output(estopEvent),
  /** Says that a stop pressed in a drill was meant: from now on it is an emergency stop, with its alarm. */
  declareReal: procedure('machine:read', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
  /**
   * Asks for a normal stop: ends the sessions (`ended_by = admin`) and locks the machines. It is no
   * emergency stop; that is the hardware's. Needs `manage` in the area. Answers the machines stopped.
   */
  requestStop: procedure('session:end')
    .input(z.strictObject({ target: stopTarget, reason: z.string().trim().min(3).max(500) }))
    .output(
      z.object({
        stopped: z.array(
          z.object({ machineId: z.string(), name: z.string(), fullName: z.string().nullable() }),
        ),
      }),
    ),
};

/** An emergency stop, standing or past. */
export type EstopEvent = z.infer<typeof estopEvent>;
/** See {@link estopPresence}. */
export type EstopPresence = z.infer<typeof estopPresence>;
/** See {@link stopCircuit}. */
export type StopCircuit = z.infer<typeof stopCircuit>;
/** See {@link circuitState}. */
export type CircuitState = z.infer<typeof circuitState>;
/** See {@link estopFilter}. */
export type EstopFilter = z.infer<typeof estopFilter>;
/** See {@link stopTarget}. */
export type StopTarget = z.infer<typeof stopTarget>;
