import { array, assert, constant, double, integer, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from './decimate.ts';
import type { ChartData } from './decimate.ts';

const value = oneof(
  { weight: 9, arbitrary: double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: constant(null) },
);
const data = (series: (number | null)[]): ChartData => ({
  times: series.map((_, at) => at * 1_000),
  values: [series],
});
const numbers = (series: readonly (number | null)[] | undefined): number[] =>
  (series ?? []).filter((each) => each !== null);

describe('decimate', () => {
  it('leaves data alone that fits', () => {
    const few = data([1, 2, 3]);
    expect(decimate(few, 100)).toBe(few);
  });

  it('keeps a single peak among many points', () => {
    const flat = Array.from({ length: 36_000 }, () => 5);
    flat[17_321] = 99;
    const after = decimate(data(flat), 800);
    expect(after.times.length).toBeLessThan(800 * 5);
    expect(Math.max(...numbers(after.values[0]))).toBe(99);
    expect(after.times).toContain(17_321_000);
  });

  it('keeps extremes, ends, gaps and order whatever the data', () => {
    assert(
      property(
        array(value, { minLength: 50, maxLength: 400 }),
        integer({ min: 1, max: 12 }),
        (series, columns) => {
          const after = decimate(data(series), columns);
          const [before, kept] = [numbers(series), numbers(after.values[0])];
          expect(after.times[0]).toBe(0);
          expect(after.times.at(-1)).toBe((series.length - 1) * 1_000);
          expect(after.times).toEqual(after.times.toSorted((a, b) => a - b));

          expect([Math.min(...kept), Math.max(...kept)]).toEqual([
            Math.min(...before),
            Math.max(...before),
          ]);
          expect(after.values[0]?.includes(null)).toBe(series.includes(null));
        },
      ),
    );
  });
});
