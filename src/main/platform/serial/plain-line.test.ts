import { describe, expect, it } from 'vitest';
import { toHex } from './hex.ts';
import { encodePlainLine, plainLineDecoder } from './plain-line.ts';

const decoded = (form: 'hex' | 'decimal', text: string) =>
  plainLineDecoder(form)
    .push(Buffer.from(text, 'latin1'))
    .map((event) => (event.kind === 'frame' ? toHex(event.frame) : event.reason));

describe('the plain line codec', () => {
  it.each(['\r', '\n', '\r\n'])('ends a line at %j', (end) => {
    expect(decoded('hex', `04a1b2c3d4e5f6${end}DEADBEEF${end}`)).toEqual([
      '04A1B2C3D4E5F6',
      'DEADBEEF',
    ]);
  });

  it('reads decimal numbers as at least four bytes', () => {
    expect(decoded('decimal', '0001122867\r')).toEqual(['00112233']);
    expect(decoded('decimal', '4296090163\r')).toEqual(['0100112233']);
  });

  it('writes lines that it reads', () => {
    const uid = Uint8Array.of(0, 0x11, 0x22, 0x33);
    expect(Buffer.from(encodePlainLine(uid, 'decimal')).toString()).toBe('0001122867\r\n');
    expect(Buffer.from(encodePlainLine(uid, 'hex')).toString()).toBe('00112233\r\n');
  });

  it('refuses what is no UID', () => {
    expect(decoded('hex', 'DEADBEE\rDEAD\r0x12345678\r')).toEqual([
      'bad-shape',
      'bad-shape',
      'bad-shape',
    ]);
    expect(decoded('decimal', 'DEADBEEF\r123\r')).toEqual(['bad-shape', 'bad-shape']);
  });

  it('never takes the tail of an over-long line for a UID', () => {
    const tail = `${' '.repeat(17)}DEADBEEF`;
    const events = decoded('hex', `${'A'.repeat(100)}${tail}\r04A1B2C3\r`);
    expect(events).toContain('too-long');
    expect(events.at(-1)).toBe('04A1B2C3');
    expect(events.filter((event) => /^[0-9A-F]+$/u.test(event))).toEqual(['04A1B2C3']);
  });
});
