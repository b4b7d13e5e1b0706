import { describe, expect, it } from 'vitest';
import { alarmFor } from '../alarm-for-tests.ts';
import { areaTiles, newestUnacknowledged } from './area-tiles.ts';

const areas = [
  { id: 'hall-a', name: 'Hall A' },
  { id: 'hall-b', name: 'Hall B' },
];

describe('areaTiles', () => {
  it('names the alarm of each area that comes first in the queue, and keeps calm areas in place', () => {
    const tiles = areaTiles(areas, [
      alarmFor('mild', { areaId: 'hall-b', priority: 'P4' }),
      alarmFor('seen', { areaId: 'hall-b', priority: 'P1', state: 'active-acked' }),
      alarmFor('worst', { areaId: 'hall-b', priority: 'P2' }),
    ]);
    expect(tiles.map(({ name, open, worst }) => [name, open, worst?.id])).toEqual([
      ['Hall A', 0, undefined],
      ['Hall B', 3, 'worst'],
    ]);
    expect(tiles[1]?.unacknowledged).toBe(2);
  });

  it('shows alarms of no area, or of one that may not be seen, on a tile of their own', () => {
    const tiles = areaTiles(areas, [
      alarmFor('database'),
      alarmFor('hidden', { areaId: 'hall-x' }),
    ]);
    expect(tiles.at(-1)).toMatchObject({ id: null, name: null, open: 2 });
  });
});

describe('newestUnacknowledged', () => {
  it('is never longer than asked, the newest first, without what was acknowledged', () => {
    const alarms = [1, 2, 3, 4].map((minute) =>
      alarmFor(`m${minute}`, {
        annunciatedAt: `2026-11-20T02:0${minute}:00.000Z`,
        state: minute === 4 ? 'active-acked' : 'active-unacked',
      }),
    );
    expect(newestUnacknowledged(alarms, 2).map(({ id }) => id)).toEqual(['m3', 'm2']);
  });
});
