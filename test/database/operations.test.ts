import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '#contract/permissions.ts';
import { type AlarmsService, createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { type BackupMaker, createBackupsService } from '#domains/operations/backups.service.ts';
import { changeFeed, changeTopics } from '#domains/operations/change-feed.ts';
import { incidentRecorder } from '#domains/operations/incident-recorder.ts';
import { lateMonitors, watchLeader } from '#domains/operations/monitor-alarms.ts';
import { backupOverdue, scheduledBackup } from '#domains/operations/operations.monitors.ts';
import { createOperationsService } from '#domains/operations/operations.service.ts';
import { createStatusService } from '#domains/operations/status.service.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { fencedTransaction } from '#platform/monitors/fence.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { personWith } from '#test/support/test-people.ts';

const never = new AbortController().signal;
const host = {
  installationId: '019a0000-0000-7000-8000-000000000001',
  workstation: 'Office 1',
  dataDir: '/nowhere',
  demo: false,
};

let db: TestDatabase;
let changes: ReturnType<typeof pgChanges>;
let alarms: AlarmsService;
let person: { userId: string; username: string };
const audit = { record: async () => {} };

beforeAll(async () => {
  db = await createTestDatabase();
  changes = pgChanges({
    connect: () => openClient(db.target, 'test-changes'),
    clock: systemClock,
    log: silentLog,
  });
  alarms = createAlarmsService({ database: db.database, changes, clock: systemClock }, audit);
  person = await personWith(db, [
    'alarm:read',
    'monitor:read',
    'error-log:read',
    'error-log:resolve',
    'backup:create',
  ]);
});
afterAll(async () => {
  await changes[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});
beforeEach(() =>
  db.admin.query(
    'delete from alarms.alarms; delete from operations.monitors; delete from operations.monitor_runs; delete from operations.backups; delete from operations.error_logs',
  ),
);

/** Runs a monitor once in the epoch that stands. */
async function runOnce(monitor: Monitor) {
  const { rows } = await db.admin.query<{ epoch: number }>(
    'select epoch from operations.monitor_leader',
  );
  const task = { task: monitor.name, epoch: rows[0]?.epoch ?? 0, signal: never };
  return monitor.run({
    now: new Date(),
    signal: never,
    fenced: (work) => fencedTransaction(db.database, task, work),
  });
}

const openAlarms = async () =>
  (await alarms.list(person, { open: true }, { limit: 100 })).rows.map(
    ({ alarmType, sourceId, state }) => [alarmType, sourceId, state],
  );

const monitorRow = (name: string, succeeded: string) =>
  db.admin.query(
    `insert into operations.monitors (name, interval_ms, deadline_ms, watched_since, last_succeeded_at)
     values ($1, 10000, 5000, now() - interval '1 hour', now() - $2::interval)`,
    [name, succeeded],
  );

describe('a monitor that is late', () => {
  it('is alarmed by the leader and the alarm clears when it succeeds again', async () => {
    await monitorRow('test.quick', '14 seconds');
    await monitorRow('test.silent', '16 seconds');
    expect(await runOnce(lateMonitors(alarms))).toEqual({ affected: 1 });
    expect(await openAlarms()).toEqual([['monitor_late', 'test.silent', 'active-unacked']]);
    await db.admin.query('update operations.monitors set last_succeeded_at = now()');
    await runOnce(lateMonitors(alarms));
    expect(await openAlarms()).toEqual([['monitor_late', 'test.silent', 'returned-unacked']]);
  });

  it('is shown as late in the list', async () => {
    await monitorRow('test.quick', '14 seconds');
    await monitorRow('test.silent', '16 seconds');
    const list = await createOperationsService(db, audit).monitors(person);
    expect(list.map(({ name, late }) => [name, late])).toEqual([
      ['test.quick', false],
      ['test.silent', true],
    ]);
  });
});

describe('every process', () => {
  it.each([
    ['nobody has led for 15 s', "heartbeat_at = now() - interval '16 seconds'", '1 second'],
    ['the leader beats but no longer checks', 'heartbeat_at = now()', '1 hour'],
  ])('raises the alarm itself, once, when %s', async (_when, leader, checked) => {
    await db.admin.query(
      `update operations.monitor_leader set installation_id = gen_random_uuid(), workstation = 'Other',
         process_id = 1, led_since = now(), ${leader}`,
    );
    await monitorRow('operations.late-monitors', checked);
    const clock = fakeClock();
    using watching = watchLeader({ database: db.database, clock, log: silentLog, host }, alarms);
    expect(watching).toBeDefined();
    for (let look = 0; look < 3; look += 1) {
      await clock.advance(10_000);
      await delay(150);
    }
    const { rows } = await alarms.list(person, {}, { limit: 10 });
    expect(rows).toMatchObject([{ alarmType: 'monitor_late', sourceId: 'leader', occurrences: 1 }]);
  });
});

describe('an incident', () => {
  it('is kept without the values it was about, once, and can be dealt with', async () => {
    const failure = Object.assign(new Error('invalid input syntax for type uuid: "CANARY"'), {
      severity: 'ERROR',
      code: '22P02',
      detail: 'Failing row contains (CANARY).',
    });
    const incident = {
      id: 'K7QX-2M9D',
      at: new Date(),
      procedure: 'shopfloor.machines.list',
      transport: 'web' as const,
      workstation: 'Office 1',
      userId: person.userId,
      error: new Error('wrapped password=CANARY', { cause: failure }),
    };
    const record = incidentRecorder(db);
    await record(incident);
    await record(incident);
    const service = createOperationsService(db, audit);
    const { rows } = await service.errors(person, { incident: 'K7QX-2M9D' }, { limit: 10 });
    expect(rows).toMatchObject([
      { requestPath: 'shopfloor.machines.list', requestMethod: 'web', isResolved: false },
    ]);
    const whole = await db.admin.query('select e::text from operations.error_logs as e');
    expect(JSON.stringify(whole.rows)).not.toContain('CANARY');
    const id = rows[0]?.id ?? 0;
    expect(await service.resolveErrors(person, [id])).toEqual([id]);
    expect(await service.resolveErrors(person, [id])).toEqual([]);
    const reader = await personWith(db, ['error-log:read']);
    expect((await service.errors(reader, { resolved: true }, { limit: 10 })).rows).toHaveLength(1);
    const stranger = await personWith(db, []);
    expect((await service.errors(stranger, {}, { limit: 10 })).rows).toEqual([]);
  });
});

const tell = (topic: string) =>
  db.admin.query("select pg_notify('changes', $1)", [JSON.stringify({ topic, ids: ['1'] })]);

describe('the change feed', () => {
  it('knows every live table, and the permission of each exists', async () => {
    const { rows } = await db.admin.query<{ topic: string }>(
      "select tgrelid::regclass::text as topic from pg_trigger where tgname = 'notify_insert'",
    );
    const live = [...rows.map(({ topic }) => topic), 'operations.monitor_leader'];
    expect(Object.keys(changeTopics).toSorted()).toEqual(live.toSorted());
  });

  it('begins with a gap, tells only what the person may read, and ends when they are signed out', async () => {
    let held: ReadonlySet<Permission> | null = new Set<Permission>(['machine:read']);
    const feed = changeFeed(
      changes,
      { 'a.machines': 'machine:read', 'a.users': 'user:read' },
      () => held && { kind: 'person', held },
      never,
    );
    expect((await feed.next()).value).toEqual({ kind: 'gap' });
    await tell('a.users');
    await tell('a.unlisted');
    await tell('a.machines');
    expect((await feed.next()).value).toEqual({
      kind: 'changes',
      changes: [{ topic: 'a.machines', ids: ['1'] }],
    });
    held = null;
    await tell('a.machines');
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });
});

describe('the status', () => {
  it('names versions and leader, and streams again when the leader changes', async () => {
    const { status, statusStream } = createStatusService(
      { database: db.database, changes, host },
      '1.2.3',
    );
    expect(await status()).toMatchObject({
      database: { kind: 'online' },
      versions: {
        program: '1.2.3',
        server: expect.stringMatching(/^\d+/),
        schema: expect.stringMatching(/^0/),
      },
      workstation: 'Office 1',
    });
    const ending = new AbortController();
    const stream = statusStream(ending.signal);
    await stream.next();
    await db.admin.query(
      "update operations.monitor_leader set installation_id = gen_random_uuid(), workstation = 'New', led_since = now(), heartbeat_at = now()",
    );
    await db.admin.query(
      `select pg_notify('changes', '{"topic":"operations.monitor_leader","ids":["leader"]}')`,
    );
    expect((await stream.next()).value).toMatchObject({
      leader: { workstation: 'New', self: false },
    });
    const waiting = stream.next();
    ending.abort();
    expect(await waiting).toMatchObject({ done: true });
  });
});

const backupsOver = (from: BackupMaker | null) =>
  createBackupsService({ database: db.database, changes, host, log: silentLog }, from, audit);

const backupMade = (age: string) =>
  db.admin.query(
    `insert into operations.backups (kind, status, location, schema_version, server_version, workstation, started_at, finished_at)
     values ('manual', 'succeeded', '/b', 'x', '18', 'Office 1', now() - $1::interval, now())`,
    [age],
  );

describe('backups', () => {
  const gate = Promise.withResolvers<void>();
  const maker: BackupMaker = {
    directory: '/backups',
    async make({ onProgress }) {
      onProgress(0.5);
      await gate.promise;
      return { path: '/backups/one', bytes: 42 };
    },
  };

  it('are made one at a time, tell how far they are, and end with place and size', async () => {
    await using backups = backupsOver(maker);
    const started = await backups.start(person);
    if (typeof started === 'string') throw new Error(started);
    expect(await backups.start(null)).toBe('running');
    const steps = [];
    for await (const step of backups.progress(person, started.id, never)) {
      steps.push(step);
      if (step.progress === 0.5) gate.resolve();
    }
    expect(steps.at(-1)).toMatchObject({
      status: 'succeeded',
      bytes: 42,
      location: '/backups/one',
      progress: 1,
    });
    expect((await backups.list(person, { limit: 10 })).rows).toHaveLength(1);
  });

  it('say why they failed, and are not offered where somebody else runs the server', async () => {
    await using backups = backupsOver({
      directory: '/backups',
      make: () => Promise.reject(new Error('No space left in /backups.')),
    });
    await backups.start(null);
    await backups.settled;
    expect((await backups.list(person, { limit: 10 })).rows).toMatchObject([
      { status: 'failed', error: 'No space left in /backups.', kind: 'scheduled' },
    ]);
    expect(await backupsOver(null).start(person)).toBe('not-offered');
  });

  it('that a stopped program left unfinished are written off at the next start', async () => {
    await db.admin.query(
      "insert into operations.backups (kind, location, schema_version, server_version, workstation) values ('manual', '/b', 'x', '18', 'Office 1')",
    );
    await using backups = backupsOver(maker);
    expect(await backups.start(null)).toBe('running');
    expect(await backups.writeOff()).toBe(1);
    expect((await backups.list(person, { limit: 1 })).rows).toMatchObject([{ status: 'failed' }]);
  });

  it('start by schedule only when due, and an old last one is an alarm', async () => {
    await using backups = backupsOver(maker);
    await backupMade('50 hours');
    expect(await runOnce(backupOverdue(alarms, () => 24))).toEqual({ affected: 1 });
    expect(await openAlarms()).toEqual([['backup_overdue', 'backup', 'active-unacked']]);
    expect(await runOnce(scheduledBackup(backups, () => 24))).toMatchObject({ affected: 1 });
    await backups.settled;
    expect(await runOnce(scheduledBackup(backups, () => 24))).toMatchObject({ affected: 0 });
    expect(await runOnce(backupOverdue(alarms, () => 24))).toEqual({ affected: 0 });
  });
});

describe('runs of monitors', () => {
  it('are paged newest first', async () => {
    await db.admin.query(
      `insert into operations.monitor_runs (monitor, epoch, workstation, started_at, finished_at, outcome)
       select 'test.m', 1, 'w', now() - n * interval '1 day', now(), 'succeeded' from generate_series(40, 0, -1) as n`,
    );
    const service = createOperationsService(db, audit);
    const first = await service.runs(person, { monitor: 'test.m' }, { limit: 30 });
    const second = await service.runs(
      person,
      { monitor: 'test.m' },
      { limit: 30, cursor: first.nextCursor ?? '' },
    );
    expect([first.rows.length, second.rows.length, second.nextCursor]).toEqual([30, 11, null]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(41);
  });
});
