import { describe, expect, it } from 'vitest';
import { movedEnd, reportPeriod } from './report-period.ts';

const today = '2026-03-10';

describe('the period of a report', () => {
  it('is the last thirty days unless the address says otherwise', () => {
    expect(reportPeriod({}, today)).toEqual({ length: '30', from: '2026-02-09', until: today });
    expect(reportPeriod({ days: '7', end: '2026-03-01' }, today)).toEqual({
      length: '7',
      from: '2026-02-23',
      until: '2026-03-01',
    });
  });

  it('never ends after today, and ignores what is no day', () => {
    expect(reportPeriod({ days: '7', end: '2031-01-01' }, today).until).toBe(today);
    expect(reportPeriod({ days: '8', end: '2026-99-99' }, today)).toMatchObject({
      length: '30',
      until: today,
    });
  });

  it('moves by its own length, and forward to today at most', () => {
    const week = reportPeriod({ days: '7', end: '2026-03-01' }, today);
    expect(movedEnd(week, -1, today)).toBe('2026-02-22');
    expect(movedEnd(week, 1, today)).toBe('2026-03-08');
    expect(movedEnd(week, 2, today)).toBeNull();
  });
});
