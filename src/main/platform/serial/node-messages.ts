import { badgeTechnologies, type BadgeTechnology } from './badge-uid.ts';
import {
  attemptParse,
  byType,
  flag,
  oneOf,
  optional,
  type Parsed,
  text,
  whole,
} from './message-fields.ts';
import {
  bootId,
  commandId,
  count,
  firmwareVersion,
  forPorts,
  levels,
  nodeId,
  port,
  terminal,
  uidText,
} from './node-fields.ts';
import type { JsonObject } from './node-line.ts';
import {
  type EntryKind,
  entryKinds,
  type EstopState,
  estopStates,
  type FirmwareState,
  firmwareStates,
  type IoDirection,
  ioDirections,
  type NodeLogLevel,
  nodeLogLevels,
  type NodeType,
  nodeTypes,
  type PortState,
  portStates,
  type ResetReason,
  resetReasons,
} from './node-protocol.ts';

/** What every message of a node carries. */
export interface NodeHeader {
  /** The node's name, as `nodes.node_id`. */
  readonly id: string;
  /** Counts up by one for each message since `boot`. */
  readonly seq: number;
  /** Made up anew at each start of the node; `null` where the node leaves it out. */
  readonly boot: string | null;
}

/** State that a node reports with a greeting or a beat; `null` where it leaves it out. */
export interface NodeHealth {
  /** Seconds since the node started. */
  readonly uptime: number | null;
  readonly estop: EstopState | null;
  /** State of the relays; the index is the port. */
  readonly ports: readonly PortState[] | null;
  /** Raw electrical levels; the index is the terminal's number. */
  readonly inputs: readonly boolean[] | null;
  readonly outputs: readonly boolean[] | null;
  /** Version of the cache of rights by which the node decides while it is alone. */
  readonly rights: number | null;
  /** Version of the configuration that the node applied. */
  readonly cfg: number | null;
  /** Entries of the node's own log that the host has not confirmed. */
  readonly buffered: number | null;
}

/** Who the node is: sent after its start and in answer to `ping`. */
export type HelloMessage = NodeHeader &
  NodeHealth & {
    readonly t: 'hello';
    readonly boot: string;
    readonly fw: string;
    readonly reset: ResetReason;
    readonly type: NodeType | null;
  };

/** One line of a node's own log: what it decided or saw while it was alone. */
export interface NodeEntry {
  readonly t: 'entry';
  /** Boot of the run that wrote it, which may not be the running one. */
  readonly boot_of: string;
  /** Number of the line within that run. */
  readonly n: number;
  /** How long ago by the node's clock, in milliseconds; `null` when the node lost the time. */
  readonly ageMs: number | null;
  readonly what: EntryKind;
  /** `null` for what is about the node as a whole. */
  readonly port: number | null;
  /** Upper-case hexadecimal. */
  readonly uid: string | null;
  readonly tech: BadgeTechnology | null;
  /** Why refused or ended, as a short word. */
  readonly reason: string | null;
}

/** What a node tells of people, machines and itself, each once and in the order of its numbers. */
export type NodeReportMessage = NodeHeader &
  (
    | {
        readonly t: 'badge';
        readonly port: number;
        /** Upper-case hexadecimal. */
        readonly uid: string;
        readonly tech: BadgeTechnology;
      }
    | { readonly t: 'activity'; readonly port: number }
    | { readonly t: 'log'; readonly level: NodeLogLevel; readonly msg: string }
    /** A terminal changed its raw electrical level. */
    | {
        readonly t: 'io';
        readonly dir: IoDirection;
        readonly number: number;
        readonly level: boolean;
      }
    | NodeEntry
    /** A Bluetooth device that the node sees, or has lost. */
    | {
        readonly t: 'bt';
        /** `AA:BB:CC:DD:EE:FF` */
        readonly address: string;
        readonly name: string | null;
        readonly kind: string | null;
        readonly connected: boolean;
        /** Decibel-milliwatts. */
        readonly rssi: number | null;
      }
    /** Something about the node itself is wrong, or is right again. */
    | {
        readonly t: 'fault';
        /** A short word, by which its end is recognised. */
        readonly code: string;
        readonly msg: string;
        readonly active: boolean;
      }
    /** How far the transfer of a firmware is. */
    | {
        readonly t: 'fw';
        readonly version: string;
        /** Bytes that arrived without a gap, from which a transfer goes on. */
        readonly received: number;
        readonly state: FirmwareState;
        /** Why it failed, as a short word. */
        readonly err: string | null;
      }
  );

/** Messages from a node to the host. */
export type NodeMessage =
  | HelloMessage
  | NodeReportMessage
  | (NodeHeader & NodeHealth & { readonly t: 'hb' })
  | (NodeHeader & { readonly t: 'boot'; readonly boot: string; readonly reset: ResetReason })
  | (NodeHeader & { readonly t: 'estop'; readonly state: EstopState })
  | (NodeHeader & {
      readonly t: 'ack';
      /** Key of the command that is answered. */
      readonly cmd: string;
      readonly ok: boolean;
      /** Why not, as a short word; `null` when `ok`. */
      readonly err: string | null;
    });

const technology = oneOf(badgeTechnologies);
const estop = oneOf(estopStates);
const shortWord = text(40);
const address = text(17, /^(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/u);

const header = (raw: JsonObject): NodeHeader => ({
  id: nodeId(raw, 'id'),
  seq: count(raw, 'seq'),
  boot: optional(bootId)(raw, 'boot'),
});

const health = (raw: JsonObject): NodeHealth => ({
  uptime: optional(count)(raw, 'uptime'),
  estop: optional(estop)(raw, 'estop'),
  ports: optional(forPorts(portStates))(raw, 'ports'),
  inputs: optional(levels)(raw, 'inputs'),
  outputs: optional(levels)(raw, 'outputs'),
  rights: optional(count)(raw, 'rights'),
  cfg: optional(count)(raw, 'cfg'),
  buffered: optional(count)(raw, 'buffered'),
});

const started = (raw: JsonObject) => ({
  ...header(raw),
  boot: bootId(raw, 'boot'),
  reset: oneOf(resetReasons)(raw, 'reset'),
});

const readMessage = byType<NodeMessage>({
  hello: (raw) => ({
    t: 'hello',
    ...started(raw),
    ...health(raw),
    fw: text(32)(raw, 'fw'),
    type: optional(oneOf(nodeTypes))(raw, 'type'),
  }),
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
    const err = ok ? null : shortWord(raw, 'err');
    return { t: 'ack', ...header(raw), cmd: commandId(raw, 'cmd'), ok, err };
  },
  io: (raw) => ({
    t: 'io',
    ...header(raw),
    dir: oneOf(ioDirections)(raw, 'dir'),
    number: terminal(raw, 'number'),
    level: flag(raw, 'level'),
  }),
  entry: (raw) => ({
    t: 'entry',
    ...header(raw),
    boot_of: bootId(raw, 'boot_of'),
    n: count(raw, 'n'),
    ageMs: optional(whole(0, Number.MAX_SAFE_INTEGER))(raw, 'ageMs'),
    what: oneOf(entryKinds)(raw, 'what'),
    port: optional(port)(raw, 'port'),
    uid: optional(uidText)(raw, 'uid')?.toUpperCase() ?? null,
    tech: optional(technology)(raw, 'tech'),
    reason: optional(shortWord)(raw, 'reason'),
  }),
  bt: (raw) => ({
    t: 'bt',
    ...header(raw),
    address: address(raw, 'address').toUpperCase(),
    name: optional(text(64))(raw, 'name'),
    kind: optional(text(32))(raw, 'kind'),
    connected: flag(raw, 'connected'),
    rssi: optional(whole(-128, 20))(raw, 'rssi'),
  }),
  fault: (raw) => ({
    t: 'fault',
    ...header(raw),
    code: text(32, /^[\w.-]+$/u)(raw, 'code'),
    msg: text(200)(raw, 'msg'),
    active: flag(raw, 'active'),
  }),
  fw: (raw) => ({
    t: 'fw',
    ...header(raw),
    version: firmwareVersion(raw, 'version'),
    received: count(raw, 'received'),
    state: oneOf(firmwareStates)(raw, 'state'),
    err: optional(shortWord)(raw, 'err'),
  }),
});

/** Reads a message of a node. Unknown fields are ignored, so that newer nodes stay understood. */
export function parseNodeMessage(raw: JsonObject): Parsed<NodeMessage> {
  return attemptParse(() => readMessage(raw));
}
