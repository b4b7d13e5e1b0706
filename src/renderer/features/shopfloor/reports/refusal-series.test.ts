import { describe, expect, it } from 'vitest';
import type { UseReport } from '#contract/shopfloor/reports.ts';
import { refusalReason } from '#contract/shopfloor/logs.ts';
import { refusalSeries } from './refusal-series.ts';

const day = (name: string): UseReport['days'][number] => ({
  day: name,
  usedSeconds: 0,
  idleSeconds: 0,
  sessions: 0,
  endsInferred: 0,
  refusals: 0,
});
const days = [day('2026-06-01'), day('2026-06-02')];

describe('refusals by day', () => {
  it('stand under their reason, with zeros for days without any', () => {
    const reasons = [
      { reason: 'not-trained', refusals: 3, before: 0 },
      { reason: 'machine-busy', refusals: 0, before: 9 },
    ] as const;
    const found = [{ day: '2026-06-02', reason: 'not-trained', refusals: 3 }] as const;
    expect(refusalSeries(days, [...reasons], [...found])).toEqual([
      { reason: 'not-trained', values: [0, 3] },
    ]);
  });

  it('of rare reasons are drawn together, and none is lost', () => {
    const all = refusalReason.options.slice(0, 8);
    const reasons = all.map((reason, index) => ({ reason, refusals: 20 - index, before: 0 }));
    const found = reasons.map(({ reason, refusals }) => ({ day: '2026-06-01', reason, refusals }));
    const series = refusalSeries(days, reasons, found);
    expect(series.map(({ reason }) => reason)).toEqual([...all.slice(0, 5), 'others']);
    const drawn = series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
    expect(drawn).toBe(reasons.reduce((sum, { refusals }) => sum + refusals, 0));
  });
});
