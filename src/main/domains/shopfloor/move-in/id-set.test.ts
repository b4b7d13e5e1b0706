import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdSet } from './id-set.ts';

describe('a set of serial keys', () => {
  it('holds exactly what was added', () => {
    const keys = fc.array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 2 ** 40 })));
    fc.assert(
      fc.property(keys, fc.nat({ max: 400 }), (added, asked) => {
        const set = new IdSet();
        for (const id of added) set.add(id);
        expect(added.every((id) => set.has(id))).toBe(true);
        expect(set.has(asked)).toBe(added.includes(asked));
        expect(set.size).toBe(new Set(added).size);
      }),
    );
  });
});
