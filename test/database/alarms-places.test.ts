import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { brokenLaws } from '#test/support/alarm-laws.ts';
import { type AlarmsProcess, startAlarmsProcess } from '#test/support/alarms-process.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';
import { personWith } from '#test/support/test-people.ts';

const clock = fakeClock(new Date());
let site: ShopfloorSite;
let process: AlarmsProcess;
let operator: Operator;
beforeAll(async () => {
  site = await createShopfloorSite({ clock });
  process = startAlarmsProcess(site.db, site.identity.audit);
  site.identity.raiseAlarmsThrough(process.domain.service);
  const person = await personWith(site.db, ['alarm:read', 'alarm:acknowledge']);
  operator = { ...person, origin: { ipAddress: null, userAgent: null, workstation: 'Wall 1' } };
});
afterAll(async () => {
  await process[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

async function run(monitors: readonly Monitor[], name: string): Promise<void> {
  const monitor = monitors.find((one) => one.name === name);
  if (!monitor) throw new Error(`There is no monitor ${name}.`);
  await monitor.run({
    fenced: (work) => site.db.database.asSystem(name, work),
    now: new Date(),
    signal: new AbortController().signal,
  });
}

async function alarmsOf(alarmType: string): Promise<readonly Alarm[]> {
  const filter = { alarmType, open: true };
  return (await process.domain.service.list(operator, filter, { limit: 100 })).rows;
}

/** The parent of an alarm type as people see it, and how many alarms stand below it. */
async function parentOf(alarmType: string) {
  const all = await alarmsOf(alarmType);
  const parent = all.find(({ isParent }) => isParent);
  return {
    alarm: parent,
    members: all.filter(({ parentId }) => parentId !== null && parentId === parent?.id),
  };
}

/** Makes nodes be heard so long ago, and greeted if they were lost. */
const heard = (ids: readonly string[], ago: string) =>
  site.db.admin.query(
    `update shopfloor.nodes set last_seen = now() - $2::interval, status = 'online' where id = any ($1)`,
    [ids, ago],
  );
const look = () => run(site.domain.monitors, 'shopfloor.node-link');

describe('four nodes of one area that fall silent', () => {
  const nodes: string[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 5; n += 1) nodes.push(await site.node(null));
    await heard(nodes.slice(0, 4), '1 hour');
    await look();
  });

  it('are one alarm of their area with four members', async () => {
    const { alarm, members } = await parentOf('node_offline');
    expect(alarm).toMatchObject({
      sourceType: 'area',
      sourceId: site.areaId,
      sourceName: 'Hall 1',
      areaId: site.areaId,
      memberCount: 4,
      state: 'active-unacked',
    });
    expect(members.map(({ areaId, isaState }) => [areaId, isaState])).toEqual(
      nodes.slice(0, 4).map(() => [site.areaId, 'H']),
    );
  });

  it('ask again, once acknowledged, when a fifth joins them', async () => {
    const { alarm } = await parentOf('node_offline');
    await process.domain.service.acknowledge(operator, alarm ? [alarm] : [], null);
    await look();
    expect((await parentOf('node_offline')).alarm).toMatchObject({ state: 'active-acked' });
    await heard(nodes.slice(4), '1 hour');
    await look();
    expect((await parentOf('node_offline')).alarm).toMatchObject({
      memberCount: 5,
      state: 'active-unacked',
    });
  });

  it('leave one by one as they are heard, and the alarm with the last', async () => {
    await heard(nodes.slice(0, 3), '0 seconds');
    await look();
    expect((await parentOf('node_offline')).alarm).toMatchObject({ memberCount: 2 });
    await heard(nodes, '0 seconds');
    await look();
    const left = await alarmsOf('node_offline');
    expect(left.map(({ isParent, state }) => [isParent, state])).toEqual([
      [true, 'returned-unacked'],
    ]);
    expect(await brokenLaws(site.db.admin)).toEqual([]);
  });
});

describe('four outputs of one area that do not follow', () => {
  it('are one alarm of their area with four members', async () => {
    const node = await site.node(null);
    await site.db.admin.query(
      `insert into shopfloor.accessory_io (node_id, name, io_type, io_number, wanted, wanted_since)
       select $1, 'Extractor ' || n, 'output', n, true, now() - interval '1 minute' from generate_series(1, 4) as n`,
      [node],
    );
    await run(site.domain.monitors, 'shopfloor.accessory-answers');
    const { alarm, members } = await parentOf('accessory_no_answer');
    expect(alarm).toMatchObject({ sourceId: site.areaId, areaId: site.areaId, memberCount: 4 });
    expect(members.map(({ areaId }) => areaId)).toEqual(members.map(() => site.areaId));
  });
});

describe('four readers of machines of one area whose device server is gone', () => {
  it('are one alarm of their area with four members', async () => {
    for (let port = 1; port <= 4; port += 1) {
      await site.reader(`tcp://127.0.0.1:${port}`, await site.machine());
    }
    await using running = new AsyncDisposableStack();
    running.use(await site.identity.start());
    await vi.waitFor(async () => {
      await clock.advance(2_000);
      // Raised at the same moment, each in a transaction of its own, they do not see each other.
      await run(process.domain.monitors, 'alarms.consistency');
      expect((await parentOf('reader_link_down')).alarm).toMatchObject({ memberCount: 4 });
    }, 20_000);
    const { alarm, members } = await parentOf('reader_link_down');
    expect(alarm).toMatchObject({ sourceId: site.areaId, sourceName: 'Hall 1' });
    expect(members.map(({ areaId }) => areaId)).toEqual(members.map(() => site.areaId));
  });
});
