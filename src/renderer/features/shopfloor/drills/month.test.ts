import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthAfter, monthOf, sheetOf } from './month.ts';

describe('sheetOf', () => {
  it('begins with the Monday before the first and ends with a Sunday', () => {
    const sheet = sheetOf('2026-11');
    expect(sheet[0]?.map(({ key }) => key)).toEqual([
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
    ]);
    expect(sheet.at(-1)?.at(-1)).toEqual({ key: '2026-12-06', number: 6, outside: true });
  });

  it('holds every day of the month once, in whole weeks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        (year, number) => {
          const sheet = sheetOf(`${year}-${String(number).padStart(2, '0')}`);
          const inside = sheet.flat().filter(({ outside }) => !outside);
          expect(inside.map((day) => day.number)).toEqual(inside.map((_, index) => index + 1));
          expect(sheet.every((week) => week.length === 7)).toBe(true);
          expect(inside.length).toBe(new Date(Date.UTC(year, number, 0)).getUTCDate());
        },
      ),
    );
  });
});

describe('a month', () => {
  it('is followed and preceded by others over the turn of the year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
  });

  it('is that of today where none is named', () => {
    expect(monthOf('2026-13', '2026-11-28')).toBe('2026-11');
    expect(monthOf('2027-02', '2026-11-28')).toBe('2027-02');
  });
});
