import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

describe('a back-off', () => {
  it('doubles up to its longest pause and starts over', () => {
    const backoff = createBackoff(250, 10_000, () => 1);
    const pauses = Array.from({ length: 8 }, () => backoff.next());
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });

  it('spreads consoles over half of each pause', () => {
    assert(
      property(double({ min: 0, max: 1, noNaN: true }), (random) => {
        const pause = createBackoff(1000, 10_000, () => random).next();
        expect(pause).toBeGreaterThanOrEqual(500);
        expect(pause).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
