import { type BadgeTechnology, type BadgeUid, badgeUid, reversedUid } from './badge-uid.ts';
import { type Decoder, mapFrames } from './codec.ts';
import { type PlainLineForm, plainLineDecoder } from './plain-line.ts';
import {
  pn532Ack,
  pn532Decoder,
  pn532Poll,
  pn532Reading,
  pn532Retries,
  type Pn532Step,
  pn532Wake,
} from './pn532.ts';
import { type Polling, polling, type PollRules, type Question } from './polling.ts';
import type { PresenceRules } from './presence.ts';
import { rdm6300Decoder } from './rdm6300.ts';
import type { ReaderFrame, ReaderReading } from './reader-frame.ts';
import {
  encodeTwn4,
  searchTagMessage,
  type Twn4Answer,
  twn4Decoder,
  twn4Errors,
  type Twn4Mode,
  twn4Technology,
} from './twn4.ts';

/** What a person sets for a reader whose frames leave it open. */
export interface ReaderSettings {
  /** How a line reader writes the UID. */
  readonly form: PlainLineForm;
  /** What badges a line reader reads. */
  readonly technology: BadgeTechnology;
  /** Whether the reader sends the least significant byte first. */
  readonly reversed: boolean;
}

/** One reader as its make has it: how it is understood, and how it is asked. */
export interface ReaderDriver<TFrame = ReaderFrame> {
  readonly presence: PresenceRules;
  /** A new decoder, for one connection. */
  decoder(): Decoder<TFrame>;
  /** `null` where the reader speaks by itself. */
  readonly polling: Polling<TFrame> | null;
}

/** A driver of a make that is known. */
export type KnownDriver = ReaderDriver<ReaderReading>;

const badge = (uid: BadgeUid): ReaderReading => ({ kind: 'badge', uid });

function toBadge(technology: BadgeTechnology, reversed: boolean) {
  return (bytes: Uint8Array): ReaderReading =>
    badge(badgeUid(technology, reversed ? bytes.toReversed() : bytes));
}

const asFrame = <T>(frame: T) => ({ kind: 'frame' as const, frame });

/** RDM6300, ID-12 and ID-20. */
export function rdm6300Driver({ reversed }: ReaderSettings): KnownDriver {
  const read = toBadge('em4100', reversed);
  return {
    // XOR does not notice swapped bytes, so one reading is not enough.
    presence: { confirmReads: 2, confirmWithinMs: 300, goneAfterMs: 300 },
    decoder: () => mapFrames(rdm6300Decoder(), ({ data }) => asFrame(read(data))),
    polling: null,
  };
}

/** Readers that send lines of digits. */
export function plainLineDriver({ form, technology, reversed }: ReaderSettings): KnownDriver {
  const read = toBadge(technology, reversed);
  return {
    // These readers send one line a presentation and have no repeats to compare.
    presence: { confirmReads: 1, confirmWithinMs: 300, goneAfterMs: 1000 },
    decoder: () => mapFrames(plainLineDecoder(form), (bytes) => asFrame(read(bytes))),
    polling: null,
  };
}

const tellsOfBadge = ({ kind }: ReaderReading): boolean => kind === 'badge' || kind === 'nothing';

const twn4Ask = (mode: Twn4Mode, crc: boolean): Question<ReaderReading> => ({
  bytes: encodeTwn4(searchTagMessage, { mode, crc }),
  answeredBy: tellsOfBadge,
});

/** How a TWN4 reader is asked: without the CRC at first, as its firmware comes, then with it. */
export function twn4PollRules(mode: Twn4Mode): PollRules<ReaderReading> {
  return {
    wake: [],
    asks: [twn4Ask(mode, false), twn4Ask(mode, true)],
    cancel: null,
    paceMs: 150,
    answerMs: 1000,
    patience: 2,
  };
}

function twn4Reading(answer: Twn4Answer, reversed: boolean): ReaderReading {
  if (answer.kind === 'none') return { kind: 'nothing' };
  if (answer.kind === 'found') return toBadge(twn4Technology(answer.tagType), reversed)(answer.id);
  return { kind: 'refused', why: twn4Errors[answer.code - 1] ?? `error ${answer.code}` };
}

/** Elatec TWN4 with the Simple Protocol. */
export function twn4Driver(mode: Twn4Mode, { reversed }: ReaderSettings): KnownDriver {
  return {
    // Without a CRC nothing guards the answer but its lengths.
    presence: { confirmReads: 2, confirmWithinMs: 800, goneAfterMs: 800 },
    decoder: () => mapFrames(twn4Decoder(mode), (answer) => asFrame(twn4Reading(answer, reversed))),
    polling: polling(twn4PollRules(mode)),
  };
}

const wakeStep = (bytes: Uint8Array, step: Pn532Step): Question<ReaderReading> => ({
  bytes,
  answeredBy: (reading) => reading.kind === 'ready' && reading.step === step,
});

/** How a PN532 is woken and asked. */
const pn532PollRules: PollRules<ReaderReading> = {
  wake: [wakeStep(pn532Wake, 'sam'), wakeStep(pn532Retries, 'retries')],
  asks: [{ bytes: pn532Poll, answeredBy: tellsOfBadge }],
  cancel: pn532Ack,
  paceMs: 150,
  answerMs: 500,
  patience: 3,
};

/** PN532 on a UART. */
export function pn532Driver({ reversed }: ReaderSettings): KnownDriver {
  const turned = (reading: ReaderReading): ReaderReading =>
    reversed && reading.kind === 'badge' ? badge(reversedUid(reading.uid)) : reading;
  return {
    // Sums of eight bits let one wrong frame in 1,700 pass on a bad line.
    presence: { confirmReads: 2, confirmWithinMs: 800, goneAfterMs: 800 },
    decoder: () =>
      mapFrames(pn532Decoder('chip'), (frame) => {
        const read = pn532Reading(frame);
        return read.kind === 'frame' ? asFrame(turned(read.frame)) : read;
      }),
    polling: polling(pn532PollRules),
  };
}
