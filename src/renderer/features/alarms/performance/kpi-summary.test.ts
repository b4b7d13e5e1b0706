import { describe, expect, it } from 'vitest';
import type { KpiDay } from '#contract/alarms/reports.ts';
import { judge, sharesOf, summarise } from './kpi-summary.ts';

const quiet: KpiDay = {
  positionId: '0199d2a0-0000-7000-8000-000000000001',
  day: '2026-03-01',
  total: 0,
  perHour: 0,
  perTenMinutes: 0,
  mostInTenMinutes: 0,
  percentPeriodsAboveTen: 0,
  percentTimeInFlood: 0,
  topTenPercent: 0,
  chattering: 0,
  fleeting: 0,
  stale: 0,
  priorities: { P1: 0, P2: 0, P3: 0, P4: 0 },
  acknowledged: 0,
  meanSecondsToAcknowledge: null,
  shelvings: 0,
  shelvingsExpired: 0,
  shelvedAtEnd: 0,
};
const busy: KpiDay = {
  ...quiet,
  day: '2026-03-02',
  total: 288,
  perHour: 12,
  perTenMinutes: 2,
  mostInTenMinutes: 14,
  percentPeriodsAboveTen: 2,
  topTenPercent: 60,
  chattering: 2,
  stale: 6,
  priorities: { P1: 3, P2: 15, P3: 45, P4: 225 },
  acknowledged: 3,
  meanSecondsToAcknowledge: 100,
};
const next: KpiDay = { ...busy, day: '2026-03-03', acknowledged: 1, meanSecondsToAcknowledge: 500 };

describe('a summary of alarm performance', () => {
  it('takes the mean of rates, the most of peaks, and the sum of counts', () => {
    expect(summarise([quiet, busy])).toMatchObject({
      total: 288,
      perHour: 6,
      perTenMinutes: 1,
      mostInTenMinutes: 14,
      topTenPercent: 60,
      chattering: 2,
      stale: 6,
    });
  });

  it('weighs the time to acknowledge by how many there were', () => {
    expect(summarise([busy, next]).meanSecondsToAcknowledge).toBe(200);
    expect(summarise([quiet]).meanSecondsToAcknowledge).toBeNull();
  });

  it('knows days from the first on which anything happened', () => {
    expect(summarise([quiet, busy, next]).daysKnown).toBe(2);
    expect(summarise([quiet]).daysKnown).toBe(0);
    expect(summarise([busy, { ...quiet, day: '2026-03-03' }]).daysKnown).toBe(2);
  });

  it('holds figures against their targets', () => {
    expect(judge('perTenMinutes', 1)).toBe('met');
    expect(judge('perTenMinutes', 1.5)).toBe('manageable');
    expect(judge('perTenMinutes', 2.1)).toBe('missed');
    expect(judge('chattering', 0)).toBe('met');
    expect(judge('chattering', 1)).toBe('missed');
  });

  it('shares only what there is', () => {
    expect(sharesOf({ P1: 1, P2: 1, P3: 2, P4: 4 })).toEqual([12.5, 12.5, 25, 50]);
    expect(sharesOf(quiet.priorities)).toEqual([null, null, null, null]);
  });
});
