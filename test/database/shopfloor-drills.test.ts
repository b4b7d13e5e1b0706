import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmLock, confirmRelease } from '#domains/shopfloor/nodes/port-commands.queries.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import { runMonitor, stopCircuitIn, type StopCircuitHardware } from '#test/support/stop-site.ts';

const name = 'shopfloor.estop-drills';

let site: ShopfloorSite;
let manager: SitePerson;
let circuit: StopCircuitHardware;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  circuit = await stopCircuitIn(site);
});

const drills = (person: SitePerson = manager) => consoleOf(site, person).drills;
const find = async (id: string) =>
  (await drills().list({ zoneId: circuit.zoneId })).rows.find((drill) => drill.id === id);

/** The stops that stand at this test's circuit. */
async function standing() {
  const stops = await consoleOf(site, manager).estops.standing();
  return stops.filter(({ node }) => node?.id === circuit.nodeKey);
}

async function plan(plannedFor = new Date().toISOString()): Promise<string> {
  const { id } = await drills().plan({ nodeId: circuit.nodeKey, plannedFor });
  return id;
}

/** Runs the monitor as if it were so many seconds later: what is on record moves into the past. */
async function runIn(seconds: number): Promise<void> {
  const move = async (by: string) => {
    for (const statement of [
      `update shopfloor.estop_drills set planned_for = planned_for - $1::interval,
         started_at = started_at - $1::interval, ends_at = ends_at - $1::interval,
         finished_at = finished_at - $1::interval`,
      'update shopfloor.estop_events set timestamp = timestamp - $1::interval, acknowledged_at = acknowledged_at - $1::interval',
      'update shopfloor.nodes set created_at = created_at - $1::interval',
    ]) {
      await site.db.admin.query(statement, [by]);
    }
  };
  await move(`${seconds} seconds`);
  await runMonitor(site, name);
  await move(`${-seconds} seconds`);
}

/** A machine of the zone that a node guards and somebody runs. */
async function runningMachine(): Promise<{ sessionId: string; lock(): Promise<void> }> {
  const machineId = await site.machine({ zoneId: circuit.zoneId, nodeId: await site.node(null) });
  const { id: sessionId } = await consoleOf(site, await site.person()).sessions.start({
    machineId,
  });
  const asNode = (work: typeof confirmLock) =>
    site.db.database.asSystem('test', (tx) => work(tx, sessionId));
  await asNode(confirmRelease);
  return { sessionId, lock: async () => void (await asNode(confirmLock)) };
}

const days = (count: number) => count * 24 * 3600;

const overdue = () =>
  site.value<number>(
    `select count(*)::int from alarms.alarms
     where alarm_type = 'estop_drill_overdue' and source_id = $1 and not is_resolved and not auto_resolved`,
    circuit.nodeKey,
  );

describe('a drill', () => {
  it('makes a trip a test that stops everything, and is passed when all was locked in time', async () => {
    const id = await plan();
    const machine = await runningMachine();
    await drills().start({ id });
    await circuit.says('tripped');
    await machine.lock();
    const ended = await site.value(
      'select ended_by from shopfloor.machine_sessions where id = $1',
      machine.sessionId,
    );
    expect(ended).toBe('estop');
    await runIn(0);
    expect(await find(id)).toMatchObject({
      status: 'done',
      result: 'passed',
      machinesRunning: 1,
      machinesLocked: 1,
    });
    expect(await standing()).toMatchObject([{ type: 'test', drillId: id }]);
    expect(
      await site.value(
        `select count(*)::int from alarms.alarms where alarm_type = 'estop_tripped' and source_id = $1`,
        circuit.nodeKey,
      ),
    ).toBe(0);
    await circuit.says('reset');
    expect(await standing()).toEqual([]);
  });

  it('is failed when a machine was not locked in time', async () => {
    const id = await plan();
    await runningMachine();
    await drills().start({ id });
    await circuit.says('tripped');
    await runIn(0);
    expect(await find(id)).toMatchObject({ status: 'running' });
    await runIn(3);
    expect(await find(id)).toMatchObject({
      status: 'done',
      result: 'failed',
      machinesRunning: 1,
      machinesLocked: 0,
    });
  });

  it('is missed when its time passes without a trip, and a trip after that is danger', async () => {
    const id = await plan();
    await drills().start({ id, minutes: 10 });
    await runIn(11 * 60);
    expect(await find(id)).toMatchObject({ status: 'missed', result: null });
    await circuit.says('tripped');
    expect(await standing()).toMatchObject([{ type: 'emergency_stop', drillId: null }]);
  });

  it('that was planned and not held is missed a day later', async () => {
    const id = await plan();
    await runIn(23 * 3600);
    expect(await find(id)).toMatchObject({ status: 'planned' });
    await runIn(25 * 3600);
    expect(await find(id)).toMatchObject({ status: 'missed' });
  });

  it('in which the stop was meant is called off, and the alarm is raised', async () => {
    const id = await plan();
    await drills().start({ id });
    await circuit.says('tripped');
    const [stop] = await standing();
    const anybody = consoleOf(
      site,
      await site.person({ level: 'view' }),
      ['machine:read'],
      'badge',
    );
    await anybody.estops.declareReal({ id: stop?.id ?? '' });
    expect(await find(id)).toMatchObject({ status: 'cancelled' });
    const raised = await site.value(
      `select count(*)::int from alarms.alarms where alarm_type = 'estop_tripped' and source_id = $1`,
      circuit.nodeKey,
    );
    expect(raised).toBe(1);
    expect(await standing()).toMatchObject([{ type: 'emergency_stop' }]);
  });

  it('is started once, by who manages the area, where something would be tried', async () => {
    const [first, second] = [await plan(), await plan()];
    const guest = drills(await site.person({ level: 'view' }));
    await expect(guest.start({ id: first })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await circuit.heard(false);
    await expect(drills().start({ id: first })).rejects.toMatchObject({
      code: 'DRILL_NOT_POSSIBLE',
      data: { reason: 'node-silent' },
    });
    await circuit.heard(true);
    await drills().start({ id: first });
    await expect(drills().start({ id: first })).rejects.toMatchObject({
      code: 'DRILL_NOT_OPEN',
      data: { status: 'running' },
    });
    await expect(drills().start({ id: second })).rejects.toMatchObject({
      code: 'DRILL_NOT_POSSIBLE',
      data: { reason: 'drill-runs' },
    });
    const note = 'visitors in the hall';
    expect(await drills().cancel({ id: first, note })).toMatchObject({ status: 'cancelled', note });
    await expect(drills().cancel({ id: first, note })).rejects.toMatchObject({
      code: 'DRILL_NOT_OPEN',
    });
  });
});

describe('a circuit that was not tried for too long', () => {
  it('raises an alarm until a drill is passed', async () => {
    await runIn(days(29));
    expect(await overdue()).toBe(0);
    await runIn(days(31));
    expect(await overdue()).toBe(1);
    await site.db.admin.query(
      `update shopfloor.nodes set created_at = created_at - interval '31 days' where id = $1`,
      [circuit.nodeKey],
    );
    const id = await plan();
    await drills().start({ id });
    await circuit.says('tripped');
    await circuit.says('reset');
    await runIn(0);
    expect(await find(id)).toMatchObject({ result: 'passed', machinesRunning: 0 });
    await runIn(0);
    expect(await overdue()).toBe(0);
    const own = (await consoleOf(site, manager).estops.circuits()).find(
      ({ node }) => node.id === circuit.nodeKey,
    );
    expect(own?.lastPassedAt).not.toBeNull();
    expect(Date.parse(own?.dueAt ?? '')).toBeGreaterThan(Date.now() + 29 * 24 * 3600 * 1000);
  });
});
