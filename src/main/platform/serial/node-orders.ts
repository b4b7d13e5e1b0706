import {
  attemptParse,
  byType,
  flag,
  listOf,
  object,
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
  MAX_SECONDS,
  port,
  seconds,
  terminal,
} from './node-fields.ts';
import type { JsonObject } from './node-line.ts';
import { type DisplayTone, displayTones } from './node-protocol.ts';

/** What one person may release while the node is alone. */
export interface NodeRight {
  /** First 16 hexadecimal digits, lower case, of HMAC-SHA256(salt, canonical UID bytes). */
  readonly k: string;
  /** Ports that the person may release; bit 0 is port 0. */
  readonly p: number;
  /** Time-out of the person's sessions. Minutes; 0 for none. */
  readonly m: number;
}

/** Rights that fit into one order. */
export const RIGHTS_AN_ORDER = 8;
/** Bytes of a firmware that fit into one order. */
export const FIRMWARE_BYTES_AN_ORDER = 225;

/** Orders by which a node's cache of rights is replaced as a whole, and one person taken out. */
type RightsOrder =
  | {
      readonly t: 'rights-begin';
      readonly version: number;
      /** Hexadecimal. */
      readonly salt: string;
      /** Rights that will follow. */
      readonly count: number;
    }
  | { readonly t: 'rights-add'; readonly entries: readonly NodeRight[] }
  /** The cache counts from now on; refused unless all that was announced has arrived. */
  | { readonly t: 'rights-apply'; readonly version: number }
  | { readonly t: 'rights-drop'; readonly k: string };

/** Orders by which a node gets another firmware. */
type FirmwareOrder =
  | {
      readonly t: 'fw-begin';
      readonly version: string;
      /** Bytes. */
      readonly size: number;
      /** Lower-case hexadecimal. */
      readonly sha256: string;
    }
  /** `data` is base64, at most 300 characters of it. */
  | { readonly t: 'fw-data'; readonly offset: number; readonly data: string }
  | { readonly t: 'fw-install' };

/** What the host may ask of a node. Every command may be repeated and then acts only once. */
export type NodeOrder =
  /** Let the machine at `port` run; the node locks it by itself after `seconds`, if given. */
  | { readonly t: 'release'; readonly port: number; readonly seconds: number | null }
  | { readonly t: 'lock'; readonly port: number }
  /** Warn the person at `port` that the session ends in `seconds`. */
  | { readonly t: 'warn'; readonly port: number; readonly seconds: number }
  | { readonly t: 'config'; readonly key: string; readonly value: string }
  /** Applies what `config` gave, and remembers the version. */
  | { readonly t: 'config-apply'; readonly version: number }
  | RightsOrder
  /** Every entry of that run up to `n` is in the database, and may be forgotten. */
  | { readonly t: 'entries-kept'; readonly boot_of: string; readonly n: number }
  /** Drives the raw level of an output; for `seconds`, or until told otherwise. */
  | {
      readonly t: 'io-set';
      readonly number: number;
      readonly level: boolean;
      readonly seconds: number | null;
    }
  | FirmwareOrder
  /** What the display at `port` says, for so long. */
  | {
      readonly t: 'show';
      readonly port: number;
      readonly text: string;
      readonly tone: DisplayTone;
      readonly seconds: number;
    }
  /** Answered by `hello` and `ack`. */
  | { readonly t: 'ping' };

/** An order with the key by which it is answered and recognised when repeated. */
export type NodeCommand = NodeOrder & { readonly id: string };

const personKey = text(16, /^[0-9A-Fa-f]{16}$/u);
const right = object<NodeRight>((raw) => ({
  k: personKey(raw, 'k').toLowerCase(),
  p: whole(0, 0xffff)(raw, 'p'),
  m: whole(0, MAX_SECONDS / 60)(raw, 'm'),
}));

const readOrder = byType<NodeOrder>({
  release: (raw) => ({
    t: 'release',
    port: port(raw, 'port'),
    seconds: optional(seconds)(raw, 'seconds'),
  }),
  lock: (raw) => ({ t: 'lock', port: port(raw, 'port') }),
  warn: (raw) => ({
    t: 'warn',
    port: port(raw, 'port'),
    seconds: whole(0, MAX_SECONDS)(raw, 'seconds'),
  }),
  config: (raw) => ({ t: 'config', key: text(32)(raw, 'key'), value: text(200)(raw, 'value') }),
  'config-apply': (raw) => ({ t: 'config-apply', version: count(raw, 'version') }),
  'rights-begin': (raw) => ({
    t: 'rights-begin',
    version: count(raw, 'version'),
    salt: text(64, /^(?:[0-9A-Fa-f]{2})+$/u)(raw, 'salt').toLowerCase(),
    count: count(raw, 'count'),
  }),
  'rights-add': (raw) => ({
    t: 'rights-add',
    entries: listOf(right, RIGHTS_AN_ORDER)(raw, 'entries'),
  }),
  'rights-apply': (raw) => ({ t: 'rights-apply', version: count(raw, 'version') }),
  'rights-drop': (raw) => ({ t: 'rights-drop', k: personKey(raw, 'k').toLowerCase() }),
  'entries-kept': (raw) => ({
    t: 'entries-kept',
    boot_of: bootId(raw, 'boot_of'),
    n: count(raw, 'n'),
  }),
  'io-set': (raw) => ({
    t: 'io-set',
    number: terminal(raw, 'number'),
    level: flag(raw, 'level'),
    seconds: optional(seconds)(raw, 'seconds'),
  }),
  'fw-begin': (raw) => ({
    t: 'fw-begin',
    version: firmwareVersion(raw, 'version'),
    size: count(raw, 'size'),
    sha256: text(64, /^[0-9A-Fa-f]{64}$/u)(raw, 'sha256').toLowerCase(),
  }),
  'fw-data': (raw) => ({
    t: 'fw-data',
    offset: count(raw, 'offset'),
    data: text(300, /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u)(
      raw,
      'data',
    ),
  }),
  'fw-install': () => ({ t: 'fw-install' }),
  show: (raw) => ({
    t: 'show',
    port: port(raw, 'port'),
    text: text(40)(raw, 'text'),
    tone: oneOf(displayTones)(raw, 'tone'),
    seconds: seconds(raw, 'seconds'),
  }),
  ping: () => ({ t: 'ping' }),
});

/** Reads a command of the host, as a node does. */
export function parseNodeCommand(raw: JsonObject): Parsed<NodeCommand> {
  return attemptParse(() => ({ ...readOrder(raw), id: commandId(raw, 'id') }));
}
