import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Accessory, AccessoryFields } from '#contract/shopfloor/accessories.ts';
import { accessoryRecords } from '#domains/shopfloor/accessories/accessory-records.ts';
import { listAccessories } from '#domains/shopfloor/accessories/accessories.queries.ts';
import { confirmLock, confirmRelease } from '#domains/shopfloor/nodes/port-commands.queries.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import { runMonitor, stopCircuitIn, type StopCircuitHardware } from '#test/support/stop-site.ts';

let site: ShopfloorSite;
let kim: SitePerson;
let manager: SitePerson;
let circuit: StopCircuitHardware;
let machineIds: readonly string[];

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  circuit = await stopCircuitIn(site);
  const nodeId = await site.node(null);
  const place = { zoneId: circuit.zoneId, nodeId };
  machineIds = [
    await site.machine({ ...place, port: 0 }),
    await site.machine({ ...place, port: 1 }),
  ];
});

const screen = (person = manager, level: 'proven' | 'fresh' = 'fresh') =>
  consoleOf(site, person, undefined, level).accessories;
const fields = (change: Partial<AccessoryFields> = {}) => ({
  nodeId: circuit.nodeKey,
  name: 'Dust extractor',
  ioType: 'output' as const,
  ioNumber: 0,
  machineIds: [...machineIds],
  activationDelay: 3,
  deactivationDelay: 10,
  ...change,
});
const records = () => accessoryRecords(site.db.database);
const demanded = async () => (await records().demands(circuit.nodeKey))[0];
const find = async (id: string): Promise<Accessory | undefined> =>
  (await site.db.database.asSystem('test', (tx) => listAccessories(tx, [id])))[0];
const report = (level: boolean, dir: 'input' | 'output' = 'output') =>
  records().reported(circuit.nodeKey, { dir, numbers: [0], levels: [level] });

/** Lets everything that is on record have happened so many seconds earlier. */
async function pass(seconds: number): Promise<void> {
  for (const statement of [
    `update shopfloor.machine_sessions set start_time = start_time - $1::interval,
       released_at = released_at - $1::interval, locked_at = locked_at - $1::interval,
       last_activity = last_activity - $1::interval, end_time = end_time - $1::interval`,
    `update shopfloor.accessory_io set phase_until = phase_until - $1::interval,
       wanted_since = wanted_since - $1::interval, last_changed = last_changed - $1::interval,
       test_until = test_until - $1::interval`,
    'update shopfloor.accessory_states set timestamp = timestamp - $1::interval',
  ]) {
    await site.db.admin.query(statement, [`${seconds} seconds`]);
  }
}

async function run(machineId: string): Promise<{ lock(): Promise<void> }> {
  const sessions = consoleOf(site, kim).sessions;
  const { id } = await sessions.start({ machineId });
  await site.db.database.asSystem('test', (tx) => confirmRelease(tx, id));
  return {
    async lock() {
      await sessions.end({ sessionId: id });
      await site.db.database.asSystem('test', (tx) => confirmLock(tx, id));
    },
  };
}

describe('an output', () => {
  it('follows its machines with delay and run-on, and stays on while any of them runs', async () => {
    const { id } = await screen().create(fields());
    expect(await demanded()).toMatchObject({ level: false, changesInMs: null });
    const first = await run(machineIds[0] ?? '');
    expect((await demanded())?.changesInMs).toBeGreaterThan(2000);
    await pass(3);
    expect(await demanded()).toMatchObject({ level: true });
    const second = await run(machineIds[1] ?? '');
    await first.lock();
    expect(await demanded()).toMatchObject({ level: true, changesInMs: null });
    await second.lock();
    expect((await demanded())?.changesInMs).toBeGreaterThan(9000);
    expect(await find(id)).toMatchObject({ phase: 'run-on', wanted: true });
    await pass(10);
    expect(await demanded()).toMatchObject({ level: false, changesInMs: null });
    expect(await find(id)).toMatchObject({ phase: 'off', wanted: false });
  });

  it('is driven by the other level where its logic is inverted', async () => {
    await screen().create(fields({ invertLogic: true, activationDelay: 0 }));
    expect(await demanded()).toMatchObject({ level: true });
    await run(machineIds[0] ?? '');
    expect(await demanded()).toMatchObject({ level: false });
  });

  it('is off at once while an emergency stop stands, and cannot be tried', async () => {
    const { id } = await screen().create(fields({ activationDelay: 0 }));
    await run(machineIds[0] ?? '');
    expect(await demanded()).toMatchObject({ level: true });
    await circuit.says('tripped');
    expect(await demanded()).toMatchObject({ level: false, changesInMs: null });
    await expect(screen().test({ id, on: true })).rejects.toMatchObject({
      code: 'TEST_NOT_POSSIBLE',
      data: { reason: 'stop-stands' },
    });
  });

  it('is tried by who manages the area and proved it just now, for so many seconds', async () => {
    const { id } = await screen().create(fields());
    await expect(screen(manager, 'proven').test({ id, on: true })).rejects.toMatchObject({
      code: 'STEP_UP_REQUIRED',
    });
    await expect(screen(kim).test({ id, on: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { test } = await screen().test({ id, on: true, seconds: 20 });
    expect(test).toMatchObject({ on: true });
    expect(await demanded()).toMatchObject({ level: true });
    await report(true);
    await pass(21);
    expect(await demanded()).toMatchObject({ level: false });
    await report(false);
    const { rows } = await screen().history({ accessoryId: id });
    expect(rows.map(({ on, cause }) => [on, cause])).toEqual([
      [false, 'machine'],
      [true, 'test'],
    ]);
    const audited = await site.value(
      `select new_values->>'seconds' from identity.audit_logs where action = 'accessory.test' and target_id = $1`,
      id,
    );
    expect(audited).toBe('20');
  });

  it('that does not follow its order raises an alarm until it does', async () => {
    const { id } = await screen().create(fields({ activationDelay: 0 }));
    const alarmed = async () => {
      await runMonitor(site, 'shopfloor.accessory-answers');
      return site.value(
        `select count(*)::int from alarms.alarms
         where alarm_type = 'accessory_no_answer' and source_id = $1 and not is_resolved and not auto_resolved`,
        id,
      );
    };
    await report(false);
    await run(machineIds[0] ?? '');
    await demanded();
    expect(await alarmed()).toBe(0);
    await pass(7);
    expect(await alarmed()).toBe(1);
    await report(true);
    expect(await alarmed()).toBe(0);
    await circuit.heard(false);
    await report(false);
    await pass(60);
    expect(await alarmed()).toBe(0);
  });
});

describe('an input', () => {
  it('is recorded when it changes, and counts as activity of its machine where it is set so', async () => {
    const [machineId = ''] = machineIds;
    const { id } = await screen().create(
      fields({ ioType: 'input', machineIds: [machineId], countsAsActivity: true }),
    );
    const session = await consoleOf(site, kim).sessions.start({ machineId });
    const count = () =>
      site.value('select activity_count from shopfloor.machine_sessions where id = $1', session.id);
    await report(false, 'input');
    expect(await count()).toBe(0);
    await report(true, 'input');
    await report(true, 'input');
    expect(await count()).toBe(1);
    await records().activity(circuit.nodeKey);
    expect(await count()).toBe(2);
    expect(await find(id)).toMatchObject({ on: true, rawLevel: true });
    const { rows } = await screen().history({ accessoryId: id });
    expect(rows.map(({ on, cause }) => [on, cause])).toEqual([
      [true, 'input'],
      [false, 'input'],
    ]);
  });
});

describe('the settings of an accessory', () => {
  it('are saved by one person at a time, and a terminal is taken once', async () => {
    const { id, version } = await screen().create(fields());
    await expect(screen().create(fields({ name: 'Other' }))).rejects.toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'ioNumber' },
    });
    await demanded();
    expect((await find(id))?.version).toBe(version);
    const [machineId = ''] = machineIds;
    const saved = await screen().update({ ...fields({ machineIds: [machineId] }), id, version });
    expect(saved).toMatchObject({ version: version + 1, machines: [{ id: machineId }] });
    await expect(screen().update({ ...fields(), id, version })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const guest = screen(await site.person({ level: 'view' }));
    await expect(guest.update({ ...fields(), id, version: version + 1 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(guest.create(fields({ ioNumber: 5 }))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
