import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodeEvent } from './codec.ts';
import { fromHex } from './hex.ts';
import { encodePlainLine } from './plain-line.ts';
import { encodeRdm6300 } from './rdm6300.ts';
import { ASK_AFTER_MS, detectingDriver, MOST_ASKS } from './reader-detection.ts';
import { describeReaderFrame, type ReaderFrame } from './reader-frame.ts';
import { encodeTwn4, twn4AnswerMessage } from './twn4.ts';

const uid = fromHex('0100112233') ?? new Uint8Array(0);
const rdm6300 = encodeRdm6300({ data: uid, variant: 'rdm6300' });
const id12 = encodeRdm6300({ data: uid, variant: 'id-12' });
const line = encodePlainLine(uid, 'hex');
const wire = { mode: 'ascii', crc: false } as const;
const tag = encodeTwn4(
  twn4AnswerMessage({ kind: 'found', tagType: 0x40, bits: 40, id: uid }),
  wire,
);
const noTag = encodeTwn4(twn4AnswerMessage({ kind: 'none' }), wire);

const newDriver = () => detectingDriver({ form: 'hex', technology: 'unknown', reversed: false });

const told = (events: DecodeEvent<ReaderFrame>[]): string[] =>
  events.map((event) => (event.kind === 'frame' ? describeReaderFrame(event.frame) : event.reason));

const hears = (...chunks: Uint8Array[]): string[] => {
  const decoder = newDriver().decoder();
  return chunks.flatMap((chunk) => told(decoder.push(chunk)));
};

describe('a reader nobody named', () => {
  it.each([
    ['rdm6300', rdm6300, 'em4100 0100112233'],
    ['rdm6300', id12, 'em4100 0100112233'],
    ['plain-line', line, 'unknown 0100112233'],
    ['twn4', tag, 'em4100 0100112233'],
    ['twn4', noTag, 'no badge'],
  ])(
    'is recognised as %s by two good frames, and told as a badge from then on',
    (make, frame, reading) => {
      expect(hears(frame, frame, frame)).toEqual([
        `may be ${make}; one more frame will tell`,
        `recognised as ${make}: ${reading}`,
        reading,
      ]);
      expect(hears(Uint8Array.of(...frame, ...frame, ...frame))).toHaveLength(3);
    },
  );

  it('is not recognised by one good frame of each of two makes', () => {
    expect(
      hears(rdm6300, line, rdm6300, line).filter((text) => text.includes('recognised')),
    ).toEqual([]);
  });

  it('is recognised by one frame after a reconnect, unless it is another one by then', () => {
    const driver = newDriver();
    const first = driver.decoder();
    first.push(line);
    first.push(line);
    expect(driver.presence.confirmReads).toBe(1);
    expect(told(driver.decoder().push(line))[0]).toMatch(/^recognised as plain-line/u);
    const other = driver.decoder();
    expect(told(other.push(rdm6300))[0]).toMatch(/^may be rdm6300/u);
    expect(told(other.push(rdm6300))[0]).toMatch(/^recognised as rdm6300/u);
    expect(driver.presence.confirmReads).toBe(2);
  });

  it('is not taken for a line reader when its second frame is cut after the start byte', () => {
    const stream = Uint8Array.of(...id12, ...id12);
    const cuts = [id12.length + 1, id12.length * 2 - 2];
    expect(
      hears(stream.slice(0, cuts[0]), stream.slice(cuts[0], cuts[1]), stream.slice(cuts[1])),
    ).toEqual(hears(stream));
  });

  it('is found the same however the stream is cut', () => {
    const streams = fc
      .constantFrom(rdm6300, id12, line, tag, noTag)
      .map((frame) => Uint8Array.of(...frame, ...frame, ...frame));
    fc.assert(
      fc.property(streams, fc.nat(), fc.nat(), (stream, one, other) => {
        const [first = 0, second = 0] = [one, other]
          .map((cut) => cut % stream.length)
          .toSorted((a, b) => a - b);
        expect(
          hears(stream.slice(0, first), stream.slice(first, second), stream.slice(second)),
        ).toEqual(hears(stream));
      }),
    );
  });

  it('is found behind any noise, of which little is kept', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        const decoder = newDriver().decoder();
        decoder.push(noise);
        expect(decoder.buffered).toBeLessThanOrEqual(92);
        const events = [line, rdm6300, rdm6300, rdm6300].flatMap((chunk) => decoder.push(chunk));
        expect(told(events)).toContain('em4100 0100112233');
      }),
    );
  });

  it('is asked a few times into silence and then left alone', () => {
    const driver = newDriver();
    driver.decoder();
    const asked: (string | undefined)[] = [];
    driver.polling?.linkUp(0);
    for (let at = 0; at < 60_000; at += 100) {
      const asking = driver.polling?.elapse(at);
      if (asking) asked.push(Buffer.from(asking.bytes).toString());
    }
    expect(asked).toEqual(Array.from({ length: MOST_ASKS }, () => '050010\r'));
    expect(driver.polling?.deadline).toBeNull();
  });

  it('is not asked while it speaks', () => {
    const driver = newDriver();
    const decoder = driver.decoder();
    driver.polling?.linkUp(0);
    for (let at = ASK_AFTER_MS; at < 60_000; at += ASK_AFTER_MS) {
      decoder.push(Uint8Array.of(0x80));
      expect(driver.polling?.elapse(at)).toBeNull();
    }
    expect(driver.polling?.elapse(60_000)).not.toBeNull();
  });

  it('is asked at the pace of a TWN4 when it turned out to be one', () => {
    const driver = newDriver();
    const decoder = driver.decoder();
    const { polling } = driver;
    const answer = (at: number) =>
      decoder
        .push(noTag)
        .map((event) => (event.kind === 'frame' ? polling?.heard(event.frame, at) : null));
    polling?.linkUp(0);
    expect(polling?.elapse(ASK_AFTER_MS)).not.toBeNull();
    expect(answer(ASK_AFTER_MS + 50)).toEqual([null]);
    expect(polling?.elapse(2 * ASK_AFTER_MS)).not.toBeNull();
    const at = 2 * ASK_AFTER_MS + 50;
    expect(answer(at)).toEqual(
      [{ bytes: Buffer.from('050010\r'), routine: false }].map(({ bytes, routine }) => ({
        bytes: Uint8Array.from(bytes),
        routine,
      })),
    );
    expect(answer(at + 50)).toEqual([null]);
    expect(polling?.deadline).toBe(at + 150);
    polling?.linkDown();
    expect(polling?.deadline).toBeNull();
  });
});
