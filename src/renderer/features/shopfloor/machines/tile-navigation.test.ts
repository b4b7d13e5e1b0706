import { describe, expect, it } from 'vitest';
import { tileTarget } from './tile-navigation.ts';

/** Two rows of three, a heading, then a row of two. */
const places = [
  [0, 0],
  [100, 0],
  [200, 0],
  [0, 60],
  [100, 60],
  [200, 60],
  [0, 160],
  [100, 160],
].map(([left = 0, top = 0]) => ({ left, top, width: 90 }));

describe('arrow keys between tiles', () => {
  it.each([
    ['ArrowRight', 2, 3],
    ['ArrowLeft', 3, 2],
    ['ArrowDown', 1, 4],
    ['ArrowUp', 4, 1],
    ['ArrowDown', 5, 7],
    ['ArrowUp', 6, 3],
    ['Home', 5, 0],
    ['End', 0, 7],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(tileTarget(key, from, places)).toBe(to);
  });

  it('stays at the edges', () => {
    expect(tileTarget('ArrowUp', 1, places)).toBe(1);
    expect(tileTarget('ArrowDown', 7, places)).toBe(7);
    expect(tileTarget('ArrowRight', 7, places)).toBe(7);
  });

  it('leaves other keys alone', () => {
    expect(tileTarget('Enter', 0, places)).toBeUndefined();
  });
});
