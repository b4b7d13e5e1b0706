import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { throughUart } from './uart.ts';

const bytes = fc.uint8Array({ maxLength: 60 });
const speeds = fc.constantFrom(1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200);

describe('a UART', () => {
  it('receives what was sent at its own speed, and at one that is 3 % off', () => {
    fc.assert(
      fc.property(
        bytes,
        speeds,
        fc.double({ min: -0.03, max: 0.03, noNaN: true }),
        (sent, baud, off) => {
          expect(throughUart(sent, { sendBaud: baud, receiveBaud: baud })).toEqual(sent);
          expect(throughUart(sent, { sendBaud: baud, receiveBaud: baud * (1 + off) })).toEqual(
            sent,
          );
        },
      ),
    );
  });

  it('makes the same garble of the same bytes each time, in bounded length', () => {
    fc.assert(
      fc.property(bytes, speeds, speeds, (sent, sendBaud, receiveBaud) => {
        const once = throughUart(sent, { sendBaud, receiveBaud });
        expect(throughUart(sent, { sendBaud, receiveBaud })).toEqual(once);
        expect(once.length).toBeLessThanOrEqual(sent.length * Math.max(5, receiveBaud / sendBaud));
      }),
    );
  });

  it('samples the bits of a slow sender several times', () => {
    // On the line 0101010101, each level of which lasts two samples: 0 01100110 0, and after the
    // next fall 0 01100111 1 with the idle line at its end.
    const wrong = { sendBaud: 9600, receiveBaud: 19_200 };
    expect(throughUart(Uint8Array.of(0x55), wrong)).toEqual(Uint8Array.of(0x66, 0xe6));
    expect(throughUart(Uint8Array.of(0x55), { ...wrong, framingErrors: 'drop' })).toEqual(
      Uint8Array.of(0xe6),
    );
  });

  it('loses the bytes whose stop bit it does not see, where the adapter drops them', () => {
    const zeros = new Uint8Array(4);
    const wrong = { sendBaud: 9600, receiveBaud: 19_200 };
    expect(throughUart(zeros, wrong)).toEqual(zeros);
    expect(throughUart(zeros, { ...wrong, framingErrors: 'drop' })).toHaveLength(0);
  });
});
