import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centred, dragged, fitted, kept, toPlan, toScreen, zoomed } from './plan-window.ts';

const size = fc.record({
  width: fc.double({ min: 50, max: 5000, noNaN: true }),
  height: fc.double({ min: 50, max: 5000, noNaN: true }),
});
const point = fc.record({
  x: fc.double({ min: 0, max: 2000, noNaN: true }),
  y: fc.double({ min: 0, max: 2000, noNaN: true }),
});

describe('the window on a plan', () => {
  it('fits the whole plan in the middle', () => {
    const plan = { width: 1000, height: 500 };
    const window = fitted(plan, { width: 1024, height: 1024 });
    expect(window.scale).toBe(1);
    expect(toScreen(window, { x: 0, y: 0 })).toEqual({ x: 12, y: 262 });
    expect(toScreen(window, { x: 1000, y: 500 })).toEqual({ x: 1012, y: 762 });
  });

  it('says where a point of the screen is on the plan, and back', () => {
    fc.assert(
      fc.property(size, size, point, (plan, screen, at) => {
        const window = fitted(plan, screen);
        const there = toScreen(window, toPlan(window, at));
        expect(there.x).toBeCloseTo(at.x, 6);
        expect(there.y).toBeCloseTo(at.y, 6);
      }),
    );
  });

  it('holds what is under the pointer while it is zoomed, and never goes past its limits', () => {
    const [plan, screen] = [
      { width: 1000, height: 1000 },
      { width: 800, height: 800 },
    ];
    const before = fitted(plan, screen);
    const at = { x: 500, y: 300 };
    const after = zoomed(before, 2, at, { plan, screen });
    expect(after.scale).toBeCloseTo(before.scale * 2);
    expect(toPlan(after, at).x).toBeCloseTo(toPlan(before, at).x);
    expect(zoomed(before, 1e9, at, { plan, screen }).scale).toBeCloseTo(before.scale * 16);
    expect(zoomed(before, 1e-9, at, { plan, screen }).scale).toBeCloseTo(before.scale / 2);
  });

  it('always shows a part of the plan in the middle of the screen', () => {
    fc.assert(
      fc.property(size, size, point, point, (plan, screen, by, at) => {
        const far = dragged(
          fitted(plan, screen),
          { x: by.x * 50, y: -by.y * 50 },
          { plan, screen },
        );
        const window = zoomed(far, 3, at, { plan, screen });
        const middle = toPlan(window, { x: screen.width / 2, y: screen.height / 2 });
        expect(middle.x).toBeGreaterThan(-1e-6);
        expect(middle.x).toBeLessThan(plan.width + 1e-6);
        expect(middle.y).toBeGreaterThan(-1e-6);
        expect(middle.y).toBeLessThan(plan.height + 1e-6);
        expect(kept(window, plan, screen)).toEqual(window);
      }),
    );
  });

  it('goes to a point', () => {
    const window = centred({ x: 30, y: 40 }, 2, { width: 100, height: 80 });
    expect(toPlan(window, { x: 50, y: 40 })).toEqual({ x: 30, y: 40 });
  });
});
