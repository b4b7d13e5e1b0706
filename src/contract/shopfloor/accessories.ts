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

/** Whether a terminal of a node tells something or switches something (source 004). */
export const ioType = z.enum(['input', 'output']);

/** Where an output stands by what its machines do; `starting` and `run-on` end by themselves. */
export const outputPhase = z.enum(['off', 'starting', 'on', 'run-on']);

/** Why a terminal changed: see `shopfloor.accessory_states.cause`. */
export const stateCause = z.enum(['input', 'machine', 'test', 'stop', 'node']);

const linkedMachine = z.object({ id: entityId, machineId: z.string(), name: z.string() });

/** An input or output of a node beside the machines themselves, such as a dust extractor. */
export const accessory = z.object({
  id: entityId,
  node: z.object({ id: entityId, nodeId: z.string(), name: z.string(), online: z.boolean() }),
  area: z.object({ id: entityId, name: z.string() }).nullable(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  name: z.string(),
  description: z.string().nullable(),
  ioType,
  /** Number of the terminal. */
  ioNumber: z.int(),
  /** The machines that an output follows: it is on while any runs. Of an input: the machine it tells of. */
  machines: z.array(linkedMachine),
  /** From the release of a machine to on. Seconds. */
  activationDelay: z.int(),
  /** Run-on, from the lock of the last machine to off. Seconds. */
  deactivationDelay: z.int(),
  /** `true`: electrical low means on. */
  invertLogic: z.boolean(),
  /** Of an input: while it is on its machine counts as being used. */
  countsAsActivity: z.boolean(),
  active: z.boolean(),
  /** Electrical level as reported; `null`: never. */
  rawLevel: z.boolean().nullable(),
  /** On or off, after inversion; `null` while nothing was reported. */
  on: z.boolean().nullable(),
  lastChanged: timestamp.nullable(),
  /** Of an output: what it is to be; `null` until its node was driven. */
  wanted: z.boolean().nullable(),
  wantedSince: timestamp.nullable(),
  phase: outputPhase,
  /** When `starting` or `run-on` ends. */
  phaseUntil: timestamp.nullable(),
  /** What somebody who tries the output has ordered. */
  test: z.object({ on: z.boolean(), until: timestamp, by: z.string().nullable() }).nullable(),
  /** An emergency stop stands in its zone: the output stays off and cannot be tried. */
  stopped: z.boolean(),
  version,
  updatedAt: timestamp,
});

const seconds = z.int().min(0).max(3600).default(0);

/** What a person enters of an accessory. */
export const accessoryFields = z
  .strictObject({
    nodeId: entityId,
    name: z.string().trim().min(1).max(64),
    description: z.string().trim().max(2000).nullable().default(null),
    ioType,
    ioNumber: z.int().min(0).max(31),
    machineIds: z.array(entityId).max(16).default([]),
    activationDelay: seconds,
    deactivationDelay: seconds,
    invertLogic: z.boolean().default(false),
    countsAsActivity: z.boolean().default(false),
    active: z.boolean().default(true),
  })
  .refine((fields) => fields.ioType === 'output' || fields.machineIds.length < 2, {
    path: ['machineIds'],
    error: 'An input tells of one machine.',
  })
  .refine((fields) => fields.ioType === 'input' || !fields.countsAsActivity, {
    path: ['countsAsActivity'],
    error: 'Only an input can count as activity.',
  });

/** One change that a node reported. */
export const accessoryChange = z.object({
  /** Grows with time; text because it may pass 2^53. */
  id: z.string(),
  accessory: z.object({ id: entityId, name: z.string() }),
  on: z.boolean(),
  rawLevel: z.boolean(),
  cause: stateCause,
  timestamp,
});

/** Accessories of nodes in areas in which the caller holds at least `view`. */
export const accessories = {
  /** All of them now and from now on. */
  live: procedure('node:read', { level: 'badge' })
    .input(z.strictObject({}))
    .output(eventIterator(liveRowsOf(accessory))),
  /** One page of what changed, newest first. */
  history: procedure('node:read', { level: 'badge' })
    .input(
      pageInput.extend({
        accessoryId: entityId.optional(),
        cause: stateCause.optional(),
        from: timestamp.optional(),
        to: timestamp.optional(),
      }),
    )
    .output(pageOf(accessoryChange)),
  /** Adds one. `DUPLICATE` names `ioNumber`. Needs `manage` in the node's area. */
  create: procedure('node:manage').input(accessoryFields).output(accessory),
  /** Saves one that was read at `version`. */
  update: procedure('node:manage')
    .input(accessoryFields.safeExtend({ id: entityId, version }))
    .output(accessory),
  /**
   * Tries an output: switches it for so many seconds, whatever its machines do. It moves something in
   * the hall, so it asks for a fresh proof.
   */
  test: procedure('node:manage', { level: 'fresh' })
    .errors({
      /** Nothing was switched. */
      TEST_NOT_POSSIBLE: {
        status: 409,
        message: 'The output cannot be tried now.',
        data: z.object({
          reason: z.enum(['not-an-output', 'inactive', 'stop-stands', 'node-silent']),
        }),
      },
    })
    .input(
      z.strictObject({
        id: entityId,
        on: z.boolean(),
        seconds: z.int().min(1).max(60).default(10),
      }),
    )
    .output(accessory),
  /** Ends a test at once; the output follows its machines again. */
  endTest: procedure('node:manage')
    .input(z.strictObject({ id: entityId }))
    .output(accessory),
};

/** See {@link accessory}. */
export type Accessory = z.infer<typeof accessory>;
/** See {@link accessoryFields}. */
export type AccessoryFields = z.infer<typeof accessoryFields>;
/** See {@link accessoryChange}. */
export type AccessoryChange = z.infer<typeof accessoryChange>;
/** See {@link stateCause}. */
export type StateCause = z.infer<typeof stateCause>;
