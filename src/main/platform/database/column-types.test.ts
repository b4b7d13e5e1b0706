import { describe, expect, it } from 'vitest';
import { instantText, safeInteger } from './column-types.ts';

describe('a timestamptz', () => {
  it.each([
    ['2026-01-05 07:08:09.120001+00', '2026-01-05T07:08:09.120001Z'],
    ['2026-01-05 07:08:09.5+00', '2026-01-05T07:08:09.500000Z'],
    ['2026-01-05 07:08:09+00', '2026-01-05T07:08:09.000000Z'],
    ['infinity', 'infinity'],
  ])('%s is read as %s', (text, expected) => {
    expect(instantText(text)).toBe(expected);
  });
});

describe('a bigint', () => {
  it('is a number as long as a number is exact', () => {
    expect(safeInteger('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  });
  it('throws beyond that rather than answer a neighbour', () => {
    expect(() => safeInteger('9007199254740993')).toThrow(RangeError);
  });
});
