import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './firmware-version.ts';

describe('comparing versions', () => {
  it('goes by numbers, not by digits', () => {
    expect(compareVersions('1.10.0', '1.9.3')).toBeGreaterThan(0);
    expect(compareVersions('sim-1.0.0', 'sim-1.1.0')).toBeLessThan(0);
    expect(compareVersions('2.0', '2.0.1')).toBeLessThan(0);
    expect(compareVersions('2.0.1', '2.0.1')).toBe(0);
  });

  it('turns round with its arguments', () => {
    const version = fc
      .array(fc.nat(20), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      }),
    );
  });
});
