import type { Decoder } from './codec.ts';
import { fromHex } from './hex.ts';
import { lineDecoder } from './line-decoder.ts';

/**
 * How a line reader writes a UID. It is a setting of the reader and is never guessed: ten digits
 * may be either, and a wrong guess would be another person's badge.
 */
export type PlainLineForm = 'hex' | 'decimal';

const MIN_UID_BYTES = 3;
const MAX_UID_BYTES = 10;
/** Digits of the largest number that ten bytes hold. */
const MAX_LINE = 25;
const decimalDigits = /^\d{4,25}$/u;

/** Bytes of a decimal number, most significant first, at least four as readers mean them. */
export function decimalToBytes(text: string): Uint8Array | null {
  if (!decimalDigits.test(text)) return null;
  const hex = BigInt(text).toString(16);
  const evenWidth = Math.max(8, hex.length + (hex.length % 2));
  return fromHex(hex.padStart(evenWidth, '0'));
}

function uidBytes(line: Uint8Array, form: PlainLineForm): Uint8Array | null {
  const text = Buffer.from(line).toString('latin1').trim();
  const bytes = form === 'hex' ? fromHex(text) : decimalToBytes(text);
  if (!bytes || bytes.length < MIN_UID_BYTES || bytes.length > MAX_UID_BYTES) return null;
  return bytes;
}

/** A decoder for readers that send the UID as a line of digits ended by CR, LF or both. */
export function plainLineDecoder(form: PlainLineForm): Decoder<Uint8Array> {
  return lineDecoder({
    maxLength: MAX_LINE,
    judge(line, truncated) {
      // The tail of an over-long line would be a well-formed UID that nobody has.
      if (truncated) return { kind: 'garbage', reason: 'noise' };
      const frame = uidBytes(line, form);
      return frame ? { kind: 'frame', frame, from: 0 } : { kind: 'garbage', reason: 'bad-shape' };
    },
  });
}

/** The line a reader sends for the UID `bytes`, ended by CR LF. */
export function encodePlainLine(bytes: Uint8Array, form: PlainLineForm): Uint8Array {
  const hex = Buffer.from(bytes).toString('hex').toUpperCase();
  const text = form === 'hex' ? hex : BigInt(`0x${hex}`).toString(10).padStart(10, '0');
  return Uint8Array.from(Buffer.from(`${text}\r\n`, 'ascii'));
}
