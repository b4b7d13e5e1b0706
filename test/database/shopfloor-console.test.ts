import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let manager: SitePerson;
let chief: SitePerson;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage' });
  chief = await site.person({ level: 'admin', everywhere: true });
});
afterAll(() => site[Symbol.asyncDispose]());

const refused = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error as { code: string; data: unknown } | null;
};

describe('sessions at a console', () => {
  it('start and end for somebody known by a badge alone', async () => {
    const [kim, machineId] = [await site.person(), await site.machine()];
    const screen = consoleOf(site, kim, ['machine:operate'], 'badge').sessions;
    const session = await screen.start({ machineId });
    expect(session).toMatchObject({ active: true, endedBy: null, person: { userId: kim.userId } });
    const ended = await screen.end({ sessionId: session.id });
    expect(ended).toMatchObject({ active: false, endedBy: 'user', endsAt: null });
    expect(await refused(screen.end({ sessionId: session.id }))).toMatchObject({
      code: 'SESSION_ENDED',
      data: { endedBy: 'user' },
    });
  });

  it('are refused with who stands in the way and since when', async () => {
    const [kim, lee, machineId] = [await site.person(), await site.person(), await site.machine()];
    const session = await consoleOf(site, kim).sessions.start({ machineId });
    expect(await refused(consoleOf(site, lee).sessions.start({ machineId }))).toMatchObject({
      code: 'MACHINE_BUSY',
      data: { session: { id: session.id, userId: kim.userId, startTime: session.startTime } },
    });
  });

  it.each([
    ['MACHINE_INACTIVE', { active: false }],
    ['MACHINE_NOT_READY', { condition: 'blocked' }],
  ] as const)('are refused with %s', async (code, what) => {
    const [kim, machineId] = [await site.person(), await site.machine(what)];
    expect(await refused(consoleOf(site, kim).sessions.start({ machineId }))).toMatchObject({
      code,
    });
  });

  it('of other people are ended only by who manages the area, with a reason that is kept', async () => {
    const [kim, lee, machineId] = [await site.person(), await site.person(), await site.machine()];
    const { id: sessionId } = await consoleOf(site, kim).sessions.start({ machineId });
    expect(await refused(consoleOf(site, lee).sessions.end({ sessionId }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    const reason = 'left the machine running';
    expect(
      await refused(consoleOf(site, lee).sessions.endOther({ sessionId, reason })),
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    const ended = await consoleOf(site, manager).sessions.endOther({ sessionId, reason });
    expect(ended).toMatchObject({ endedBy: 'admin', notes: reason });
    const audited = await site.value(
      `select change_reason from identity.audit_logs where target_id = $1`,
      sessionId,
    );
    expect(audited).toBe(reason);
  });

  it('are listed page by page without a gap, newest first', async () => {
    const [kim, machineId] = [await site.person(), await site.machine()];
    const screen = consoleOf(site, kim).sessions;
    for (let round = 0; round < 5; round += 1) {
      const { id } = await screen.start({ machineId });
      await screen.end({ sessionId: id });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await screen.list({ machineId, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map((row) => row.startTime));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });
});

describe('the structure', () => {
  it('is added to and changed by who manages it, and audited', async () => {
    const screen = consoleOf(site, chief);
    const area = await screen.areas.create({ name: 'Hall 2', code: 'H2' });
    const zone = await screen.zones.create({ name: 'Saws', areaId: area.id, code: 'S' });
    const machine = await screen.machines.create({
      machineId: 'SAW-1',
      name: 'Saw',
      zoneId: zone.id,
    });
    expect(machine).toMatchObject({ area: { id: area.id }, zone: { id: zone.id }, version: 1 });
    const renamed = await screen.areas.update({
      id: area.id,
      version: 1,
      name: 'Hall Two',
      code: 'H2',
    });
    expect(renamed).toMatchObject({ name: 'Hall Two', version: 2, zoneCount: 1, machineCount: 1 });
    const actions = await site.value(
      `select array_agg(action order by id) from identity.audit_logs where user_id = $1`,
      chief.userId,
    );
    expect(actions).toEqual(['area.create', 'zone.create', 'machine.create', 'area.update']);
  });

  it('answers CONFLICT with the version that stands to whoever saves second', async () => {
    const screen = consoleOf(site, chief).areas;
    const { id } = await screen.create({ name: 'Hall 3', code: 'H3' });
    await screen.update({ id, version: 1, name: 'First', code: 'H3' });
    expect(
      await refused(screen.update({ id, version: 1, name: 'Second', code: 'H3' })),
    ).toMatchObject({
      code: 'CONFLICT',
      data: { id, version: 2 },
    });
  });

  it('names the field whose value is taken', async () => {
    const screen = consoleOf(site, chief).areas;
    await screen.create({ name: 'Hall 4', code: 'H4' });
    expect(await refused(screen.create({ name: 'Other', code: 'H4' }))).toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'code' },
    });
  });

  it('of other areas is neither seen nor changed', async () => {
    const own = consoleOf(site, manager);
    const all = consoleOf(site, chief);
    const area = await all.areas.create({ name: 'Hall 5', code: 'H5' });
    const seen = await own.areas.list({});
    expect(seen.rows.map(({ id }) => id)).toEqual([site.areaId]);
    const update = { id: area.id, version: 1, name: 'Mine', code: 'H5' };
    expect(await refused(own.areas.update(update))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(own.areas.create({ name: 'New', code: 'N' }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    const zone = { name: 'Zone', areaId: area.id, code: 'Z' };
    expect(await refused(own.zones.create(zone))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('may be looked at and not changed by who holds view', async () => {
    const guest = consoleOf(site, await site.person({ level: 'view' }));
    const [area] = (await guest.areas.list({})).rows;
    const update = { id: site.areaId, version: area?.version ?? 0, name: 'Mine', code: 'H1' };
    expect(await refused(guest.areas.update(update))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('refuses two machines on one relay, and a node in the place of a zone', async () => {
    const screen = consoleOf(site, chief).machines;
    const nodeId = await site.node(null);
    const machine = { name: 'Mill', zoneId: site.zoneId, nodeId, nodePort: 3 };
    await screen.create({ ...machine, machineId: 'MILL-A' });
    expect(await refused(screen.create({ ...machine, machineId: 'MILL-B' }))).toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'nodePort' },
    });
    const misplaced = { ...machine, nodePort: 4, zoneId: nodeId, machineId: 'MILL-C' };
    expect(await refused(screen.create(misplaced))).toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'zone' },
    });
  });

  it('keeps a machine with its zone when the zone moves to another area', async () => {
    const screen = consoleOf(site, chief);
    const [from, to] = [
      await screen.areas.create({ name: 'Hall 6', code: 'H6' }),
      await screen.areas.create({ name: 'Hall 7', code: 'H7' }),
    ];
    const zone = await screen.zones.create({ name: 'Moving', areaId: from.id });
    const machine = await screen.machines.create({ machineId: 'MV-1', name: 'M', zoneId: zone.id });
    await screen.zones.update({ id: zone.id, version: 1, name: 'Moving', areaId: to.id });
    expect((await screen.machines.get({ id: machine.id })).area?.id).toBe(to.id);
  });
});

describe('the condition of a machine', () => {
  it('is changed with a note by who manages it, kept in its log, and keeps people from starting', async () => {
    const [kim, id] = [await site.person(), await site.machine()];
    const screen = consoleOf(site, manager);
    const blocked = await screen.machines.setCondition({
      id,
      version: 1,
      condition: 'blocked',
      note: 'belt torn',
    });
    expect(blocked).toMatchObject({ condition: 'blocked', conditionNote: 'belt torn', version: 2 });
    expect(await refused(consoleOf(site, kim).sessions.start({ machineId: id }))).toMatchObject({
      code: 'MACHINE_NOT_READY',
      data: { condition: 'blocked', note: 'belt torn' },
    });
    const [, changed] = (await screen.logs.list({ machineId: id })).rows;
    expect(changed).toMatchObject({ eventType: 'condition-changed', userId: manager.userId });
    const change = { id, version: 2, condition: 'ok', note: null } as const;
    expect(await refused(consoleOf(site, kim).machines.setCondition(change))).toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'machine:manage' },
    });
    const stats = await screen.machines.statistics();
    expect(stats.machinesBlocked).toBeGreaterThan(0);
  });
});

describe('nodes', () => {
  it('are added, changed and listed; what they report leaves their version alone', async () => {
    const screen = consoleOf(site, chief).nodes;
    const node = await screen.create({
      nodeId: 'N-NEW',
      name: 'New',
      endpoint: 'tcp://127.0.0.1:7',
    });
    expect(node).toMatchObject({ online: false, status: 'offline', lastSeen: null, version: 1 });
    await site.db.admin.query(
      `update shopfloor.nodes set status = 'online', last_seen = now() where id = $1`,
      [node.id],
    );
    const [found] = (await screen.list({ search: 'n-new', online: true })).rows;
    expect(found).toMatchObject({ id: node.id, version: 1, online: true });
    const taken = { nodeId: 'N-TWO', name: 'Two', endpoint: 'tcp://127.0.0.1:7' };
    expect(await refused(screen.create(taken))).toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'endpoint' },
    });
  });
});
