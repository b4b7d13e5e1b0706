import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeNodeFrame } from '#platform/serial/node-frames.ts';
import { traceBuffer, type TraceEntry } from '#platform/serial/trace.ts';
import { maskedEntry } from './trace-masking.ts';

const at = new Date(0);
const message = (uid: string, pad: string) => ({ t: 'badge', id: 'N1', pad, seq: 4, port: 0, uid });

function traced(kind: TraceEntry['kind'], bytes: Uint8Array, text: string): TraceEntry {
  const trace = traceBuffer();
  trace.add(kind, at, bytes, text);
  const [entry] = trace.entries();
  if (!entry) throw new Error('Nothing was traced.');
  return entry;
}

const uids = fc
  .uint8Array({ minLength: 4, maxLength: 10 })
  .map((bytes) => Buffer.from(bytes).toString('hex').toUpperCase());

describe('a masked entry', () => {
  it('says what a frame means', () => {
    const frame = { t: 'hb', id: 'N1', seq: 3 };
    const entry = traced('frame', encodeNodeFrame(frame, 'line'), JSON.stringify(frame));
    expect(maskedEntry(entry)).toMatchObject({
      raw: expect.stringMatching(/^\{"t":"hb","id":"N1","seq":3\}\*/) as string,
      decoded: 'hb · seq 3',
    });
  });

  it('keeps the end of a badge number, by which people tell badges apart', () => {
    const frame = message('04A1B2C3', '');
    const entry = traced('frame', encodeNodeFrame(frame, 'line'), JSON.stringify(frame));
    expect(maskedEntry(entry).decoded).toContain('uid ••••B2C3');
  });

  it('never holds a badge number, in whichever framing and wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        uids,
        fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 260 }),
        fc.constantFrom('line' as const, 'cobs' as const),
        fc.constantFrom('frame' as const, 'garbage' as const),
        (uid, pad, framing, kind) => {
          const frame = message(uid, pad);
          const text = kind === 'frame' ? JSON.stringify(frame) : 'bad-checksum';
          const masked = maskedEntry(traced(kind, encodeNodeFrame(frame, framing), text));
          const shown = `${masked.raw} ${masked.decoded}`;
          const asHex = Buffer.from(uid, 'latin1').toString('hex').toUpperCase();
          expect(shown).not.toContain(uid);
          expect(shown.toUpperCase()).not.toContain(asHex);
        },
      ),
    );
  });
});
