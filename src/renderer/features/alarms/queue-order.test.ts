import { describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { alarmFor as alarm } from './alarm-for-tests.ts';
import { passes } from './filter/queue-filter.ts';
import {
  compareAlarms,
  hasRisen,
  heldOrder,
  lastKnown,
  nextUnacknowledged,
} from './queue-order.ts';

const ids = (alarms: readonly Alarm[]): string[] => alarms.map(({ id }) => id);

describe('the order of the queue', () => {
  it('puts unacknowledged first, then the priority, then the newest', () => {
    const queue = [
      alarm('acked-p1', { priority: 'P1', state: 'active-acked' }),
      alarm('old-p2', { priority: 'P2', annunciatedAt: '2026-11-20T01:00:00Z' }),
      alarm('new-p2', { priority: 'P2', annunciatedAt: '2026-11-20T02:00:00Z' }),
      alarm('returned-p1', { priority: 'P1', state: 'returned-unacked' }),
      alarm('p4', { priority: 'P4', annunciatedAt: '2026-11-20T03:00:00Z' }),
    ];
    expect(ids(queue.toSorted(compareAlarms))).toEqual([
      'returned-p1',
      'new-p2',
      'old-p2',
      'p4',
      'acked-p1',
    ]);
  });

  it('finds by source and message, whatever the case', () => {
    const found = alarm('a', { sourceName: 'NODE-7', message: '응답 없음' });
    expect(passes(found, { search: 'node-7' })).toBe(true);
    expect(passes(found, { search: '응답' })).toBe(true);
    expect(passes(found, { search: 'reader' })).toBe(false);
    expect(passes(found, { priority: 'P1' })).toBe(false);
  });
});

describe('the order while it is held', () => {
  const held = [alarm('a'), alarm('b'), alarm('c')];

  it('moves no row when an alarm is acknowledged or becomes more urgent', () => {
    const now = [alarm('c', { priority: 'P1' }), alarm('b'), alarm('a', { state: 'active-acked' })];
    const shown = heldOrder(held, now);
    expect(ids(shown)).toEqual(['a', 'b', 'c']);
    expect(shown[0]?.state).toBe('active-acked');
    expect(shown[2]?.priority).toBe('P1');
  });

  it('keeps the place of an alarm that left the queue', () => {
    const shown = heldOrder(held, [alarm('a'), alarm('c')]);
    expect(ids(shown)).toEqual(['a', 'b', 'c']);
    expect(shown[1]?.state).toBe('normal');
  });

  it('tells of an alarm that left what was known of it last', () => {
    const chosen = [alarm('a')];
    const acknowledged = [alarm('a', { state: 'active-acked', acknowledgedByName: 'Ada Marsh' })];
    const known = lastKnown(lastKnown(chosen, acknowledged), []);
    expect(heldOrder(known, [])).toMatchObject([
      { state: 'normal', acknowledgedByName: 'Ada Marsh' },
    ]);
  });

  it('lets new alarms wait below in the order in which they came, however urgent', () => {
    const later = alarm('later', { priority: 'P1', createdAt: '2026-11-20T02:02:00Z' });
    const sooner = alarm('sooner', { priority: 'P4', createdAt: '2026-11-20T02:01:00Z' });
    expect(ids(heldOrder(held, [later, ...held, sooner]))).toEqual([
      'a',
      'b',
      'c',
      'sooner',
      'later',
    ]);
  });
});

describe('what passes the filter', () => {
  const found = alarm('a', {
    sourceType: 'reader',
    areaId: 'hall',
    chattering: true,
    assignedTo: 'me',
  });

  it.each([
    [{ domain: 'identity' }, { domain: 'shopfloor' }],
    [{ area: 'hall' }, { area: 'yard' }],
    [{ mark: 'chattering' }, { mark: 'stale' }],
    [{ assignedTo: 'me' }, { assignedTo: 'you' }],
    [{ state: 'active-unacked' }, { state: 'active-acked' }],
  ] as const)('is what %o asks for, not what %o does', (yes, no) => {
    expect(passes(found, yes)).toBe(true);
    expect(passes(found, no)).toBe(false);
  });
});

describe('a row that kept its place', () => {
  it('is marked when it became P1 or P2, not when it eased or became P3', () => {
    const was = alarm('a', { priority: 'P3' });
    expect(hasRisen(was, alarm('a', { priority: 'P2' }))).toBe(true);
    expect(hasRisen(was, alarm('a', { priority: 'P4' }))).toBe(false);
    expect(hasRisen(alarm('a', { priority: 'P4' }), was)).toBe(false);
    expect(hasRisen(was, was)).toBe(false);
  });
});

describe('nextUnacknowledged', () => {
  const rows = [
    alarm('a'),
    alarm('b', { state: 'active-acked' }),
    alarm('c', { state: 'returned-unacked' }),
  ];

  it('starts at the top, skips what is acknowledged and begins again after the last', () => {
    expect(nextUnacknowledged(rows, null)?.id).toBe('a');
    expect(nextUnacknowledged(rows, 'a')?.id).toBe('c');
    expect(nextUnacknowledged(rows, 'c')?.id).toBe('a');
  });

  it('stays where only one waits, and answers nothing where none does', () => {
    expect(nextUnacknowledged([alarm('a')], 'a')?.id).toBe('a');
    expect(nextUnacknowledged([alarm('b', { state: 'active-acked' })], 'b')).toBeUndefined();
  });
});
