import { z } from 'zod';
import { timestamp, tokenProcedure } from '../procedure.ts';
import { nodeReport, port } from './ingest-reports.ts';

/** What became of a report; the same for every submission of it. */
export const reportOutcome = z.object({
  boot: z.string(),
  seq: z.int(),
  /**
   * `started`, `ended` and `extended` tell what a badge did; `refused` says why in `reason`. At an office reader `read` tells that its console was told, `no-console` that it serves none. `too-late` was not
   * acted upon because it happened too long ago; a line of the node's log with `gap` was not taken,
   * because lines before it are missing. Everything else was `kept`.
   */
  result: z.enum([
    'kept',
    'started',
    'ended',
    'extended',
    'refused',
    'no-machine',
    'read',
    'no-console',
    'too-late',
    'gap',
  ]),
  /** Why nobody is let at the machine, such as `not-trained`; null unless `refused`. */
  reason: z.string().nullable(),
});

/** What one relay must be now. */
export const portOrder = z.object({
  port,
  state: z.enum(['locked', 'released']),
  /** Warn the person that the session ends in this time. Seconds; null: no warning. */
  warnSeconds: z.int().nullable(),
});

/** What one output must be now: its raw electrical level. */
export const outputOrder = z.object({ number: z.int(), level: z.boolean() });

/** Settings that a node is to take as a whole, keep over its restarts, and answer by `ack`. */
export const settingsOrder = z.object({
  /** What the `ack` names; the same until the settings change. */
  id: z.string(),
  /** What `cfg` says of a node that has them. */
  version: z.int(),
  values: z.array(z.object({ key: z.string(), value: z.string() })),
});

/** Firmware that a node is to fetch by `firmware`, from where it has it. */
export const firmwareOrder = z.object({
  version: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Of the whole file; lower-case hexadecimal. */
  sha256: z.string(),
  /** True once the node said that it has all of it: verify, install, start anew and greet. */
  install: z.boolean(),
});

/** A part of the firmware that a node is to fetch. */
export const firmwarePiece = z.object({
  version: z.string(),
  offset: z.int(),
  /** Base64; empty behind the end of the file. */
  data: z.string(),
});

/** How far the log of one run of a node is in the database. */
export const keptEntries = z.object({ boot_of: z.string(), n: z.int() });

/** What a node is answered. */
export const reportAnswer = z.object({
  /** One for each report, in their order. */
  outcomes: z.array(reportOutcome),
  /** Every relay the console knows of; others stay locked. */
  ports: z.array(portOrder),
  /** The node must report `hello` next: it is new here, or was taken for lost. */
  sayHello: z.boolean(),
  /** Lines of the node's own log that it may forget: all up to `n` of each run. */
  kept: z.array(keptEntries),
  /** More of the node's log is to come: until then it leaves its relays as they are. */
  logFirst: z.boolean(),
  /** Every output the console drives; what it says of them counts once the node reports it. */
  outputs: z.array(outputOrder),
  /** Null where the node has the settings that it is to have, or the last attempt failed just now. */
  settings: settingsOrder.nullable(),
  /** Null where the node is to fetch no firmware; what it had begun with it forgets then. */
  firmware: firmwareOrder.nullable(),
  /** Version that the node's rights cache should have; ask `rights` for another one. */
  rightsVersion: z.int(),
  /** When this was decided, by the database's clock. */
  at: timestamp,
});

/** What a node decides by while no host answers it. */
export const rightsAnswer = z.object({
  version: z.int(),
  /** Hexadecimal. */
  salt: z.string(),
  entries: z.array(z.object({ k: z.string(), p: z.int(), m: z.int() })),
});

/** Refusals of everything that a networked node asks. */
const nodeErrors = {
  /** The token was made for another node or for none. */
  TOKEN_NOT_FOR_NODE: {
    status: 403,
    message: 'The token was not made for this node.',
    data: z.object({ nodeId: z.string() }),
  },
  /** The node is switched off in the console, or the console reaches it by a link of its own. */
  NODE_NOT_EXPECTED: {
    status: 409,
    message: 'This node is not expected here.',
    data: z.object({ reason: z.enum(['inactive', 'has-link']) }),
  },
} as const;

const nodeCode = z.string().regex(/^[A-Za-z0-9._-]{1,32}$/);

/** Traffic of networked nodes, for holders of an API token. */
export const ingest = {
  /**
   * Takes reports of a node in the order in which they happened, and answers what its relays and
   * outputs must be, and which settings it lacks. A report that was taken before is answered alike and not acted upon again, so a node repeats
   * what was not answered. `TOKEN_NOT_FOR_NODE` unless the token was made for that node.
   */
  report: tokenProcedure('node:connect')
    .route({
      method: 'POST',
      path: '/nodes/{nodeId}/events',
      tags: ['Nodes'],
      summary: 'Reports of a networked node',
    })
    .errors(nodeErrors)
    .input(
      z.strictObject({
        /** Business code of the node. */
        nodeId: nodeCode,
        events: z.array(nodeReport).min(1).max(100),
      }),
    )
    .output(reportAnswer),
  /**
   * Whom the node may let at its machines while no host answers: for each badge the first 16
   * hexadecimal digits of HMAC-SHA256(salt, UID bytes), the ports as a bit mask, and the time-out in
   * minutes. Replaces what the node has as a whole.
   */
  rights: tokenProcedure('node:connect')
    .route({
      method: 'GET',
      path: '/nodes/{nodeId}/rights',
      tags: ['Nodes'],
      summary: 'Rights cache of a networked node',
    })
    .errors(nodeErrors)
    .input(z.strictObject({ nodeId: nodeCode }))
    .output(rightsAnswer),
  /**
   * A part of the firmware that `report` told the node to fetch, from the byte `offset` on: as much
   * of it as fits. Begins anywhere, so that a transfer goes on where it broke off.
   */
  firmware: tokenProcedure('node:connect')
    .route({
      method: 'GET',
      path: '/nodes/{nodeId}/firmware',
      tags: ['Nodes'],
      summary: 'Firmware of a networked node',
    })
    .errors({
      ...nodeErrors,
      /** The node is to fetch none: nobody asked for it, or it was given up. */
      NO_FIRMWARE: { status: 404, message: 'There is no firmware to fetch.' },
    })
    .input(
      z.strictObject({
        nodeId: nodeCode,
        offset: z.coerce
          .number()
          .int()
          .min(0)
          .max(2 ** 31 - 1),
      }),
    )
    .output(firmwarePiece),
};

/** See {@link reportOutcome}. */
export type ReportOutcome = z.infer<typeof reportOutcome>;
/** See {@link portOrder}. */
export type PortOrder = z.infer<typeof portOrder>;
/** See {@link outputOrder}. */
export type OutputOrder = z.infer<typeof outputOrder>;
/** See {@link settingsOrder}. */
export type SettingsOrder = z.infer<typeof settingsOrder>;
/** See {@link firmwareOrder}. */
export type FirmwareOrder = z.infer<typeof firmwareOrder>;
/** See {@link firmwarePiece}. */
export type FirmwarePiece = z.infer<typeof firmwarePiece>;
/** See {@link reportAnswer}. */
export type ReportAnswer = z.infer<typeof reportAnswer>;
/** See {@link keptEntries}. */
export type KeptEntries = z.infer<typeof keptEntries>;
/** See {@link rightsAnswer}. */
export type RightsAnswer = z.infer<typeof rightsAnswer>;
