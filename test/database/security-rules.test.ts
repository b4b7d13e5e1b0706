import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { auditService } from '#domains/identity/audit/audit-recording.ts';
import { createIdentity, type IdentityDomain } from '#domains/identity/identity.domain.ts';
import { saveSecurityRule } from '#domains/identity/security/security-rules.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';
import { personWith } from '#test/support/test-people.ts';

let site: ShopfloorSite;
let identity: IdentityDomain;

beforeAll(async () => {
  site = await createShopfloorSite();
  identity = createIdentity(site.platform);
  identity.raiseAlarmsThrough(createAlarmsService(site.platform, auditService));
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(() => site.db.admin.query('delete from identity.security_events'));

const watch = async (name = 'identity.misuse-watch'): Promise<number> => {
  const monitors = [...identity.monitors, ...site.domain.monitors];
  const monitor = monitors.find((one) => one.name === name);
  if (!monitor) throw new Error(`There is no monitor ${name}.`);
  const { affected } = await monitor.run({
    fenced: (work) => site.db.database.asSystem(name, work),
    now: new Date(),
    signal: new AbortController().signal,
  });
  return affected;
};

/** Moves every event into the past; the database's own clock cannot be set. */
const wait = (seconds: number) =>
  site.db.admin.query(
    'update identity.security_events set timestamp = timestamp - make_interval(secs => $1)',
    [seconds],
  );

const openAlarms = async (): Promise<unknown[]> => {
  const { rows } = await site.db.admin.query<{ alarm_type: string; source_id: string }>(
    `select alarm_type, source_id from alarms.alarms where not is_resolved order by alarm_type`,
  );
  return rows.map(({ alarm_type, source_id }) => [alarm_type, source_id]);
};

const events = (eventType: string) =>
  site.value<number>(
    'select count(*)::int from identity.security_events where event_type = $1',
    eventType,
  );

const present = (machineId: string, hex: string) =>
  site.domain.presenter.present({
    machineId,
    technology: 'em4100',
    hex,
    via: 'reader',
    place: 'Mill 1',
  });

describe('misuse', () => {
  it('by unknown badges at one place is told once, by however many processes, and clears by itself', async () => {
    const machineId = await site.machine();
    for (const last of ['1', '2', '3', '4']) await present(machineId, `62E30860A${last}`);
    expect(await watch()).toBe(0);
    await present(machineId, '62E30860A5');
    expect(await watch()).toBe(1);
    await watch();
    expect(await openAlarms()).toEqual([['unknown_badges', `machine:${machineId}`]]);
    expect(await events('badge-unknown-burst')).toBe(1);
    await wait(61);
    expect(await watch()).toBe(0);
    expect(await openAlarms()).toEqual([]);
  });

  it('by repeated refusals of one person, and at one machine, names both', async () => {
    const machineId = await site.machine();
    const stranger = await site.person({ level: null });
    for (let turn = 0; turn < 10; turn += 1) await present(machineId, stranger.badge.hex);
    expect(await watch()).toBe(2);
    expect(await openAlarms()).toEqual([
      ['machine_refused', machineId],
      ['person_refused', stranger.userId],
    ]);
    await wait(601);
    await watch();
    expect(await openAlarms()).toEqual([]);
  });

  it('of a token is found by the token, or by the address where there is none', async () => {
    for (let turn = 0; turn < 3; turn += 1) await identity.tokens.verify('sbx_guess', '10.0.0.66');
    expect(await watch()).toBe(1);
    expect(await openAlarms()).toEqual([['token_misuse', '10.0.0.66']]);
    await wait(601);
    await watch();
  });

  it('by one person in several areas alarms while it lasts', async () => {
    const name = 'shopfloor.session-elsewhere';
    const area = await site.value<string>(
      `insert into shopfloor.areas (name, code) values ('Hall 2', 'H2') returning id`,
    );
    const zoneId = await site.value<string>(
      `insert into shopfloor.zones (name, area_id, code) values ('Welding', $1, 'W') returning id`,
      area,
    );
    const person = await site.person({ everywhere: true });
    const [here, there] = [await site.machine(), await site.machine({ zoneId })];
    await present(here, person.badge.hex);
    expect(await watch(name)).toBe(0);
    await present(there, person.badge.hex);
    expect(await watch(name)).toBe(1);
    await watch(name);
    expect(await openAlarms()).toEqual([['session_elsewhere', person.userId]]);
    expect(await events('session-elsewhere')).toBe(1);
    await wait(5);
    await site.db.admin.query(
      `update shopfloor.machine_sessions set start_time = start_time - interval '1 minute', last_activity = last_activity - interval '1 minute'`,
    );
    await present(here, person.badge.hex);
    await watch(name);
    expect(await openAlarms()).toEqual([]);
  });
});

/** Shows one badge at two places at once, from two processes. */
async function showTwice(): Promise<number | null> {
  const person = await site.person();
  const other = createIdentity(site.platform);
  await Promise.all([
    identity.badges.identify(null, person.badge, { key: 'one', name: 'One' }),
    other.badges.identify(null, person.badge, { key: 'two', name: 'Two' }),
  ]);
  return events('badge-at-two-places');
}

describe('the rules', () => {
  it('let of two readers at once at least one see the other', async () => {
    expect(await showTwice()).toBe(1);
  });

  it('are changed with a trace, over the version that was read, and followed at once', async () => {
    const person = await personWith(site.db, ['security-event:read', 'alarm:configure']);
    const peer = { transport: 'web', address: null, userAgent: '', workstation: 'W' } as const;
    const { connection } = openConnection(peer, () => undefined);
    const actor = {
      ...person,
      sessionId: 's',
      fullName: 'Kim',
      permissions: new Set<never>(),
      level: 'proven' as const,
    };
    const parts = { audit: auditService, platform: site.platform };
    const change = {
      rule: 'badge-two-places' as const,
      version: 1,
      threshold: 2,
      withinSeconds: 5,
      isEnabled: false,
    };
    expect(await saveSecurityRule(parts, { actor, connection }, change)).toMatchObject({
      isEnabled: false,
      version: 2,
    });
    expect(await saveSecurityRule(parts, { actor, connection }, change)).toBe(2);
    expect(
      await site.value(
        `select json_build_array(old_values -> 'isEnabled', new_values -> 'isEnabled') from identity.audit_logs where action = 'security-rule.update'`,
      ),
    ).toEqual([true, false]);
    expect(await showTwice()).toBe(0);
  });
});
