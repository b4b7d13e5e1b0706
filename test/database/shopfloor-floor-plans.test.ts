import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
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

const refused = (call: Promise<unknown>): Promise<{ code: string; data: unknown } | null> =>
  call.then(
    () => null,
    (reason: unknown) => reason as { code: string; data: unknown },
  );

const drawing = (width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="5" height="5"/></svg>`;

async function newArea(code: string) {
  const screen = consoleOf(site, chief);
  const area = await screen.areas.create({ name: code, code });
  const zone = await screen.zones.create({ name: code, areaId: area.id });
  const machine = await screen.machines.create({
    machineId: `${code}-1`,
    name: 'Saw',
    zoneId: zone.id,
  });
  return { areaId: area.id, zone, machine };
}

const place = { x: 100, y: 50, rotation: 90, size: 40 };

const put = (id: string, version: number, x: number) => ({
  kind: 'machine' as const,
  id,
  version,
  place: { ...place, x },
});

describe('the floor plan of an area', () => {
  it('is a plain grid until somebody gives it a drawing; each is kept', async () => {
    const { areaId } = await newArea('P1');
    const { plans } = consoleOf(site, chief);
    const first = await plans.get({ areaId });
    expect(first).toMatchObject({ revision: 0, svg: null, width: 1200, height: 800 });
    const given = { areaId, revision: 0, fileName: 'hall.svg', svg: drawing(300, 200) };
    const uploaded = await plans.upload(given);
    expect(uploaded).toMatchObject({ revision: 1, fileName: 'hall.svg', width: 300, height: 200 });
    await plans.makePlain({ areaId, revision: 1, width: 600, height: 400 });
    await plans.restore({ areaId, revision: 2, restored: 1 });
    expect(await plans.get({ areaId })).toMatchObject({ revision: 3, svg: uploaded.svg });
    const { rows } = await plans.revisions({ areaId });
    expect(rows.map(({ revision, fileName }) => [revision, fileName])).toEqual([
      [3, 'hall.svg'],
      [2, null],
      [1, 'hall.svg'],
    ]);
    expect(rows[0]?.madeBy).toBe(await nameOf(chief));
    expect(await plans.revision({ areaId, revision: 2 })).toMatchObject({ svg: null, width: 600 });
  });

  it('is refused with lines and reasons, and nothing is changed', async () => {
    const { plans } = consoleOf(site, manager);
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">\n<script/></svg>';
    const upload = plans.upload({ areaId: site.areaId, revision: 0, fileName: 'x.svg', svg });
    expect(await refused(upload)).toMatchObject({
      code: 'PLAN_REFUSED',
      data: { faults: [{ line: 2, reason: 'element', what: 'script' }] },
    });
    expect(await plans.get({ areaId: site.areaId })).toMatchObject({ revision: 0 });
  });

  it('of two who change it at once goes to one; the other is told', async () => {
    const { areaId } = await newArea('P2');
    const { plans } = consoleOf(site, chief);
    const give = (fileName: string) =>
      plans.upload({ areaId, revision: 0, fileName, svg: drawing(300, 200) });
    const outcomes = await Promise.allSettled([give('a.svg'), give('b.svg')]);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'PLAN_CHANGED', data: { revision: 1 } });
    expect((await plans.revisions({ areaId })).rows).toHaveLength(1);
    expect(await refused(give('c.svg'))).toMatchObject({ code: 'PLAN_CHANGED' });
  });

  it('is neither seen nor changed from other areas, and not changed by who holds view', async () => {
    const { areaId } = await newArea('P3');
    const own = consoleOf(site, manager).plans;
    expect(await refused(own.get({ areaId }))).toMatchObject({ code: 'NOT_FOUND' });
    const grid = { width: 100, height: 100 };
    expect(await refused(own.makePlain({ areaId, revision: 0, ...grid }))).toMatchObject({
      code: 'NOT_FOUND',
    });
    const guest = consoleOf(site, await site.person({ level: 'view' })).plans;
    const seen = { areaId: site.areaId, revision: 0, ...grid };
    expect(await refused(guest.makePlain(seen))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

const nameOf = (person: SitePerson) =>
  site.value<string>('select full_name from identity.users where id = $1', person.userId);

describe('places on a plan', () => {
  it('are saved all together, audited, and kept relative when the plan gets another size', async () => {
    const { areaId, machine, zone } = await newArea('Q1');
    const screen = consoleOf(site, chief);
    const node = await screen.nodes.create({ nodeId: 'N-Q1', name: 'N', zoneId: zone.id });
    const saved = await screen.plans.place({
      areaId,
      changes: [
        { kind: 'machine', id: machine.id, version: 0, place },
        { kind: 'node', id: node.id, version: 0, place: { ...place, x: 10 } },
      ],
    });
    expect(saved.map(({ kind, version }) => [kind, version])).toEqual([
      ['machine', 1],
      ['node', 1],
    ]);
    await screen.plans.upload({ areaId, revision: 0, fileName: 'f', svg: drawing(600, 200) });
    const [moved] = await screen.plans.positions({ areaId });
    expect(moved?.place).toEqual({ x: 50, y: 12.5, rotation: 90, size: 20 });
    const audited = await site.value<string>(
      `select action from identity.audit_logs where target_id = $1 and action = 'area.place'`,
      areaId,
    );
    expect(audited).toBe('area.place');
  });

  it('show nodes only to who may read nodes', async () => {
    const { areaId, zone } = await newArea('Q2');
    await consoleOf(site, chief).nodes.create({ nodeId: 'N-Q2', name: 'N', zoneId: zone.id });
    const without = shopfloorPermissions.filter((permission) => permission !== 'node:read');
    const seen = await consoleOf(site, chief, without).plans.positions({ areaId });
    expect(seen.map(({ kind }) => kind)).toEqual(['machine']);
  });

  it('that somebody else moved are not overwritten; none of the others is saved either', async () => {
    const { areaId, machine, zone } = await newArea('Q3');
    const screen = consoleOf(site, chief);
    const other = await screen.machines.create({ machineId: 'Q3-2', name: 'B', zoneId: zone.id });
    const { plans } = screen;
    await plans.place({ areaId, changes: [put(machine.id, 0, 1)] });
    const late = plans.place({ areaId, changes: [put(other.id, 0, 2), put(machine.id, 0, 3)] });
    expect(await refused(late)).toMatchObject({
      code: 'PLACE_CHANGED',
      data: { positions: [{ id: machine.id, version: 1, place: { x: 1 } }] },
    });
    const now = await plans.positions({ areaId });
    expect(now.map(({ place: at }) => at?.x ?? null)).toEqual([1, null]);
    await plans.place({ areaId, changes: [put(machine.id, 1, 3)] });
    const late2 = plans.place({ areaId, changes: [{ ...put(machine.id, 1, 0), place: null }] });
    expect(await refused(late2)).toMatchObject({ code: 'PLACE_CHANGED' });
  });

  it('are changed by who manages the area alone, and only of things in it', async () => {
    const { machine } = await newArea('Q4');
    const own = await site.machine();
    const change = (id: string) => ({
      areaId: site.areaId,
      changes: [{ kind: 'machine' as const, id, version: 0, place }],
    });
    const guest = consoleOf(site, await site.person({ level: 'view' })).plans;
    expect(await refused(guest.place(change(own)))).toMatchObject({ code: 'FORBIDDEN' });
    const { plans } = consoleOf(site, manager);
    expect(await refused(plans.place(change(machine.id)))).toMatchObject({ code: 'NOT_FOUND' });
    await plans.place(change(own));
    const read = { ...change(own), changes: [{ ...change(own).changes[0], version: 1 }] };
    expect(await refused(guest.place(read as never))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('end when the machine goes to another area, with its zone or without', async () => {
    const [from, to] = [await newArea('Q5'), await newArea('Q6')];
    const screen = consoleOf(site, chief);
    const id = from.machine.id;
    const change = { kind: 'machine' as const, id, place };
    await screen.plans.place({ areaId: from.areaId, changes: [{ ...change, version: 0 }] });
    const { id: zoneId, version } = from.zone;
    await screen.zones.update({ id: zoneId, version, name: 'Moved', areaId: to.areaId });
    expect(await screen.plans.positions({ areaId: from.areaId })).toEqual([]);
    const there = await screen.plans.positions({ areaId: to.areaId });
    const moved = there.find((position) => position.id === id);
    expect(moved).toMatchObject({ place: null, version: 2 });
    const { plans, machines } = screen;
    await plans.place({ areaId: to.areaId, changes: [{ ...change, version: 2 }] });
    const update = { machineId: 'Q5-1', name: 'Saw', id, version: from.machine.version };
    const found = await machines.get({ id });
    await machines.update({ ...update, version: found.version, zoneId: null });
    const back = await machines.get({ id });
    await machines.update({ ...update, version: back.version, zoneId: to.zone.id });
    const again = (await plans.positions({ areaId: to.areaId })).find((one) => one.id === id);
    expect(again?.place).toBeNull();
  });
});
