import { detectingDriver } from './reader-detection.ts';
import {
  plainLineDriver,
  pn532Driver,
  rdm6300Driver,
  type ReaderDriver,
  type ReaderSettings,
  twn4Driver,
} from './reader-driver.ts';

/** All that differs from one make of reader to another. A new make is a new row of the table. */
export interface ReaderProfile {
  /** Shown to the person who sets up the reader. */
  readonly label: string;
  /** Speed the reader leaves the factory with; bits a second. */
  readonly baud: number;
  /** Longest silence of a reader that is asked all the time, in milliseconds; else `null`. */
  readonly silenceMs: number | null;
  /** A new driver, for one reader. */
  driver(settings: ReaderSettings): ReaderDriver;
}

/** Settings of a reader nobody has changed. */
export const defaultReaderSettings: ReaderSettings = {
  form: 'hex',
  technology: 'unknown',
  reversed: false,
};

const POLLED_SILENCE_MS = 10_000;

/** The makes of readers that a serial link understands, by the key kept in settings. */
export const readerProfiles = {
  auto: {
    label: 'Find out (RDM6300, line of digits, TWN4)',
    baud: 9600,
    silenceMs: null,
    driver: detectingDriver,
  },
  rdm6300: {
    label: 'RDM6300, ID-12, ID-20 (125 kHz)',
    baud: 9600,
    silenceMs: null,
    driver: rdm6300Driver,
  },
  'plain-line': {
    label: 'Line of digits (CR or LF)',
    baud: 9600,
    silenceMs: null,
    driver: plainLineDriver,
  },
  twn4: {
    label: 'Elatec TWN4, Simple Protocol, ASCII',
    baud: 9600,
    silenceMs: POLLED_SILENCE_MS,
    driver: (settings) => twn4Driver('ascii', settings),
  },
  'twn4-binary': {
    label: 'Elatec TWN4, Simple Protocol, binary',
    baud: 9600,
    silenceMs: POLLED_SILENCE_MS,
    driver: (settings) => twn4Driver('binary', settings),
  },
  pn532: {
    label: 'PN532 (13.56 MHz)',
    baud: 115_200,
    silenceMs: POLLED_SILENCE_MS,
    driver: pn532Driver,
  },
} as const satisfies Record<string, ReaderProfile>;

/** Key of {@link readerProfiles}. */
export type ReaderProfileId = keyof typeof readerProfiles;

/** Whether a text from settings names a profile of this version. */
export function isReaderProfileId(text: string): text is ReaderProfileId {
  return Object.hasOwn(readerProfiles, text);
}
