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
import { tokenScopes } from '../identity/tokens.ts';
import { configStates } from './node-config-states.ts';
import { nodeHealth } from './node-health.ts';

/** What a node is for (source 004). */
export const nodeType = z.enum(['machine_monitor', 'office_reader', 'accessory_io']);

/** What a node last reported of itself (source 004). */
export const nodeStatus = z.enum(['online', 'offline', 'error', 'updating']);

/** Where a node is reached. */
export const nodeEndpoint = z
  .string()
  .trim()
  .max(200)
  .regex(/^(tcp:\/\/[^\s/]+:\d{1,5}|serial:\S+)$/);

/** A controller that releases machines and may carry a reader. */
export const node = z.object({
  id: entityId,
  /** Business code the node reports of itself; source 004's `node_id`. */
  nodeId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  ipAddress: z.string().nullable(),
  nodeType,
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  isEsp32: z.boolean(),
  /** Where the console reaches it: `tcp://host:port`, `serial:/dev/ttyUSB0?baud=115200`. */
  endpoint: z.string().nullable(),
  /** The only installation that may open a `serial:` endpoint; `null`: any one. */
  installationId: entityId.nullable(),
  lastSeen: timestamp.nullable(),
  firmwareVersion: z.string().nullable(),
  status: nodeStatus,
  /** The one definition used everywhere: reported alive and heard within `offlineAfterSeconds`. */
  online: z.boolean(),
  offlineAfterSeconds: z.int(),
  /** It sees the emergency stop circuit of its zone: while it is silent nothing starts there. */
  monitorsEstop: z.boolean(),
  /** A drill of that circuit is due this often. Days; `null`: never. */
  drillEveryDays: z.int().nullable(),
  /** The console that an office reader serves, by its name; badges read there go to nobody else. */
  workstation: z.string().nullable(),
  active: z.boolean(),
  machineCount: z.int(),
  version,
  updatedAt: timestamp,
});

/** What a person enters of a node. */
export const nodeFields = z.strictObject({
  nodeId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,32}$/),
  name: z.string().trim().min(1).max(64),
  description: z.string().trim().max(2000).nullable().default(null),
  nodeType: nodeType.default('machine_monitor'),
  zoneId: entityId.nullable().default(null),
  isEsp32: z.boolean().default(false),
  endpoint: nodeEndpoint.nullable().default(null),
  installationId: entityId.nullable().default(null),
  offlineAfterSeconds: z.int().min(20).max(3600).default(45),
  /** Left out: as machine monitors do. */
  monitorsEstop: z.boolean().optional(),
  drillEveryDays: z.int().min(1).max(366).nullable().default(30),
  workstation: z.string().trim().min(1).max(100).nullable().default(null),
  active: z.boolean().default(true),
});

/** Something that is wrong with a node; while one stands, a node that is heard has the status `error`. */
export const nodeTrouble = z.object({
  /** `firmware`: an update failed; nobody has repeated it or settled for the old version. */
  kind: z.enum(['fault', 'line', 'brown-out', 'firmware']),
  code: z.string(),
  message: z.string(),
  since: timestamp,
});

/** A node's link as the process that drives it sees it; counters since the link was opened. */
export const nodeLink = z.object({
  id: entityId,
  nodeId: z.string(),
  name: z.string(),
  zone: z.object({ id: entityId, name: z.string() }).nullable(),
  status: nodeStatus,
  online: z.boolean(),
  lastSeen: timestamp.nullable(),
  firmwareVersion: z.string().nullable(),
  nodeType,
  /** What the node says it is, where it says so; another one than `nodeType` is a mistake. */
  reportedType: nodeType.nullable(),
  /** Its present run; `null` before its first report. */
  bootId: z.string().nullable(),
  /** Whether it has the settings that it is to have. */
  config: z.object({ version: z.int(), state: z.enum(configStates) }),
  /** What is wrong with it now, oldest first. */
  troubles: z.array(nodeTrouble),
  /** The line within the last five minutes, for each minute; `null` where nothing was counted. */
  recentLine: z
    .object({
      badPerMinute: z.number(),
      lostPerMinute: z.number(),
      /** Milliseconds; `null` where nothing was measured. */
      roundTripMs: z.number().nullable(),
    })
    .nullable(),
  /** Why the node last restarted, as it reported it; `null` before its first report. */
  resetReason: z.string().nullable(),
  /** Good frames, frames with a wrong check sum or form, and lost sequence numbers; `null` before the first report. */
  line: z
    .object({
      goodFrames: z.int(),
      badFrames: z.int(),
      lostFrames: z.int(),
      /** When these figures were written. */
      at: timestamp,
    })
    .nullable(),
});

/** Nodes of areas in which the caller holds at least `view`; nodes without zone for holders of all areas. */
export const nodes = {
  /** One page, by business code. */
  list: procedure('node:read')
    .input(
      pageInput.extend({
        areaId: entityId.optional(),
        online: z.boolean().optional(),
        /** Part of code or name. */
        search: z.string().trim().max(64).optional(),
      }),
    )
    .output(pageOf(node)),
  /** Link state of all nodes now and from now on. */
  live: procedure('node:read', { level: 'badge' })
    .input(z.strictObject({}))
    .output(eventIterator(liveRowsOf(nodeLink))),
  ...nodeHealth,
  /** Adds a node. `DUPLICATE` names `nodeId` or `endpoint`. */
  create: procedure('node:manage').input(nodeFields).output(node),
  /**
   * Adds a node together with the API token that it reports with over the network. The secret is
   * shown this once. Needs `token:manage` as well.
   */
  enrol: procedure('node:manage', { level: 'fresh' })
    .input(
      z.strictObject({
        node: nodeFields,
        token: z.strictObject({
          scopes: z.array(z.enum(tokenScopes)).min(1),
          /** Days from now. */
          validDays: z.int().min(1).max(730),
        }),
      }),
    )
    .output(
      z.object({
        node,
        token: z.object({ id: entityId, secret: z.string(), expiresAt: timestamp }),
      }),
    ),
  /** Serial ports of the machine that the core runs on. */
  ports: procedure('node:manage').output(
    z.array(
      z.object({
        endpoint: z.string(),
        path: z.string(),
        manufacturer: z.string().nullable(),
        serialNumber: z.string().nullable(),
      }),
    ),
  ),
  /** Saves a node that was read at `version`; its link is opened anew. */
  update: procedure('node:manage')
    .input(nodeFields.extend({ id: entityId, version }))
    .output(node),
};

/** See {@link nodeType}. */
export type NodeType = z.infer<typeof nodeType>;
/** A node as lists and forms show it. */
export type ShopNode = z.infer<typeof node>;
/** See {@link nodeFields}. */
export type NodeFields = z.infer<typeof nodeFields>;
/** See {@link nodeLink}. */
export type NodeLink = z.infer<typeof nodeLink>;
