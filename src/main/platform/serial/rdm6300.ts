import type { Decoder } from './codec.ts';
import { xorChecksum } from './crc.ts';
import { fromHex, toHex } from './hex.ts';
import { type Candidate, startByteDecoder } from './start-byte-decoder.ts';

/**
 * Frames of 125 kHz EM4100 readers, 9600 baud 8N1, reader talks only.
 *
 * ```
 * RDM6300    02 | 10 hex digits | 2 hex digits: XOR of the five bytes | 03          14 bytes
 * ID-12/20   02 | 10 hex digits | 2 hex digits: XOR of the five bytes | 0D 0A 03    16 bytes
 * ```
 */
export type Rdm6300Variant = 'rdm6300' | 'id-12';

/** One reading of a card: its five bytes, version or customer byte first. */
export interface Rdm6300Frame {
  readonly data: Uint8Array;
  readonly variant: Rdm6300Variant;
}

/** Bytes in the card number of an EM4100 transponder. */
const EM4100_BYTES = 5;

const STX = 0x02;
const HEX_DIGITS = 12;
const trailers: readonly { readonly variant: Rdm6300Variant; readonly bytes: readonly number[] }[] =
  [
    { variant: 'rdm6300', bytes: [0x03] },
    { variant: 'id-12', bytes: [0x0d, 0x0a, 0x03] },
  ];

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** How far the bytes from `at` agree with `trailer`. */
function trailerFit(
  input: Uint8Array,
  at: number,
  trailer: readonly number[],
): 'all' | 'part' | 'no' {
  for (const [offset, expected] of trailer.entries()) {
    const byte = input[at + offset];
    if (byte === undefined) return 'part';
    if (byte !== expected) return 'no';
  }
  return 'all';
}

function readDigits(input: Uint8Array, at: number): Uint8Array | 'incomplete' | 'bad' {
  const bytes = new Uint8Array(HEX_DIGITS / 2);
  for (let digit = 0; digit < HEX_DIGITS; digit += 1) {
    const byte = input[at + digit];
    if (byte === undefined) return 'incomplete';
    const value = hexValue(byte);
    if (value < 0) return 'bad';
    bytes[digit >> 1] = ((bytes[digit >> 1] ?? 0) << 4) | value;
  }
  return bytes;
}

function match(input: Uint8Array, at: number): Candidate<Rdm6300Frame> {
  const digits = readDigits(input, at + 1);
  if (digits === 'incomplete') return { kind: 'incomplete' };
  if (digits === 'bad') return { kind: 'bad', reason: 'bad-shape' };
  const end = at + 1 + HEX_DIGITS;
  const fits = trailers.map((trailer) => trailerFit(input, end, trailer.bytes));
  const whole = trailers[fits.indexOf('all')];
  if (!whole) {
    return fits.includes('part') ? { kind: 'incomplete' } : { kind: 'bad', reason: 'bad-shape' };
  }
  const data = digits.slice(0, EM4100_BYTES);
  if (xorChecksum(data) !== digits[EM4100_BYTES]) return { kind: 'bad', reason: 'bad-checksum' };
  const length = 1 + HEX_DIGITS + whole.bytes.length;
  return { kind: 'frame', frame: { data, variant: whole.variant }, length };
}

/** A decoder that takes both variants. */
export function rdm6300Decoder(): Decoder<Rdm6300Frame> {
  return startByteDecoder({ startByte: STX, match });
}

/** The frame a reader sends for the card `data`. Throws a RangeError unless it is five bytes. */
export function encodeRdm6300({ data, variant }: Rdm6300Frame): Uint8Array {
  if (data.length !== EM4100_BYTES) {
    throw new RangeError(`An EM4100 card number has five bytes; this one has ${data.length}.`);
  }
  const trailer = trailers.find((known) => known.variant === variant)?.bytes ?? [];
  const digits = Buffer.from(toHex(Uint8Array.of(...data, xorChecksum(data))), 'ascii');
  return Uint8Array.of(STX, ...digits, ...trailer);
}

/** Five bytes of ten hexadecimal digits as printed by most tools; `null` for any other text. */
export function em4100FromHex(text: string): Uint8Array | null {
  const data = fromHex(text);
  return data?.length === EM4100_BYTES ? data : null;
}
