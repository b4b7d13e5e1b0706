import { z } from 'zod';
import { nodeType } from './nodes.ts';

/** What every report of a node carries: the node's run, and the report's number within the run. */
const key = {
  /** Made up anew at each start of the node. */
  boot: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/),
  /** Counts up by one for each report since `boot`. */
  seq: z.int().min(0).max(4_294_967_295),
};

/** Index of a relay of a node. */
export const port = z.int().min(0).max(15);
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
  /** Version of the settings that it has. */
  cfg: z.int().min(0).optional(),
  /** Lines of its own log that no answer has confirmed yet. */
  buffered: z.int().min(0).optional(),
  /** State of the relays; the index is the port. */
  ports: z
    .array(z.enum(['locked', 'released']))
    .max(16)
    .optional(),
  /** Raw electrical levels of the terminals; the index is the terminal's number. */
  inputs: z.array(z.boolean()).max(32).optional(),
  outputs: z.array(z.boolean()).max(32).optional(),
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
  /** A terminal changed its raw electrical level. */
  z.strictObject({
    t: z.literal('io'),
    ...key,
    dir: z.enum(['input', 'output']),
    number: z.int().min(0).max(31),
    level: z.boolean(),
  }),
  /** Something about the node itself is wrong, or right again. */
  z.strictObject({
    t: z.literal('fault'),
    ...key,
    /** A short word, by which its end is recognised. */
    code: z.string().regex(/^[\w.-]{1,32}$/),
    msg: z.string().min(1).max(200),
    active: z.boolean(),
  }),
  /** A Bluetooth device that the node sees, or has lost. */
  z.strictObject({
    t: z.literal('bt'),
    ...key,
    address: z.string().regex(/^(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/),
    name: z.string().min(1).max(64).nullable().default(null),
    kind: z.string().min(1).max(32).nullable().default(null),
    connected: z.boolean(),
    /** Decibel-milliwatts. */
    rssi: z.int().min(-127).max(20).nullable().default(null),
  }),
  /** How far the node is with the firmware that it was told to fetch. */
  z.strictObject({
    t: z.literal('fw'),
    ...key,
    version: z.string().regex(/^[\w.+-]{1,32}$/),
    /** Bytes that it has without a gap. */
    received: z.int().min(0),
    state: z.enum(['receiving', 'verifying', 'installing', 'failed']),
    /** Why it failed, as a short word. */
    err: z.string().max(40).nullable().default(null),
  }),
  /** Answers what came with an `id`: the settings. */
  z.strictObject({
    t: z.literal('ack'),
    ...key,
    /** The `id` that is answered. */
    cmd: z.string().regex(/^[\w.:-]{1,40}$/),
    ok: z.boolean(),
    /** Why not, as a short word; null when `ok`. */
    err: z.string().max(40).nullable().default(null),
  }),
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

/** See {@link nodeReport}. */
export type NodeReport = z.infer<typeof nodeReport>;
