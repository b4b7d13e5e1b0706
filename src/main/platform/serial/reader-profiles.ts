import { type BadgeTechnology, type BadgeUid, badgeUid } from './badge-uid.ts';
import { type Decoder, mapFrames } from './codec.ts';
import { type PlainLineForm, plainLineDecoder } from './plain-line.ts';
import type { PresenceRules } from './presence.ts';
import { rdm6300Decoder } from './rdm6300.ts';

/** What a person sets for a reader whose frames leave it open. */
export interface ReaderSettings {
  /** How a line reader writes the UID. */
  readonly form: PlainLineForm;
  /** What badges a line reader reads. */
  readonly technology: BadgeTechnology;
  /** Whether the reader sends the least significant byte first. */
  readonly reversed: boolean;
}

/** All that differs from one make of reader to another. A new make is a new row of the table. */
export interface ReaderProfile {
  /** Shown to the person who sets up the reader. */
  readonly label: string;
  /** Speed the reader leaves the factory with; bits a second. */
  readonly baud: number;
  readonly presence: PresenceRules;
  /** A new decoder, for one connection. */
  decoder(settings: ReaderSettings): Decoder<BadgeUid>;
}

/** Settings of a reader nobody has changed. */
export const defaultReaderSettings: ReaderSettings = {
  form: 'hex',
  technology: 'unknown',
  reversed: false,
};

function toUid(technology: BadgeTechnology, reversed: boolean) {
  return (bytes: Uint8Array) => ({
    kind: 'frame' as const,
    frame: badgeUid(technology, reversed ? bytes.toReversed() : bytes),
  });
}

/** The makes of readers that a serial link understands, by the key kept in settings. */
export const readerProfiles = {
  rdm6300: {
    label: 'RDM6300, ID-12, ID-20 (125 kHz)',
    baud: 9600,
    // XOR does not notice swapped bytes, so one reading is not enough.
    presence: { confirmReads: 2, confirmWithinMs: 300, goneAfterMs: 300 },
    decoder: ({ reversed }) =>
      mapFrames(rdm6300Decoder(), ({ data }) => toUid('em4100', reversed)(data)),
  },
  'plain-line': {
    label: 'Line of digits (CR or LF)',
    baud: 9600,
    // These readers send one line a presentation and have no repeats to compare.
    presence: { confirmReads: 1, confirmWithinMs: 300, goneAfterMs: 1000 },
    decoder: ({ form, technology, reversed }) =>
      mapFrames(plainLineDecoder(form), toUid(technology, reversed)),
  },
} as const satisfies Record<string, ReaderProfile>;

/** Key of {@link readerProfiles}. */
export type ReaderProfileId = keyof typeof readerProfiles;

/** Whether a text from settings names a profile of this version. */
export function isReaderProfileId(text: string): text is ReaderProfileId {
  return Object.hasOwn(readerProfiles, text);
}
