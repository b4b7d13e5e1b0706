import type { Decoder, GarbageReason } from './codec.ts';
import { crc16CcittFalse } from './crc.ts';
import { type LineVerdict, lineDecoder } from './line-decoder.ts';

/** A JSON object as it came off the wire, not yet checked against the node protocol. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The longest node frame, in bytes; a line counts its checksum and not its line end. */
export const MAX_NODE_FRAME = 512;

/** A message does not fit into a frame; it must be shortened by whoever composed it. */
export class FrameTooLongError extends Error {
  override readonly name = 'FrameTooLongError';
  readonly code = 'FRAME_TOO_LONG';
  /** Length of the frame that was refused, in bytes. */
  readonly length: number;

  constructor(length: number) {
    super(
      `A node frame holds ${MAX_NODE_FRAME} bytes and this one has ${length}. Shorten the message.`,
    );
    this.length = length;
  }
}

/** `*` and four hexadecimal digits. */
const CHECK_LENGTH = 5;
/** More beginnings than this on one line are noise, and trying them all would be quadratic. */
const MAX_CANDIDATES = 8;
const checkShape = /^\*[0-9A-F]{4}$/u;
const objectStart = Buffer.from('{', 'ascii');
const typeFirst = Buffer.from('{"t":', 'ascii');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** The object of a UTF-8 JSON text; `null` for anything else. */
export function parseJsonObject(bytes: Uint8Array): JsonObject | null {
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Places where a frame may begin: the first brace, and every object whose first key is `t`. */
function* beginnings(body: Buffer): Generator<number> {
  const first = body.indexOf(objectStart);
  if (first < 0) return;
  yield first;
  let at = body.indexOf(typeFirst, first + 1);
  for (let tried = 1; at >= 0 && tried < MAX_CANDIDATES; tried += 1) {
    yield at;
    at = body.indexOf(typeFirst, at + 1);
  }
}

const garbage = (reason: GarbageReason): LineVerdict<JsonObject> => ({ kind: 'garbage', reason });

function judge(line: Uint8Array): LineVerdict<JsonObject> {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const check = bytes.toString('latin1', Math.max(0, bytes.length - CHECK_LENGTH));
  if (!checkShape.test(check)) return garbage(bytes.includes(typeFirst) ? 'bad-shape' : 'noise');
  const body = bytes.subarray(0, bytes.length - CHECK_LENGTH);
  const expected = Number.parseInt(check.slice(1), 16);
  for (const from of beginnings(body)) {
    const text = body.subarray(from);
    if (crc16CcittFalse(text) !== expected) continue;
    const frame = parseJsonObject(text);
    return frame ? { kind: 'frame', frame, from } : garbage('bad-shape');
  }
  return garbage('bad-checksum');
}

/**
 * A decoder for `{"t":…}*CRC` lines. The CRC-16/CCITT-FALSE runs over the raw bytes of the object.
 * Boot messages of an ESP32's ROM, and noise before a frame, come out as garbage.
 */
export function nodeLineDecoder(): Decoder<JsonObject> {
  return lineDecoder({ maxLength: MAX_NODE_FRAME, judge });
}

/**
 * The line for a message, with its CRC and LF. The key `t` must come first: it is how a receiver
 * finds the beginning after noise. Throws {@link FrameTooLongError}.
 */
export function encodeNodeLine(message: JsonObject): Uint8Array {
  const text = Buffer.from(JSON.stringify(message), 'utf8');
  const length = text.length + CHECK_LENGTH;
  if (length > MAX_NODE_FRAME) throw new FrameTooLongError(length);
  const check = crc16CcittFalse(text).toString(16).toUpperCase().padStart(4, '0');
  return Uint8Array.from(Buffer.concat([text, Buffer.from(`*${check}\n`, 'ascii')]));
}
