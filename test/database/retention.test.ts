import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alarmMonitors } from '#domains/alarms/alarms.monitors.ts';
import { operationsRetentions } from '#domains/operations/operations.monitors.ts';
import { createRetentionService } from '#domains/operations/retention.service.ts';
import { oldRows, retention } from '#platform/monitors/retention.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { auditService } from '#domains/identity/audit/audit-recording.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { createShopfloorSite, type ShopfloorSite } from '#test/support/shopfloor-site.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { personWith } from '#test/support/test-people.ts';

let site: ShopfloorSite;
let monitors: ReadonlyMap<string, Monitor>;

beforeAll(async () => {
  site = await createShopfloorSite();
  const all = [
    ...site.domain.monitors,
    ...createIdentity(site.platform).monitors,
    ...operationsRetentions,
    ...alarmMonitors,
  ];
  monitors = new Map(all.map((monitor) => [monitor.name, monitor]));
});
afterAll(() => site[Symbol.asyncDispose]());

const run = (monitor: Monitor) =>
  monitor.run({
    fenced: (work) => site.db.database.asSystem(monitor.name, work),
    now: new Date('2031-01-01T00:00:00Z'),
    signal: new AbortController().signal,
  });

/** Rows of each kind: one a day younger than it is kept, one a day older. */
const rows: Readonly<Record<string, { readonly days: number; readonly insert: string }>> = {
  'shopfloor.machine-log-retention': {
    days: 365,
    insert: `insert into shopfloor.machine_logs (machine_id, event_type, timestamp)
      select $machine, 'node-lost', at from moment`,
  },
  'shopfloor.node-event-retention': {
    days: 3,
    insert: `insert into shopfloor.node_events (node_id, boot_id, seq, outcome, received_at)
      select $node, 'b', row_number() over (), '{}', at from moment`,
  },
  'shopfloor.accessory-retention': {
    days: 90,
    insert: `, io as (
        insert into shopfloor.accessory_io (node_id, io_number, io_type, name)
        values ($node, 1, 'input', 'Door') returning id)
      insert into shopfloor.accessory_states (accessory_id, state, raw_level, cause, timestamp)
      select io.id, true, true, 'input', at from moment, io`,
  },
  'shopfloor.line-minute-retention': {
    days: 8,
    insert: `insert into shopfloor.node_line_minutes (node_id, minute)
      select $node, date_trunc('minute', at) from moment`,
  },
  'shopfloor.node-report-retention': {
    days: 366,
    insert: `insert into shopfloor.node_reports (node_id, kind, code, at) select $node, 'restarted', 'power-on', at from moment`,
  },
  'shopfloor.bluetooth-retention': {
    days: 30,
    insert: `insert into shopfloor.bluetooth_devices (node_id, device_address, last_seen)
      select $node, 'AA:00:00:00:00:0' || row_number() over (), at from moment`,
  },
  'shopfloor.deferred-record-retention': {
    days: 90,
    insert: `insert into shopfloor.deferred_records (key, kind, happened_at, queued_at, workstation, written_at)
      select 'k' || row_number() over (), 'activity', at, at, 'w', at from moment`,
  },
  'shopfloor.sync-retention': {
    days: 90,
    insert: `insert into shopfloor.sync_events (event_type, resource_type, source_app, status, processed_at)
      select 'session.started', 'session', 'signalbox', 'processed', at from moment`,
  },
  'identity.security-event-retention': {
    days: 730,
    insert: `insert into identity.security_events (event_type, app_context, success, timestamp)
      select 'test', 'test', true, at from moment`,
  },
  'identity.failed-login-retention': {
    days: 30,
    insert: `insert into identity.failed_logins (username, timestamp) select 'kim', at from moment`,
  },
  'identity.throttle-retention': {
    days: 30,
    insert: `insert into identity.sign_in_throttles (kind, name, last_failure_at)
      select 'account', at::text, at from moment`,
  },
  'identity.token-retention': {
    days: 30,
    insert: `insert into identity.api_tokens (token_hash, prefix, name, scopes, created_at, expires_at)
      select sha256(at::text::bytea), 'sbx_test', 'test', array['node:connect'], at - interval '1 day', at from moment`,
  },
  'alarms.retention': {
    days: 180,
    insert: `insert into alarms.alarms (alarm_type, source_type, source_id, source_name, priority, title,
        is_resolved, auto_resolved, resolved_at, is_acknowledged, acknowledged_at)
      select 'node_offline', 'node', kind || at, 'n', 'P2', 't', true, true, at, kind = 'left',
        case kind when 'left' then at end
      from moment, unnest(array['left', 'unacknowledged']) as kind`,
  },
  'alarms.journal-retention': {
    days: 1095,
    insert: `insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, at)
      select platform.uuid_v7(), 'node_offline', 'node', '7', 'removed', at from moment`,
  },
  'alarms.delivery-retention': {
    days: 180,
    insert: `, channel as (
        insert into alarms.channels (name, kind, url, secret)
        values ('c', 'webhook', 'https://example.com', 's') returning id),
      route as (
        insert into alarms.routes (name, channel_id, trigger, priorities)
        select 'r', id, 'escalated', array['P1'] from channel returning id)
      insert into alarms.deliveries (route_id, journal_id, alarm_id, status, created_at, finished_at)
      select route.id, row_number() over (), route.id, 'sent', at, at from moment, route`,
  },
  'identity.display-retention': {
    days: 30,
    insert: `, kim as (
        insert into identity.users (username, full_name) values ('kim.of.displays', 'Kim') returning id)
      insert into identity.displays (name, locale, created_by, created_at, expires_at)
      select 'test', 'en', kim.id, at - interval '1 day', at from moment, kim`,
  },
  'operations.error-log-retention': {
    days: 183,
    insert: `insert into operations.error_logs (incident, message, timestamp, is_resolved, resolved_at)
      select 'R' || row_number() over (), 'm', at, true, at from moment
      union all select 'O' || row_number() over (), 'm', at, false, null from moment`,
  },
  'operations.run-retention': {
    days: 30,
    insert: `insert into operations.monitor_runs (monitor, epoch, workstation, started_at, finished_at, outcome)
      select 'm', 1, 'w', at, at, 'succeeded' from moment`,
  },
};

describe('records', () => {
  it('of every kind have a policy and a monitor of its name', async () => {
    const { rows: policies } = await site.db.admin.query<{ monitor: string; days: number }>(
      'select monitor, keep_days as days from operations.retention_policies order by monitor',
    );
    expect(Object.fromEntries(policies.map(({ monitor, days }) => [monitor, days]))).toEqual(
      Object.fromEntries(Object.entries(rows).map(([name, { days }]) => [name, days])),
    );
    expect(policies.filter(({ monitor }) => !monitors.has(monitor))).toEqual([]);
  });

  it.each(Object.entries(rows))(
    '%s are removed a day after their time and not before, by the clock of the database',
    async (name, { days, insert }) => {
      const monitor = monitors.get(name);
      if (!monitor) throw new Error(`There is no monitor ${name}.`);
      await run(monitor);
      const filled = insert
        .replace('$machine', `'${await site.machine()}'`)
        .replace('$node', `'${await site.node(null)}'`);
      await site.db.admin.query(
        `with moment as (select now() - make_interval(days => ${days} + n) as at from unnest(array[-1, 1]) as n) ${filled}`,
      );
      expect(await run(monitor)).toEqual({ affected: 1, note: `Older than ${days} days.` });
      expect(await run(monitor)).toMatchObject({ affected: 0 });
    },
  );

  it('are removed in batches, each in its own transaction, until none is left', async () => {
    await site.db.admin.query(
      `insert into identity.failed_logins (username, timestamp)
       select 'kim', now() - interval '40 days' from generate_series(1, 25)`,
    );
    const monitor = retention(
      'identity.failed-login-retention',
      oldRows({ table: 'identity.failed_logins', age: 'timestamp' }),
      10,
    );
    let transactions = 0;
    const { affected } = await monitor.run({
      fenced: (work) => {
        transactions += 1;
        return site.db.database.asSystem('test', work);
      },
      now: new Date(),
      signal: new AbortController().signal,
    });
    expect({ affected, transactions }).toEqual({ affected: 25, transactions: 3 });
  });

  it('leave a trace of each token that is removed, and spare the one that took its place', async () => {
    const insert = (ends: string, replaces: string | null) =>
      site.value<string>(
        `insert into identity.api_tokens (token_hash, prefix, name, scopes, created_at, expires_at, replaces)
         values (sha256($1::text::bytea), 'sbx_old', 'Gate', array['node:connect'], now() - interval '90 days', now() + $1::text::interval, $2)
         returning id`,
        ends,
        replaces,
      );
    const old = await insert('-40 days', null);
    const young = await insert('40 days', old);
    const monitor = monitors.get('identity.token-retention');
    if (monitor) await run(monitor);
    expect(
      await site.value(
        `select old_values->>'name' from identity.audit_logs where action = 'token.remove' and target_id = $1`,
        old,
      ),
    ).toBe('Gate');
    expect(
      await site.value('select replaces is null from identity.api_tokens where id = $1', young),
    ).toBe(true);
  });
});

async function administrator() {
  const permissions = ['monitor:read', 'database:configure'] as const;
  const person = await personWith(site.db, permissions);
  const peer = {
    transport: 'web',
    address: '10.0.0.1',
    userAgent: '',
    workstation: 'W',
  } as const;
  const { connection } = openConnection(peer, () => undefined);
  const actor = {
    ...person,
    sessionId: 's',
    fullName: 'Kim',
    permissions: new Set(permissions),
    level: 'proven' as const,
  };
  return { actor, connection };
}

describe('the days that records are kept', () => {
  const monitor = 'shopfloor.machine-log-retention';

  it('are changed with a trace, over the version that was read, and never below the least', async () => {
    const service = createRetentionService(site.db.database, auditService);
    const caller = await administrator();
    expect(await service.update(caller, { monitor, version: 1, keepDays: 100 })).toMatchObject({
      kind: 'saved',
      row: { keepDays: 100, version: 2 },
    });
    expect(await service.update(caller, { monitor, version: 1, keepDays: 200 })).toEqual({
      kind: 'conflict',
      version: 2,
    });
    expect(await service.update(caller, { monitor, version: 2, keepDays: 89 })).toEqual({
      kind: 'too-short',
    });
    const nothing = { monitor: 'nothing', version: 1, keepDays: 100 };
    expect(await service.update(caller, nothing)).toEqual({ kind: 'not-found' });
    const { rows: trail } = await site.db.admin.query(
      `select old_values, new_values from identity.audit_logs where action = 'retention.update'`,
    );
    expect(trail).toEqual([{ old_values: { keepDays: 365 }, new_values: { keepDays: 100 } }]);
  });
});
