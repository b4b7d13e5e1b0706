import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './hex.ts';
import { em4100FromHex, encodeRdm6300, rdm6300Decoder } from './rdm6300.ts';

const wire = (text: string, trailer: readonly number[] = [3]): Uint8Array =>
  Uint8Array.of(2, ...Buffer.from(text, 'ascii'), ...trailer);

const decoded = (...chunks: Uint8Array[]) => {
  const decoder = rdm6300Decoder();
  return chunks
    .flatMap((chunk) => decoder.push(chunk))
    .map((event) => (event.kind === 'frame' ? toHex(event.frame.data) : event.reason));
};

describe('the RDM6300 codec', () => {
  it.each(['010011223301', '62E3086CED08', '01020304FAFE'])('reads the vector %s', (digits) => {
    expect(decoded(wire(digits))).toEqual([digits.slice(0, 10)]);
  });

  it('reads the sixteen-byte frame of ID-12 and ID-20 readers and tells it apart', () => {
    const [event] = rdm6300Decoder().push(wire('010011223301', [13, 10, 3]));
    expect(event).toMatchObject({ kind: 'frame', frame: { variant: 'id-12' } });
    expect(event?.bytes).toHaveLength(16);
  });

  it('writes what readers send', () => {
    const data = fromHex('62E3086CED') ?? new Uint8Array(0);
    expect(encodeRdm6300({ data, variant: 'rdm6300' })).toEqual(wire('62E3086CED08'));
    expect(encodeRdm6300({ data, variant: 'id-12' })).toEqual(wire('62E3086CED08', [13, 10, 3]));
    expect(() => encodeRdm6300({ data: data.slice(1), variant: 'rdm6300' })).toThrow(RangeError);
  });

  it('reports a wrong checksum once, with the whole frame', () => {
    const bad = wire('010011223302');
    const events = rdm6300Decoder().push(Uint8Array.of(...bad, ...wire('010011223301')));
    expect(events.map(({ kind }) => kind)).toEqual(['garbage', 'frame']);
    expect(events[0]).toMatchObject({ reason: 'bad-checksum', bytes: bad });
  });

  it('resynchronises at a start byte inside a broken frame', () => {
    expect(decoded(Uint8Array.of(...wire('0100112').slice(0, 8), ...wire('62E3086CED08')))).toEqual(
      ['bad-shape', '62E3086CED'],
    );
  });

  it('waits for the rest of a frame', () => {
    const frame = wire('010011223301');
    expect(decoded(frame.slice(0, 13))).toEqual([]);
    expect(decoded(frame.slice(0, 13), frame.slice(13))).toEqual(['0100112233']);
  });

  it('takes only ten digits for a card number', () => {
    expect(em4100FromHex('0100112233')).toHaveLength(5);
    expect(em4100FromHex('01001122')).toBeNull();
    expect(em4100FromHex('01001122zz')).toBeNull();
  });
});
