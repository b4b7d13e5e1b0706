import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { type NodeSimulator, startNodeSimulator } from '#simulators/node-simulator.ts';
import { takenAway } from '#test/support/database-away.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });

/** The machine's clock, which a test puts forward. */
function forwardClock() {
  let ahead = 0;
  const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + ahead };
  return { clock, forward: (ms: number) => void (ahead += ms) };
}

let away = false;

const consoleTime = forwardClock();
const nodeTime = forwardClock();
let site: ShopfloorSite;
let kim: SitePerson;
let lee: SitePerson;
let manager: SitePerson;
let node: NodeSimulator;
let machineId: string;
let running: AsyncDisposable | null = null;
/** Orders that the node was given, without those that only show that a host is there. */
let orders: string[];

const PORT = 1;
const show = (person: SitePerson) => node.badge(person.badge.hex, PORT, 'em4100');

async function startConsole(): Promise<void> {
  running = await site.start();
  await until(() => expect(node.server.connections).toBe(1));
}
async function stopConsole(): Promise<void> {
  await running?.[Symbol.asyncDispose]();
  running = null;
}

/** The node has heard no host for so long that it decides by itself. */
function leaveAlone(): void {
  nodeTime.forward(11_000);
  expect(node.alone).toBe(true);
}

async function sessions(): Promise<MachineSession[]> {
  const { rows } = await consoleOf(site, manager).sessions.list({ machineId });
  return rows.toReversed();
}

beforeAll(async () => {
  site = await createShopfloorSite({ clock: consoleTime.clock, database: takenAway(() => away) });
  [kim, lee, manager] = [
    await site.person(),
    await site.person(),
    await site.person({ level: 'manage' }),
  ];
});
afterAll(() => site[Symbol.asyncDispose]());

beforeEach(async () => {
  const id = `N-${crypto.randomUUID().slice(0, 8)}`;
  const listen = { host: '127.0.0.1', port: 0 };
  node = await startNodeSimulator({ id, portCount: 2, listen, clock: nodeTime.clock });
  const nodeKey = await site.node(`tcp://127.0.0.1:${node.server.port}`, id, 'offline');
  machineId = await site.machine({ nodeId: nodeKey, port: PORT });
  orders = [];
  node.onCommand(({ t }) => {
    if (t !== 'ping') orders.push(t);
  });
  await startConsole();
  await vi.waitUntil(() => node.rightsVersion !== null, { timeout: 20_000 });
});
afterEach(async () => {
  away = false;
  await stopConsole();
  await node[Symbol.asyncDispose]();
  await site.db.admin.query('update shopfloor.nodes set active = false');
});

describe('a node whose console was killed', () => {
  it('lets people at its machine by their rights, and the console hears of it all on return', async () => {
    await stopConsole();
    leaveAlone();
    const stranger = { ...kim, badge: { technology: 'em4100', hex: '00DEADBEEF' } } as const;
    show(stranger);
    expect(node.ports[PORT]).toBe('locked');
    show(kim);
    expect(node.ports[PORT]).toBe('released');
    node.activity(PORT);
    show(kim);
    expect(node.ports[PORT]).toBe('locked');
    show(lee);
    expect(node.ports[PORT]).toBe('released');
    nodeTime.forward(60_000);

    node.spoilNext('duplicate');
    orders = [];
    await startConsole();
    await until(() => expect(node.buffered).toBe(0));
    await until(async () => expect(await sessions()).toHaveLength(2));
    expect(await sessions()).toMatchObject([
      { person: { userId: kim.userId }, startedOffline: true, endedBy: 'user', endInferred: true },
      { person: { userId: lee.userId }, startedOffline: true, active: true },
    ]);
    expect(node.ports[PORT]).toBe('released');
    expect(orders).not.toContain('lock');
    const { rows } = await consoleOf(site, manager).logs.list({ machineId });
    expect(rows.map(({ reason }) => reason)).toContain('badge-unknown');

    await consoleOf(site, lee).sessions.end({ sessionId: (await sessions())[1]?.id ?? '' });
    await until(() => expect(node.ports[PORT]).toBe('locked'));
  });

  it('is told first who lost the right meanwhile, and stops whoever runs a machine without one', async () => {
    const gone = await site.person();
    await until(() => expect(orders.filter((t) => t === 'rights-apply').length).toBeGreaterThan(1));
    const known = 'select bool_and(applied_version = version) from shopfloor.node_rights';
    await until(async () => expect(await site.value(known)).toBe(true));
    await stopConsole();
    leaveAlone();
    show(gone);
    expect(node.ports[PORT]).toBe('released');
    await site.db.admin.query(`update identity.badges set status = 'lost' where id = $1`, [
      gone.badgeId,
    ]);
    orders = [];
    await startConsole();
    await until(() => expect(node.ports[PORT]).toBe('locked'));
    expect(orders[0]).toBe('rights-drop');
    expect((await sessions())[0]).toMatchObject({ endedBy: 'admin', startedOffline: true });
    const alarms = await site.value<number>(
      `select count(*)::int from alarms.alarms where alarm_type = 'revoked_start' and source_id = $1`,
      machineId,
    );
    expect(alarms).toBe(1);

    await stopConsole();
    leaveAlone();
    show(gone);
    expect(node.ports[PORT]).toBe('locked');
  });

  it('that lost power starts no machine by itself, and the session ends when it was last heard', async () => {
    show(kim);
    await until(async () => expect((await sessions())[0]?.releaseState).toBe('released'));
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = start_time - interval '5 minutes' where machine_id = $1`,
      [machineId],
    );
    await stopConsole();
    node.reset('power-on');
    expect(node.ports[PORT]).toBe('locked');
    await startConsole();
    await until(async () =>
      expect((await sessions())[0]).toMatchObject({ endedBy: 'timeout', endInferred: true }),
    );
    expect(node.ports[PORT]).toBe('locked');
  });
});

describe('a node with a live cable and a console without database', () => {
  it('says so to whoever shows a badge, then decides by itself, and is believed afterwards', async () => {
    away = true;
    show(kim);
    await until(() => expect(node.display(PORT)).toMatchObject({ tone: 'error' }));
    expect(node.ports[PORT]).toBe('locked');
    expect(site.domain.deferred.counts().waiting).toBe(1);

    consoleTime.forward(6000);
    await until(() => expect(node.server.connections).toBe(0));
    leaveAlone();
    show(kim);
    expect(node.ports[PORT]).toBe('released');

    away = false;
    await until(async () =>
      expect((await sessions())[0]).toMatchObject({
        person: { userId: kim.userId },
        startedOffline: true,
        active: true,
      }),
    );
    await until(() => expect(node.buffered).toBe(0));
    expect(node.ports[PORT]).toBe('released');
    await until(() => expect(site.domain.deferred.counts().waiting).toBe(0));
    const { rows } = await consoleOf(site, manager).logs.list({ machineId });
    expect(rows.map(({ reason }) => reason)).toContain('database-away');
  });
});
