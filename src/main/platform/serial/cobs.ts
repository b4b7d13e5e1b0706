import { crc32 } from 'node:zlib';
import type { DecodeEvent, Decoder, GarbageReason } from './codec.ts';
import {
  FrameTooLongError,
  type JsonObject,
  MAX_NODE_FRAME,
  parseJsonObject,
} from './node-line.ts';

const DELIMITER = 0;
const CRC_BYTES = 4;
const LONGEST_BLOCK = 0xff;
/** Longest frame between two delimiters: payload, CRC and one byte in 254 of overhead. */
const MAX_ENCODED = MAX_NODE_FRAME + CRC_BYTES + Math.ceil((MAX_NODE_FRAME + CRC_BYTES) / 254);

/** Consistent overhead byte stuffing: the same bytes without a zero. */
export function cobsEncode(bytes: Uint8Array): Uint8Array {
  const out: number[] = [0];
  let codeAt = 0;
  let code = 1;
  const closeBlock = (): void => {
    out[codeAt] = code;
    codeAt = out.length;
    out.push(0);
    code = 1;
  };
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0) {
      closeBlock();
      continue;
    }
    out.push(byte);
    code += 1;
    if (code === LONGEST_BLOCK && at < bytes.length - 1) closeBlock();
  }
  out[codeAt] = code;
  return Uint8Array.from(out);
}

/** The bytes behind a stuffed block without its delimiters; `null` if it is not one. */
export function cobsDecode(bytes: Uint8Array): Uint8Array | null {
  const out: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const code = bytes[at] ?? 0;
    const end = at + code;
    if (code === 0 || end > bytes.length) return null;
    for (at += 1; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === 0) return null;
      out.push(byte);
    }
    if (code < LONGEST_BLOCK && at < bytes.length) out.push(0);
  }
  return Uint8Array.from(out);
}

function openFrame(encoded: Uint8Array): JsonObject | GarbageReason {
  const content = cobsDecode(encoded);
  if (!content || content.length <= CRC_BYTES) return 'bad-shape';
  const payload = content.subarray(0, content.length - CRC_BYTES);
  const expected = new DataView(content.buffer).getUint32(payload.length, true);
  if (crc32(payload) !== expected) return 'bad-checksum';
  return parseJsonObject(payload) ?? 'bad-shape';
}

/** A decoder for `00 | COBS(JSON, CRC-32 little-endian) | 00` frames of the node protocol. */
export function cobsNodeDecoder(): Decoder<JsonObject> {
  const buffer = new Uint8Array(MAX_ENCODED);
  let used = 0;
  let overflowed = false;

  function append(part: Uint8Array, events: DecodeEvent<JsonObject>[]): void {
    for (let at = 0; at < part.length;) {
      if (used === buffer.length) {
        const reason = overflowed ? 'noise' : 'too-long';
        events.push({ kind: 'garbage', reason, bytes: buffer.slice() });
        overflowed = true;
        used = 0;
      }
      const piece = part.subarray(at, at + buffer.length - used);
      buffer.set(piece, used);
      used += piece.length;
      at += piece.length;
    }
  }

  function endFrame(events: DecodeEvent<JsonObject>[]): void {
    if (used > 0) {
      const bytes = buffer.slice(0, used);
      const found = overflowed ? 'noise' : openFrame(bytes);
      events.push(
        typeof found === 'string'
          ? { kind: 'garbage', reason: found, bytes }
          : { kind: 'frame', frame: found, bytes },
      );
    }
    used = 0;
    overflowed = false;
  }

  function push(chunk: Uint8Array): DecodeEvent<JsonObject>[] {
    const events: DecodeEvent<JsonObject>[] = [];
    let at = 0;
    while (at < chunk.length) {
      const found = chunk.indexOf(DELIMITER, at);
      const end = found < 0 ? chunk.length : found;
      append(chunk.subarray(at, end), events);
      if (found >= 0) endFrame(events);
      at = end + 1;
    }
    return events;
  }

  return {
    push,
    get buffered() {
      return used;
    },
  };
}

/**
 * The COBS frame for a message. It begins with a delimiter too, so that noise before it ends there.
 * Throws {@link FrameTooLongError}.
 */
export function encodeCobsNode(message: JsonObject): Uint8Array {
  const payload = Buffer.from(JSON.stringify(message), 'utf8');
  if (payload.length > MAX_NODE_FRAME) throw new FrameTooLongError(payload.length);
  const content = Buffer.alloc(payload.length + CRC_BYTES);
  payload.copy(content);
  content.writeUInt32LE(crc32(payload), payload.length);
  return Uint8Array.of(DELIMITER, ...cobsEncode(content), DELIMITER);
}
