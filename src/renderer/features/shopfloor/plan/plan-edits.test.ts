import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanPosition } from '#contract/shopfloor/plans.ts';
import {
  broughtUp,
  changesOf,
  disputed,
  firstSize,
  gridStep,
  noEdits,
  placing,
  redone,
  tidy,
  undone,
  withEdits,
  without,
} from './plan-edits.ts';

const place = { x: 10, y: 20, rotation: 0, size: 40 };
const position = (id: string, placed = true): PlanPosition => ({
  kind: 'machine',
  id,
  code: id,
  name: id,
  version: 1,
  place: placed ? place : null,
});
const positions = [position('a'), position('b', false)];

describe('edits of a plan', () => {
  it('are what differs from what was read', () => {
    const moved = placing(noEdits, 'machine:a', { ...place, x: 30 });
    const back = placing(moved, 'machine:a', place);
    const off = placing(placing(back, 'machine:b', place), 'machine:b', null);
    expect(changesOf(positions, moved).map(({ id, place: at }) => [id, at?.x])).toEqual([
      ['a', 30],
    ]);
    expect(changesOf(positions, back)).toEqual([]);
    expect(changesOf(positions, off)).toEqual([]);
    expect(withEdits(positions, moved)[1]).toEqual(positions[1]);
  });

  it('go back and forth step by step, and forget what was undone when something new is done', () => {
    const one = placing(noEdits, 'machine:a', { ...place, x: 1 });
    const two = placing(one, 'machine:a', { ...place, x: 2 });
    expect(undone(two).places).toBe(one.places);
    expect(redone(undone(two))).toEqual(two);
    expect(undone(noEdits)).toBe(noEdits);
    expect(redone(two)).toBe(two);
    expect(placing(undone(two), 'machine:b', place).future).toEqual([]);
  });

  it('come back to the start by undoing all, and to the end by doing all again', () => {
    const step = fc.tuple(
      fc.constantFrom('machine:a', 'machine:b'),
      fc.integer({ min: 0, max: 99 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const done = steps.reduce(
          (edits, [key, x]) => placing(edits, key, { ...place, x }),
          noEdits,
        );
        let edits = done;
        for (const _ of steps) edits = undone(edits);
        expect(edits.places).toEqual(noEdits.places);
        for (const _ of steps) edits = redone(edits);
        expect(edits).toEqual(done);
      }),
    );
  });
});

describe('what a colleague moves meanwhile', () => {
  const theirs = { ...position('a'), version: 2, place: { ...place, x: 99 } };
  const now = [theirs, { ...position('b', false), version: 2 }];

  it('is followed, but for what is being edited: that is disputed', () => {
    const edits = placing(noEdits, 'machine:a', { ...place, x: 1 });
    expect(disputed(positions, now, edits)).toEqual([theirs]);
    expect(broughtUp(positions, now, edits)).toEqual([positions[0], now[1]]);
    expect(disputed(positions, now, noEdits)).toEqual([]);
  });

  it('is taken by forgetting the own edits, for good', () => {
    const edits = placing(placing(noEdits, 'machine:a', place), 'machine:b', place);
    const rest = without(edits, new Set(['machine:a']));
    expect([...rest.places.keys()]).toEqual(['machine:b']);
    expect([...undone(rest).places.keys()]).toEqual([]);
    expect(broughtUp(positions, now, rest)[0]).toEqual(theirs);
  });
});

describe('a place', () => {
  it('is kept inside the plan and on the grid', () => {
    const plan = { width: 300, height: 200 };
    const wild = { x: 299, y: -7, rotation: -90, size: 0 };
    expect(tidy(wild, plan, 20)).toEqual({ x: 300, y: 0, rotation: 270, size: 1 });
    expect(tidy({ ...place, x: 12.3456, rotation: 725 }, plan, 0)).toMatchObject({
      x: 12.35,
      rotation: 5,
    });
  });

  it.each([
    [{ width: 1200, height: 800 }, 20],
    [{ width: 100, height: 50 }, 1],
    [{ width: 30, height: 20 }, 0.5],
    [{ width: 42_000, height: 100 }, 500],
  ])('has a grid that suits %j', (plan, step) => {
    expect(gridStep(plan)).toBeCloseTo(step);
    expect(firstSize(plan)).toBeGreaterThanOrEqual(1);
  });
});
