import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cobsNodeDecoder, encodeCobsNode } from './cobs.ts';
import type { DecodeEvent, Decoder } from './codec.ts';
import { nodeDecoder } from './node-frames.ts';
import { encodeNodeLine, nodeLineDecoder } from './node-line.ts';
import { encodePlainLine, plainLineDecoder } from './plain-line.ts';
import { encodePn532, pn532Decoder } from './pn532.ts';
import { encodeRdm6300, rdm6300Decoder } from './rdm6300.ts';
import {
  encodeTwn4,
  type Twn4Answer,
  twn4AnswerMessage,
  twn4Decoder,
  type Twn4Mode,
} from './twn4.ts';

interface Protocol {
  readonly name: string;
  decoder(): Decoder<unknown>;
  /** Wire bytes of a frame, and what the decoder must make of them. */
  readonly frames: fc.Arbitrary<{ wire: Uint8Array; frame: unknown }>;
  /** What ends noise in protocols whose frames cannot be told from what stands before them. */
  readonly separator: Uint8Array;
  readonly mostBuffered: number;
}

const none = new Uint8Array(0);
const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });

const messages = fc.record({
  t: fc.constant('hb'),
  id: fc.stringMatching(/^N\d{2}$/u),
  seq: fc.nat(),
  note: fc.string({ maxLength: 60 }),
});

const rdmFrames = fc
  .record({ data: bytes(5, 5), variant: fc.constantFrom('rdm6300' as const, 'id-12' as const) })
  .map((frame) => ({ wire: encodeRdm6300(frame), frame }));

const twn4Answers: fc.Arbitrary<Twn4Answer> = fc.oneof(
  fc.record({ kind: fc.constant('none' as const) }),
  fc.record({ kind: fc.constant('error' as const), code: fc.integer({ min: 1, max: 5 }) }),
  fc
    .record({ tagType: fc.nat(255), id: bytes(1, 16) })
    .map(({ tagType, id }) => ({ kind: 'found' as const, tagType, bits: id.length * 8, id })),
);

const twn4 = (mode: Twn4Mode, crc: boolean, separator: Uint8Array, mostBuffered: number) => ({
  name: `TWN4 ${mode}${crc ? ' with CRC' : ''}`,
  decoder: () => twn4Decoder(mode),
  frames: twn4Answers.map((frame) => ({
    wire: encodeTwn4(twn4AnswerMessage(frame), { mode, crc }),
    frame,
  })),
  separator,
  mostBuffered,
});

/** Longer than any binary answer of which noise may have been the beginning. */
const pause = new Uint8Array(32).fill(0xff);

/** Longer than the longest frame whose header noise or a frame cut off may have held. */
const longPause = new Uint8Array(262).fill(0xff);

const protocols: readonly Protocol[] = [
  {
    name: 'rdm6300',
    decoder: rdm6300Decoder,
    frames: rdmFrames,
    separator: none,
    mostBuffered: 16,
  },
  {
    name: 'plain line',
    decoder: () => plainLineDecoder('hex'),
    frames: bytes(3, 10).map((frame) => ({ wire: encodePlainLine(frame, 'hex'), frame })),
    separator: Uint8Array.of(0x0d),
    mostBuffered: 50,
  },
  twn4('ascii', false, Uint8Array.of(0x0d), 92),
  twn4('ascii', true, Uint8Array.of(0x0d), 92),
  twn4('binary', false, pause, 25),
  twn4('binary', true, pause, 25),
  {
    name: 'PN532',
    decoder: () => pn532Decoder('chip'),
    frames: fc
      .record({ kind: fc.constant('message' as const), code: fc.nat(255), data: bytes(0, 40) })
      .map((frame) => ({ wire: encodePn532(frame, 'chip'), frame })),
    separator: longPause,
    mostBuffered: 262,
  },
  {
    name: 'node line',
    decoder: nodeLineDecoder,
    frames: messages.map((frame) => ({ wire: encodeNodeLine(frame), frame })),
    separator: none,
    mostBuffered: 1024,
  },
  {
    name: 'cobs',
    decoder: cobsNodeDecoder,
    frames: messages.map((frame) => ({ wire: encodeCobsNode(frame), frame })),
    separator: none,
    mostBuffered: 519,
  },
  {
    name: 'node of unknown framing',
    decoder: nodeDecoder,
    frames: messages.map((frame) => ({ wire: encodeNodeLine(frame), frame })),
    separator: none,
    mostBuffered: 1543,
  },
];

const framesOf = (events: DecodeEvent<unknown>[]): unknown[] =>
  events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));

const badFramesOf = (events: DecodeEvent<unknown>[]): string[] =>
  events.flatMap((event) =>
    event.kind === 'garbage' && event.reason !== 'noise' ? [event.reason] : [],
  );

function pushInPieces(decoder: Decoder<unknown>, input: Uint8Array, cuts: readonly number[]) {
  const edges = [...cuts.map((cut) => cut % (input.length + 1)), input.length].toSorted(
    (a, b) => a - b,
  );
  let from = 0;
  return edges.flatMap((to) => {
    const events = decoder.push(input.slice(from, to));
    from = to;
    return events;
  });
}

describe.each(protocols)('the $name decoder', ({ decoder, frames, separator, mostBuffered }) => {
  const stream = fc
    .array(
      fc.oneof(
        frames.map(({ wire }) => wire),
        bytes(0, 40),
      ),
      { maxLength: 12 },
    )
    .map((parts) => Uint8Array.from(Buffer.concat(parts)));

  it('finds the same frames and the same bad frames however the stream is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 20 }), (input, cuts) => {
        const whole = decoder().push(input);
        const pieces = pushInPieces(decoder(), input, cuts);
        expect(framesOf(pieces)).toEqual(framesOf(whole));
        expect(badFramesOf(pieces)).toEqual(badFramesOf(whole));
      }),
    );
  });

  it('finds a good frame after any noise', () => {
    fc.assert(
      fc.property(bytes(0, 3000), frames, (noise, { wire, frame }) => {
        const subject = decoder();
        subject.push(noise);
        subject.push(separator);
        expect(framesOf(subject.push(wire))).toContainEqual(frame);
      }),
    );
  });

  it('finds the next good frame after one that was cut off', () => {
    fc.assert(
      fc.property(frames, frames, fc.nat(), (cut, { wire, frame }, at) => {
        const subject = decoder();
        const part = cut.wire.slice(0, at % cut.wire.length);
        const events = [part, separator, wire].flatMap((chunk) => subject.push(chunk));
        expect(framesOf(events)).toContainEqual(frame);
      }),
    );
  });

  it('keeps a bounded number of bytes through two megabytes of noise without an end', () => {
    const subject = decoder();
    const chunk = randomBytes(4096).map((byte) =>
      byte === 0 || byte === 10 || byte === 13 ? 2 : byte,
    );
    for (let sent = 0; sent < 2 ** 21; sent += chunk.length) {
      subject.push(chunk);
      expect(subject.buffered).toBeLessThanOrEqual(mostBuffered);
    }
  });

  it('never calls more bytes garbage than it was given', () => {
    fc.assert(
      fc.property(stream, (input) => {
        const events = decoder().push(input);
        const reported = events.reduce((sum, event) => sum + event.bytes.length, 0);
        expect(reported).toBeLessThanOrEqual(input.length);
      }),
    );
  });
});
