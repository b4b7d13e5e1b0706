import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covered, floodsOf } from './floods-of.ts';

const minutes = (many: readonly number[]) => many.map((minute) => minute * 60_000);
const MINUTE = 60_000;

describe('floods', () => {
  it('begin with the first of more than ten in ten minutes and end when fewer than five came in ten', () => {
    const eleven = Array.from({ length: 11 }, (_, n) => n / 2);
    // Of the eleven, five are younger than ten minutes until the seventh grows older, at 13 minutes.
    expect(floodsOf(minutes(eleven), 60 * MINUTE)).toEqual([{ from: 0, to: 13 * MINUTE }]);
  });

  it('do not begin at ten, and go on until the end of what is known', () => {
    const ten = Array.from({ length: 10 }, (_, n) => n / 2);
    expect(floodsOf(minutes(ten), 60 * MINUTE)).toEqual([]);
    const eleven = [...ten, 5];
    expect(floodsOf(minutes(eleven), 6 * MINUTE)).toEqual([{ from: 0, to: 6 * MINUTE }]);
  });

  it('never overlap, are in order, and each holds more than ten annunciations', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7_200_000 }), { maxLength: 120 }), (drawn) => {
        const times = drawn.toSorted((a, b) => a - b);
        const floods = floodsOf(times, 10_000_000);
        let before = 0;
        for (const { from, to } of floods) {
          expect(from).toBeGreaterThanOrEqual(before);
          expect(to).toBeGreaterThan(from);
          expect(times.filter((time) => time >= from && time <= to).length).toBeGreaterThan(10);
          before = to;
        }
      }),
    );
  });

  it('cover only what lies within a day', () => {
    const spans = [
      { from: 0, to: 20 },
      { from: 50, to: 120 },
    ];
    expect(covered(spans, { from: 10, to: 100 })).toBe(60);
  });
});
