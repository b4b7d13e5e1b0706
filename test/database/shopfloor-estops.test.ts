import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockCircuit } from '#domains/shopfloor/estops/estops.queries.ts';
import {
  type Circuit,
  type CircuitEvent,
  stateOf,
  stepCircuit,
} from '#domains/shopfloor/estops/stop-circuit.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';
import { stopCircuitIn, type StopCircuitHardware } from '#test/support/stop-site.ts';

const permissions = [...shopfloorPermissions, 'alarm:acknowledge'] as const;

let site: ShopfloorSite;
let kim: SitePerson;
let manager: SitePerson;
let circuit: StopCircuitHardware;
let machineId: string;

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  circuit = await stopCircuitIn(site);
  machineId = await site.machine({ zoneId: circuit.zoneId });
});

const screen = (person: SitePerson = manager) => consoleOf(site, person, permissions);
const start = (person: SitePerson = kim) => screen(person).sessions.start({ machineId });

async function standing() {
  const stops = await screen().estops.standing();
  return stops.filter(({ node }) => node?.id === circuit.nodeKey);
}
const alarmed = () =>
  site.value<number>(
    `select count(*)::int from alarms.alarms
     where alarm_type = 'estop_tripped' and source_id = $1 and not is_resolved and not auto_resolved`,
    circuit.nodeKey,
  );
async function mustStand() {
  const [stop] = await standing();
  if (!stop) throw new Error('No stop stands.');
  return stop;
}

describe('an emergency stop', () => {
  it('keeps who was there: who ran a machine, and who was seen shortly before', async () => {
    const lee = await site.person();
    const gone = await site.person();
    const saw = await site.machine({ zoneId: circuit.zoneId });
    for (const person of [gone, lee]) {
      const { id } = await screen(person).sessions.start({ machineId: saw });
      await screen(person).sessions.end({ sessionId: id });
    }
    await site.db.admin.query(
      `update shopfloor.machine_logs set timestamp = timestamp - interval '1 hour' where user_id = $1`,
      [gone.userId],
    );
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = start_time - interval '1 hour',
         last_activity = last_activity - interval '1 hour', end_time = end_time - interval '1 hour'
       where user_id = $1`,
      [gone.userId],
    );
    await start();
    await site.db.admin.query(`update identity.users set phone = '+82 2 555 0100' where id = $1`, [
      kim.userId,
    ]);
    await circuit.says('tripped');
    const { id, presences } = await mustStand();
    expect(presences).toBe(2);
    const there = await screen().estops.presences({ id });
    expect(there).toMatchObject([
      {
        userId: kim.userId,
        presence: 'running',
        machine: { id: machineId },
        phone: '+82 2 555 0100',
      },
      { userId: lee.userId, presence: 'recent', machine: { id: saw } },
    ]);
    const byBadge = consoleOf(site, manager, permissions, 'badge');
    expect((await byBadge.estops.presences({ id })).map(({ phone }) => phone)).toEqual([
      null,
      null,
    ]);
  });

  it.each([['acknowledged first'], ['reset first']])(
    'is over once both are done, %s',
    async (order) => {
      await start();
      await circuit.says('tripped');
      const { id } = await mustStand();
      await expect(start()).rejects.toMatchObject({ code: 'ESTOP_ACTIVE' });
      expect(await alarmed()).toBe(1);
      const acknowledge = () => screen().estops.acknowledge({ id, note: 'False alarm at the saw' });
      const reset = () => circuit.says('reset');
      for (const step of order === 'reset first' ? [reset, acknowledge] : [acknowledge, reset]) {
        expect(await standing()).toHaveLength(1);
        await expect(start()).rejects.toMatchObject({ code: 'ESTOP_ACTIVE' });
        await step();
      }
      expect(await standing()).toEqual([]);
      expect(await alarmed()).toBe(0);
      expect(await start()).toMatchObject({ active: true });
      const past = await screen().estops.history({ zoneId: circuit.zoneId });
      expect(past.rows).toMatchObject([
        { id, acknowledgeNote: 'False alarm at the saw', presences: 1 },
      ]);
    },
  );

  it('is written about later, one person at a time, and audited', async () => {
    await circuit.says('tripped');
    const { id, version } = await mustStand();
    const words = { description: 'Sleeve caught', triggeredBy: kim.userId };
    const told = await screen().estops.describe({ id, version, ...words });
    expect(told).toMatchObject({ description: 'Sleeve caught', triggeredBy: { id: kim.userId } });
    await expect(screen().estops.describe({ id, version, ...words })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { version: version + 1 },
    });
    const audited = await site.value(
      `select new_values->>'description' from identity.audit_logs
       where action = 'emergency-stop.describe' and target_id = $1`,
      id,
    );
    expect(audited).toBe('Sleeve caught');
  });

  it('of an area that a person may not see is neither shown nor acknowledged', async () => {
    await circuit.says('tripped');
    const { id } = await mustStand();
    const stranger = await site.person({ level: null });
    expect(await screen(stranger).estops.standing()).toEqual([]);
    expect(await screen(stranger).estops.presences({ id })).toEqual([]);
    await expect(screen(stranger).estops.acknowledge({ id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('either ends a session that begins at the same moment, or keeps it from beginning', async () => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.allSettled([start(), circuit.says('tripped')]);
      const active = await site.value(
        'select count(*)::int from shopfloor.machine_sessions where machine_id = $1 and active',
        machineId,
      );
      expect(active).toBe(0);
      await circuit.says('reset');
      for (const { id } of await standing()) await screen().estops.acknowledge({ id });
    }
  });
});

describe('a stop circuit whose node is silent', () => {
  it('keeps every machine of its zone from starting, and says why', async () => {
    await circuit.heard(false);
    await expect(start()).rejects.toMatchObject({
      code: 'ESTOP_UNSEEN',
      data: { zoneId: circuit.zoneId },
    });
    const logged = await screen().logs.list({ machineId });
    expect(logged.rows[0]).toMatchObject({ reason: 'estop-unseen' });
    const own = (await screen().estops.circuits()).find(({ node }) => node.id === circuit.nodeKey);
    expect(own).toMatchObject({ state: 'unknown', online: false });
    await circuit.heard(true);
    expect(await start()).toMatchObject({ active: true });
  });

  it('lets a session go on that runs, and keeps nobody elsewhere from starting', async () => {
    const { id } = await start();
    await circuit.heard(false);
    expect(
      await site.value('select active from shopfloor.machine_sessions where id = $1', id),
    ).toBe(true);
    const elsewhere = await site.machine();
    expect(await screen(kim).sessions.start({ machineId: elsewhere })).toMatchObject({
      active: true,
    });
  });

  it('that does not see the circuit keeps nobody from starting', async () => {
    await circuit.heard(false);
    await site.db.admin.query('update shopfloor.nodes set monitors_estop = false where id = $1', [
      circuit.nodeKey,
    ]);
    expect(await start()).toMatchObject({ active: true });
  });
});

describe('a stop request', () => {
  it('ends the sessions of a zone as an administrator with the reason, and is audited', async () => {
    await start();
    const request = {
      target: { what: 'zone', id: circuit.zoneId },
      reason: 'oil on the floor',
    } as const;
    await expect(screen(kim).estops.requestStop(request)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const { stopped } = await screen().estops.requestStop(request);
    expect(stopped).toHaveLength(1);
    const last = await screen().sessions.list({ machineId });
    expect(last.rows[0]).toMatchObject({
      active: false,
      endedBy: 'admin',
      notes: 'oil on the floor',
    });
    const audited = await site.value(
      `select change_reason from identity.audit_logs where action = 'zone.request-stop' and target_id = $1`,
      circuit.zoneId,
    );
    expect(audited).toBe('oil on the floor');
    expect(await standing()).toEqual([]);
  });
});

/** Lets the event happen to the circuit of this test, as hardware, line and people would. */
async function happen(event: CircuitEvent): Promise<void> {
  const stops = await standing();
  const open = stops.filter(({ resetAt }) => resetAt === null);
  switch (event.kind) {
    case 'tripped':
    case 'tested':
    case 'reset':
      return circuit.says(event.kind);
    case 'acknowledged': {
      const meant = event.which === 'open' ? open : stops.filter(({ resetAt }) => resetAt !== null);
      for (const { id, type } of meant) {
        if (type === 'emergency_stop') await screen().estops.acknowledge({ id });
      }
      return;
    }
    case 'meant':
      if (open.some(({ type }) => type === 'emergency_stop')) return;
      for (const { id } of open) await screen().estops.declareReal({ id });
      return;
    case 'lost':
    case 'seen':
      return circuit.heard(event.kind === 'seen');
  }
}

describe('what the database keeps of a circuit', () => {
  it('is what the state machine says, whatever happens in whatever order', async () => {
    const anyEvent: fc.Arbitrary<CircuitEvent> = fc.constantFrom<CircuitEvent>(
      { kind: 'tripped', inDrill: false },
      { kind: 'tested', inDrill: false },
      { kind: 'reset' },
      { kind: 'acknowledged', which: 'open' },
      { kind: 'acknowledged', which: 'waiting' },
      { kind: 'meant' },
      { kind: 'lost' },
      { kind: 'seen' },
    );
    const checking = fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 10 }), async (events) => {
        circuit = await stopCircuitIn(site);
        let model: Circuit = { open: null, waiting: false, seen: true };
        for (const event of events) {
          model = stepCircuit(model, event).circuit;
          await happen(event);
          const real = await site.db.database.asSystem('model', (tx) =>
            lockCircuit(tx, circuit.nodeKey),
          );
          expect(stateOf(real.circuit)).toBe(stateOf(model));
        }
      }),
      { numRuns: 5 },
    );
    await expect(checking).resolves.toBeUndefined();
  });
});
