import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cobsNodeDecoder, encodeCobsNode } from './cobs.ts';
import type { DecodeEvent, Decoder } from './codec.ts';
import { nodeDecoder } from './node-frames.ts';
import { encodeNodeLine, nodeLineDecoder } from './node-line.ts';
import { encodePlainLine, plainLineDecoder } from './plain-line.ts';
import { encodeRdm6300, rdm6300Decoder } from './rdm6300.ts';

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
