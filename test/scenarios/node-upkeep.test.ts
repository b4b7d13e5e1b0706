import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock as clock } from '#platform/clock/system-clock.ts';
import { type NodeSimulator, startNodeSimulator } from '#simulators/node-simulator.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const listen = { host: '127.0.0.1', port: 0 };
const patience = { timeout: 20_000, interval: 25 };
const until = (check: () => void | Promise<void>) => vi.waitFor(check, patience);

let site: ShopfloorSite;
let manager: SitePerson;
let running: AsyncDisposable;
let node: NodeSimulator;
let nodeKey: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage', permissions: ['node:read', 'node:manage'] });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  const id = `N-${crypto.randomUUID().slice(0, 8)}`;
  node = await startNodeSimulator({ id, portCount: 2, listen, clock, firmware: '1.0.0' });
  nodeKey = await site.node(`tcp://127.0.0.1:${node.server.port}`, id, 'offline');
  running = await site.start();
  await vi.waitUntil(async () => (await column('status')) === 'online', patience);
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await node[Symbol.asyncDispose]();
});

const floor = () => consoleOf(site, manager);
const column = (name: string) =>
  site.value(`select ${name} from shopfloor.nodes where id = $1`, nodeKey);
const update = (name: string) =>
  site.value<string>(
    `select ${name}::text from shopfloor.firmware_updates where node_id = $1`,
    nodeKey,
  );
const openAlarm = () =>
  site.value(
    'select alarm_type from alarms.alarms where source_id = $1 and not is_resolved',
    nodeKey,
  );
const kinds = async () =>
  (await floor().nodes.reports({ id: nodeKey })).rows.map(({ kind }) => kind);

/** Puts a firmware into the catalogue and asks for it on the node. */
async function askFor(version: string, size: number): Promise<string> {
  const file = randomBytes(size);
  const { firmware } = floor();
  const { id } = await firmware.begin({
    nodeType: 'machine_monitor',
    version,
    fileName: 'node.bin',
    size,
  });
  await firmware.append({ id, offset: 0, data: file.toString('base64') });
  const { sha256 } = await firmware.finish({ id });
  expect(sha256).toBe(createHash('sha256').update(file).digest('hex'));
  const answers = await firmware.start({ imageId: id, nodeIds: [nodeKey] });
  expect(answers).toEqual([{ nodeId: nodeKey, answer: 'asked' }]);
  return id;
}

describe('the settings of a node', () => {
  it('reach it as soon as they are saved, and again when it forgot them', async () => {
    const { nodeConfigs } = floor();
    const { settings } = await nodeConfigs.get({ id: nodeKey });
    await nodeConfigs.save({ id: nodeKey, version: 0, settings: { ...settings, buzzer: false } });
    await until(async () =>
      expect((await nodeConfigs.get({ id: nodeKey })).state).toMatchObject({
        state: 'applied',
        appliedVersion: 1,
      }),
    );
    expect(node.config.get('buzzer')).toBe('false');
    expect(node.config.get('graceMinutes')).toBe('5');
    await until(async () => expect(await kinds()).toContain('config-applied'));
  });

  it('wait for a node that is away', async () => {
    await node.server.pull();
    await until(async () => expect(await column('status')).toBe('offline'));
    const { nodeConfigs } = floor();
    const { settings } = await nodeConfigs.get({ id: nodeKey });
    const saved = await nodeConfigs.save({
      id: nodeKey,
      version: 0,
      settings: { ...settings, graceMinutes: 15 },
    });
    expect(saved.state).toBe('pending');
    await node.server.plug();
    await until(() => expect(node.config.get('graceMinutes')).toBe('15'));
    await until(async () => expect(await column('config_applied_version')).toBe(1));
  });
});

describe('new firmware', () => {
  it('survives a pulled cable, goes on where it was, and is a success when the node says so', async () => {
    await askFor('1.1.0', 60_000);
    await until(() => expect(node.firmware.transfer?.received ?? 0).toBeGreaterThan(2000));
    expect(await column('status')).toBe('updating');
    await node.server.pull();
    const before = node.firmware.transfer?.received ?? 0;
    expect(before).toBeLessThan(60_000);
    await clock.sleep(300);
    expect(await openAlarm()).toBeNull();
    const offsets: number[] = [];
    using _listening = node.onCommand((command) => {
      if (command.t === 'fw-data') offsets.push(command.offset);
    });
    await node.server.plug();
    await until(async () => expect(await update('state')).toBe('done'));
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(before);
    expect(await column('firmware_version')).toBe('1.1.0');
    await until(async () => expect(await column('status')).toBe('online'));
    expect(await kinds()).toEqual(
      expect.arrayContaining(['firmware-started', 'firmware-done', 'restarted']),
    );
  });

  it('can be cancelled while it is on its way', async () => {
    await askFor('1.2.0', 120_000);
    await until(() => expect(node.firmware.transfer?.received ?? 0).toBeGreaterThan(1000));
    await floor().firmware.cancel({ id: (await update('id')) ?? '' });
    expect(await column('status')).toBe('online');
    await until(async () => {
      const sent = node.firmware.transfer?.received ?? 0;
      await clock.sleep(200);
      expect(node.firmware.transfer?.received).toBe(sent);
    });
    expect(node.firmware.version).toBe('1.0.0');
  });
});

describe('a fault', () => {
  it('makes the node be in error with an alarm, until it is over', async () => {
    node.fault('relay-1', 'Relay 1 is released and does not feed back.', true);
    await until(async () => expect(await column('status')).toBe('error'));
    expect(await openAlarm()).toBe('node_fault');
    node.fault('relay-1', 'Relay 1 is released and does not feed back.', false);
    await until(async () => expect(await column('status')).toBe('online'));
    expect(await openAlarm()).toBeNull();
    expect((await kinds()).slice(0, 2)).toEqual(['trouble-over', 'trouble']);
  });
});

describe('the link of a node', () => {
  it('is shown frame by frame, with badge numbers masked', async () => {
    const stopping = new AbortController();
    const shown: string[] = [];
    const stream = await floor().nodes.trace({ id: nodeKey }, { signal: stopping.signal });
    const following = (async () => {
      try {
        for await (const { raw, decoded } of stream) shown.push(`${raw} ${decoded}`);
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    })();
    node.badge('0B00713A05', 0, 'em4100');
    await until(() => expect(shown.join('\n')).toContain('••••3A05'));
    expect(shown.join('\n')).not.toContain('0B00713A05');
    stopping.abort();
    await following;
  });

  it('tells which Bluetooth devices the node sees', async () => {
    node.bluetooth({
      address: 'AA:BB:CC:DD:EE:01',
      name: 'Torque driver',
      kind: 'tool',
      connected: true,
      rssi: -52,
    });
    await until(async () =>
      expect(await floor().nodes.bluetooth({ id: nodeKey })).toMatchObject([
        { name: 'Torque driver', isConnected: true, signalStrength: -52 },
      ]),
    );
  });
});
