import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { httpNetwork } from '#simulators/http-network.ts';
import { type NetworkedNode, networkedNode, type NodeNetwork } from '#simulators/networked-node.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import type { SitePerson } from '#test/support/shopfloor-site.ts';
import { createIngestSite, type HttpNode, type IngestSite } from './support/ingest-site.ts';

let site: IngestSite;
let kim: SitePerson;
let manager: SitePerson;
let node: HttpNode;
let machineId: string;
let simulated: NetworkedNode;
/** From where the simulated node fetched firmware, and which of these times failed; 0: none. */
const fetched: number[] = [];
let breakAt = 0;

beforeAll(async () => {
  site = await createIngestSite();
  kim = await site.floor.person();
  manager = await site.floor.person({
    level: 'manage',
    permissions: ['node:read', 'node:manage'],
  });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  node = await site.httpNode();
  machineId = await site.floor.machine({ nodeId: node.key, port: 1 });
  const counts = { portCount: 2, inputCount: 1, outputCount: 2 };
  const http = httpNetwork(site.url, node.token);
  breakAt = 0;
  fetched.length = 0;
  const network: NodeNetwork = {
    ...http,
    firmware(call) {
      fetched.push(call.offset);
      if (fetched.length !== breakAt) return http.firmware(call);
      return Promise.reject(Object.assign(new Error('cut off'), { code: 'DATABASE_UNAVAILABLE' }));
    },
  };
  simulated = networkedNode({ id: node.code, ...counts, network, now: () => performance.now() });
});

const beat = () => ({ t: 'hb', ...node.stamp(), ports: ['locked'] }) as const;
const configs = () => consoleOf(site.floor, manager).nodeConfigs;
const state = async () => (await configs().get({ id: node.key })).state;
async function save(change: Record<string, string | number | boolean>) {
  const { settings, state: before } = await configs().get({ id: node.key });
  const { version } = before;
  return configs().save({ id: node.key, version, settings: { ...settings, ...change } });
}
const nodeColumn = (column: string) =>
  site.floor.value<string>(`select ${column} from shopfloor.nodes where id = $1`, node.key);
const beats = () => simulated.act(() => []);

const sessionState = () =>
  site.floor.value(
    'select release_state from shopfloor.machine_sessions where machine_id = $1 and active',
    machineId,
  );
const io = async (type: string, inverted: boolean) =>
  site.floor.value<string>(
    `insert into shopfloor.accessory_io (node_id, io_number, io_type, name, invert_logic, linked_machine_id)
     values ($1, 0, $2, $2, $3, $4) returning id`,
    node.key,
    type,
    inverted,
    machineId,
  );
const known = (id: string | null) =>
  site.floor.value<string>(
    `select concat_ws(' ', current_state, raw_level) from shopfloor.accessory_io where id = $1`,
    id,
  );

describe('the upkeep of a networked node', () => {
  it('brings it the settings that it lacks, and says when it has them', async () => {
    await beats();
    expect((await state()).state).toBe('none');
    await save({ buzzer: false, graceMinutes: 20 });
    expect((await state()).state).toBe('pending');
    await beats();
    expect(await state()).toMatchObject({ state: 'applied', version: 1, appliedVersion: 1 });
    const { config } = simulated.machine;
    expect([config.get('buzzer'), config.get('graceMinutes')]).toEqual(['false', '20']);
    expect(config.get('displayLanguage')).toBe('en');
    await save({ graceMinutes: 10 });
    await simulated.powerOn();
    expect(await state()).toMatchObject({ state: 'applied', appliedVersion: 2 });
    expect(simulated.machine.config.get('graceMinutes')).toBe('10');
    const { rows } = await consoleOf(site.floor, manager).nodes.reports({ id: node.key });
    const applied = rows.filter(({ kind }) => kind === 'config-applied').map(({ code }) => code);
    expect(applied).toEqual(['2', '1']);
  });

  it('says why a node does not take its settings, and tries again after a while', async () => {
    const { version } = await save({ buzzer: false });
    const settings = { id: `config-${version}`, version };
    expect(await node.hello()).toMatchObject({ body: { settings } });
    expect(await node.send([beat()])).toMatchObject({ body: { settings } });
    const no = { t: 'ack', ...node.stamp(), cmd: settings.id, ok: false, err: 'no-room' };
    expect(await node.send([no])).toMatchObject({ body: { settings: null } });
    const error = 'The node refused the whole: no-room.';
    expect(await state()).toMatchObject({ state: 'failed', error });
    const age = `update shopfloor.nodes set config_tried_at = config_tried_at - interval '2 minutes' where id = $1`;
    await site.floor.db.admin.query(age, [node.key]);
    expect(await node.send([beat()])).toMatchObject({ body: { settings } });
    expect(await node.send([beat()])).toMatchObject({ body: { settings: null } });
    const yes = { t: 'ack', ...node.stamp(), cmd: settings.id, ok: true };
    await node.send([yes]);
    expect(await state()).toMatchObject({ state: 'applied', error: null });
  });

  it('does not wait in silence for a node that knows no settings', async () => {
    const { version } = await save({ buzzer: false });
    await node.hello();
    const age = `update shopfloor.nodes set config_tried_at = config_tried_at - interval '16 seconds' where id = $1`;
    await site.floor.db.admin.query(age, [node.key]);
    expect(await node.send([beat()])).toMatchObject({ body: { settings: null } });
    expect(await state()).toMatchObject({
      state: 'failed',
      version,
      error: 'The node did not answer the whole; its firmware may not know it.',
    });
  });

  it('tells its settings anew to a node that was lost before it answered', async () => {
    const { version } = await save({ buzzer: false });
    await node.hello();
    const lose = `update shopfloor.nodes
      set status = 'offline', config_tried_at = config_tried_at - interval '1 hour' where id = $1`;
    await site.floor.db.admin.query(lose, [node.key]);
    expect(await node.send([beat()])).toMatchObject({ body: { settings: { version } } });
    expect((await state()).state).toBe('pending');
  });

  it('drives its outputs, and keeps what its inputs and outputs are', async () => {
    const fan = await io('output', true);
    const door = await io('input', false);
    await simulated.act((machine) => machine.input(0, true));
    expect([await known(fan), await known(door)]).toEqual(['f t', 't t']);
    expect(simulated.machine.outputs).toEqual([true, false]);
    await simulated.act((machine) => machine.badge(1, { uid: kim.badge.hex, tech: 'em4100' }));
    expect(await sessionState()).toBe('released');
    expect([simulated.machine.outputs[0], await known(fan)]).toEqual([false, 't f']);
    await simulated.act((machine) => machine.input(0, false));
    expect(await known(door)).toBe('f f');
  });

  it('fetches new firmware, goes on where it broke off, and runs it when it greets anew', async () => {
    await beats();
    const { firmware } = consoleOf(site.floor, manager);
    const file = randomBytes(120_000);
    const image = { nodeType: 'machine_monitor', version: '1.1.0', fileName: 'node.bin' } as const;
    const { id: imageId } = await firmware.begin({ ...image, size: file.length });
    await firmware.append({ id: imageId, offset: 0, data: file.toString('base64') });
    await firmware.finish({ id: imageId });
    const piece = (offset: number) =>
      httpNetwork(site.url, node.token).firmware({ nodeId: node.code, offset });
    await expect(piece(0)).rejects.toMatchObject({ status: 404 });
    const asked = await firmware.start({ imageId, nodeIds: [node.key] });
    expect(asked).toEqual([{ nodeId: node.key, answer: 'asked' }]);
    const update = () =>
      site.floor.value<string>(
        `select concat_ws(' ', state, received) from shopfloor.firmware_updates where node_id = $1`,
        node.key,
      );
    breakAt = 2;
    await beats();
    expect(await update()).toBe('transferring 49152');
    expect(await nodeColumn('status')).toBe('updating');
    const part = Buffer.from((await piece(100_000)).data, 'base64');
    expect(part.equals(file.subarray(100_000))).toBe(true);
    breakAt = 0;
    fetched.length = 0;
    await beats();
    expect(fetched).toEqual([49_152, 98_304]);
    expect([await update(), simulated.machine.firmware.version]).toEqual(['done 120000', '1.1.0']);
    expect(await nodeColumn(`concat_ws(' ', status, firmware_version)`)).toBe('online 1.1.0');
    await expect(piece(0)).rejects.toMatchObject({ status: 404 });
  });

  it('tells why an update failed, in the words of the node', async () => {
    await beats();
    const { firmware } = consoleOf(site.floor, manager);
    const image = { nodeType: 'machine_monitor', version: '1.2.0', fileName: 'node.bin' } as const;
    const { id: imageId } = await firmware.begin({ ...image, size: 100 });
    await firmware.append({ id: imageId, offset: 0, data: randomBytes(100).toString('base64') });
    await firmware.finish({ id: imageId });
    await firmware.start({ imageId, nodeIds: [node.key] });
    expect(await node.send([beat()])).toMatchObject({
      body: { firmware: { version: '1.2.0', size: 100, install: false } },
    });
    const said = { t: 'fw', ...node.stamp(), version: '1.2.0', received: 10, state: 'failed' };
    expect(await node.send([{ ...said, err: 'flash' }])).toMatchObject({
      body: { firmware: null },
    });
    expect(await nodeColumn('status')).toBe('error');
  });

  it('tells of faults and of the devices that the node sees', async () => {
    await simulated.act((machine) => [
      ...machine.fault('relay-1', 'Relay 1 does not feed back.', true),
      ...machine.bluetooth({
        address: 'AA:BB:CC:DD:EE:07',
        name: 'Tag',
        kind: null,
        connected: true,
        rssi: -60,
      }),
    ]);
    const standing = () =>
      site.floor.value(
        'select count(*)::int from shopfloor.node_troubles where node_id = $1',
        node.key,
      );
    expect(await standing()).toBe(1);
    expect(await consoleOf(site.floor, manager).nodes.bluetooth({ id: node.key })).toMatchObject([
      { name: 'Tag', isConnected: true, signalStrength: -60 },
    ]);
    await simulated.act((machine) => machine.fault('relay-1', 'It does again.', false));
    expect(await standing()).toBe(0);
  });
});
