import { describe, expect, it } from 'vitest';
import { crc16CcittFalse, crc16Mcrf4xx, xorChecksum } from './crc.ts';
import { fromHex } from './hex.ts';

const ascii = (text: string): Uint8Array => Buffer.from(text, 'ascii');

describe('checksums', () => {
  it('gives the catalogue value of CRC-16/CCITT-FALSE', () => {
    expect(crc16CcittFalse(ascii('123456789'))).toBe(0x29b1);
    expect(crc16CcittFalse(new Uint8Array(0))).toBe(0xffff);
  });

  it('gives the catalogue value of CRC-16/MCRF4XX, and that of a TWN4 command', () => {
    expect(crc16Mcrf4xx(ascii('123456789'))).toBe(0x6f91);
    expect(crc16Mcrf4xx(Uint8Array.of(5, 0, 0x10))).toBe(0x100f);
  });

  it('gives the XOR of the RDM6300 vectors', () => {
    expect(xorChecksum(fromHex('0100112233') ?? new Uint8Array(0))).toBe(0x01);
    expect(xorChecksum(fromHex('62E3086CED') ?? new Uint8Array(0))).toBe(0x08);
    expect(xorChecksum(fromHex('01020304FA') ?? new Uint8Array(0))).toBe(0xfe);
  });
});
