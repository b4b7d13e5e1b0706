import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineChanges, type MachineFields } from '#contract/shopfloor/machines.ts';
import { type NodeFields, nodeFields } from '#contract/shopfloor/nodes.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
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

const refused = (call: Promise<unknown>): Promise<{ code: string; data: unknown } | null> =>
  call.then(
    () => null,
    (reason: unknown) => reason as { code: string; data: unknown },
  );

const works = `kind,code,name,area,zone,node,port,timeout_minutes,endpoint,plan_x,plan_y
machine,SAW-1,"Saw, big",WOOD,CUT,N-SAW,2,45,,100,50
area,WOOD,Wood shop
zone,CUT,Cutting,WOOD
node,N-SAW,Saw node,WOOD,CUT,,,,tcp://127.0.0.1:9
`;

const csv = (text: string) => ({ format: 'csv' as const, text });

async function importNow(text: string) {
  const { structure } = consoleOf(site, chief);
  const { problems, digest } = await structure.check(csv(text));
  expect(problems).toEqual([]);
  return structure.apply({ ...csv(text), digest });
}

describe('the structure as a file', () => {
  it('is checked first, applied as a whole whatever its order, and changes nothing twice', async () => {
    const { structure, machines, plans } = consoleOf(site, chief);
    const checked = await structure.check(csv(works));
    expect(checked.problems).toEqual([]);
    expect(checked.changes.map(({ line, kind, action }) => [line, kind, action])).toEqual([
      [3, 'area', 'add'],
      [4, 'zone', 'add'],
      [5, 'node', 'add'],
      [2, 'machine', 'add'],
    ]);
    expect((await machines.list({ search: 'SAW-1' })).rows).toEqual([]);
    expect(await structure.apply({ ...csv(works), digest: checked.digest })).toEqual({
      added: 4,
      changed: 0,
      same: 0,
    });
    const [saw] = (await machines.list({ search: 'SAW-1' })).rows;
    expect(saw).toMatchObject({
      name: 'Saw, big',
      area: { name: 'Wood shop' },
      node: { nodeId: 'N-SAW' },
      nodePort: 2,
      timeoutMinutes: 45,
      warningMinutes: 5,
    });
    const positions = await plans.positions({ areaId: saw?.area?.id ?? '' });
    expect(positions.find(({ id }) => id === saw?.id)?.place).toMatchObject({ x: 100, y: 50 });
    expect(await importNow(works)).toEqual({ added: 0, changed: 0, same: 4 });
    const audited = await site.value(
      `select array_agg(action order by id) from identity.audit_logs where action like '%.import'`,
    );
    expect(audited).toEqual(['area.import', 'zone.import', 'node.import', 'machine.import']);
  });

  it.each(['csv', 'json'] as const)('comes back from %s as it was', async (format) => {
    const { structure } = consoleOf(site, chief);
    const { text } = await structure.export({ format });
    const { problems, changes, digest } = await structure.check({ format, text });
    expect(problems).toEqual([]);
    expect(changes.length).toBeGreaterThan(5);
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['same']));
    expect(await structure.apply({ format, text, digest })).toMatchObject({ added: 0, changed: 0 });
  });

  it.each(['csv', 'json'] as const)(
    'brings back from %s every setting of a machine and of a node',
    async (format) => {
      const { structure, machines, nodes, serviceState } = consoleOf(site, chief);
      const code = `ALL-${format}`;
      const zoneId = site.zoneId;
      const nodeSettings: Required<NodeFields> = {
        nodeId: code,
        name: 'All of a node',
        description: 'Its cupboard',
        nodeType: 'accessory_io',
        zoneId,
        isEsp32: true,
        endpoint: format === 'csv' ? 'tcp://127.0.0.1:8101' : 'tcp://127.0.0.1:8102',
        installationId: null,
        offlineAfterSeconds: 90,
        monitorsEstop: false,
        drillEveryDays: 7,
        workstation: 'Office 2',
        active: false,
      };
      const node = await nodes.create(nodeSettings);
      const settings: MachineFields = {
        machineId: code,
        name: 'All of a machine',
        description: 'By the door',
        zoneId,
        nodeId: node.id,
        nodePort: 4,
        active: false,
        requiresRfid: false,
        timeoutMinutes: 33,
        warningMinutes: 3,
        checkAfterUse: true,
        takeOver: 'idle',
        takeOverIdleMinutes: 22,
        extensionsMax: 4,
        extensionMinutes: 44,
        extendByBadge: true,
      };
      const { id } = await machines.create(settings);
      const find = async () => ({
        machine: (await machines.list({ search: code })).rows.find((row) => row.id === id),
        node: (await nodes.list({ search: code })).rows.find((row) => row.id === node.id),
      });
      const before = await find();
      const { text } = await structure.export({ format });

      const plain = { machineId: code, name: 'Plain', zoneId, nodeId: node.id };
      const { version } = await machines.update({
        ...machineChanges.parse(plain),
        id,
        version: before.machine?.version ?? 0,
      });
      await serviceState.putBack({ what: 'machine', id, version });
      const bare = nodeFields.parse({ nodeId: code, name: 'Plain', zoneId, monitorsEstop: true });
      await nodes.update({ ...bare, id: node.id, version: node.version });
      const changed = await find();
      const own = Object.entries(settings).filter(([field]) => !field.endsWith('Id'));
      for (const [field, value] of own) {
        expect([field, changed.machine?.[field as 'name']]).not.toEqual([field, value]);
      }
      const unversioned = text
        .replaceAll(/,\d*(?=\r\n)/gu, ',')
        .replaceAll(/"version": \d+/gu, '"version": null');
      const { problems, digest } = await structure.check({ format, text: unversioned });
      expect(problems).toEqual([]);
      await structure.apply({ format, text: unversioned, digest });
      const after = await find();
      const stamps = { version: expect.anything(), updatedAt: expect.anything() };
      expect(after.machine).toEqual({ ...before.machine, ...stamps });
      expect(after.node).toEqual({ ...before.node, ...stamps });
    },
  );

  it('has a template of its columns alone', async () => {
    const { structure } = consoleOf(site, chief);
    const { text } = await structure.export({ format: 'csv', template: true });
    expect(text.trim().split('\r\n')).toHaveLength(1);
    expect(text).toContain('kind,code,name');
  });

  it('shows what would differ, and leaves alone what the file does not have', async () => {
    const text = 'kind,code,timeout_minutes\nmachine,SAW-1,90\n';
    const { changes } = await consoleOf(site, chief).structure.check(csv(text));
    expect(changes).toEqual([
      {
        line: 2,
        kind: 'machine',
        code: 'SAW-1',
        name: 'Saw, big',
        action: 'change',
        fields: [{ column: 'timeout_minutes', from: '45', to: '90' }],
      },
    ]);
    expect(await importNow(text)).toEqual({ added: 0, changed: 1, same: 0 });
  });

  it('says every problem with its line and column', async () => {
    const text = `kind;code;name;area;zone;node;port;timeout_minutes;wrong
robot;R-1;Robot;;;;;;
area;A B;Bad code;;;;;;
zone;Z;Zone;NOWHERE;;;;;
machine;M-1;;WOOD;CUT;;;;
machine;M-2;Late;WOOD;MISSING;N-NONE;;;
machine;M-3;Slow;;;;;5000;
machine;M-4;Word;;;;;soon;
machine;M-5;Twin;WOOD;CUT;N-SAW;2;;
machine;M-5;Twin;;;;;;
`;
    const { structure } = consoleOf(site, chief);
    const { problems, digest } = await structure.check(csv(text));
    expect(problems.map(({ line, column, fault }) => `${line} ${column} ${fault}`)).toEqual([
      '2 wrong unknown-column',
      '2 kind unknown-kind',
      '3 code invalid',
      '4 area unknown-area',
      '5 name required',
      '6 zone unknown-zone',
      '6 node unknown-node',
      '7 timeout_minutes invalid',
      '8 timeout_minutes invalid',
      '9 port taken',
      '10 code twice',
    ]);
    expect(await refused(structure.apply({ ...csv(text), digest }))).toMatchObject({
      code: 'STRUCTURE_CHANGED',
    });
  });

  it.each([
    ['csv', 'code\nX', '1 kind required'],
    ['csv', 'kind,code\narea,"X', '2 null unreadable'],
    ['json', '{', '1 null unreadable'],
    ['json', '{"records":[{"kind":[]}]}', '1 null unreadable'],
  ] as const)('that is none (%s %j) is refused', async (format, text, said) => {
    const { problems } = await consoleOf(site, chief).structure.check({ format, text });
    expect(problems.map(({ line, column, fault }) => `${line} ${column} ${fault}`)).toContain(said);
  });

  it('that was exported before a colleague changed it is not applied over the change', async () => {
    const { structure, areas } = consoleOf(site, chief);
    const area = await areas.create({ name: 'Old', code: 'STALE' });
    const text = `kind,code,name,version\narea,STALE,Mine,${area.version}\n`;
    const { digest } = await structure.check(csv(text));
    await areas.update({ id: area.id, version: area.version, name: 'Theirs', code: 'STALE' });
    expect(await refused(structure.apply({ ...csv(text), digest }))).toMatchObject({
      code: 'STRUCTURE_CHANGED',
    });
    const { problems } = await structure.check(csv(text));
    expect(problems).toMatchObject([{ line: 2, column: 'version', fault: 'changed' }]);
  });

  it('is applied by who may: areas by who holds all, machines with their own permission', async () => {
    const manager = await site.person({ level: 'manage' });
    const own = consoleOf(site, manager).structure;
    const area = 'kind,code,name\narea,MINE,Mine\n';
    const { digest } = await own.check(csv(area));
    expect(await refused(own.apply({ ...csv(area), digest }))).toMatchObject({ code: 'FORBIDDEN' });
    const machine = 'kind,code,name,area,zone\nmachine,M-9,Mill,H1,M\n';
    const without = shopfloorPermissions.filter((permission) => permission !== 'machine:manage');
    const limited = consoleOf(site, manager, without).structure;
    const checked = await limited.check(csv(machine));
    expect(await refused(limited.apply({ ...csv(machine), digest: checked.digest }))).toMatchObject(
      { code: 'FORBIDDEN', data: { permission: 'machine:manage' } },
    );
    expect(await own.apply({ ...csv(machine), digest: checked.digest })).toMatchObject({
      added: 1,
    });
    expect((await own.export({ format: 'csv' })).text).not.toContain('WOOD');
  });

  it('takes a machine to another area, off the plan of the one it leaves', async () => {
    const text = 'kind,code,area,zone\nmachine,SAW-1,H1,M\n';
    expect(await importNow(text)).toMatchObject({ changed: 1 });
    const placed = await site.value<number>(
      `select count(*)::integer from shopfloor.plan_positions as p join shopfloor.machines as m on m.id = p.machine_id
        where m.machine_id = 'SAW-1' and p.x is not null`,
    );
    expect(placed).toBe(0);
    const back = 'kind,code,area,zone,plan_x,plan_y\nmachine,SAW-1,WOOD,CUT,7,8\n';
    expect(await importNow(back)).toMatchObject({ changed: 1 });
    expect(await importNow(back)).toMatchObject({ same: 1 });
  });
});
