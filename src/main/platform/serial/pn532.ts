import { badgeUid } from './badge-uid.ts';
import type { Decoder, Mapped } from './codec.ts';
import type { ReaderReading } from './reader-frame.ts';
import { type Candidate, startByteDecoder } from './start-byte-decoder.ts';

/**
 * NXP PN532 on a UART, 115200 baud 8N1. The host asks, the chip acknowledges and then answers.
 *
 * ```
 * frame    00 00 FF | LEN | LCS | TFI | code, data | DCS | 00
 * ACK      00 00 FF 00 FF 00
 * NACK     00 00 FF FF 00 00
 * ```
 *
 * LEN counts TFI, code and data; LEN + LCS and TFI + code + data + DCS are 0 modulo 256. TFI is D4
 * from the host, D5 from the chip and 7F in its syntax error.
 */
export type Pn532Side = 'host' | 'chip';

/** A frame of either side. */
export type Pn532Frame =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nack' }
  /** The chip could not make sense of a command. */
  | { readonly kind: 'syntax-error' }
  | { readonly kind: 'message'; readonly code: number; readonly data: Uint8Array };

/** Codes of the commands in use; the answer to one has the next higher code. */
export const pn532Commands = {
  samConfiguration: 0x14,
  rfConfiguration: 0x32,
  inListPassiveTarget: 0x4a,
} as const;

const tfiOf: Readonly<Record<Pn532Side, number>> = { host: 0xd4, chip: 0xd5 };
const SYNTAX_ERROR = 0x7f;
const MIN_LENGTH = 2;
const MAX_LENGTH = 254;

/** The acknowledgement; from the host it cancels the command under way. */
export const pn532Ack: Uint8Array = Uint8Array.of(0, 0, 0xff, 0, 0xff, 0);
const nack = Uint8Array.of(0, 0, 0xff, 0xff, 0, 0);

const sumOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;

function framed(content: Uint8Array): Uint8Array {
  const { length } = content;
  return Uint8Array.of(0, 0, 0xff, length, -length, ...content, -sumOf(content), 0);
}

/** A frame as `side` sends it. Throws a RangeError when the data are longer than 252 bytes. */
export function encodePn532(frame: Pn532Frame, side: Pn532Side): Uint8Array {
  if (frame.kind === 'ack') return pn532Ack.slice();
  if (frame.kind === 'nack') return nack.slice();
  if (frame.kind === 'syntax-error') return framed(Uint8Array.of(SYNTAX_ERROR));
  if (frame.data.length + MIN_LENGTH > MAX_LENGTH) {
    throw new RangeError(`A PN532 frame takes 252 bytes of data, not ${frame.data.length}.`);
  }
  return framed(Uint8Array.of(tfiOf[side], frame.code, ...frame.data));
}

/** Where LEN stands in a frame that begins at `at`; the first 00 may be missing. */
function lengthPlace(input: Uint8Array, at: number): number | 'incomplete' | 'none' {
  for (let place = at + 1; place <= at + 2; place += 1) {
    const byte = input[place];
    if (byte === undefined) return 'incomplete';
    if (byte === 0xff) return place + 1;
    if (byte !== 0) return 'none';
  }
  return 'none';
}

/** The frame without content, of which LEN and LCS tell the kind. */
function shortFrame(length: number, check: number): Pn532Frame | null {
  if (length === 0 && check === 0xff) return { kind: 'ack' };
  return length === 0xff && check === 0 ? { kind: 'nack' } : null;
}

/** Content and checksum of a frame whose LEN and LCS fit. */
function readContent(content: Uint8Array, tfi: number): Pn532Frame | 'bad-checksum' | 'bad-shape' {
  if (sumOf(content) !== 0) return 'bad-checksum';
  if (content[0] === SYNTAX_ERROR && content.length === 2) return { kind: 'syntax-error' };
  const code = content[1];
  if (content[0] !== tfi || code === undefined || content.length <= MIN_LENGTH) return 'bad-shape';
  return { kind: 'message', code, data: content.slice(MIN_LENGTH, -1) };
}

/** A decoder of what `side` sends. */
export function pn532Decoder(side: Pn532Side): Decoder<Pn532Frame> {
  const tfi = tfiOf[side];

  function ended(
    input: Uint8Array,
    at: number,
    end: number,
    frame: Pn532Frame,
  ): Candidate<Pn532Frame> {
    const postamble = input[end];
    if (postamble === undefined) return { kind: 'incomplete' };
    if (postamble !== 0) return { kind: 'bad', reason: 'bad-shape' };
    return { kind: 'frame', frame, length: end + 1 - at };
  }

  function match(input: Uint8Array, at: number): Candidate<Pn532Frame> {
    const place = lengthPlace(input, at);
    if (typeof place === 'string') return { kind: place };
    const [length, check, first] = input.subarray(place, place + 3);
    if (length === undefined || check === undefined) return { kind: 'incomplete' };
    const begin = place + 2;
    const short = shortFrame(length, check);
    if (short) return ended(input, at, begin, short);
    const fits = length > 0 && length <= MAX_LENGTH && ((length + check) & 0xff) === 0;
    if (!fits) return { kind: 'bad', reason: 'bad-shape' };
    // Looked at early, so that noise cannot hold back the frames behind it by a long length.
    const known = first === undefined || first === tfi || (first === SYNTAX_ERROR && length === 1);
    if (!known) return { kind: 'bad', reason: 'bad-shape' };
    const end = begin + length + 1;
    if (end > input.length) return { kind: 'incomplete' };
    const frame = readContent(input.subarray(begin, end), tfi);
    return typeof frame === 'string'
      ? { kind: 'bad', reason: frame }
      : ended(input, at, end, frame);
  }

  return startByteDecoder({ startByte: 0, match });
}

/** Steps of waking up the chip. */
export type Pn532Step = 'sam' | 'retries';

const TARGET_HEADER = 6;
/** SAK bit that says that an ATS follows the UID (ISO/IEC 14443-3). */
const HAS_ATS = 0x20;
const uidLengths = new Set([4, 7, 10]);

/** Whether what follows the UID is one ATS, whose first byte is its length, or nothing. */
function atsFits(rest: Uint8Array, select: number): boolean {
  return rest.length === 0 || ((select & HAS_ATS) !== 0 && rest[0] === rest.length);
}

/** The UID in an answer to InListPassiveTarget. Sums of eight bits pass too much: lengths count. */
function targetUid(data: Uint8Array): Uint8Array | 'none' | 'bad' {
  const [targets, number, , , select = 0, uidLength = 0] = data;
  if (targets === 0) return data.length === 1 ? 'none' : 'bad';
  if (targets !== 1 || number !== 1 || !uidLengths.has(uidLength)) return 'bad';
  const end = TARGET_HEADER + uidLength;
  if (data.length < end || !atsFits(data.subarray(end), select)) return 'bad';
  return data.slice(TARGET_HEADER, end);
}

const steps: ReadonlyMap<number, Pn532Step> = new Map([
  [pn532Commands.samConfiguration + 1, 'sam'],
  [pn532Commands.rfConfiguration + 1, 'retries'],
]);

const strange = (detail: string): Mapped<ReaderReading> => ({
  kind: 'garbage',
  reason: 'bad-shape',
  detail,
});

/** What a frame of the chip says about badges. */
export function pn532Reading(frame: Pn532Frame): Mapped<ReaderReading> {
  if (frame.kind === 'ack') return { kind: 'frame', frame: { kind: 'received' } };
  if (frame.kind !== 'message') {
    return { kind: 'frame', frame: { kind: 'refused', why: frame.kind } };
  }
  const { code, data } = frame;
  const step = steps.get(code);
  if (step) {
    return data.length === 0
      ? { kind: 'frame', frame: { kind: 'ready', step } }
      : strange('an answer without data has some');
  }
  if (code !== pn532Commands.inListPassiveTarget + 1) {
    return strange(`the answer ${code.toString(16)} was not asked for`);
  }
  const uid = targetUid(data);
  if (uid === 'bad') return strange('lengths in the list of targets do not fit');
  if (uid === 'none') return { kind: 'frame', frame: { kind: 'nothing' } };
  return { kind: 'frame', frame: { kind: 'badge', uid: badgeUid('iso14443a', uid) } };
}

const command = (code: number, ...data: number[]): Uint8Array =>
  encodePn532({ kind: 'message', code, data: Uint8Array.from(data) }, 'host');

/** Wakes the chip from its sleep and sets it to normal mode, without a SAM. */
export const pn532Wake: Uint8Array = Uint8Array.of(
  0x55,
  0x55,
  0,
  0,
  0,
  ...command(pn532Commands.samConfiguration, 1, 0, 1),
);

/** Has the chip look for a badge three times and then say that there is none, instead of for ever. */
export const pn532Retries: Uint8Array = command(pn532Commands.rfConfiguration, 5, 0xff, 1, 2);

/** Asks for one badge of ISO/IEC 14443 type A at 106 kbit/s. */
export const pn532Poll: Uint8Array = command(pn532Commands.inListPassiveTarget, 1, 0);

/**
 * Data of the answer to InListPassiveTarget, as the chip sends it for this badge or for none.
 * Throws a RangeError for a UID of a length that ISO/IEC 14443 type A does not have.
 */
export function pn532TargetData(uid: Uint8Array | null): Uint8Array {
  if (!uid) return Uint8Array.of(0);
  if (!uidLengths.has(uid.length)) {
    throw new RangeError(`A PN532 reads UIDs of 4, 7 or 10 bytes; this one has ${uid.length}.`);
  }
  // SENS_RES and SEL_RES of a MIFARE Classic 1K.
  return Uint8Array.of(1, 1, 0, 4, 8, uid.length, ...uid);
}
