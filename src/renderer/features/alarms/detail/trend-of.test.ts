import { expect, it } from 'vitest';
import type { JournalRow } from '#contract/alarms/journal.ts';
import { trendOf } from './trend-of.ts';

const row = (at: string, after: JournalRow['after']) => ({ at, after }) as JournalRow;

it('draws the values of transitions that carry one, oldest first', () => {
  const rows = [
    row('2026-01-01T00:02:00Z', { value: 90, priority: 'P2' }),
    row('2026-01-01T00:01:00Z', { is_acknowledged: true }),
    row('2026-01-01T00:00:30Z', null),
    row('2026-01-01T00:00:00Z', { value: 80 }),
  ];
  expect(trendOf(rows)).toEqual({ times: [1767225600000, 1767225720000], values: [[80, 90]] });
});
