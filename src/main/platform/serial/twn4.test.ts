import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import {
  encodeTwn4,
  searchTagMessage,
  twn4AnswerMessage,
  twn4Decoder,
  type Twn4Mode,
  twn4Technology,
} from './twn4.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0);
const found = { kind: 'found', tagType: 0x80, bits: 32, id: bytes('DEADBEEF') } as const;

function decoded(mode: Twn4Mode, ...wire: (string | Uint8Array)[]) {
  const decoder = twn4Decoder(mode);
  return wire
    .flatMap((piece) => decoder.push(Buffer.from(piece)))
    .map((event) => {
      if (event.kind === 'garbage') return event.reason;
      const { frame } = event;
      return frame.kind === 'found' ? toHex(frame.id) : frame.kind;
    });
}

const asked = (mode: Twn4Mode, crc: boolean) => encodeTwn4(searchTagMessage, { mode, crc });

describe('the TWN4 codec', () => {
  it('asks for a tag in every mode', () => {
    expect(Buffer.from(asked('ascii', false)).toString()).toBe('050010\r');
    expect(Buffer.from(asked('ascii', true)).toString()).toBe('0500100F10\r');
    expect(asked('binary', false)).toEqual(bytes('0300050010'));
    expect(asked('binary', true)).toEqual(bytes('05000500100F10'));
  });

  it('reads the answers of both modes', () => {
    expect(decoded('ascii', '0001802004DEADBEEF\r0000\r03\r')).toEqual([
      'DEADBEEF',
      'none',
      'error',
    ]);
    expect(decoded('binary', bytes('09000001802004DEADBEEF'), bytes('02000000'))).toEqual([
      'DEADBEEF',
      'none',
    ]);
    expect(twn4Decoder('ascii').push(Buffer.from('0001802004deadbeef\r'))).toMatchObject([
      { kind: 'frame', frame: found },
    ]);
  });

  it('checks the CRC where there is one, and misses it where there was one', () => {
    const wire = Buffer.from(
      encodeTwn4(twn4AnswerMessage(found), { mode: 'ascii', crc: true }),
    ).toString();
    expect(decoded('ascii', wire)).toEqual(['DEADBEEF']);
    expect(decoded('ascii', wire.replace('DEADBEEF', 'DEADBEEE'))).toEqual(['bad-checksum']);
    expect(decoded('ascii', wire, '0001802004DEADBEEF\r')).toEqual(['DEADBEEF', 'bad-checksum']);
  });

  it('refuses answers whose lengths do not fit', () => {
    const wrong = [
      '0001802005DEADBEEF',
      '0001802104DEADBEEF',
      '0001802004DEADBE',
      '0002',
      '06',
      '00',
    ];
    for (const text of wrong) expect(decoded('ascii', `${text}\r`)).toEqual(['bad-shape']);
    expect(decoded('ascii', '000180200004\r000\r')).toEqual(['bad-shape', 'bad-shape']);
  });

  it('finds a binary answer again after one that was cut off', () => {
    const answer = bytes('09000001802004DEADBEEF');
    for (let cut = 1; cut < answer.length; cut += 1) {
      expect(decoded('binary', answer.slice(0, cut), answer, answer)).toContain('DEADBEEF');
    }
  });

  it('knows what badges are made of', () => {
    expect([0x40, 0x49, 0x80, 0x84, 0x82].map(twn4Technology)).toEqual([
      'em4100',
      'hid-prox',
      'iso14443a',
      'iclass',
      'unknown',
    ]);
  });

  it('writes only IDs that a reader can find', () => {
    const id = new Uint8Array(17);
    expect(() => twn4AnswerMessage({ ...found, id })).toThrow(RangeError);
    expect(() => twn4AnswerMessage({ ...found, id: id.slice(0, 0) })).toThrow(RangeError);
  });
});
