import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGE_STAYS_MS, pageAt, shiftAt } from './wall-shift.ts';

const minute = 60_000;
const moments = fc.integer({ min: 0, max: 4_102_444_800_000 });

describe('shiftAt', () => {
  it('moves by one small step each minute and never leaves its square', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const [a, b] = [shiftAt(now), shiftAt(now + minute)];
        expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBeLessThanOrEqual(4);
        expect(Math.max(Math.abs(a.x), Math.abs(a.y))).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('stands still within a minute', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: minute - 1 }), (now, later) => {
        const start = now - (now % minute);
        expect(shiftAt(start + later)).toEqual(shiftAt(start));
      }),
    );
  });

  it('has been at every place after fifty minutes', () => {
    const places = new Set(
      Array.from({ length: 50 }, (_, at) => JSON.stringify(shiftAt(at * minute))),
    );
    expect(places.size).toBe(25);
  });
});

describe('pageAt', () => {
  it('shows every row once in a round, and never more than fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 1e6 }),
        (rows, perPage, round) => {
          const { pages } = pageAt(rows, perPage, 0);
          const shown = Array.from({ length: pages }, (_, at) =>
            pageAt(rows, perPage, (round * pages + at) * PAGE_STAYS_MS),
          );
          expect(shown.flatMap((page) => page.rows)).toEqual(rows);
          expect(shown.every((page) => page.rows.length <= perPage)).toBe(true);
        },
      ),
    );
  });
});
