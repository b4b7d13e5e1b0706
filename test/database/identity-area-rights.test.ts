import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import type { Permission } from '#contract/permissions.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { silentLog } from '#platform/log/log.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let manager: SitePerson;
let identity: ReturnType<typeof createIdentity>;

beforeAll(async () => {
  site = await createShopfloorSite();
  identity = createIdentity(site.platform);
  manager = await site.person({ level: 'manage' });
});
afterAll(() => site[Symbol.asyncDispose]());

const every: readonly Permission[] = ['structure:manage', 'role:manage'];

function rightsAt(person: SitePerson, permissions = every) {
  const peer = {
    transport: 'web',
    address: '127.0.0.1',
    userAgent: 'test',
    workstation: 'Test',
  } as const;
  const { connection } = openConnection(peer, () => {});
  const { userId, username } = person;
  const actor = {
    userId,
    username,
    fullName: username,
    sessionId: 'test',
    permissions: new Set(permissions),
    level: 'fresh',
  } as const;
  connection.session = { locked: false, actor };
  const services = {
    log: silentLog,
    clock: systemClock,
    recordIncident: ({ error }: { error: unknown }) => {
      throw error;
    },
  };
  const routes = { identity: identity.handlers };
  return createClientFor(routes, connection, services).identity.areaRights;
}

const refused = (call: Promise<unknown>): Promise<{ code: string; data: unknown } | null> =>
  call.then(
    () => null,
    (reason: unknown) => reason as { code: string; data: unknown },
  );

describe('rights in an area', () => {
  it('are shown with those over all areas to who manages it, and to nobody else', async () => {
    const chief = await site.person({ level: 'admin', everywhere: true });
    const kim = await site.person({ level: 'operate' });
    const { areaId } = site;
    const holders = await rightsAt(manager).holders({ areaId });
    const levels = new Map(holders.map((one) => [one.userId, [one.level, one.everywhere]]));
    expect(levels.get(chief.userId)).toEqual([null, 'admin']);
    expect(levels.get(kim.userId)).toEqual(['operate', null]);
    expect(await refused(rightsAt(kim).holders({ areaId }))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(rightsAt(manager).holders({ areaId: randomUUID() }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('let a person start machines as soon as they are given, and no longer when taken away', async () => {
    const lee = await site.person({ level: null });
    const { areaId } = site;
    const machineId = await site.machine();
    const rights = rightsAt(manager);
    const search = lee.username;
    expect((await rights.strangers({ areaId, search })).rows).toMatchObject([
      { userId: lee.userId },
    ]);
    const start = () => consoleOf(site, lee).sessions.start({ machineId });
    expect(await refused(start())).toMatchObject({ code: 'NOT_TRAINED' });
    await rights.set({ areaId, userId: lee.userId, seen: null, level: 'operate' });
    expect((await rights.strangers({ areaId, search })).rows).toEqual([]);
    expect(await start()).toMatchObject({ active: true });
    const given = { areaId, userId: lee.userId, seen: 'operate' } as const;
    await rights.set({ ...given, level: null });
    const other = await site.machine();
    const again = consoleOf(site, lee).sessions.start({ machineId: other });
    expect(await refused(again)).toMatchObject({ code: 'NOT_TRAINED' });
    const audited = await site.value(
      `select array_agg(new_values ->> 'level' order by id) from identity.audit_logs
        where action = 'user.set-area-right' and target_id = $1`,
      lee.userId,
    );
    expect(audited).toEqual(['operate', null]);
  });

  it('that somebody else changed are not overwritten, and the person’s own editor notices', async () => {
    const mia = await site.person({ level: 'view' });
    const { areaId } = site;
    const version = () =>
      site.value<number>('select version from identity.users where id = $1', mia.userId);
    const before = (await version()) ?? 0;
    const rights = rightsAt(manager);
    await rights.set({ areaId, userId: mia.userId, seen: 'view', level: 'operate' });
    expect(await version()).toBe(before + 1);
    const late = { areaId, userId: mia.userId, seen: 'view', level: 'manage' } as const;
    expect(await refused(rights.set(late))).toMatchObject({ code: 'CONFLICT' });
  });

  it('are changed by who may give rights and manages the area', async () => {
    const kim = await site.person({ level: 'operate' });
    const change = {
      areaId: site.areaId,
      userId: kim.userId,
      seen: 'operate',
      level: 'admin',
    } as const;
    const looking = rightsAt(manager, ['structure:manage']);
    expect(await refused(looking.set(change))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(rightsAt(kim).set(change))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
