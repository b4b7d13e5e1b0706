import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangeBuffer } from './change-buffer.ts';

describe('ChangeBuffer', () => {
  it('gives each key once, however often it changed', () => {
    const buffer = new ChangeBuffer(['a.b']);
    for (let n = 0; n < 10_000; n += 1) buffer.add({ topic: 'a.b', ids: [`${n % 7}`] });
    expect(buffer.size).toBe(7);
    expect(buffer.take()).toEqual({
      kind: 'changes',
      changes: [{ topic: 'a.b', ids: ['0', '1', '2', '3', '4', '5', '6'] }],
    });
    expect(buffer.take()).toBeNull();
  });

  it('never holds more than a thousand keys of a topic: beyond, it says "load afresh"', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), (count) => {
        const buffer = new ChangeBuffer(['a.b']);
        for (let n = 0; n < count; n += 1) buffer.add({ topic: 'a.b', ids: [`${n}`] });
        expect(buffer.size).toBeLessThanOrEqual(1_000);
        const batch = buffer.take();
        const ids = batch?.kind === 'changes' ? batch.changes[0]?.ids : undefined;
        expect(ids === null ? 'afresh' : ids?.length).toBe(count > 1_000 ? 'afresh' : count);
      }),
      { numRuns: 20 },
    );
  });

  it('ignores topics nobody asked for, and "many" swallows keys before and after', () => {
    const buffer = new ChangeBuffer(['a.b']);
    buffer.add({ topic: 'x.y', ids: ['1'] });
    expect(buffer.take()).toBeNull();
    buffer.add({ topic: 'a.b', ids: ['1'] });
    buffer.add({ topic: 'a.b', ids: null });
    buffer.add({ topic: 'a.b', ids: ['2'] });
    expect(buffer.take()).toEqual({ kind: 'changes', changes: [{ topic: 'a.b', ids: null }] });
  });

  it('puts a gap in the place of everything noted before it', () => {
    const buffer = new ChangeBuffer(['a.b']);
    buffer.add({ topic: 'a.b', ids: ['1'] });
    buffer.addGap();
    expect(buffer.take()).toEqual({ kind: 'gap' });
    expect(buffer.take()).toBeNull();
  });
});
