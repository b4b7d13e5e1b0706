import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock as clock } from '#platform/clock/system-clock.ts';
import { type NodeSimulator, startNodeSimulator } from '#simulators/node-simulator.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import { runMonitor } from '#test/support/stop-site.ts';

const listen = { host: '127.0.0.1', port: 0 };
const patience = { timeout: 20_000, interval: 20 };
const permissions = [...shopfloorPermissions, 'alarm:acknowledge'] as const;
const until = (check: () => void | Promise<void>) => vi.waitFor(check, patience);

let site: ShopfloorSite;
let running: AsyncDisposable;
let kim: SitePerson;
let manager: SitePerson;
/** Guards the machine. */
let node: NodeSimulator;
/** Sees the stop circuit of the same zone, and drives the accessories. */
let witness: NodeSimulator;
let witnessKey: string;
let machineId: string;
let otherMachineId: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());

async function addNode(options: { readonly outputCount?: number; readonly inputCount?: number }) {
  const id = `N-${crypto.randomUUID().slice(0, 8)}`;
  const simulator = await startNodeSimulator({ id, portCount: 2, listen, clock, ...options });
  const endpoint = `tcp://127.0.0.1:${simulator.server.port}`;
  return { simulator, key: await site.node(endpoint, id, 'offline') };
}

beforeEach(async () => {
  const guard = await addNode({});
  const seen = await addNode({ outputCount: 2, inputCount: 1 });
  [node, witness, witnessKey] = [guard.simulator, seen.simulator, seen.key];
  const zoneId = await site.value<string>(
    `insert into shopfloor.zones (name, area_id) values ('Saws', $1) returning id`,
    site.areaId,
  );
  await site.db.admin.query(
    `update shopfloor.nodes set zone_id = $1, monitors_estop = (id = $2) where id in ($2, $3)`,
    [zoneId, witnessKey, guard.key],
  );
  machineId = await site.machine({ zoneId, nodeId: guard.key, port: 0 });
  otherMachineId = await site.machine({ zoneId });
  running = await site.start();
  await until(() => start(otherMachineId));
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await node[Symbol.asyncDispose]();
  await witness[Symbol.asyncDispose]();
});

const screen = (person = manager) => consoleOf(site, person, permissions, 'fresh');
/** Starts a session and ends it again: shows that the zone is open. */
async function start(machine: string): Promise<void> {
  const { id } = await screen(kim).sessions.start({ machineId: machine });
  await screen(kim).sessions.end({ sessionId: id });
}
const session = (machine: string, column: string) =>
  site.value<string>(
    `select ${column} from shopfloor.machine_sessions where machine_id = $1 order by start_time desc limit 1`,
    machine,
  );
async function standing() {
  const stops = await screen().estops.standing();
  return stops.filter(({ node: of }) => of?.id === witnessKey);
}
async function release(): Promise<void> {
  await screen(kim).sessions.start({ machineId });
  await until(() => expect(node.ports[0]).toBe('released'));
  await until(async () => expect(await session(machineId, 'release_state')).toBe('released'));
}

describe('a stop that is pressed', () => {
  it('ends what runs in the zone at other nodes too, keeps who was there, and opens after key and note', async () => {
    await release();
    witness.circuit.act('press');
    await until(async () => expect(await session(machineId, 'ended_by')).toBe('estop'));
    await until(() => expect(node.ports[0]).toBe('locked'));
    await until(async () => expect(await standing()).toHaveLength(1));
    const [stop] = await standing();
    const there = await screen().estops.presences({ id: stop?.id ?? '' });
    expect(there[0]).toMatchObject({ userId: kim.userId, presence: 'running' });
    await expect(start(otherMachineId)).rejects.toMatchObject({ code: 'ESTOP_ACTIVE' });

    await screen().estops.acknowledge({ id: stop?.id ?? '', note: null });
    await expect(start(otherMachineId)).rejects.toMatchObject({ code: 'ESTOP_ACTIVE' });
    witness.circuit.act('release');
    witness.circuit.act('reset');
    await until(async () => expect(await standing()).toEqual([]));
    expect(node.ports[0]).toBe('locked');
    await start(otherMachineId);
  });

  it('in a drill is a test with a result, although the key is turned before it is acknowledged', async () => {
    const { id } = await screen().drills.plan({
      nodeId: witnessKey,
      plannedFor: new Date().toISOString(),
      allowedSeconds: 30,
    });
    await release();
    await screen().drills.start({ id });
    witness.circuit.act('press');
    await until(async () => expect(await session(machineId, 'release_state')).toBe('locked'));
    await until(async () =>
      expect(await standing()).toMatchObject([{ type: 'test', drillId: id }]),
    );
    await until(async () => {
      await runMonitor(site, 'shopfloor.estop-drills');
      const { rows } = await screen().drills.list({});
      expect(rows.find((drill) => drill.id === id)).toMatchObject({
        status: 'done',
        result: 'passed',
        machinesRunning: 1,
        machinesLocked: 1,
      });
    });
    witness.circuit.act('release');
    witness.circuit.act('reset');
    await until(async () => expect(await standing()).toEqual([]));
    await start(otherMachineId);
  });
});

describe('a node that sees the circuit and is lost', () => {
  it('blocks the whole zone until it is back', async () => {
    await witness.server.pull();
    await until(() =>
      expect(start(otherMachineId)).rejects.toMatchObject({ code: 'ESTOP_UNSEEN' }),
    );
    await witness.server.plug();
    await until(() => start(otherMachineId));
  });
});

describe('a dust extractor at another node', () => {
  it('follows its machine with delay and run-on, through lost frames and a restart of its node', async () => {
    const { id } = await screen().accessories.create({
      nodeId: witnessKey,
      name: 'Dust extractor',
      ioType: 'output',
      ioNumber: 1,
      machineIds: [machineId],
      activationDelay: 1,
      deactivationDelay: 2,
    });
    const history = async () =>
      (await screen().accessories.history({ accessoryId: id })).rows.map(({ on }) => on);
    await release();
    expect(witness.outputs[1]).toBe(false);
    witness.spoilNext('drop');
    await until(() => expect(witness.outputs[1]).toBe(true));
    await until(async () => expect((await history())[0]).toBe(true));
    witness.reset('watchdog');
    expect(witness.outputs[1]).toBe(false);
    await until(() => expect(witness.outputs[1]).toBe(true));

    const sessionId = await session(machineId, 'id');
    await screen(kim).sessions.end({ sessionId: sessionId ?? '' });
    await until(() => expect(node.ports[0]).toBe('locked'));
    expect(witness.outputs[1]).toBe(true);
    witness.spoilNext('corrupt');
    await until(() => expect(witness.outputs[1]).toBe(false));
    await until(async () => expect((await history())[0]).toBe(false));
  });

  it('does what stands when its node returns, and not what was ordered meanwhile', async () => {
    await screen().accessories.create({
      nodeId: witnessKey,
      name: 'Lamp',
      ioType: 'output',
      ioNumber: 0,
      machineIds: [machineId],
    });
    await release();
    await until(() => expect(witness.outputs[0]).toBe(true));
    await site.db.admin.query('update shopfloor.nodes set monitors_estop = false where id = $1', [
      witnessKey,
    ]);
    await witness.server.pull();
    const sessionId = await session(machineId, 'id');
    await screen(kim).sessions.end({ sessionId: sessionId ?? '' });
    await until(() => expect(node.ports[0]).toBe('locked'));
    expect(witness.outputs[0]).toBe(true);
    await witness.server.plug();
    await until(() => expect(witness.outputs[0]).toBe(false));
  });
});
