import { badgeTechnologies, type BadgeTechnology } from './badge-uid.ts';
import {
  attemptParse,
  FieldError,
  type FieldProblem,
  flag,
  listOf,
  oneOf,
  optional,
  text,
  whole,
} from './message-fields.ts';
import type { JsonObject } from './node-line.ts';

/** Whether the machine at a port may run. A node locks all ports when it starts. */
export const portStates = ['locked', 'released'] as const;
/** One of {@link portStates}. */
export type PortState = (typeof portStates)[number];

/**
 * The emergency stop as the node sees it: `tripped` while the device is pressed, `released` after
 * that until the hardware reset, `test` during a drill, `normal` otherwise. Software never resets it.
 */
export const estopStates = ['normal', 'tripped', 'released', 'test'] as const;
/** One of {@link estopStates}. */
export type EstopState = (typeof estopStates)[number];

/** Why a node started. */
export const resetReasons = [
  'power-on',
  'software',
  'watchdog',
  'brown-out',
  'panic',
  'external',
  'deep-sleep',
  'unknown',
] as const;
/** One of {@link resetReasons}. */
export type ResetReason = (typeof resetReasons)[number];

/** How much a node's own log line matters. */
export const nodeLogLevels = ['debug', 'info', 'warning', 'error'] as const;
/** One of {@link nodeLogLevels}. */
export type NodeLogLevel = (typeof nodeLogLevels)[number];

/** What every message of a node carries. */
export interface NodeHeader {
  /** The node's name, as `nodes.node_id`. */
  readonly id: string;
  /** Counts up by one for each message since `boot`. */
  readonly seq: number;
  /** Made up anew at each start of the node; `null` where the node leaves it out. */
  readonly boot: string | null;
}

/** State that a node reports with a greeting or a beat. Index of `ports` is the port number. */
export interface NodeHealth {
  /** Seconds since the node started. */
  readonly uptime: number | null;
  readonly estop: EstopState | null;
  readonly ports: readonly PortState[] | null;
}

/** Who the node is: sent after its start and in answer to `ping`. */
export type HelloMessage = NodeHeader &
  NodeHealth & {
    readonly t: 'hello';
    readonly boot: string;
    readonly fw: string;
    readonly reset: ResetReason;
  };

/** Messages from a node to the host. */
export type NodeMessage =
  | HelloMessage
  | (NodeHeader & NodeHealth & { readonly t: 'hb' })
  | (NodeHeader & { readonly t: 'boot'; readonly boot: string; readonly reset: ResetReason })
  | (NodeHeader & {
      readonly t: 'badge';
      readonly port: number;
      /** Upper-case hexadecimal. */
      readonly uid: string;
      readonly tech: BadgeTechnology;
    })
  | (NodeHeader & { readonly t: 'activity'; readonly port: number })
  | (NodeHeader & { readonly t: 'estop'; readonly state: EstopState })
  | (NodeHeader & { readonly t: 'log'; readonly level: NodeLogLevel; readonly msg: string })
  | (NodeHeader & {
      readonly t: 'ack';
      /** Key of the command that is answered. */
      readonly cmd: string;
      readonly ok: boolean;
      /** Why not, as a short word; `null` when `ok`. */
      readonly err: string | null;
    });

/** What the host may ask of a node. Every command may be repeated and then acts only once. */
export type NodeOrder =
  /** Let the machine at `port` run; the node locks it by itself after `seconds`, if given. */
  | { readonly t: 'release'; readonly port: number; readonly seconds: number | null }
  | { readonly t: 'lock'; readonly port: number }
  /** Warn the person at `port` that the session ends in `seconds`. */
  | { readonly t: 'warn'; readonly port: number; readonly seconds: number }
  | { readonly t: 'config'; readonly key: string; readonly value: string }
  /** Answered by `hello` and `ack`. */
  | { readonly t: 'ping' };

/** An order with the key by which it is answered and recognised when repeated. */
export type NodeCommand = NodeOrder & { readonly id: string };

/** A message, or the first thing that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: FieldProblem };

const MAX_PORTS = 16;
const MAX_COUNT = 2 ** 32 - 1;
const MAX_SECONDS = 7 * 24 * 60 * 60;
const nodeId = text(32, /^[\w.-]+$/u);
const commandId = text(40, /^[\w.:-]+$/u);
const bootId = text(16, /^[\w-]+$/u);
const port = whole(0, MAX_PORTS - 1);
const count = whole(0, MAX_COUNT);
const uidText = text(20, /^(?:[0-9A-Fa-f]{2}){3,10}$/u);
const technology = oneOf(badgeTechnologies);
const reset = oneOf(resetReasons);
const ports = optional(listOf(portStates, MAX_PORTS));
const estop = oneOf(estopStates);

const header = (raw: JsonObject): NodeHeader => ({
  id: nodeId(raw, 'id'),
  seq: count(raw, 'seq'),
  boot: optional(bootId)(raw, 'boot'),
});

const health = (raw: JsonObject): NodeHealth => ({
  uptime: optional(count)(raw, 'uptime'),
  estop: optional(estop)(raw, 'estop'),
  ports: ports(raw, 'ports'),
});

const started = (raw: JsonObject) => ({
  ...header(raw),
  boot: bootId(raw, 'boot'),
  reset: reset(raw, 'reset'),
});

const messageParsers: { readonly [T in NodeMessage['t']]: (raw: JsonObject) => NodeMessage } = {
  hello: (raw) => ({ t: 'hello', ...started(raw), ...health(raw), fw: text(32)(raw, 'fw') }),
  hb: (raw) => ({ t: 'hb', ...header(raw), ...health(raw) }),
  boot: (raw) => ({ t: 'boot', ...started(raw) }),
  badge: (raw) => ({
    t: 'badge',
    ...header(raw),
    port: port(raw, 'port'),
    uid: uidText(raw, 'uid').toUpperCase(),
    tech: technology(raw, 'tech'),
  }),
  activity: (raw) => ({ t: 'activity', ...header(raw), port: port(raw, 'port') }),
  estop: (raw) => ({ t: 'estop', ...header(raw), state: estop(raw, 'state') }),
  log: (raw) => ({
    t: 'log',
    ...header(raw),
    level: oneOf(nodeLogLevels)(raw, 'level'),
    msg: text(400)(raw, 'msg'),
  }),
  ack: (raw) => {
    const ok = flag(raw, 'ok');
    const err = ok ? null : text(40)(raw, 'err');
    return { t: 'ack', ...header(raw), cmd: commandId(raw, 'cmd'), ok, err };
  },
};

const commandParsers: { readonly [T in NodeOrder['t']]: (raw: JsonObject) => NodeOrder } = {
  release: (raw) => ({
    t: 'release',
    port: port(raw, 'port'),
    seconds: optional(whole(1, MAX_SECONDS))(raw, 'seconds'),
  }),
  lock: (raw) => ({ t: 'lock', port: port(raw, 'port') }),
  warn: (raw) => ({
    t: 'warn',
    port: port(raw, 'port'),
    seconds: whole(0, MAX_SECONDS)(raw, 'seconds'),
  }),
  config: (raw) => ({ t: 'config', key: text(32)(raw, 'key'), value: text(200)(raw, 'value') }),
  ping: () => ({ t: 'ping' }),
};

function parserFor<T>(parsers: Readonly<Record<string, (raw: JsonObject) => T>>, raw: JsonObject) {
  const type = raw['t'];
  const parser =
    typeof type === 'string' && Object.hasOwn(parsers, type) ? parsers[type] : undefined;
  if (!parser) throw new FieldError('t', `one of ${Object.keys(parsers).join(', ')}`);
  return parser;
}

/** Reads a message of a node. Unknown fields are ignored, so that newer nodes stay understood. */
export function parseNodeMessage(raw: JsonObject): Parsed<NodeMessage> {
  return attemptParse(() => parserFor(messageParsers, raw)(raw));
}

/** Reads a command of the host, as a node does. */
export function parseNodeCommand(raw: JsonObject): Parsed<NodeCommand> {
  return attemptParse(() => ({
    ...parserFor(commandParsers, raw)(raw),
    id: commandId(raw, 'id'),
  }));
}

/** The object that goes into a frame: `t` first, and no field that is `null`. */
export function toWire(message: NodeMessage | NodeCommand): JsonObject {
  const { t, ...rest } = message;
  const present = Object.entries(rest).filter(([, value]) => value !== null);
  return { t, ...Object.fromEntries(present) };
}
