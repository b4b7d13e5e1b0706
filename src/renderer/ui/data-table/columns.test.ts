import { describe, expect, it } from 'vitest';
import { compareValues, sortRows } from './columns.ts';
import type { CsvValue } from '#lib/csv.ts';

const sorted = (values: CsvValue[], language = 'en', descending = false): CsvValue[] =>
  sortRows(
    values.map((value) => ({ value })),
    { id: 'value', header: 'Value', value: (row) => row.value },
    descending,
    language,
  ).map(({ value }) => value);

describe('the order of rows', () => {
  it('takes numbers in text by their size', () => {
    expect(sorted(['A10', 'A2', 'A1'])).toEqual(['A1', 'A2', 'A10']);
  });

  it('takes numbers as numbers', () => {
    expect(sorted([10, 9, -1, 100])).toEqual([-1, 9, 10, 100]);
  });

  it('follows the language', () => {
    expect(sorted(['다', '가', '나'], 'ko')).toEqual(['가', '나', '다']);
    expect(sorted(['う', 'あ', 'ア'], 'ja')).toEqual(['あ', 'ア', 'う']);
  });

  it('puts what is empty last', () => {
    expect(sorted([null, 'b', undefined, 'a'])).toEqual(['a', 'b', null, undefined]);
    expect(compareValues(null, undefined, 'en')).toBe(0);
  });

  it('turns round', () => {
    expect(sorted([1, 3, 2], 'en', true)).toEqual([3, 2, 1]);
  });

  it('leaves equal rows where they were', () => {
    const rows = [
      { key: 1, at: 'a' },
      { key: 0, at: 'b' },
      { key: 1, at: 'c' },
    ];
    const column = { id: 'key', header: 'Key', value: (row: { key: number }) => row.key };
    expect(sortRows(rows, column, false, 'en').map(({ at }) => at)).toEqual(['b', 'a', 'c']);
    expect(sortRows(rows, column, true, 'en').map(({ at }) => at)).toEqual(['a', 'c', 'b']);
  });
});
