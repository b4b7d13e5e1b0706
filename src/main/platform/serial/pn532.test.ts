import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from './hex.ts';
import {
  encodePn532,
  pn532Ack,
  pn532Decoder,
  pn532Poll,
  pn532Reading,
  pn532Retries,
  pn532TargetData,
  pn532Wake,
} from './pn532.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array(0);
const vector = bytes('00 00 FF 0C F4 D5 4B 01 01 00 04 08 04 DE AD BE EF 96 00');

const chip = (code: number, hex: string): Uint8Array =>
  encodePn532({ kind: 'message', code, data: bytes(hex) }, 'chip');

const readings = (wire: Uint8Array) =>
  pn532Decoder('chip')
    .push(wire)
    .map((event) => (event.kind === 'frame' ? pn532Reading(event.frame) : event))
    .map((read) => (read.kind === 'frame' ? read.frame : read.reason));

const flipped = (at: number) => vector.map((byte, index) => (index === at ? byte ^ 1 : byte));

const badge = (hex: string) => ({ kind: 'badge', uid: { technology: 'iso14443a', hex } });

describe('the PN532 codec', () => {
  it('writes what the chip is woken, configured and asked with', () => {
    expect(pn532Wake).toEqual(bytes('55 55 00 00 00 00 00 FF 05 FB D4 14 01 00 01 16 00'));
    expect(pn532Poll).toEqual(bytes('00 00 FF 04 FC D4 4A 01 00 E1 00'));
    expect(pn532Retries).toEqual(bytes('00 00 FF 06 FA D4 32 05 FF 01 02 F3 00'));
    expect(pn532Ack).toEqual(bytes('00 00 FF 00 FF 00'));
  });

  it('reads the answers of the chip', () => {
    expect(readings(vector)).toEqual([badge('DEADBEEF')]);
    expect(readings(vector.slice(1))).toEqual([badge('DEADBEEF')]);
    expect(readings(pn532Ack)).toEqual([{ kind: 'received' }]);
    expect(readings(chip(0x15, ''))).toEqual([{ kind: 'ready', step: 'sam' }]);
    expect(readings(chip(0x33, ''))).toEqual([{ kind: 'ready', step: 'retries' }]);
    expect(readings(chip(0x4b, '00'))).toEqual([{ kind: 'nothing' }]);
    expect(readings(bytes('00 00 FF 01 FF 7F 81 00'))).toEqual([
      { kind: 'refused', why: 'syntax-error' },
    ]);
    expect(readings(bytes('00 00 FF FF 00 00'))).toEqual([{ kind: 'refused', why: 'nack' }]);
  });

  it('writes what the chip says of a badge', () => {
    const data = pn532TargetData(bytes('DEADBEEF'));
    expect(encodePn532({ kind: 'message', code: 0x4b, data }, 'chip')).toEqual(vector);
    expect(() => pn532TargetData(bytes('0100112233'))).toThrow(RangeError);
  });

  it('reads a UID of seven bytes, and one with an ATS behind it', () => {
    expect(readings(chip(0x4b, '01 01 00 44 00 07 04A1B2C3D4E5F6'))).toEqual([
      badge('04A1B2C3D4E5F6'),
    ]);
    expect(readings(chip(0x4b, '01 01 03 44 20 07 04A1B2C3D4E5F6 06 75 77 81 02 80'))).toEqual([
      badge('04A1B2C3D4E5F6'),
    ]);
  });

  it.each([
    '01 01 00 04 08 05 DEADBEEF', // a UID that is longer than what is there
    '01 01 00 04 08 05 DEADBEEF01', // no UID has five bytes
    '01 01 00 04 08 04 DEADBEEF 00', // something behind the UID
    '01 01 00 04 20 04 DEADBEEF 05 75', // an ATS that is shorter than it says
    '02 01 00 04 08 04 DEADBEEF', // two targets, where one was asked for
    '01 02 00 04 08 04 DEADBEEF',
    '01',
    '00 00',
  ])('refuses targets whose sums fit and whose lengths do not: %s', (data) => {
    expect(readings(chip(0x4b, data))).toEqual(['bad-shape']);
  });

  it('refuses wrong sums, and what the other side says', () => {
    expect(readings(flipped(3))[0]).toBe('bad-shape');
    expect(readings(flipped(4))[0]).toBe('bad-shape');
    expect(readings(flipped(14))[0]).toBe('bad-checksum');
    expect(readings(flipped(17))[0]).toBe('bad-checksum');
    expect(readings(flipped(18))[0]).toBe('bad-shape');
    expect(readings(pn532Poll)[0]).toBe('bad-shape');
  });

  it('never takes a frame with one wrong byte for a badge', () => {
    fc.assert(
      fc.property(fc.nat(vector.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        // The first preamble byte tells nothing: the start code alone makes a frame.
        fc.pre(at > 0);
        const spoilt = vector.map((byte, index) => (index === at ? byte ^ flip : byte));
        expect(readings(spoilt)).not.toContainEqual(expect.objectContaining({ kind: 'badge' }));
      }),
    );
  });

  it('writes no frame that is too long for its length byte', () => {
    const data = new Uint8Array(253);
    expect(() => encodePn532({ kind: 'message', code: 0x4b, data }, 'chip')).toThrow(RangeError);
  });
});
