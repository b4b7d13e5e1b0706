import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceTracker } from './sequence-tracker.ts';

const verdicts = (...numbers: number[]) => {
  const tracker = sequenceTracker();
  return numbers.map((seq) => tracker.accept(seq).kind);
};

describe('the sequence tracker', () => {
  it('tells new, late and repeated messages apart', () => {
    expect(verdicts(5, 6, 6, 9, 7, 7, 8, 5)).toEqual([
      'new',
      'new',
      'duplicate',
      'new',
      'late',
      'duplicate',
      'late',
      'duplicate',
    ]);
  });

  it('cannot judge what is more than 64 numbers back', () => {
    expect(verdicts(100, 37, 36)).toEqual(['new', 'duplicate', 'ancient']);
  });

  it('stays small through a leap of four thousand million', () => {
    const tracker = sequenceTracker();
    tracker.accept(0);
    expect(tracker.accept(2 ** 32 - 1)).toEqual({ kind: 'new', missed: 2 ** 32 - 2 });
    expect(tracker.accept(2 ** 32 - 2)).toEqual({ kind: 'late' });
  });

  it('accepts each number at most once in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200)), (numbers) => {
        const tracker = sequenceTracker();
        const accepted = numbers.filter((seq) =>
          ['new', 'late'].includes(tracker.accept(seq).kind),
        );
        expect(new Set(accepted).size).toBe(accepted.length);
      }),
    );
  });
});
