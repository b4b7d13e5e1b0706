import { flag, listOf, oneOf, text, whole } from './message-fields.ts';

/** Ports of a node, at most. */
const MAX_PORTS = 16;
/** Terminals of a node in each direction, at most. */
const MAX_TERMINALS = 32;
const MAX_COUNT = 2 ** 32 - 1;

/** Longest time in an order. Seconds. */
export const MAX_SECONDS = 7 * 24 * 60 * 60;

/** `nodes.node_id`. */
export const nodeId = text(32, /^[\w.-]+$/u);
/** Key by which a command is answered, and recognised when it is repeated. */
export const commandId = text(40, /^[\w.:-]+$/u);
/** Made up anew at each start of a node. */
export const bootId = text(16, /^[\w-]+$/u);
/** Index of a machine at a node. */
export const port = whole(0, MAX_PORTS - 1);
/** A counter, a version or a length in bytes: 32 bits without a sign. */
export const count = whole(0, MAX_COUNT);
/** Number of a terminal in its direction. */
export const terminal = whole(0, MAX_TERMINALS - 1);
/** Version of a firmware. */
export const firmwareVersion = text(32, /^[\w.+-]+$/u);
/** Time that an order lasts. Seconds. */
export const seconds = whole(1, MAX_SECONDS);
/** Bytes of a badge in hexadecimal, most significant first. */
export const uidText = text(20, /^(?:[0-9A-Fa-f]{2}){3,10}$/u);

/** One word out of a few for each port; the index is the port. */
export const forPorts = <const T extends string>(words: readonly T[]) =>
  listOf(oneOf(words), MAX_PORTS);

/** Electrical levels; the index is the terminal's number. */
export const levels = listOf(flag, MAX_TERMINALS);
