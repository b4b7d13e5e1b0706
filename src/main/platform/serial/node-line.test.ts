import { describe, expect, it } from 'vitest';
import { crc16CcittFalse } from './crc.ts';
import { encodeNodeLine, FrameTooLongError, nodeLineDecoder } from './node-line.ts';

const vector = '{"t":"hb","id":"N07","seq":42}*9FD6';
const heartbeat = { t: 'hb', id: 'N07', seq: 42 };

const decoded = (text: string) =>
  nodeLineDecoder()
    .push(Buffer.from(text, 'utf8'))
    .map((event) => (event.kind === 'frame' ? event.frame : event.reason));

const checked = (text: string): string => {
  const crc = crc16CcittFalse(Buffer.from(text)).toString(16).toUpperCase().padStart(4, '0');
  return `${text}*${crc}\n`;
};

describe('the node line codec', () => {
  it('reads and writes the vector', () => {
    expect(decoded(`${vector}\n`)).toEqual([heartbeat]);
    expect(Buffer.from(encodeNodeLine(heartbeat)).toString()).toBe(`${vector}\n`);
  });

  it('checks the raw bytes, so that other spacing is another frame', () => {
    expect(decoded('{"t": "hb","id":"N07","seq":42}*9FD6\n')).toEqual(['bad-checksum']);
  });

  it('drops the boot messages of the ROM and finds the frame after them', () => {
    const boot = [
      'ets Jul 29 2019 12:21:46',
      'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
      'configsip: 0, SPIWP:0xee',
    ];
    expect(decoded(`${boot.join('\r\n')}\r\n${vector}\r\n`)).toEqual([
      'noise',
      'noise',
      'noise',
      heartbeat,
    ]);
  });

  it('finds a frame glued to noise or to the beginning of another frame', () => {
    expect(decoded(`entry 0x400${vector}\n`)).toEqual(['noise', heartbeat]);
    expect(decoded(`{"t":"hello","ports":["lo${vector}\n`)).toEqual(['noise', heartbeat]);
  });

  it('finds a frame after noise of any length that has no line end', () => {
    for (let length = 400; length <= 2100; length += 1) {
      expect(decoded(`${'x'.repeat(length)}${vector}\n`)).toContainEqual(heartbeat);
    }
  });

  it('names what is wrong with a line', () => {
    expect(decoded('{"t":"hb","id":"N07","seq":43}*9FD6\n')).toEqual(['bad-checksum']);
    expect(decoded('{"t":"hb","id":"N07"\n')).toEqual(['bad-shape']);
    expect(decoded('hello world\n')).toEqual(['noise']);
  });

  it('refuses text that passes the check and is no object', () => {
    expect(decoded(checked('{not json}'))).toEqual(['bad-shape']);
    expect(decoded(checked('{}'))).toEqual([{}]);
  });

  it('refuses to write a frame of more than 512 bytes and says how long it is', () => {
    const tooLong = { t: 'log', msg: 'x'.repeat(500) };
    expect(() => encodeNodeLine(tooLong)).toThrow(FrameTooLongError);
    const longest = { t: 'log', msg: 'x'.repeat(487) };
    const wire = encodeNodeLine(longest);
    expect(wire).toHaveLength(513);
    expect(nodeLineDecoder().push(wire)).toMatchObject([{ kind: 'frame', frame: longest }]);
  });
});
