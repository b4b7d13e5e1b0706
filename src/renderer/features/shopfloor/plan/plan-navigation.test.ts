import { describe, expect, it } from 'vitest';
import { directionOf, nearest } from './plan-navigation.ts';

const at = (x: number, y: number) => ({ x, y });
const right = directionOf('ArrowRight') ?? at(0, 0);

describe('arrow keys on a plan', () => {
  it('lead to the nearest thing on their side', () => {
    const things = [at(50, 0), at(20, 0), at(-10, 0)];
    expect(nearest(at(0, 0), right, things)).toEqual(at(20, 0));
    expect(nearest(at(20, 0), right, things)).toEqual(at(50, 0));
  });

  it('rather keep the line than take what lies aside', () => {
    expect(nearest(at(0, 0), right, [at(20, 15), at(40, 0)])).toEqual(at(40, 0));
    expect(nearest(at(0, 0), right, [at(5, 50)])).toBeUndefined();
  });

  it('are the four arrows', () => {
    expect(directionOf('Enter')).toBeUndefined();
    expect(directionOf('ArrowUp')).toEqual(at(0, -1));
  });
});
