import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

const uri = 'otpauth://totp/Signalbox:clara.weiss?secret=JBSWY3DPEHPK3PXP&issuer=Signalbox';

describe('qrPath', () => {
  it('draws each dark module of the code once, at its place', () => {
    const { data } = encode(uri, { ecc: 'M', border: 2 });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x} ${y}`] : [])));
    const drawn = [...qrPath(uri).path.matchAll(/M(\d+ \d+)h1v1h-1z/g)].map(([, place]) => place);
    expect(drawn).toEqual(dark);
  });

  it('leaves the quiet zone around the code white', () => {
    const { path, size } = qrPath(uri);
    for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
      expect(Math.min(Number(x), Number(y))).toBeGreaterThanOrEqual(2);
      expect(Math.max(Number(x), Number(y))).toBeLessThan(size - 2);
    }
  });
});
