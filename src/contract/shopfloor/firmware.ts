import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, liveRowsOf, procedure, timestamp } from '../procedure.ts';
import { nodeType } from './nodes.ts';

/** The longest firmware, in bytes. */
export const MAX_FIRMWARE_BYTES = 16_777_216;
/** The most bytes of a file that one call carries. */
export const FIRMWARE_PIECE_BYTES = 262_144;

/** A version as nodes report it. */
export const firmwareVersion = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+-]{0,19}$/);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Firmware of the catalogue. */
export const firmwareImage = z.object({
  id: entityId,
  nodeType,
  version: z.string(),
  fileName: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256,
  /** Oldest version from which a node may be brought to this one. */
  minimumVersion: z.string().nullable(),
  releaseNotes: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: timestamp,
});

/** What a person enters of new firmware. */
export const firmwareFields = z.strictObject({
  nodeType,
  version: firmwareVersion,
  minimumVersion: firmwareVersion.nullable().default(null),
  releaseNotes: z.string().trim().max(4000).nullable().default(null),
});

/** How far firmware is that was asked for: the newest request of a node. */
export const firmwareStates = [
  'waiting',
  'transferring',
  'installing',
  'done',
  'failed',
  'cancelled',
] as const;

/** See {@link firmwareStates}. */
export const firmwareUpdate = z.object({
  id: entityId,
  nodeId: entityId,
  version: z.string(),
  fromVersion: z.string().nullable(),
  /** Bytes. */
  size: z.int(),
  received: z.int(),
  state: z.enum(firmwareStates),
  /** Somebody runs a machine of the node; the update waits for the end. */
  busy: z.boolean(),
  error: z.string().nullable(),
  requestedBy: z.string().nullable(),
  requestedAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
});

/** What became of asking for an update of a node. */
export const updateAnswers = [
  'asked',
  /** An update of the node is under way. */
  'under-way',
  'wrong-type',
  /** The node runs something older than `minimumVersion`. */
  'too-old',
  'same-version',
  'not-found',
] as const;

/** Firmware of nodes: the catalogue, and putting it on nodes. */
export const firmware = {
  /** Everything that may be put on nodes, newest version first within each type. */
  list: procedure('node:read').input(z.strictObject({})).output(z.array(firmwareImage)),
  /** Begins an upload. `DUPLICATE` when the type has that version. */
  begin: procedure('node:manage')
    .input(
      firmwareFields.extend({
        fileName: z.string().trim().min(1).max(200),
        size: z.int().min(1).max(MAX_FIRMWARE_BYTES),
      }),
    )
    .output(z.object({ id: entityId })),
  /** Adds a piece; one that is here already is answered alike. `received` is how far the file is. */
  append: procedure('node:manage')
    .input(
      z.strictObject({
        id: entityId,
        offset: z.int().min(0).max(MAX_FIRMWARE_BYTES),
        /** Base64 of at most {@link FIRMWARE_PIECE_BYTES} bytes. */
        data: z.base64().max(Math.ceil(FIRMWARE_PIECE_BYTES / 3) * 4),
      }),
    )
    .output(z.object({ received: z.int() })),
  /** Ends an upload: from now on nodes may be given it. */
  finish: procedure('node:manage')
    .input(z.strictObject({ id: entityId }))
    .errors({
      /** Pieces are missing. */
      INCOMPLETE: {
        status: 409,
        message: 'The file is not complete.',
        data: z.object({ received: z.int(), size: z.int() }),
      },
    })
    .output(firmwareImage),
  /** Ends an upload that was begun, or takes firmware out of the catalogue; nodes keep theirs. */
  withdraw: procedure('node:manage')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
  /** The newest request of each node now and from now on. */
  updates: procedure('node:read')
    .input(z.strictObject({}))
    .output(eventIterator(liveRowsOf(firmwareUpdate))),
  /** Asks for firmware on nodes; it begins as soon as a node is there and nobody runs its machines. */
  start: procedure('node:manage')
    .input(z.strictObject({ imageId: entityId, nodeIds: z.array(entityId).min(1).max(200) }))
    .output(z.array(z.object({ nodeId: entityId, answer: z.enum(updateAnswers) }))),
  /** Gives an update up. `TOO_LATE` once the node installs it, or when it is over. */
  cancel: procedure('node:manage')
    .input(z.strictObject({ id: entityId }))
    .errors({
      /** The node installs it, or it is over. */
      TOO_LATE: {
        status: 409,
        message: 'The update cannot be cancelled any more.',
        data: z.object({ state: z.string() }),
      },
    })
    .output(z.object({})),
  /** Settles for the firmware that the node runs after a failed update: error and alarm end. */
  dismiss: procedure('node:manage')
    .input(z.strictObject({ nodeId: entityId }))
    .output(z.object({})),
};

/** See {@link firmwareImage}. */
export type FirmwareImage = z.infer<typeof firmwareImage>;
/** See {@link firmwareUpdate}. */
export type FirmwareUpdate = z.infer<typeof firmwareUpdate>;
/** One of {@link updateAnswers}. */
export type UpdateAnswer = (typeof updateAnswers)[number];
