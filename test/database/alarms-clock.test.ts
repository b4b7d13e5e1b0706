import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

let site: AlarmsSite;
let operator: Operator;
beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  operator = await site.operator();
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of ['alarms', 'shelvings', 'floods', 'pending_conditions']) {
    await site.db.admin.query(`delete from alarms.${table}`);
  }
  // The journal of the test before is old enough to be out of every window.
  await site.advance(2 * HOUR);
});

const source = (id = '7') => ({ type: 'node', id, name: `Node ${id}` });
const raiseOf = (id = '7', part: Partial<Raise> = {}): Raise => ({
  alarmType: 'node_offline',
  source: source(id),
  ...part,
});
const raise = (id?: string, part?: Partial<Raise>) =>
  site.domain.service.raise([raiseOf(id, part)]);
const clear = (id?: string) => site.domain.service.clear([raiseOf(id)]);
const only = async (): Promise<Alarm | undefined> => (await site.all(operator))[0];
const acknowledge = async () =>
  site.domain.service.acknowledge(operator, await site.all(operator), null);

const shelve = async (seconds: number, oneShot = false) =>
  site.overlays.shelve(operator, await site.all(operator), {
    seconds,
    oneShot,
    reason: 'known fault',
  });

/** Sets columns of the type for one test. */
async function withType(settings: string, work: () => Promise<void>): Promise<void> {
  const { rows } = await site.db.admin.query<{ settings: string }>(
    `select to_jsonb(t) as settings from alarms.alarm_types as t where alarm_type = 'node_offline'`,
  );
  await site.db.admin.query(
    `update alarms.alarm_types set ${settings} where alarm_type = 'node_offline'`,
  );
  try {
    await work();
  } finally {
    await site.db.admin.query(
      `update alarms.alarm_types as t
       set on_delay_seconds = o.on_delay_seconds, off_delay_seconds = o.off_delay_seconds,
           limit_value = o.limit_value, limit_direction = o.limit_direction, deadband = o.deadband,
           group_size = o.group_size, escalate_seconds = o.escalate_seconds
       from jsonb_populate_record(null::alarms.alarm_types, $1) as o where t.alarm_type = o.alarm_type`,
      [rows[0]?.settings],
    );
  }
}

describe('an on-delay', () => {
  it('keeps a condition that lasts shorter from ever being an alarm, and dates one that lasts', () =>
    withType('on_delay_seconds = 30', async () => {
      expect(await raise()).toBe(0);
      await site.advance(29);
      await site.run('alarms.timers');
      expect(await only()).toBeUndefined();
      expect(await clear()).toBe(0);
      await site.advance(5);
      expect((await site.run('alarms.timers')).affected).toBe(0);

      await raise('7', { message: 'first word' });
      await site.advance(20);
      await raise('7', { message: 'last word' });
      await site.advance(10);
      await site.run('alarms.timers');
      expect(await only()).toMatchObject({ state: 'active-unacked', message: 'last word' });
    }));

  it('is counted once by reconciling, however often it is repeated', () =>
    withType('on_delay_seconds = 30', async () => {
      const reconcile = () =>
        site.db.database.asSystem('test', (tx) =>
          site.domain.service.reconcileIn(tx, 'node_offline', [{ source: source() }]),
        );
      await reconcile();
      await site.advance(20);
      await reconcile();
      await site.advance(10);
      await site.run('alarms.timers');
      await reconcile();
      expect(await only()).toMatchObject({ occurrences: 1, state: 'active-unacked' });
    }));
});

describe('an off-delay', () => {
  it('continues an alarm whose condition returns meanwhile, and clears one that stays away', () =>
    withType('off_delay_seconds = 60', async () => {
      await raise();
      await clear();
      expect(await only()).toMatchObject({ state: 'active-unacked' });
      await site.advance(59);
      await raise();
      await site.advance(60);
      await site.run('alarms.timers');
      expect(await only()).toMatchObject({ annunciation: 1, occurrences: 2, clearsAt: null });
      await clear();
      await site.advance(60);
      await site.run('alarms.timers');
      expect(await only()).toMatchObject({ state: 'returned-unacked' });
    }));
});

describe('a saw-tooth', () => {
  it('raises once per tooth without deadband and once in all with one', async () => {
    const measure = (value: number) =>
      site.db.database.asSystem('test', (tx) =>
        site.domain.service.measureIn(tx, [{ ...raiseOf(), value }]),
      );
    const teeth = [81, 79, 81, 79, 81, 79];
    await withType(`limit_value = 80, limit_direction = 'high', deadband = 0`, async () => {
      for (const value of teeth) await measure(value);
      expect(await only()).toMatchObject({ occurrences: 3, value: 79, limit: 80 });
    });
    await site.db.admin.query('delete from alarms.alarms');
    await withType(`limit_value = 80, limit_direction = 'high', deadband = 5`, async () => {
      for (const value of teeth) await measure(value);
      expect(await only()).toMatchObject({ occurrences: 1, state: 'active-unacked', value: 79 });
      await measure(75);
      expect(await only()).toMatchObject({ state: 'returned-unacked', value: 75 });
    });
  });
});

describe('shelving', () => {
  it('ends by time within the next run, is refused beyond the longest and for P1', async () => {
    await raise();
    expect((await shelve(9 * HOUR)).skipped).toMatchObject([{ reason: 'too-long' }]);
    expect((await shelve(8 * HOUR)).done).toHaveLength(1);
    await site.advance(8 * HOUR - 1);
    expect((await site.run('alarms.timers')).affected).toBe(0);
    expect(await only()).toMatchObject({ isaState: 'G', annunciation: 1 });
    await site.advance(1);
    await site.run('alarms.timers');
    expect(await only()).toMatchObject({ isaState: 'B', annunciation: 2, shelved: null });
    await raise('7', { priority: 'P1' });
    expect((await shelve(MINUTE)).skipped).toMatchObject([{ reason: 'not-shelvable' }]);
  });

  it('holds for a condition that returns, until one shot ends it', async () => {
    await raise();
    await shelve(HOUR, true);
    await clear();
    expect(await only()).toMatchObject({ isaState: 'A', shelved: null });
    await site.advance(1);
    await raise();
    expect(await only()).toMatchObject({ isaState: 'B' });
    await shelve(HOUR);
    await clear();
    await acknowledge();
    await site.advance(1);
    await raise();
    expect(await only()).toMatchObject({ isaState: 'G', state: 'active-unacked' });
  });
});

describe('escalation', () => {
  it('comes after a minute for P1, five for P2, the time of the type, and never after acknowledging', async () => {
    await raise('1', { priority: 'P1' });
    await raise('2', { priority: 'P2' });
    await raise('3', { priority: 'P3' });
    const levels = async () =>
      (await site.all(operator))
        .map(({ priority, escalationLevel }) => `${priority} ${escalationLevel}`)
        .toSorted();
    await site.advance(59);
    await site.run('alarms.escalation');
    expect(await levels()).toEqual(['P1 0', 'P2 0', 'P3 0']);
    await site.advance(1);
    await site.run('alarms.escalation');
    await site.run('alarms.escalation');
    expect(await levels()).toEqual(['P1 1', 'P2 0', 'P3 0']);
    await site.advance(4 * MINUTE);
    await site.run('alarms.escalation');
    expect(await levels()).toEqual(['P1 2', 'P2 1', 'P3 0']);
    await acknowledge();
    await site.advance(HOUR);
    expect((await site.run('alarms.escalation')).affected).toBe(0);
    await withType('escalate_seconds = 20', async () => {
      await raise('4', { priority: 'P4' });
      await site.advance(20);
      expect((await site.run('alarms.escalation')).affected).toBe(1);
    });
  });
});

describe('a flood', () => {
  it('begins above ten in ten minutes, keeps its peak, and ends below five', async () => {
    const floods = async () =>
      (await site.db.admin.query('select * from alarms.floods order by started_at')).rows;
    for (let n = 1; n <= 10; n += 1) {
      await raise(`${n}`);
      await site.advance(10);
    }
    await site.run('alarms.floods');
    expect(await floods()).toEqual([]);
    await raise('11');
    expect((await site.run('alarms.floods')).affected).toBe(1);
    await raise('12');
    await site.run('alarms.floods');
    expect(await floods()).toMatchObject([{ alarm_count: 12, peak_count: 12, ended_at: null }]);
    const summary = await site.domain.service.summary(operator, null);
    expect(summary.floods).toMatchObject([{ positionName: 'Control room', alarmCount: 12 }]);
    await site.advance(9 * MINUTE + 25);
    // Five of the twelve are younger than ten minutes.
    await site.run('alarms.floods');
    expect(await floods()).toMatchObject([{ ended_at: null }]);
    await site.advance(10);
    await site.run('alarms.floods');
    const [flood] = await floods();
    expect(flood?.ended_at).not.toBeNull();
    expect((await site.domain.service.summary(operator, null)).floods).toEqual([]);
  });
});

describe('alarms that are no help as they are', () => {
  it('are marked as chattering at three in a minute, until they have been quiet for one', async () => {
    for (const at of [0, 20, 20]) {
      await site.advance(at);
      await raise();
      await clear();
    }
    await site.run('alarms.chattering');
    expect(await only()).toMatchObject({ chattering: true, fleeting: true });
    await site.advance(59);
    await site.run('alarms.chattering');
    expect(await only()).toMatchObject({ chattering: true });
    await site.advance(2);
    await site.run('alarms.chattering');
    expect(await only()).toMatchObject({ chattering: false });
  });

  it('are fleeting when they end before anybody could act, not when somebody did', async () => {
    await raise();
    await site.advance(11);
    await clear();
    expect(await only()).toMatchObject({ fleeting: false });
    await raise();
    await acknowledge();
    await site.advance(5);
    await clear();
    expect(await only()).toMatchObject({ fleeting: false, state: 'normal' });
  });

  it('are stale after a day', async () => {
    await raise();
    await site.advance(24 * HOUR - 1);
    await site.run('alarms.stale');
    expect(await only()).toMatchObject({ stale: false });
    await site.advance(1);
    await site.run('alarms.stale');
    expect(await only()).toMatchObject({ stale: true });
    await clear();
    expect(await only()).toMatchObject({ stale: false });
  });
});

const journaled = async (id: string) =>
  (
    await site.db.admin.query<{ event: string }>(
      'select event from alarms.journal where source_id = $1 order by id',
      [id],
    )
  ).rows.map(({ event }) => event);

describe('retention', () => {
  it('removes what left the queue half a year ago, and its life from the journal three years later', async () => {
    await raise('old');
    await clear('old');
    await acknowledge();
    await raise('waiting');
    await clear('waiting');
    await site.advance(181 * 24 * HOUR);
    await site.run('alarms.retention');
    expect((await site.all(operator)).map(({ sourceId }) => sourceId)).toEqual(['waiting']);
    const life = ['raised', 'cleared', 'acknowledged', 'removed'];
    expect(await journaled('old')).toEqual(life);
    expect(await site.replayDiffers()).toBe(0);

    await site.advance(1095 * 24 * HOUR - 1);
    await site.run('alarms.journal-retention');
    expect(await journaled('old')).toEqual(life);
    await site.advance(2);
    await site.run('alarms.journal-retention');
    expect(await journaled('old')).toEqual([]);
    expect(await journaled('waiting')).toEqual(['raised', 'cleared']);
    expect(await site.replayDiffers()).toBe(0);
  });

  it.each([
    ['a part of a life', `source_id = 'part' and event = 'cleared'`],
    ['a life whose alarm is still there', `source_id = 'there'`],
    ['a life that ended lately', `source_id = 'part'`],
  ])('is refused %s, even to the owner of the journal', async (_what, which) => {
    await raise('part');
    await clear('part');
    await site.db.admin.query('delete from alarms.alarms');
    await raise('there');
    await expect(site.db.admin.query(`delete from alarms.journal where ${which}`)).rejects.toThrow(
      /append-only/,
    );
  });
});

describe('many alarms of one parent', () => {
  const parent = { type: 'customer', id: 'c1', name: 'Customer One' };
  const terminal = (n: number): Raise => ({
    alarmType: 'node_offline',
    source: { ...source(`t${n}`), parent },
  });

  it('become one with members, which takes new ones in and clears with the last', () =>
    withType('group_size = 3', async () => {
      const { service } = site.domain;
      await service.raise([terminal(1)]);
      await site.advance(3 * MINUTE);
      await service.raise([terminal(2), terminal(3)]);
      expect((await site.all(operator)).some(({ isParent }) => isParent)).toBe(false);
      await service.raise([terminal(4)]);
      const found = (await site.all(operator)).find(({ isParent }) => isParent);
      expect(found).toMatchObject({ sourceName: 'Customer One', memberCount: 3, isaState: 'B' });
      await service.raise([terminal(5)]);
      const members = await service.list(operator, { parentId: found?.id }, { limit: 10 });
      expect(
        members.rows.map(({ sourceId, isaState }) => `${sourceId} ${isaState}`).toSorted(),
      ).toEqual(['t2 H', 't3 H', 't4 H', 't5 H']);
      await service.clear([terminal(2), terminal(3), terminal(4)]);
      expect(await service.get(operator, found?.id ?? '')).toMatchObject({ memberCount: 1 });
      await service.clear([terminal(5)]);
      expect(await service.get(operator, found?.id ?? '')).toMatchObject({
        memberCount: 0,
        state: 'returned-unacked',
      });
      const listed = (await site.all(operator)).filter(({ state }) => state !== 'normal');
      expect(listed.map(({ sourceId }) => sourceId).toSorted()).toEqual(['c1', 't1']);
      expect(await site.replayDiffers()).toBe(0);
    }));

  it('are gathered by the monitor where two processes did not see each other', async () => {
    const { service } = site.domain;
    await service.raise([terminal(1), terminal(2), terminal(3)]);
    await withType('group_size = 3', async () => {
      await site.run('alarms.consistency');
      expect((await site.all(operator)).filter(({ isParent }) => isParent)).toHaveLength(1);
      expect((await site.run('alarms.consistency')).affected).toBe(0);
    });
  });
});
