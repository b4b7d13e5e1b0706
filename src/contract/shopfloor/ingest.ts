import { z } from 'zod';
import { timestamp, tokenProcedure } from '../procedure.ts';
import { nodeType } from './nodes.ts';

/** What every report of a node carries: the node's run, and the report's number within the run. */
const key = {
  /** Made up anew at each start of the node. */
  boot: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/),
  /** Counts up by one for each report since `boot`. */
  seq: z.int().min(0).max(4_294_967_295),
};

const port = z.int().min(0).max(15);
/** How long ago it happened, by the node's own counter. Milliseconds. */
const ageMs = z.int().min(0).max(86_400_000).default(0);

/** The emergency stop as the node sees it; `normal` only after the hardware reset. */
const estop = z.enum(['normal', 'tripped', 'released', 'test']);

const health = {
  estop: estop.optional(),
  /** Seconds since the node started. */
  uptime: z.int().min(0).optional(),
  /** Version of the rights cache that the node holds. */
  rights: z.int().min(0).optional(),
  /** Lines of its own log that no answer has confirmed yet. */
  buffered: z.int().min(0).optional(),
  /** State of the relays; the index is the port. */
  ports: z
    .array(z.enum(['locked', 'released']))
    .max(16)
    .optional(),
};

const badgeHex = z.string().regex(/^(?:[0-9A-Fa-f]{2}){3,10}$/);
const badgeKinds = ['em4100', 'hid-prox', 'iso14443a', 'iclass', 'unknown'] as const;

/** One thing that a networked node reports: the messages of the cable protocol, as JSON. */
export const nodeReport = z.discriminatedUnion('t', [
  /** After each start, and whenever an answer asks for it. */
  z.strictObject({
    t: z.literal('hello'),
    ...key,
    ...health,
    fw: z.string().min(1).max(32),
    /** What the node is; leave it out and the console takes it for what its settings say. */
    type: nodeType.optional(),
    reset: z.enum([
      'power-on',
      'software',
      'watchdog',
      'brown-out',
      'panic',
      'external',
      'deep-sleep',
      'unknown',
    ]),
  }),
  /** A sign of life; send one every three seconds, so that releases and locks arrive in time. */
  z.strictObject({ t: z.literal('hb'), ...key, ...health }),
  z.strictObject({
    t: z.literal('badge'),
    ...key,
    port,
    ageMs,
    /** Bytes of the badge, most significant first. */
    uid: badgeHex,
    tech: z.enum(badgeKinds),
  }),
  /** The machine at the port is at work, so that its session does not time out. */
  z.strictObject({ t: z.literal('activity'), ...key, port, ageMs }),
  z.strictObject({ t: z.literal('estop'), ...key, state: estop }),
  /**
   * One line of the node's own log, of what it decided while no host answered. Send them oldest
   * first, again and again until an answer's `kept` confirms them.
   */
  z.strictObject({
    t: z.literal('entry'),
    ...key,
    /** The run that wrote it; that of the line, not of the report. */
    boot_of: key.boot,
    /** Number of the line within that run. */
    n: z.int().min(0),
    /** How long ago by the node's own counter; null when the node lost the time. Milliseconds. */
    ageMs: z.int().min(0).nullable(),
    what: z.enum(['started', 'ended', 'refused', 'activity', 'estop', 'estop-reset']),
    /** Left out for what is about the node as a whole. */
    port: port.optional(),
    uid: badgeHex.optional(),
    tech: z.enum(badgeKinds).optional(),
    /** Why refused or ended, as a short word. */
    reason: z.string().max(40).optional(),
  }),
]);

/** What became of a report; the same for every submission of it. */
export const reportOutcome = z.object({
  boot: z.string(),
  seq: z.int(),
  /**
   * `started`, `ended` and `extended` tell what a badge did; `refused` says why in `reason`. `too-late` was not
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

/** How far the log of one run of a node is in the database. */
export const keptEntries = z.object({ boot_of: z.string(), n: z.int() });

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
   * Takes reports of a node in the order in which they happened, and answers what its relays must
   * be. A report that was taken before is answered alike and not acted upon again, so a node repeats
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
    .output(
      z.object({
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
        /** Version that the node's rights cache should have; ask `rights` for another one. */
        rightsVersion: z.int(),
        /** When this was decided, by the database's clock. */
        at: timestamp,
      }),
    ),
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
};

/** See {@link nodeReport}. */
export type NodeReport = z.infer<typeof nodeReport>;
/** See {@link reportOutcome}. */
export type ReportOutcome = z.infer<typeof reportOutcome>;
/** See {@link portOrder}. */
export type PortOrder = z.infer<typeof portOrder>;
/** See {@link keptEntries}. */
export type KeptEntries = z.infer<typeof keptEntries>;
/** See {@link rightsAnswer}. */
export type RightsAnswer = z.infer<typeof rightsAnswer>;
