import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { systemClock as clock } from '#platform/clock/system-clock.ts';
import { type NodeSimulator, startNodeSimulator } from '#simulators/node-simulator.ts';
import { startReaderSimulator } from '#simulators/reader-simulator.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const listen = { host: '127.0.0.1', port: 0 };
/** A reader takes a badge for gone when it was silent for this long; more than the profile's time. */
const BADGE_GONE_MS = 600;
const patience = { timeout: 15_000, interval: 20 };

let site: ShopfloorSite;
let running: AsyncDisposable;
let node: NodeSimulator;
let kim: SitePerson;
let machineId: string;
let tiles: Map<string, MachineTile>;
let watching: AbortController;

/** Follows the live tiles as a console does. */
async function watch(person: SitePerson, signal: AbortSignal): Promise<void> {
  const stream = await consoleOf(site, person).machines.live({}, { signal });
  try {
    for await (const message of stream) {
      const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
      for (const tile of rows) tiles.set(tile.id, tile);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const tile = (): MachineTile | undefined => tiles.get(machineId);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, patience);
const session = (column: string) =>
  site.value<string>(
    `select ${column} from shopfloor.machine_sessions where machine_id = $1 order by start_time desc limit 1`,
    machineId,
  );
const count = () =>
  site.value<number>(
    'select count(*)::int from shopfloor.machine_sessions where machine_id = $1',
    machineId,
  );

/** Moves the session into the past, so that the badge counts as shown anew. */
const later = () =>
  site.db.admin.query(
    `update shopfloor.machine_sessions set start_time = start_time - interval '1 minute',
       end_time = end_time - interval '1 minute' where machine_id = $1`,
    [machineId],
  );

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
});
afterAll(() => site[Symbol.asyncDispose]());

beforeEach(async () => {
  tiles = new Map();
  watching = new AbortController();
  const id = `N-${crypto.randomUUID().slice(0, 8)}`;
  node = await startNodeSimulator({ id, portCount: 4, listen, clock });
  const nodeKey = await site.node(`tcp://127.0.0.1:${node.server.port}`, id, 'offline');
  machineId = await site.machine({ nodeId: nodeKey, port: 1 });
  running = await site.start();
  void watch(kim, watching.signal);
  await vi.waitUntil(() => tile()?.state === 'free', patience);
});
afterEach(async () => {
  watching.abort();
  await running[Symbol.asyncDispose]();
  await node[Symbol.asyncDispose]();
});

describe('a badge at a serial reader', () => {
  it('releases the machine, shows on every console, and presented again locks it', async () => {
    await using simulator = await startReaderSimulator({
      name: 'R1',
      profile: 'rdm6300',
      listen,
      clock,
    });
    await site.reader(`tcp://127.0.0.1:${simulator.server.port}`, machineId);
    await until(() => expect(simulator.server.connections).toBe(1));

    simulator.tap(kim.badge.hex);
    await until(() => expect(node.ports[1]).toBe('released'));
    await until(() =>
      expect(tile()?.session).toMatchObject({ userId: kim.userId, releaseState: 'released' }),
    );
    expect(tile()?.state).toBe('in-use');
    expect(await session('ended_by')).toBeNull();

    await later();
    await until(() => expect(simulator.badge).toBeNull());
    await clock.sleep(BADGE_GONE_MS);
    simulator.tap(kim.badge.hex);
    await until(() => expect(node.ports[1]).toBe('locked'));
    await until(() => expect(tile()?.state).toBe('free'));
    await until(async () => expect(await session('release_state')).toBe('locked'));
    expect(await session('ended_by')).toBe('user');
    expect(await count()).toBe(1);
  });
});

describe("a badge at a node's own reader", () => {
  it('acts once however often the node repeats the frame', async () => {
    node.spoilNext('duplicate');
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(node.ports[1]).toBe('released'));
    await until(() => expect(tile()?.state).toBe('in-use'));
    expect(await count()).toBe(1);
    expect(await session('started_via')).toBe('node');
  });

  it('is refused while somebody else runs the machine, and every console can say why', async () => {
    const lee = await site.person();
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.session?.releaseState).toBe('released'));
    node.badge(lee.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.refusal?.reason).toBe('machine-busy'));
    expect(tile()?.session?.userId).toBe(kim.userId);
  });

  it('counts use of the machine as activity', async () => {
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.state).toBe('in-use'));
    node.activity(1);
    await until(async () => expect(await session('activity_count')).toBe(1));
  });
});

describe('a node that fails', () => {
  it('ends the session and raises an alarm when it does not answer the release', async () => {
    node.silence(true);
    await consoleOf(site, kim).sessions.start({ machineId });
    await until(async () => expect(await session('release_state')).toBe('failed'));
    expect(await session('ended_by')).toBe('timeout');
    const alarm = await site.value<string>(
      `select alarm_type from alarms.alarms where source_id = $1 and not is_resolved`,
      machineId,
    );
    expect(alarm).toBe('node_no_answer');
  });

  it('makes a running session unconfirmed and releases the machine again when it returns', async () => {
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.session?.releaseState).toBe('released'));
    await node.server.pull();
    await until(() => expect(tile()?.session?.unconfirmed).toBe(true));
    expect(tile()?.node?.online).toBe(false);
    node.reset('software');
    expect(node.ports[1]).toBe('locked');
    await node.server.plug();
    await until(() => expect(node.ports[1]).toBe('released'));
    await until(() => expect(tile()?.session?.unconfirmed).toBe(false));
    const told = await consoleOf(site, kim).logs.list({ machineId });
    const events = told.rows.map(({ eventType }) => eventType);
    expect(events).toEqual(expect.arrayContaining(['node-lost', 'node-returned']));
  });

  it('is told to lock when it returns after the session has ended', async () => {
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.session?.releaseState).toBe('released'));
    await node.server.pull();
    await until(() => expect(tile()?.session?.unconfirmed).toBe(true));
    await consoleOf(site, kim).sessions.end({ sessionId: tile()?.session?.id ?? '' });
    expect(node.ports[1]).toBe('released');
    await node.server.plug();
    await until(() => expect(node.ports[1]).toBe('locked'));
    await until(async () => expect(await session('release_state')).toBe('locked'));
  });
});

/** Types of the alarms whose condition stands. */
async function openAlarms(): Promise<string[]> {
  const { rows } = await site.db.admin.query<{ alarm_type: string }>(
    'select alarm_type from alarms.alarms where not is_resolved and not auto_resolved',
  );
  return rows.map(({ alarm_type }) => alarm_type);
}

describe('an emergency stop', () => {
  it('ends sessions and blocks starts until reset and acknowledged, and no reset starts anything', async () => {
    const screen = consoleOf(site, kim, [...shopfloorPermissions, 'alarm:acknowledge']);
    const released: string[] = [];
    node.badge(kim.badge.hex, 1, 'em4100');
    await until(() => expect(tile()?.session?.releaseState).toBe('released'));

    node.setEstop('tripped');
    await until(async () => expect(await session('ended_by')).toBe('estop'));
    await expect(screen.sessions.start({ machineId })).rejects.toMatchObject({
      code: 'ESTOP_ACTIVE',
    });
    await until(() => expect(tile()?.state).toBe('estop'));
    expect(await openAlarms()).toContain('estop_tripped');
    const [stop] = await screen.estops.standing();
    expect(stop).toMatchObject({ acknowledgedAt: null, resetAt: null, zone: { id: site.zoneId } });

    node.onCommand(({ t }) => void released.push(t));
    node.setEstop('normal');
    await until(async () => {
      const [standing] = await screen.estops.standing();
      expect(standing?.resetAt).not.toBeNull();
    });
    await expect(screen.sessions.start({ machineId })).rejects.toMatchObject({
      code: 'ESTOP_ACTIVE',
    });

    await until(async () => expect(await openAlarms()).not.toContain('estop_tripped'));
    await screen.estops.acknowledge({ id: stop?.id ?? '' });
    expect(await screen.estops.standing()).toEqual([]);
    await until(() => expect(tile()?.state).not.toBe('estop'));
    await until(async () => expect(await session('release_state')).toBe('locked'));
    expect(released).not.toContain('release');
    await screen.sessions.start({ machineId });
    await until(() => expect(node.ports[1]).toBe('released'));
  });

  it('that was reset while nobody listened is known as reset on return', async () => {
    node.setEstop('tripped');
    const screen = consoleOf(site, kim, [...shopfloorPermissions, 'alarm:acknowledge']);
    const standing = () => screen.estops.standing();
    await until(async () => expect(await standing()).toHaveLength(1));
    await node.server.pull();
    await until(() => expect(tile()?.node?.online).toBe(false));
    node.setEstop('normal');
    await node.server.plug();
    await until(async () => expect((await standing())[0]?.resetAt).not.toBeNull());
    await screen.estops.acknowledge({ id: (await standing())[0]?.id ?? '' });
    expect(await standing()).toEqual([]);
  });
});

describe('a node that several processes could drive', () => {
  it('is driven by one of them, and by the next as soon as that one stops', async () => {
    await until(() => expect(node.server.connections).toBe(1));
    const second = await site.domain.start();
    try {
      node.badge(kim.badge.hex, 1, 'em4100');
      await until(() => expect(tile()?.session?.releaseState).toBe('released'));
      expect(node.server.connections).toBe(1);
      await running[Symbol.asyncDispose]();
      await consoleOf(site, kim).sessions.end({ sessionId: tile()?.session?.id ?? '' });
      await until(() => expect(node.ports[1]).toBe('locked'));
      expect(node.server.connections).toBe(1);
    } finally {
      await second[Symbol.asyncDispose]();
    }
  });

  it('is left alone while another process holds it, and taken when that lease runs out', async () => {
    const own = await startNodeSimulator({ id: 'N-HELD', portCount: 1, listen, clock });
    const free = await startNodeSimulator({ id: 'N-FREE', portCount: 1, listen, clock });
    try {
      const nodeKey = await site.node(null, 'N-HELD', 'offline');
      await site.db.admin.query(
        `insert into shopfloor.node_leases values ($1, 'another process', 'infinity')`,
        [nodeKey],
      );
      await site.db.admin.query('update shopfloor.nodes set endpoint = $2 where id = $1', [
        nodeKey,
        `tcp://127.0.0.1:${own.server.port}`,
      ]);
      await site.node(`tcp://127.0.0.1:${free.server.port}`, 'N-FREE', 'offline');
      await until(() => expect(free.server.connections).toBe(1));
      expect(own.server.connections).toBe(0);
      await site.db.admin.query(
        'update shopfloor.node_leases set held_until = now() where node_id = $1',
        [nodeKey],
      );
      await until(() => expect(own.server.connections).toBe(1));
    } finally {
      await own[Symbol.asyncDispose]();
      await free[Symbol.asyncDispose]();
    }
  });
});
