import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NodeReport } from '#contract/shopfloor/ingest-reports.ts';
import { recordDevice } from '#domains/shopfloor/nodes/bluetooth.queries.ts';
import { addLineSample } from '#domains/shopfloor/nodes/line-minutes.queries.ts';
import type { Tx } from '#platform/database/database.ts';
import { consoleOf, networkOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const quiet = {
  goodFrames: 60,
  badFrames: 0,
  resyncs: 0,
  lostFrames: 0,
  duplicates: 0,
  reconnects: 0,
  roundTripMs: 4,
  roundTripMostMs: 9,
  uptimeSeconds: 60,
};

let site: ShopfloorSite;
let manager: SitePerson;
let nodeKey: string;
let nodeId: string;
let boots = 0;
let seq = 0;

type Hello = Extract<NodeReport, { t: 'hello' }>;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  nodeKey = await site.node(null);
  nodeId =
    (await site.value<string>('select node_id from shopfloor.nodes where id = $1', nodeKey)) ?? '';
});

const asNode = <T>(work: (tx: Tx) => Promise<T>) => site.db.database.asSystem('test', work);
const status = () =>
  site.value<string>('select status from shopfloor.nodes where id = $1', nodeKey);
const openAlarm = () =>
  site.value<string>(
    'select alarm_type from alarms.alarms where source_id = $1 and not is_resolved',
    nodeKey,
  );
const reports = async () =>
  (await consoleOf(site, manager).nodes.reports({ id: nodeKey })).rows.map(
    ({ kind, code }) => `${kind} ${code}`,
  );

const count = (badFrames: number) =>
  asNode((tx) => addLineSample(tx, nodeKey, { ...quiet, badFrames }));
const see = (address: string, rssi: number) =>
  asNode((tx) =>
    recordDevice(tx, nodeKey, {
      address,
      name: 'Torque driver',
      kind: 'tool',
      connected: true,
      rssi,
    }),
  );
const devices = () => consoleOf(site, manager).nodes.bluetooth({ id: nodeKey });

async function run(name: string): Promise<void> {
  const monitor = site.domain.monitors.find((one) => one.name === name);
  if (!monitor) throw new Error(`There is no monitor ${name}.`);
  const now = new Date('2031-01-01T00:00:00Z');
  const signal = new AbortController().signal;
  await monitor.run({ fenced: (work) => site.db.database.asSystem(name, work), now, signal });
}

/** Moves what was recorded into the past; the database's own clock cannot be set. */
async function pass(interval: string): Promise<void> {
  for (const statement of [
    'update shopfloor.node_line_minutes set minute = minute - $1::interval',
    'update shopfloor.node_reports set at = at - $1::interval',
    'update shopfloor.bluetooth_devices set last_seen = last_seen - $1::interval',
  ]) {
    await site.db.admin.query(statement, [interval]);
  }
}

/** The node starts, and says so over the network. */
async function greet(reset: Hello['reset'], type?: Hello['type']): Promise<void> {
  boots += 1;
  seq += 1;
  await networkOf(site, nodeKey).report({
    nodeId,
    events: [{ t: 'hello', boot: `b${boots}`, seq, fw: '1.0.0', reset, ...(type && { type }) }],
  });
}

describe('a line', () => {
  it('that is bad makes the status error and an alarm, until it is good again', async () => {
    await count(20);
    await run('shopfloor.node-health');
    expect(await status()).toBe('error');
    expect(await openAlarm()).toBe('node_line_bad');
    await run('shopfloor.node-health');
    await pass('10 minutes');
    await count(0);
    await run('shopfloor.node-health');
    expect(await status()).toBe('online');
    expect(await openAlarm()).toBeNull();
    expect(await reports()).toEqual(['trouble-over line', 'trouble line']);
  });

  it('with few bad frames is left alone', async () => {
    await count(3);
    await run('shopfloor.node-health');
    expect(await status()).toBe('online');
  });

  it('is told minute by minute, adding what was counted within one', async () => {
    await count(1);
    await pass('1 minute');
    await count(2);
    await count(3);
    const { minutes } = await consoleOf(site, manager).nodes.line({ id: nodeKey, hours: 1 });
    expect(minutes.map(({ badFrames }) => badFrames)).toEqual([1, 5]);
    expect(minutes.at(-1)).toMatchObject({ goodFrames: 120, roundTripMs: 4, roundTripMostMs: 9 });
  });
});

describe('a node that restarts', () => {
  it('is recorded once for each run, with its reason', async () => {
    await greet('power-on');
    boots -= 1;
    await greet('power-on');
    await greet('watchdog');
    expect(await reports()).toEqual(['restarted watchdog', 'restarted power-on']);
    const { restarts } = await consoleOf(site, manager).nodes.line({ id: nodeKey, hours: 1 });
    expect(restarts).toEqual([
      { reason: 'power-on', count: 1 },
      { reason: 'watchdog', count: 1 },
    ]);
  });

  it('by brown-out again and again has a trouble, until an hour passed without', async () => {
    await greet('brown-out');
    await greet('brown-out');
    expect(await status()).toBe('online');
    await greet('brown-out');
    expect(await status()).toBe('error');
    expect(await openAlarm()).toBe('node_fault');
    await run('shopfloor.node-health');
    expect(await status()).toBe('error');
    await pass('61 minutes');
    await run('shopfloor.node-health');
    expect(await status()).toBe('online');
    expect(await openAlarm()).toBeNull();
  });

  it('as something else than it is set up for is shown and recorded once', async () => {
    await greet('power-on', 'office_reader');
    await greet('power-on', 'office_reader');
    expect((await reports()).filter((line) => line.startsWith('wrong-type'))).toEqual([
      'wrong-type office_reader',
    ]);
    expect(
      await site.value('select reported_type from shopfloor.nodes where id = $1', nodeKey),
    ).toBe('office_reader');
  });
});

describe('Bluetooth devices', () => {
  it('are listed by signal, and belong to the node that saw them last', async () => {
    await see('AA:00:00:00:00:01', -70);
    await see('AA:00:00:00:00:02', -50);
    await see('AA:00:00:00:00:01', -80);
    expect((await devices()).map(({ signalStrength }) => signalStrength)).toEqual([-50, -80]);
    nodeKey = await site.node(null);
    await see('AA:00:00:00:00:01', -40);
    expect((await devices()).map(({ address }) => address)).toEqual(['AA:00:00:00:00:01']);
  });

  it('age: not connected after minutes', async () => {
    await see('AA:00:00:00:00:03', -70);
    await run('shopfloor.bluetooth-age');
    expect((await devices())[0]?.isConnected).toBe(true);
    await pass('6 minutes');
    await run('shopfloor.bluetooth-age');
    expect((await devices())[0]?.isConnected).toBe(false);
  });
});

describe('the health of a node', () => {
  it('is not shown to people of other areas', async () => {
    await greet('power-on');
    await asNode((tx) => addLineSample(tx, nodeKey, quiet));
    const stranger = await site.person({ level: null });
    const { nodes } = consoleOf(site, stranger);
    expect((await nodes.reports({ id: nodeKey })).rows).toEqual([]);
    expect((await nodes.line({ id: nodeKey, hours: 1 })).minutes).toEqual([]);
    await expect(nodes.trace({ id: nodeKey })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says that the frames of a networked node go over no link of this process', async () => {
    await expect(consoleOf(site, manager).nodes.trace({ id: nodeKey })).rejects.toMatchObject({
      code: 'LINK_ELSEWHERE',
      data: { reason: 'network' },
    });
  });
});
