import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOn, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

const primary = { x: 0, y: 0, width: 1920, height: 1040 };
const left = { x: -1280, y: 100, width: 1280, height: 1000 };

describe('the place of a window', () => {
  it('is where it was, on whichever display', () => {
    const place = { x: -1200, y: 150, width: 1000, height: 700 };
    expect(boundsOn(place, [primary, left])).toEqual(place);
  });

  it('is the middle of the primary display when its own display is gone', () => {
    const place = { x: -1200, y: 150, width: 1000, height: 700 };
    expect(boundsOn(place, [primary])).toEqual({ x: 160, y: 20, width: 1600, height: 1000 });
  });

  it('fits a display smaller than usual', () => {
    const small = { x: 0, y: 30, width: 1024, height: 700 };
    expect(boundsOn(null, [small])).toEqual(small);
  });

  it('always leaves enough of the window, and its title bar, to take hold of', () => {
    const bounds = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 1, max: 10_000 }),
      height: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(bounds, (saved) => {
        const { x, y, width, height } = boundsOn(saved, [primary, left]);
        expect(width).toBeGreaterThanOrEqual(SMALLEST.width);
        expect(height).toBeGreaterThanOrEqual(SMALLEST.height);
        const graspable = [primary, left].some(
          (area) =>
            y >= area.y &&
            y <= area.y + area.height - 120 &&
            x + width >= area.x + 120 &&
            x <= area.x + area.width - 120,
        );
        expect(graspable).toBe(true);
      }),
    );
  });

  it('is forgotten, not fatal, when its file is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-window-'));
    const file = join(folder, 'window.json');
    expect(readWindowState(file)).toBeNull();
    const state = { bounds: { x: 1, y: 2, width: 1000, height: 700 }, maximized: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    for (const text of ['', '{', '{"bounds":{"x":"a"}}']) {
      writeFileSync(file, text);
      expect(readWindowState(file)).toBeNull();
    }
    rmSync(folder, { recursive: true });
  });
});
