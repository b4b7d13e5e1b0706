import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffValues, plainText } from './values-diff.ts';

const changes = (before: Record<string, unknown> | null, after: Record<string, unknown> | null) =>
  diffValues(before, after).map(({ field, change }) => `${field} ${change}`);

describe('diffValues', () => {
  it('tells added, removed, changed and untouched fields apart, changed ones first', () => {
    expect(
      changes({ name: 'Lathe', note: 'old', zone: 'A' }, { name: 'Lathe 2', zone: 'A', port: 3 }),
    ).toEqual(['name changed', 'note removed', 'port added', 'zone same']);
  });

  it('shows a new record as added only, and a deleted one as removed only', () => {
    expect(changes(null, { a: 1 })).toEqual(['a added']);
    expect(changes({ a: 1 }, null)).toEqual(['a removed']);
  });

  it('names a field inside another by its whole path', () => {
    expect(
      changes(
        { settings: { baud: 9600, parity: 'none' } },
        { settings: { baud: 19200, parity: 'none' } },
      ),
    ).toEqual(['settings.baud changed', 'settings.parity same']);
  });

  it('takes a field that became null for removed, not for the word null', () => {
    expect(changes({ email: 'a@b.example' }, { email: null })).toEqual(['email removed']);
  });

  it('sees no change between a record and itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) =>
        diffValues(values, values).every(({ change }) => change === 'same'),
      ),
    );
  });

  it('mirrors itself when before and after are exchanged', () => {
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(1, 'x', null));
    const mirrored = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' };
    fc.assert(
      fc.property(record, record, (before, after) => {
        const there = new Map(diffValues(before, after).map((row) => [row.field, row.change]));
        for (const { field, change } of diffValues(after, before))
          expect(there.get(field)).toBe(mirrored[change]);
      }),
    );
  });
});

describe('plainText', () => {
  it('writes records with their names and lists with commas', () => {
    expect(plainText([{ b: 2, a: 1 }, true])).toBe('a: 1, b: 2, true');
  });
});
