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
  /** State of the relays; the index is the port. */
  ports: z
    .array(z.enum(['locked', 'released']))
    .max(16)
    .optional(),
};

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
    uid: z.string().regex(/^(?:[0-9A-Fa-f]{2}){3,10}$/),
    tech: z.enum(['em4100', 'hid-prox', 'iso14443a', 'iclass', 'unknown']),
  }),
  /** The machine at the port is at work, so that its session does not time out. */
  z.strictObject({ t: z.literal('activity'), ...key, port, ageMs }),
  z.strictObject({ t: z.literal('estop'), ...key, state: estop }),
]);

/** What became of a report; the same for every submission of it. */
export const reportOutcome = z.object({
  boot: z.string(),
  seq: z.int(),
  /**
   * `started` and `ended` tell what a badge did; `refused` says why in `reason`. `too-late` was not
   * acted upon because it happened too long ago. Everything else was `kept`.
   */
  result: z.enum(['kept', 'started', 'ended', 'refused', 'no-machine', 'too-late']),
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
    .errors({
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
    })
    .input(
      z.strictObject({
        /** Business code of the node. */
        nodeId: z.string().regex(/^[A-Za-z0-9._-]{1,32}$/),
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
        /** When this was decided, by the database's clock. */
        at: timestamp,
      }),
    ),
};

/** See {@link nodeReport}. */
export type NodeReport = z.infer<typeof nodeReport>;
/** See {@link reportOutcome}. */
export type ReportOutcome = z.infer<typeof reportOutcome>;
/** See {@link portOrder}. */
export type PortOrder = z.infer<typeof portOrder>;
