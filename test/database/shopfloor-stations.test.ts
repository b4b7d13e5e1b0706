import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { argon2Hashing } from '#domains/identity/passwords/hashing.ts';
import { cheapHashing } from '#test/support/identity-site.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const pin = '482915';
let site: ShopfloorSite;
let kim: SitePerson;
let manager: SitePerson;
let machineId: string;
/** The account that is signed in at the station: it may look, and nothing else. */
let station: ReturnType<typeof consoleOf>;

const wedge = ({ badge }: Pick<SitePerson, 'badge'>) =>
  ({ from: 'wedge', keys: badge.hex, form: 'hex' }) as const;

async function givePin({ userId }: SitePerson): Promise<void> {
  const hash = await argon2Hashing(cheapHashing).hash(pin);
  await site.db.admin.query(
    `insert into identity.credentials (user_id, pin_hash) values ($1, $2)
     on conflict (user_id) do update set pin_hash = excluded.pin_hash`,
    [userId, hash],
  );
}

const session = (column: string) =>
  site.value<string>(
    `select ${column} from shopfloor.machine_sessions where machine_id = $1 order by start_time desc limit 1`,
    machineId,
  );
const later = () =>
  site.db.admin.query(
    `update shopfloor.machine_sessions set start_time = start_time - interval '1 minute',
       last_activity = last_activity - interval '1 minute' where machine_id = $1`,
    [machineId],
  );

beforeAll(async () => {
  site = await createShopfloorSite();
  kim = await site.person();
  manager = await site.person({
    level: 'manage',
    permissions: ['session:end', 'machine:manage', 'machine:operate'],
  });
  await givePin(kim);
  await givePin(manager);
  const viewer = await site.person({ level: 'view' });
  station = consoleOf(site, viewer, ['machine:read'], 'badge');
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  machineId = await site.machine();
});

describe('a badge at a station', () => {
  it('starts and ends a session as at the machine, and signs nobody in', async () => {
    const present = () => station.stations.present({ machineId, badge: wedge(kim) });
    expect(await present()).toMatchObject({ kind: 'started' });
    expect(await session('user_id')).toBe(kim.userId);
    expect(await session('started_via')).toBe('console');
    expect(await present()).toMatchObject({ kind: 'repeated' });
    await later();
    expect(await present()).toMatchObject({ kind: 'ended' });
    await expect(station.sessions.start({ machineId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is refused in words where it would be at the machine', async () => {
    await station.stations.present({ machineId, badge: wedge(kim) });
    expect(await station.stations.present({ machineId, badge: wedge(manager) })).toMatchObject({
      kind: 'refused',
      reason: 'machine-busy',
      session: { userId: kim.userId },
    });
    const stranger = { badge: { technology: 'em4100', hex: '00A1B2C3D4' } } as const;
    expect(await station.stations.present({ machineId, badge: wedge(stranger) })).toMatchObject({
      kind: 'refused',
      reason: 'badge-unknown',
    });
  });

  it('does nothing at machines that the station does not see', async () => {
    const elsewhere = await site.machine({ zoneId: null });
    await expect(
      station.stations.present({ machineId: elsewhere, badge: wedge(kim) }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('badge and PIN at a station', () => {
  it('end the session of somebody else by the rights of who showed them', async () => {
    await station.stations.present({ machineId, badge: wedge(kim) });
    const sessionId = (await session('id')) ?? '';
    const input = { sessionId, reason: 'Left the hall' };
    await expect(
      station.stations.endOther({ ...input, badge: wedge(kim), pin }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'session:end' } });
    await expect(
      station.stations.endOther({ ...input, badge: wedge(manager), pin: '111222' }),
    ).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    const ended = await station.stations.endOther({ ...input, badge: wedge(manager), pin });
    expect(ended).toMatchObject({ endedBy: 'admin', notes: 'Left the hall' });
    const who = await site.value(
      `select user_id from identity.audit_logs where action = 'machine-session.end' and target_id = $1`,
      sessionId,
    );
    expect(who).toBe(manager.userId);
  });

  it('free a blocked machine, and confirm the check after use', async () => {
    const blocked = { machineId, condition: 'blocked', note: 'Guard is loose' } as const;
    await station.stations.setCondition({ ...blocked, badge: wedge(manager), pin });
    await expect(
      station.stations.setCondition({
        machineId,
        condition: 'ok',
        note: null,
        badge: wedge(kim),
        pin,
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const check = { machineId, condition: 'to-check', note: null } as const;
    await station.stations.setCondition({ ...check, badge: wedge(manager), pin });
    const confirmed = await station.stations.confirmCheck({
      machineId,
      fit: true,
      note: 'Swept',
      badge: wedge(manager),
      pin,
    });
    expect(confirmed).toMatchObject({ condition: 'ok', conditionNote: 'Swept' });
  });
});
