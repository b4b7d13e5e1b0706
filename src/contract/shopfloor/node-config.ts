import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';
import { configStates } from './node-config-states.ts';
import { nodeConfig } from './node-settings.ts';

const version = z.int().nonnegative();

/** The settings of a node, and how far they are. */
export const nodeConfigState = z.object({
  /** Version the node is to have; 0 while it was given none. */
  version,
  /** Version that the node last said it has. */
  appliedVersion: version.nullable(),
  state: z.enum(configStates),
  /** Why the last attempt failed; null unless `failed`. */
  error: z.string().nullable(),
  triedAt: timestamp.nullable(),
});

/** One version of the settings of a node. */
export const nodeConfigVersion = z.object({
  version: z.int().positive(),
  settings: nodeConfig,
  restoredFrom: z.int().nullable(),
  note: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAt: timestamp,
});

const invalid = {
  /** A setting is missing, unknown for this type of node, or out of its bounds; `field` names it. */
  INVALID_SETTING: {
    status: 400,
    message: 'A setting is not valid for this type of node.',
    data: z.object({ field: z.string() }),
  },
} as const;

const note = z.string().trim().max(200).nullable().default(null);

/** Settings of nodes: kept with all their versions, and given to the node when it is there. */
export const nodeConfigs = {
  /** The settings as they are to be, complete, and how far the node is with them. */
  get: procedure('node:read')
    .input(z.strictObject({ id: entityId }))
    .output(z.object({ settings: nodeConfig, state: nodeConfigState })),
  /** Makes a new version over `version`. `CONFLICT` when somebody made one meanwhile. */
  save: procedure('node:manage')
    .input(z.strictObject({ id: entityId, version, settings: nodeConfig, note }))
    .errors(invalid)
    .output(nodeConfigState),
  /** One page of the versions, newest first. */
  history: procedure('node:read')
    .input(pageInput.extend({ id: entityId }))
    .output(pageOf(nodeConfigVersion)),
  /** Makes a new version with the settings of an older one, completed for the type of today. */
  restore: procedure('node:manage')
    .input(z.strictObject({ id: entityId, version, from: z.int().positive(), note }))
    .output(nodeConfigState),
  /** Gives the node its settings again, whatever it says it has. */
  push: procedure('node:manage')
    .input(z.strictObject({ id: entityId }))
    .output(nodeConfigState),
};

/** See {@link nodeConfigState}. */
export type NodeConfigState = z.infer<typeof nodeConfigState>;
/** See {@link nodeConfigVersion}. */
export type NodeConfigVersion = z.infer<typeof nodeConfigVersion>;
