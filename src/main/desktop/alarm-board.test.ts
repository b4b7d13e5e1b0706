import { describe, expect, it } from 'vitest';
import { type BoardAlarm, createAlarmBoard } from './alarm-board.ts';

const alarm = (id: string, more: Partial<BoardAlarm> = {}): BoardAlarm => ({
  id,
  alarmType: 'node_offline',
  priority: 'P1',
  state: 'active-unacked',
  annunciation: 1,
  title: `Alarm ${id}`,
  sourceName: 'Press 4',
  ...more,
});

const ids = (alarms: readonly BoardAlarm[]): string[] => alarms.map(({ id }) => id);

describe('the alarm board', () => {
  it('announces urgent alarms once, and again only when they ask for attention anew', () => {
    const board = createAlarmBoard();
    expect(ids(board.take({ kind: 'snapshot', rows: [alarm('a'), alarm('b')] }))).toEqual([
      'a',
      'b',
    ]);
    expect(board.take({ kind: 'snapshot', rows: [alarm('a'), alarm('b')] })).toEqual([]);
    const again = alarm('a', { annunciation: 2 });
    expect(ids(board.take({ kind: 'changes', upserts: [again], removed: [] }))).toEqual(['a']);
  });

  it('keeps quiet about low priorities, acknowledged alarms and those that have returned', () => {
    const board = createAlarmBoard();
    const rows = [
      alarm('low', { priority: 'P3' }),
      alarm('acknowledged', { state: 'active-acked' }),
      alarm('returned', { state: 'returned-unacked' }),
      alarm('second', { priority: 'P2' }),
    ];
    expect(ids(board.take({ kind: 'snapshot', rows }))).toEqual(['second']);
  });

  it('counts what nobody has acknowledged', () => {
    const board = createAlarmBoard();
    board.take({ kind: 'snapshot', rows: [alarm('a'), alarm('b', { priority: 'P4' })] });
    expect(board.unacknowledged).toBe(2);
    const acknowledged = alarm('a', { state: 'active-acked' });
    board.take({ kind: 'changes', upserts: [acknowledged], removed: ['b'] });
    expect(board.unacknowledged).toBe(0);
  });

  it('does not tell the next person what was told, unless it came anew', () => {
    const board = createAlarmBoard();
    board.take({ kind: 'snapshot', rows: [alarm('a')] });
    board.clear();
    expect(board.unacknowledged).toBe(0);
    const rows = [alarm('a'), alarm('b')];
    expect(ids(board.take({ kind: 'snapshot', rows }))).toEqual(['b']);
  });
});
