import type { BadgeTechnology } from './badge-uid.ts';
import type { Decoder, Garbage } from './codec.ts';
import { crc16Mcrf4xx } from './crc.ts';
import { fromHex, toHex } from './hex.ts';
import { lineDecoder } from './line-decoder.ts';
import { type Candidate, startByteDecoder } from './start-byte-decoder.ts';

/**
 * Elatec TWN4 readers with the Simple Protocol firmware. The host asks, the reader answers.
 *
 * ```
 * ascii    message and CRC as hex digits | 0D
 * binary   length of all that follows, low byte first | message | CRC
 * SearchTag(most ID bytes)   05 00 10
 * answer   00 00                                    no tag
 *          00 01 | type | bits | ID length | ID     a tag
 *          01…05                                    an error
 * ```
 *
 * The CRC (low byte first) is there only when the firmware was built with it.
 */
export type Twn4Mode = 'ascii' | 'binary';

/** How a firmware was built. */
export interface Twn4Wire {
  readonly mode: Twn4Mode;
  readonly crc: boolean;
}

/** What a reader answers to SearchTag. */
export type Twn4Answer =
  | {
      readonly kind: 'found';
      readonly tagType: number;
      readonly bits: number;
      readonly id: Uint8Array;
    }
  | { readonly kind: 'none' }
  /** {@link twn4Errors} */
  | { readonly kind: 'error'; readonly code: number };

/** Meaning of the reader's error codes, 1 first. */
export const twn4Errors = [
  'unknown function',
  'a parameter is missing',
  'there is a parameter too many',
  'invalid function',
  'the message cannot be read',
] as const;

const MAX_ID_BYTES = 16;
const FOUND_HEADER = 5;
const CRC_BYTES = 2;
const LENGTH_BYTES = 2;
const MAX_MESSAGE = FOUND_HEADER + MAX_ID_BYTES + CRC_BYTES;

const technologies: ReadonlyMap<number, BadgeTechnology> = new Map([
  [0x40, 'em4100'],
  [0x49, 'hid-prox'],
  [0x80, 'iso14443a'],
  [0x84, 'iclass'],
]);

/** SearchTag for IDs of up to 16 bytes. */
export const searchTagMessage: Uint8Array = Uint8Array.of(0x05, 0x00, MAX_ID_BYTES);

/** What a badge of a TWN4 tag type is made of. */
export function twn4Technology(tagType: number): BadgeTechnology {
  return technologies.get(tagType) ?? 'unknown';
}

/** The TWN4 tag type of a technology; MIFARE for what has none of its own. */
export function twn4TagType(technology: BadgeTechnology): number {
  return [...technologies].find(([, known]) => known === technology)?.[0] ?? 0x80;
}

/** Bytes of the answer that begins so, as far as its beginning tells. */
function answerLength(message: Uint8Array): number | 'unknown' | 'impossible' {
  const [result, found, , bits, idLength] = message;
  if (result === undefined) return 'unknown';
  if (result !== 0) return result <= twn4Errors.length ? 1 : 'impossible';
  if (found === undefined) return 'unknown';
  if (found === 0) return 2;
  if (found !== 1) return 'impossible';
  if (bits === undefined || idLength === undefined) return 'unknown';
  const fits = idLength > 0 && idLength <= MAX_ID_BYTES && idLength === Math.ceil(bits / 8);
  return fits ? FOUND_HEADER + idLength : 'impossible';
}

/** An answer without its CRC; `null` for any other bytes. */
export function parseTwn4Answer(message: Uint8Array): Twn4Answer | null {
  if (answerLength(message) !== message.length) return null;
  const [code = 0, found = 0, tagType = 0, bits = 0] = message;
  if (code !== 0) return { kind: 'error', code };
  return found === 0
    ? { kind: 'none' }
    : { kind: 'found', tagType, bits, id: message.slice(FOUND_HEADER) };
}

/** Whether the last two bytes are the CRC of the others. */
export function hasTwn4Crc(message: Uint8Array): boolean {
  const body = message.subarray(0, -CRC_BYTES);
  const low = message[message.length - 2] ?? 0;
  const high = message[message.length - 1] ?? 0;
  return message.length > CRC_BYTES && crc16Mcrf4xx(body) === (low | (high << 8));
}

type Opened = { readonly kind: 'answer'; readonly answer: Twn4Answer } | Garbage;

/**
 * Reads messages of one connection. The length of an answer tells whether it has a CRC; once one
 * had, those without are refused, so that a CRC cut off does not pass for none.
 */
function messageReader() {
  let sealed = false;
  return (message: Uint8Array): Opened => {
    const bare = parseTwn4Answer(message);
    if (bare && !sealed) return { kind: 'answer', answer: bare };
    const answer = parseTwn4Answer(message.subarray(0, -CRC_BYTES));
    if (!answer) return { kind: 'garbage', reason: bare ? 'bad-checksum' : 'bad-shape' };
    if (!hasTwn4Crc(message)) return { kind: 'garbage', reason: 'bad-checksum' };
    sealed = true;
    return { kind: 'answer', answer };
  };
}

function asciiDecoder(): Decoder<Twn4Answer> {
  const read = messageReader();
  return lineDecoder({
    maxLength: MAX_MESSAGE * 2,
    judge(line, truncated) {
      if (truncated) return { kind: 'garbage', reason: 'noise' };
      const message = fromHex(Buffer.from(line).toString('latin1'));
      if (!message) return { kind: 'garbage', reason: 'bad-shape' };
      const opened = read(message);
      return opened.kind === 'answer' ? { kind: 'frame', frame: opened.answer, from: 0 } : opened;
    },
  });
}

/** Whether `length` bytes that begin with `part` may be an answer, with or without a CRC. */
function mayBecomeAnswer(part: Uint8Array, length: number): boolean {
  const told = answerLength(part);
  return (
    told === 'unknown' || told === length || (told !== 'impossible' && told + CRC_BYTES === length)
  );
}

function binaryDecoder(): Decoder<Twn4Answer> {
  const read = messageReader();

  function match(input: Uint8Array, at: number): Candidate<Twn4Answer> {
    const [length = 0, high] = input.subarray(at, at + LENGTH_BYTES);
    if (length === 0 || length > MAX_MESSAGE) return { kind: 'none' };
    if (high !== undefined && high !== 0) return { kind: 'none' };
    const end = at + LENGTH_BYTES + length;
    const message = input.subarray(at + LENGTH_BYTES, end);
    // Nothing marks a beginning: what cannot become an answer must not hold back the true one.
    if (!mayBecomeAnswer(message, length)) return { kind: 'none' };
    if (end > input.length) return { kind: 'incomplete' };
    const opened = read(message);
    return opened.kind === 'answer'
      ? { kind: 'frame', frame: opened.answer, length: LENGTH_BYTES + length }
      : { kind: 'bad', reason: opened.reason };
  }

  return startByteDecoder({ startByte: null, match });
}

/** A decoder of answers, for one connection. */
export function twn4Decoder(mode: Twn4Mode): Decoder<Twn4Answer> {
  return mode === 'ascii' ? asciiDecoder() : binaryDecoder();
}

/** A message as it goes over the wire, either way. */
export function encodeTwn4(message: Uint8Array, { mode, crc }: Twn4Wire): Uint8Array {
  const sum = crc16Mcrf4xx(message);
  const whole = crc ? Uint8Array.of(...message, sum & 0xff, sum >> 8) : message;
  if (mode === 'binary') return Uint8Array.of(whole.length & 0xff, whole.length >> 8, ...whole);
  return Uint8Array.from(Buffer.from(`${toHex(whole)}\r`, 'ascii'));
}

/** The message of an answer. Throws a RangeError when the ID has more than 16 bytes, or none. */
export function twn4AnswerMessage(answer: Twn4Answer): Uint8Array {
  if (answer.kind === 'error') return Uint8Array.of(answer.code);
  if (answer.kind === 'none') return Uint8Array.of(0, 0);
  const { tagType, bits, id } = answer;
  if (id.length === 0 || id.length > MAX_ID_BYTES) {
    throw new RangeError(`A TWN4 reader finds IDs of 1 to 16 bytes; this one has ${id.length}.`);
  }
  return Uint8Array.of(0, 1, tagType, bits, id.length, ...id);
}
