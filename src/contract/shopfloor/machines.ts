import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import {
  entityId,
  liveRowsOf,
  pageInput,
  pageOf,
  procedure,
  timestamp,
  version,
} from '../procedure.ts';
import { releaseState } from './sessions.ts';

/**
 * Whether the machine itself is fit for use: `ok`, `to-check` (the last user has left, somebody must
 * look), or `blocked` (maintenance, damage). After FabAccess' ToCheck and Blocked.
 */
export const machineCondition = z.enum(['ok', 'to-check', 'blocked']);

/** What a tile shows first. The first that applies: `disabled`, `estop` (an emergency stop stands: nothing starts), `blocked`, `in-use`, `to-check`, `node-offline`, `estop-unseen` (the node that sees the zone's stop circuit is silent: nothing starts), `free`. */
export const tileState = z.enum([
  'free',
  'estop',
  'in-use',
  'to-check',
  'blocked',
  'disabled',
  'node-offline',
  'estop-unseen',
]);

/** Business code of a machine, unique; source 004's `machine_id`. */
export const machineCode = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._/-]{1,50}$/u);

/**
 * Who may take a machine from the person who runs it: nobody; `manager`: who holds `manage` in its
 * area; `idle`: also anybody trained, once it was not used for so long.
 */
export const takeOver = z.enum(['none', 'manager', 'idle']);

/** A machine with its settings. */
export const machine = z.object({
  id: entityId,
  machineId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  area: z.object({ id: entityId, name: z.string() }).nullable(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  node: z.object({ id: entityId, nodeId: z.string(), name: z.string() }).nullable(),
  /** Relay of the node that releases the machine. */
  nodePort: z.int(),
  active: z.boolean(),
  /** `false`: the machine also runs without a badge; sessions only record who uses it. */
  requiresRfid: z.boolean(),
  /** Minutes without activity after which a session ends. 1 to 1440. */
  timeoutMinutes: z.int(),
  /** Minutes before the time-out at which the person is warned. Less than the time-out. */
  warningMinutes: z.int(),
  /** After each session the machine waits for a check. */
  checkAfterUse: z.boolean(),
  takeOver,
  /** For `takeOver` `idle`: minutes without activity. */
  takeOverIdleMinutes: z.int(),
  /** How often a session may be lengthened; 0: never. */
  extensionsMax: z.int(),
  /** What each extension adds. */
  extensionMinutes: z.int(),
  /** The badge of whoever runs it, shown after the warning, lengthens the session and does not end it. */
  extendByBadge: z.boolean(),
  condition: machineCondition,
  conditionNote: z.string().nullable(),
  conditionSince: timestamp.nullable(),
  version,
  updatedAt: timestamp,
});

const machineEntries = {
  machineId: machineCode,
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2000).nullable().default(null),
  zoneId: entityId.nullable().default(null),
  nodeId: entityId.nullable().default(null),
  nodePort: z.int().min(0).max(15).default(0),
  requiresRfid: z.boolean().default(true),
  timeoutMinutes: z.int().min(1).max(1440).default(60),
  warningMinutes: z.int().min(0).max(1439).default(5),
  checkAfterUse: z.boolean().default(false),
  takeOver: takeOver.default('none'),
  takeOverIdleMinutes: z.int().min(1).max(1440).default(10),
  extensionsMax: z.int().min(0).max(20).default(2),
  extensionMinutes: z.int().min(1).max(240).default(15),
  extendByBadge: z.boolean().default(false),
};

const warnsInTime = (fields: { warningMinutes: number; timeoutMinutes: number }): boolean =>
  fields.warningMinutes < fields.timeoutMinutes;

const warnsTooLate = {
  path: ['warningMinutes'],
  error: 'The warning must come before the time-out.',
};

/** What a person enters of a machine. */
export const machineFields = z
  .strictObject({ ...machineEntries, active: z.boolean().default(true) })
  .refine(warnsInTime, warnsTooLate);

/** What a saved machine may be changed in; whether it is in service is changed by `serviceState`. */
export const machineChanges = z.strictObject(machineEntries).refine(warnsInTime, warnsTooLate);

/** One machine on the wall: what it does now. */
export const machineTile = z.object({
  id: entityId,
  machineId: z.string(),
  name: z.string(),
  area: z.object({ id: entityId, name: z.string() }).nullable(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  state: tileState,
  conditionNote: z.string().nullable(),
  node: z
    .object({
      id: entityId,
      nodeId: z.string(),
      online: z.boolean(),
      lastSeen: timestamp.nullable(),
    })
    .nullable(),
  requiresRfid: z.boolean(),
  timeoutMinutes: z.int(),
  warningMinutes: z.int(),
  session: z
    .object({
      id: entityId,
      userId: entityId.nullable(),
      fullName: z.string().nullable(),
      startTime: timestamp,
      /** When the warning is due without further activity. */
      warnAt: timestamp,
      /** When the session ends without further activity. Time left = `endsAt` − now. */
      endsAt: timestamp,
      warned: z.boolean(),
      releaseState: releaseState.nullable(),
      unconfirmed: z.boolean(),
      /** The node let the person at the machine alone, while no host answered it. */
      startedOffline: z.boolean(),
      /** How often it may still be lengthened. */
      extensionsLeft: z.int(),
      extensionMinutes: z.int(),
      takeOver,
      /** From when anybody trained may take the machine over; `null`: not by waiting. */
      takeOverFrom: timestamp.nullable(),
      /** Whose session was ended to begin this one; `null` mostly. */
      takenFrom: z.string().nullable(),
    })
    .nullable(),
  /** The last badge refused here within the last two minutes, so that every console can say why. */
  refusal: z
    .object({
      reason: z.string(),
      at: timestamp,
      /** Who was refused; `null` where the badge named nobody. */
      fullName: z.string().nullable(),
    })
    .nullable(),
});

/** Counts of the dashboard (source 004's `dashboard_stats`, over what the caller may see). */
export const shopfloorStatistics = z.object({
  /** Machines with an active session. */
  activeMachines: z.int(),
  /** Machines that are switched on in their settings. */
  enabledMachines: z.int(),
  zonesWithMachines: z.int(),
  onlineNodes: z.int(),
  offlineNodes: z.int(),
  machinesToCheck: z.int(),
  machinesBlocked: z.int(),
  /** Active sessions whose node is lost. */
  unconfirmedSessions: z.int(),
});

/** Machines of areas in which the caller holds at least `view`. */
export const machines = {
  /** One page, by business code. */
  list: procedure('machine:read', { level: 'badge' })
    .input(
      pageInput.extend({
        areaId: entityId.optional(),
        zoneId: entityId.optional(),
        nodeId: entityId.optional(),
        active: z.boolean().optional(),
        condition: machineCondition.optional(),
        /** Part of code or name. */
        search: z.string().trim().max(100).optional(),
      }),
    )
    .output(pageOf(machine)),
  /** One machine. */
  get: procedure('machine:read', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(machine),
  /** All tiles now and from now on. */
  live: procedure('machine:read', { level: 'badge' })
    .input(z.strictObject({ areaId: entityId.optional(), zoneId: entityId.optional() }))
    .output(eventIterator(liveRowsOf(machineTile))),
  /** Counts of this moment. */
  statistics: procedure('machine:read', { level: 'badge' }).output(shopfloorStatistics),
  /** Adds a machine. `DUPLICATE` names `machineId` or `nodePort`. Needs `manage` on its area. */
  create: procedure('machine:manage').input(machineFields).output(machine),
  /** Saves a machine that was read at `version`. */
  update: procedure('machine:manage')
    .input(machineChanges.safeExtend({ id: entityId, version }))
    .output(machine),
  /** Blocks a machine, marks it to be checked, or frees it. A running session goes on. */
  setCondition: procedure('machine:manage')
    .input(
      z.strictObject({
        id: entityId,
        version,
        condition: machineCondition,
        note: z.string().trim().max(500).nullable(),
      }),
    )
    .output(machine),
  /**
   * Somebody trained has looked at a machine that waits for a check: `fit` frees it, otherwise it is
   * blocked and the note says why. `CHECK_NOT_DUE` where it waits for none.
   */
  confirmCheck: procedure('machine:operate', { level: 'badge' })
    .input(
      z.strictObject({
        id: entityId,
        fit: z.boolean(),
        note: z.string().trim().max(500).nullable().default(null),
      }),
    )
    .errors({
      CHECK_NOT_DUE: {
        status: 409,
        message: 'The machine does not wait for a check.',
        data: z.object({ condition: machineCondition }),
      },
    })
    .output(machine),
  /** Somebody trained says what is wrong; the machine is blocked. A running session goes on. */
  reportProblem: procedure('machine:operate', { level: 'badge' })
    .input(z.strictObject({ id: entityId, note: z.string().trim().min(3).max(500) }))
    .output(machine),
};

/** A machine as lists and forms show it. */
export type Machine = z.infer<typeof machine>;
/** See {@link machineFields}. */
export type MachineFields = z.infer<typeof machineFields>;
/** See {@link machineChanges}. */
export type MachineChanges = z.infer<typeof machineChanges>;
/** See {@link machineTile}. */
export type MachineTile = z.infer<typeof machineTile>;
/** See {@link tileState}. */
export type TileState = z.infer<typeof tileState>;
/** See {@link takeOver}. */
export type TakeOver = z.infer<typeof takeOver>;
/** See {@link machineCondition}. */
export type MachineCondition = z.infer<typeof machineCondition>;
/** See {@link shopfloorStatistics}. */
export type ShopfloorStatistics = z.infer<typeof shopfloorStatistics>;
