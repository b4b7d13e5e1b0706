import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ServedPlace } from '#contract/shopfloor/service-state.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let chief: SitePerson;

beforeAll(async () => {
  site = await createShopfloorSite();
  chief = await site.person({ level: 'admin', everywhere: true });
});
afterAll(() => site[Symbol.asyncDispose]());

const refused = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (reason: unknown) => reason as { code: string; data: unknown },
  );

const office = () => consoleOf(site, chief);

/** An area of its own with a zone and a machine in it, and somebody who may run machines there. */
async function hall() {
  const code = `A${String(Math.random()).slice(2, 8)}`;
  const area = await office().areas.create({ name: `Hall ${code}`, code });
  const zone = await office().zones.create({ name: 'Saws', areaId: area.id });
  const machine = await office().machines.create({
    machineId: `SAW-${code}`,
    name: 'Saw',
    zoneId: zone.id,
  });
  const kim = await site.person({ everywhere: true });
  const places: Record<ServedPlace, { id: string }> = { area, zone, machine };
  return {
    machine,
    kim,
    places,
    start: () => consoleOf(site, kim).sessions.start({ machineId: machine.id }),
  };
}

const lines = (machineId: string) =>
  site.value<string[]>(
    `select array_agg(event_type || coalesce(': ' || (event_data ->> 'notes'), '') order by id)
     from shopfloor.machine_logs where machine_id = $1 and event_type like any (array['taken-out%', 'put-back%', 'session-ended'])`,
    machineId,
  );

const reason = 'Floor is being painted';

describe.each(['area', 'zone', 'machine'] as const)('out of service: %s', (what) => {
  it('names who runs what, ends those sessions, and lets nobody begin another until it is back', async () => {
    const { machine, kim, places, start } = await hall();
    const { id } = places[what];
    const session = await start();
    const shown = await office().serviceState.affected({ what, ids: [id] });
    expect(shown).toMatchObject({
      machines: [{ id: machine.id, machineId: machine.machineId }],
      sessions: [
        {
          id: session.id,
          machine: { machineId: machine.machineId },
          person: { userId: kim.userId },
          startTime: session.startTime,
        },
      ],
    });
    const sessions = shown.sessions.map((one) => one.id);
    const out = await office().serviceState.takeOut({ what, id, version: 1, reason, sessions });
    expect(out).toEqual({ version: 2, ended: 1 });
    expect(await refused(start())).toMatchObject({ code: 'MACHINE_INACTIVE' });
    const [ended] = (await office().sessions.list({ machineId: machine.id })).rows;
    expect(ended).toMatchObject({ id: session.id, endedBy: 'admin', notes: reason });
    await office().serviceState.putBack({ what, id, version: 2 });
    expect(await start()).toMatchObject({ active: true });
    expect(await lines(machine.id)).toEqual([
      `session-ended: ${reason}`,
      `taken-out-of-service: ${reason}`,
      'put-back-into-service',
    ]);
    const audited = await site.value<object[]>(
      `select array_agg(jsonb_build_object('action', action, 'reason', change_reason) order by id)
       from identity.audit_logs where target_id = $1 and action not like '%.create'`,
      id,
    );
    expect(audited).toEqual([
      { action: `${what}.take-out`, reason },
      { action: `${what}.put-back`, reason: null },
    ]);
  });

  it('does nothing where a session has begun that the person was not shown', async () => {
    const { machine, places, start } = await hall();
    const { id } = places[what];
    const taking = { what, id, version: 1, reason, sessions: [] };
    const session = await start();
    expect(await refused(office().serviceState.takeOut(taking))).toMatchObject({
      code: 'SESSION_BEGUN',
      data: { affected: { sessions: [{ id: session.id }] } },
    });
    expect(await refused(start())).toMatchObject({ code: 'MACHINE_BUSY' });
    expect(await lines(machine.id)).toBeNull();
  });

  it('waits for a badge that is being decided upon, and sees the session that it began', async () => {
    const { machine, kim, places, start } = await hall();
    const { id } = places[what];
    const { admin } = site.db;
    await admin.query('begin');
    await admin.query(
      `select from shopfloor.zones where id = (select zone_id from shopfloor.machines where id = $1) for share`,
      [machine.id],
    );
    await admin.query('select from shopfloor.machines where id = $1 for no key update', [
      machine.id,
    ]);
    const taking = office().serviceState.takeOut({ what, id, version: 1, reason, sessions: [] });
    const outcome = refused(taking);
    await vi.waitFor(async () => {
      await admin.query('select pg_stat_clear_snapshot()');
      const waiting = await site.value<number>(
        `select count(*)::int from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(waiting).toBe(1);
    });
    await admin.query(
      `insert into shopfloor.machine_sessions (machine_id, area_id, zone_id, user_id, started_via, start_time, last_activity)
       select id, area_id, zone_id, $2, 'console', now(), now() from shopfloor.machines where id = $1`,
      [machine.id, kim.userId],
    );
    await admin.query('commit');
    expect(await outcome).toMatchObject({ code: 'SESSION_BEGUN' });
    expect(await refused(start())).toMatchObject({ code: 'MACHINE_BUSY' });
  });

  it('never leaves a session running where people badge at the same moment', async () => {
    const halls: Awaited<ReturnType<typeof hall>>[] = [];
    while (halls.length < 6) halls.push(await hall());
    await Promise.all(
      halls.flatMap(({ places, start }) => [
        start().catch(() => null),
        office()
          .serviceState.takeOut({ what, id: places[what].id, version: 1, reason, sessions: [] })
          .catch(() => null),
      ]),
    );
    for (const { machine, places } of halls) {
      const running = await site.value<number>(
        'select count(*)::int from shopfloor.machine_sessions where machine_id = $1 and active',
        machine.id,
      );
      const inService = await site.value<boolean>(
        `select active from shopfloor.${what}s where id = $1`,
        places[what].id,
      );
      expect([running, inService]).toEqual(running === 1 ? [1, true] : [0, false]);
    }
  });
});

describe('taking something out of service', () => {
  it('is for those who manage the area, and areas and zones for those who manage the structure', async () => {
    const { places } = await hall();
    const taking = { version: 1, reason, sessions: [] };
    const machine = { ...taking, what: 'machine', id: places.machine.id } as const;
    const zone = { ...taking, what: 'zone', id: places.zone.id } as const;
    const operator = consoleOf(site, await site.person({ everywhere: true }));
    expect(await refused(operator.serviceState.takeOut(machine))).toMatchObject({
      code: 'FORBIDDEN',
    });
    const foreman = consoleOf(site, chief, ['machine:manage']);
    expect(await refused(foreman.serviceState.takeOut(zone))).toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'structure:manage' },
    });
    const elsewhere = consoleOf(site, await site.person({ level: 'manage' }));
    expect(await refused(elsewhere.serviceState.takeOut(machine))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await foreman.serviceState.takeOut(machine)).toEqual({ version: 2, ended: 0 });
  });

  it('is refused where somebody has saved the place meanwhile, and done once where it is repeated', async () => {
    const { places } = await hall();
    const { id } = places.machine;
    const take = (version: number) =>
      office().serviceState.takeOut({ what: 'machine', id, version, reason, sessions: [] });
    expect(await refused(take(7))).toMatchObject({ code: 'CONFLICT', data: { version: 1 } });
    await take(1);
    expect(await take(2)).toEqual({ version: 2, ended: 0 });
    expect(await lines(id)).toEqual([`taken-out-of-service: ${reason}`]);
  });

  it('by a file is refused while somebody runs a machine there', async () => {
    const { machine, start } = await hall();
    const text = `kind,code,active\nmachine,${machine.machineId},false\n`;
    const file = { format: 'csv', text } as const;
    const session = await start();
    const { digest, problems } = await office().structure.check(file);
    expect(problems).toEqual([]);
    expect(await refused(office().structure.apply({ ...file, digest }))).toMatchObject({
      code: 'SESSIONS_RUNNING',
      data: { sessions: [{ id: session.id }] },
    });
    await office().sessions.endOther({ sessionId: session.id, reason });
    expect(await office().structure.apply({ ...file, digest })).toMatchObject({ changed: 1 });
  });
});
