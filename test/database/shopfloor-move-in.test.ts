import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { badgeUid } from '#platform/serial/badge-uid.ts';
import {
  countsOf,
  createMoveInSite,
  type MoveInSite,
  reasonsOf,
} from '#test/support/move-in-site.ts';
import { type Cells, fillWorks, tagOf } from '#test/support/shop-monitor.ts';

// A machine with much else to do takes its time for a whole works.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let here: MoveInSite;

beforeEach(async () => {
  here = await createMoveInSite();
});
afterEach(() => here[Symbol.asyncDispose]());

const works = { people: 30, machines: 20, sessions: 300, logs: 3000 };
const at = '2024-03-01 08:00:00';

describe('a ShopMonitor in which everything fits', () => {
  it('is rehearsed without a trace, moved whole, and moved only once', async () => {
    fillWorks(here.shop, works);
    const rehearsed = await here.rehearse();
    expect(countsOf(rehearsed, 'machine_logs')).toMatchObject({ read: 3000, moved: 3000 });
    expect(await here.count('shopfloor.move_in_runs')).toBe(0);
    expect(await here.count('shopfloor.machines')).toBe(0);

    const moved = await here.move();
    expect(moved.tables).toEqual(rehearsed.tables);
    expect(moved.peopleWithoutPassword).toBe(30);
    expect(await here.count('shopfloor.machine_logs', 'moved_in is not null')).toBe(3000);
    expect(
      await here.count(
        'shopfloor.machine_sessions',
        'moved_in is not null and badge_id is not null',
      ),
    ).toBe(300);
    expect(
      await here.count('shopfloor.machines', 'node_id is not null and area_id is not null'),
    ).toBe(20);
    expect(await here.count('identity.user_scopes', `permission_level = 'operate'`)).toBe(30);
    expect(await here.count('identity.credentials')).toBe(0);
    expect(await here.count('shopfloor.move_in_rows')).toBe(0);
    expect(await here.count('shopfloor.sync_events')).toBe(0);
    const line = `select concat_ws(' ', line.event_type, line.event_data, machine.machine_id, person.username, session.start_time at time zone 'UTC')
      from shopfloor.machine_logs as line join shopfloor.machines as machine on machine.id = line.machine_id
      join identity.users as person on person.id = line.user_id
      join shopfloor.machine_sessions as session on session.id = line.session_id
      where line.timestamp = '2024-01-01T00:05:00Z'`;
    expect(await here.site.value(line)).toBe(
      'moved-in {"data": {"amps": 5, "spindle": "S0"}, "event": "current_sensed"} SM-6 user6 2024-01-01 00:06:00',
    );

    here.shop.add('machine_logs', { id: 3001, machine_id: 1, event_type: 'x', timestamp: at });
    const again = await here.move();
    expect(again.tables.reduce((sum, counts) => sum + counts.moved, 0)).toBe(1);
    expect(countsOf(again, 'machine_logs')).toMatchObject({ already: 3000, moved: 1 });
    expect(await here.count('shopfloor.machine_logs')).toBe(3001);
  });

  it('lets people start machines by the badges they had, and nothing secret is kept in clear', async () => {
    fillWorks(here.shop, { ...works, sessions: 0, logs: 0 });
    await here.move();
    const machineId = await here.site.value<string>(
      `select id from shopfloor.machines where machine_id = 'SM-3'`,
    );
    await here.site.db.admin.query(`update shopfloor.machines set node_id = null where id = $1`, [
      machineId,
    ]);
    // Nothing starts in a zone whose stop circuit nobody has heard of yet.
    await here.site.db.admin.query(
      `update shopfloor.nodes set status = 'online', last_seen = now()`,
    );
    const badge = badgeUid('em4100', Buffer.from(tagOf(7), 'hex'));
    const outcome = await here.site.domain.presenter.present({
      machineId: machineId ?? '',
      ...badge,
      via: 'reader',
      place: 'R',
    });
    const username = 'select username from identity.users where id = $1';
    expect(outcome).toMatchObject({ kind: 'started' });
    expect(await here.site.value(username, 'userId' in outcome ? outcome.userId : null)).toBe(
      'user7',
    );
    expect(
      await here.site.value(`select description from shopfloor.nodes where node_id = 'NODE-1'`),
    ).toBe('ShopMonitor: {"beat":3}');
    const admins = `select count(*)::int from identity.user_roles as held join identity.roles as role on role.id = held.role_id
      where role.is_protected`;
    expect(await here.site.value(admins)).toBe(0);
    expect(
      await here.count(
        'identity.roles',
        `name in ('operator (ShopMonitor)', 'admin (ShopMonitor)')`,
      ),
    ).toBe(2);
    expect(await here.count('identity.user_roles', `assigned_by = '${here.admin.userId}'`)).toBe(
      30,
    );
  });

  it('has its times read in the zone in which they were written', async () => {
    fillWorks(here.shop, { people: 1, machines: 1, sessions: 1, logs: 0 });
    await here.move({ zone: 'Asia/Seoul' });
    expect(
      await here.site.value(
        `select start_time at time zone 'UTC' || '' from shopfloor.machine_sessions`,
      ),
    ).toBe('2023-12-31 15:01:00');
  });
});

const add = (table: string, ...rows: Cells[]): void => {
  for (const row of rows) here.shop.add(table, row);
};

describe('what does not fit', () => {
  beforeEach(() => {
    fillWorks(here.shop, { people: 2, machines: 3, sessions: 0, logs: 0 });
  });

  it('is adapted or rejected with row, column and reason, and the rest is moved', async () => {
    add(
      'users',
      { id: 3, username: 'kim', email: 'kim at works', active: 1, rfid_tag: '08AABBCC' },
      { id: 4, username: 'USER1', email: null },
      { id: 5, username: ' ', email: null },
    );
    add('areas', { id: 2, name: 'Yard', code: 'yard & gate north', active: 1 });
    add('zones', { id: 9, name: 'Lost', area_id: 77, code: 'L' });
    add('nodes', {
      id: 9,
      node_id: 'N-9',
      name: 'Toaster',
      node_type: 'toaster',
      ip_address: 'nowhere',
    });
    add(
      'machines',
      {
        id: 7,
        machine_id: 'SM-7',
        name: 'Long warning',
        timeout_minutes: 10,
        warning_minutes: 30,
        node_id: 1,
        node_port: 0,
        active: 1,
      },
      { id: 8, machine_id: 'SM-7', name: 'Twin' },
    );
    const running = { user_id: 1, active: 1, ended_by: 'user', last_activity: at };
    add(
      'machine_sessions',
      { id: 1, machine_id: 1, start_time: '2024-03-01 07:00:00', ...running },
      { id: 2, machine_id: 1, start_time: '2024-03-01 07:30:00', ...running },
      {
        id: 3,
        machine_id: 2,
        start_time: at,
        end_time: '2024-03-01 07:00:00',
        active: 0,
        ended_by: 'cat',
      },
      { id: 4, machine_id: 99, start_time: at, active: 0 },
      { id: 5, machine_id: 2, start_time: 'yesterday', active: 0 },
    );
    add(
      'estop_events',
      { id: 1, node_id: 1, zone_id: 1, event_type: 'emergency_stop', timestamp: at },
      { id: 2, zone_id: 2, event_type: 'emergency_stop', timestamp: at },
    );
    add('api_tokens', { id: 1, token_hash: 'abc', name: 'node' });
    add('machine_logs', {
      id: 1,
      machine_id: 1,
      event_type: 'rfid_denied',
      event_data: `{"rfid_tag": "${tagOf(1)}", "why": "no right"}`,
      timestamp: at,
    });
    const rehearsed = await here.rehearse();
    const report = await here.move();
    expect(report.reasons).toEqual(rehearsed.reasons);
    expect(reasonsOf(report, 'users')).toEqual([
      'adapted email email-invalid 1',
      'adapted password_hash password-unusable 3',
      'adapted rfid_tag badge-unusable 1',
      'rejected username duplicate 1',
      'rejected username required-missing 1',
    ]);
    expect(reasonsOf(report, 'areas')).toEqual(['adapted code code-invalid 1']);
    expect(reasonsOf(report, 'zones')).toEqual(['rejected area_id parent-missing 1']);
    expect(reasonsOf(report, 'nodes')).toEqual([
      'adapted config secret-removed 1',
      'adapted config settings-by-hand 1',
      'adapted ip_address not-an-address 1',
      'adapted node_type unknown-value 1',
    ]);
    expect(reasonsOf(report, 'machines')).toEqual([
      'adapted node_port port-taken 1',
      'adapted warning_minutes warning-too-long 1',
      'rejected machine_id duplicate 1',
    ]);
    expect(reasonsOf(report, 'machine_sessions')).toEqual([
      'adapted active second-active-session 1',
      'adapted end_time end-before-start 1',
      'adapted end_time end-missing 1',
      'adapted ended_by ended-by-while-running 1',
      'adapted ended_by unknown-value 1',
      'rejected machine_id parent-missing 1',
      'rejected start_time required-missing 1',
    ]);
    expect(reasonsOf(report, 'estop_events')).toEqual([
      'adapted acknowledged_by stop-unacknowledged 1',
      'rejected node_id stop-without-node 1',
    ]);
    expect(reasonsOf(report, 'api_tokens')).toEqual(['rejected token_hash token-unusable 1']);
    expect(report.findings).toContainEqual({
      table: 'zones',
      id: 9,
      kind: 'rejected',
      column: 'area_id',
      reason: 'parent-missing',
    });
    for (const { read, moved, already, rejected } of report.tables) {
      expect(read).toBe(moved + already + rejected);
    }
    expect(await here.count('shopfloor.machine_sessions', 'active')).toBe(1);
    expect(await here.count('shopfloor.standing_stops')).toBe(1);
    const kept = await here.site.value<string>(
      'select event_data::text from shopfloor.machine_logs',
    );
    expect(kept).toBe('{"data": {"why": "no right"}, "event": "rfid_denied"}');
  });

  it('meets what stands here already: the same code is the same thing', async () => {
    const there = await here.site.value<string>(
      `insert into shopfloor.machines (machine_id, name) values ('SM-2', 'Ours') returning id`,
    );
    add('machine_sessions', {
      id: 1,
      machine_id: 2,
      start_time: at,
      end_time: at,
      active: 0,
      ended_by: 'user',
    });
    const report = await here.move();
    expect(reasonsOf(report, 'machines')).toEqual(['adapted machine_id already-here 1']);
    expect(await here.count('shopfloor.machine_sessions', `machine_id = '${there}'`)).toBe(1);
    expect(
      await here.site.value(`select name from shopfloor.machines where machine_id = 'SM-2'`),
    ).toBe('Ours');
  });
});
