import { describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { queueWindow } from './queue-window.ts';

const alarm = (id: string, more: Partial<Alarm> = {}): Alarm =>
  ({
    id,
    state: 'active-unacked',
    priority: 'P3',
    annunciatedAt: `2026-01-01T00:00:00.00000${id}Z`,
    ...more,
  }) as Alarm;

const ids = (rows: readonly Alarm[]): string[] => rows.map(({ id }) => id);

/** A window of four upon the alarms 9 to 6, of which there are more below. */
function filled() {
  const window = queueWindow(4);
  window.begin(['9', '8', '7', '6'].map((id) => alarm(id)));
  return window;
}

describe('the top of a queue that is longer than what is sent', () => {
  it('takes in what stands above its lowest, and nothing of what is below', () => {
    const window = filled();
    const urgent = alarm('2', { priority: 'P1' });
    expect(ids(window.take([urgent, alarm('3')], ['2', '3']))).toEqual(['2']);
  });

  it('goes on to tell of an alarm that was acknowledged, for its row may be held in its place', () => {
    const window = filled();
    const acknowledged = alarm('8', { state: 'active-acked' });
    expect(ids(window.take([acknowledged], ['8']))).toEqual(['8']);
    expect(window.sunk()).toEqual(['8']);
    expect(ids(window.begin([alarm('9'), alarm('7')], [acknowledged]))).toEqual(['9', '7', '8']);
  });

  it('lets go of its lowest when too many came, and takes in none of them again', () => {
    const window = filled();
    const urgent = ['1', '2', '3', '4', '5'].map((id) => alarm(id, { priority: 'P1' }));
    window.take(urgent, ids(urgent));
    expect(window.overflow()).toEqual(['1', '9', '8', '7', '6']);
    expect(window.take([alarm('7')], ['1', '9', '8', '7', '6'])).toEqual([]);
    expect(window.overflow()).toEqual([]);
  });

  it('is thin once more than half have left or sunk', () => {
    const window = filled();
    window.take([], ['9', '8']);
    expect(window.isThin()).toBe(false);
    window.take([alarm('7', { state: 'active-acked' })], ['7']);
    expect(window.isThin()).toBe(true);
  });

  it('is never thin and leaves nothing out while all of the queue fits', () => {
    const window = queueWindow(4);
    window.begin([alarm('9')]);
    expect(ids(window.take([alarm('1', { state: 'active-acked' })], ['1']))).toEqual(['1']);
    window.take([], ['9', '1']);
    expect(window.isThin()).toBe(false);
  });
});
