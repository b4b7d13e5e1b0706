import { encodePlainLine } from '#platform/serial/plain-line.ts';
import { encodeRdm6300, type Rdm6300Variant } from '#platform/serial/rdm6300.ts';
import { encodeTwn4, twn4AnswerMessage, type Twn4Wire } from '#platform/serial/twn4.ts';
import { pn532Chip, pn532Found } from './pn532-chip.ts';
import { twn4Found, twn4Reader } from './twn4-reader.ts';

/** Takes bytes of the host and answers them, for the badge that lies on the reader. */
export type AnswerHost = (bytes: Uint8Array, badge: Uint8Array | null) => Uint8Array[];

/** How one make of reader behaves. */
export interface ReaderProtocol {
  /** `repeats` a badge while it lies there, tells it `once`, or only when `asked`. */
  readonly speaks: 'repeats' | 'once' | 'asked';
  /** The frame that tells of a badge. Throws a RangeError for what the make cannot read. */
  frame(data: Uint8Array): Uint8Array;
  /** The reader's ear; `null` where it has none. */
  readonly listen: (() => AnswerHost) | null;
}

const em4100 = (variant: Rdm6300Variant): ReaderProtocol => ({
  speaks: 'repeats',
  frame: (data) => encodeRdm6300({ data, variant }),
  listen: null,
});

const twn4 = (wire: Twn4Wire): ReaderProtocol => ({
  speaks: 'asked',
  frame: (data) => encodeTwn4(twn4AnswerMessage(twn4Found(data)), wire),
  listen: () => twn4Reader(wire),
});

/** Makes of reader that can be simulated. */
export const readerProtocols = {
  rdm6300: em4100('rdm6300'),
  'id-12': em4100('id-12'),
  'plain-line': {
    speaks: 'once',
    frame: (data) => encodePlainLine(data, 'hex'),
    listen: null,
  },
  twn4: twn4({ mode: 'ascii', crc: false }),
  'twn4-crc': twn4({ mode: 'ascii', crc: true }),
  'twn4-binary': twn4({ mode: 'binary', crc: false }),
  'twn4-binary-crc': twn4({ mode: 'binary', crc: true }),
  pn532: { speaks: 'asked', frame: pn532Found, listen: pn532Chip },
} as const satisfies Record<string, ReaderProtocol>;

/** One of {@link readerProtocols}. */
export type SimulatedReader = keyof typeof readerProtocols;

/** Keys of {@link readerProtocols}, for those who choose one. */
export const simulatedReaders = Object.keys(readerProtocols) as [
  SimulatedReader,
  ...SimulatedReader[],
];
