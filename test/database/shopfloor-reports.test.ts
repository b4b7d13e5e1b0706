import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Permission } from '#contract/permissions.ts';
import { rollStep } from '#domains/shopfloor/reports/use-statistics.ts';
import { consoleOf, shopfloorPermissions } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let worker: SitePerson;
let supervisor: SitePerson;
let machineId: string;
const reading: readonly Permission[] = [...shopfloorPermissions, 'user:read'];
const week = { from: '2026-06-01', until: '2026-06-07' };

async function session(
  userId: string,
  from: string,
  until: string,
  endedBy: string,
  lastActivity = until,
  inferred = false,
): Promise<void> {
  await site.db.admin.query(
    `insert into shopfloor.machine_sessions
       (machine_id, area_id, user_id, started_via, start_time, last_activity, end_time, active, ended_by, end_inferred)
     values ($1, $2, $3, 'node', $4, $5, $6, false, $7, $8)`,
    [machineId, site.areaId, userId, from, lastActivity, until, endedBy, inferred],
  );
}

async function refusal(userId: string | null, reason: string, at: string): Promise<void> {
  await site.db.admin.query(
    `insert into shopfloor.machine_logs (machine_id, area_id, user_id, event_type, reason, timestamp)
     values ($1, $2, $3, 'session-refused', $4, $5)`,
    [machineId, site.areaId, userId, reason, at],
  );
}

beforeAll(async () => {
  site = await createShopfloorSite();
  worker = await site.person();
  supervisor = await site.person({ level: 'manage', permissions: reading });
  machineId = await site.machine();
  await session(worker.userId, '2026-05-27T01:00:00Z', '2026-05-27T02:00:00Z', 'user');
  // Monday 08:00 to 10:00 in Seoul, of which the last half hour was idle.
  await session(
    worker.userId,
    '2026-05-31T23:00:00Z',
    '2026-06-01T01:00:00Z',
    'timeout',
    '2026-06-01T00:30:00Z',
    true,
  );
  await session(supervisor.userId, '2026-06-03T00:00:00Z', '2026-06-03T00:15:00Z', 'user');
  await refusal(worker.userId, 'not-trained', '2026-06-02T05:10:00Z');
  await refusal(worker.userId, 'not-trained', '2026-06-02T06:10:00Z');
  await refusal(null, 'badge-unknown', '2026-05-30T05:10:00Z');
  await site.db.database.asSystem('test', (tx) => rollStep(tx, 'Asia/Seoul'));
});
afterAll(() => site[Symbol.asyncDispose]());

const accesses = () =>
  site.db.admin
    .query(
      'select user_id, resource_type, resource_id, fields from identity.data_access_logs order by id',
    )
    .then(({ rows }) => rows);

describe('a report of use', () => {
  it('counts days and hours in the zone of the site and compares with the period before', async () => {
    const report = await consoleOf(site, supervisor).reports.use(week);
    expect(report.settings).toMatchObject({ timeZone: 'Asia/Seoul', idleAfterMinutes: 10 });
    expect(report.totals).toMatchObject({
      usedSeconds: 8100,
      idleSeconds: 1800,
      sessions: 2,
      refusals: 2,
      machines: 1,
      machinesUsed: 1,
      people: 2,
      endedBy: { user: 1, timeout: 1, admin: 0, estop: 0 },
      endsInferred: 1,
      unconfirmed: 0,
    });
    expect(report.before).toMatchObject({ usedSeconds: 3600, refusals: 1, sessions: 1 });
    expect(report.days.map(({ day, usedSeconds }) => [day, usedSeconds])).toEqual([
      ['2026-06-01', 7200],
      ['2026-06-02', 0],
      ['2026-06-03', 900],
      ['2026-06-04', 0],
      ['2026-06-05', 0],
      ['2026-06-06', 0],
      ['2026-06-07', 0],
    ]);
    expect(report.week[8]).toBe(3600);
    expect(report.week[9]).toBe(3600);
    expect(report.week[2 * 24 + 9]).toBe(900);
    expect(report.machines).toMatchObject([{ id: machineId, usedSeconds: 8100, usedBefore: 3600 }]);
    expect(report.areas).toMatchObject([{ name: 'Hall 1', usedSeconds: 8100, machines: 1 }]);
    expect(report.reasons).toEqual([
      { reason: 'not-trained', refusals: 2, before: 0 },
      { reason: 'badge-unknown', refusals: 0, before: 1 },
    ]);
    expect(report.refusalDays).toEqual([{ day: '2026-06-02', reason: 'not-trained', refusals: 2 }]);
    expect(report.days.map(({ endsInferred }) => endsInferred)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    expect(report.machines).toMatchObject([{ endsInferred: 1 }]);
  });

  it('counts sessions whose ends are not known while their node is lost', async () => {
    const lost = await site.machine();
    const start = `now() - interval '1 hour'`;
    await site.db.admin.query(
      `insert into shopfloor.machine_sessions
         (machine_id, area_id, user_id, started_via, start_time, last_activity, unconfirmed)
       values ($1, $2, $3, 'node', ${start}, ${start}, true)`,
      [lost, site.areaId, worker.userId],
    );
    const today = new Date().toISOString().slice(0, 10);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const { reports, sessions } = consoleOf(site, supervisor);
    const now = await reports.use({ from: today, until: tomorrow, machineId: lost });
    expect([now.totals.unconfirmed, now.before.unconfirmed]).toEqual([1, 0]);
    const marked = await sessions.list({ mark: 'unconfirmed' });
    expect(marked.rows.map(({ machine }) => machine.id)).toEqual([lost]);
    const inferred = await sessions.list({ mark: 'end-inferred' });
    expect(inferred.rows.map(({ endTime }) => endTime)).toEqual(['2026-06-01T01:00:00.000000Z']);
    await site.db.admin.query('delete from shopfloor.machine_sessions where machine_id = $1', [
      lost,
    ]);
    await site.db.admin.query('update shopfloor.machines set active = false where id = $1', [lost]);
  });

  it('shows nothing of areas that the caller may not see', async () => {
    const stranger = await site.person({ level: null });
    const report = await consoleOf(site, stranger).reports.use(week);
    expect(report.totals).toMatchObject({ usedSeconds: 0, refusals: 0, machines: 0 });
    expect(report.machines).toEqual([]);
  });

  it('by person is recorded before it is shown, and one of oneself is not', async () => {
    const console = consoleOf(site, supervisor, reading);
    const { people, training } = await console.reports.people(week);
    expect(people.map(({ userId, usedSeconds }) => [userId, usedSeconds])).toEqual([
      [worker.userId, 7200],
      [supervisor.userId, 900],
    ]);
    expect(training).toMatchObject([{ userId: worker.userId, refusals: 2, areaName: 'Hall 1' }]);
    const one = await console.reports.person({ ...week, userId: worker.userId });
    expect(one.totals.usedSeconds).toBe(7200);
    await console.reports.person({ ...week, userId: supervisor.userId });
    expect(await accesses()).toMatchObject([
      { user_id: supervisor.userId, resource_type: 'machine-use', resource_id: 'all' },
      { user_id: supervisor.userId, resource_type: 'machine-use', resource_id: worker.userId },
    ]);
  });

  it('by person needs the right to read about people', async () => {
    const refused = consoleOf(site, worker).reports.people(week);
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of oneself also covers areas one may not see any more', async () => {
    await site.db.admin.query('delete from identity.user_scopes where user_id = $1', [
      worker.userId,
    ]);
    const mine = await consoleOf(site, worker, []).reports.mine(week);
    expect(mine.totals).toMatchObject({ usedSeconds: 7200, refusals: 2, people: 1 });
    expect(mine.machines).toHaveLength(1);
  });

  it.each([
    ['a period that ends before it begins', { from: '2026-06-02', until: '2026-06-01' }],
    ['more than a year', { from: '2025-01-01', until: '2026-06-01' }],
  ])('refuses %s', async (_, period) => {
    const refused = consoleOf(site, supervisor).reports.use(period);
    await expect(refused).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the rules of the statistics', () => {
  it('are changed with a trace, over the version that was read, and then applied to the past', async () => {
    const { reports } = consoleOf(site, supervisor);
    const read = await reports.settings();
    const change = { version: read.version, timeZone: 'Europe/Berlin', idleAfterMinutes: 45 };
    expect(await reports.configure(change)).toMatchObject({ timeZone: 'Europe/Berlin' });
    await expect(reports.configure(change)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(
      await site.value(
        `select json_build_array(old_values, new_values) from identity.audit_logs where action = 'use-settings.update'`,
      ),
    ).toEqual([
      { timeZone: 'Asia/Seoul', idleAfterMinutes: 10 },
      { timeZone: 'Europe/Berlin', idleAfterMinutes: 45 },
    ]);
    await site.db.database.asSystem('test', (tx) => rollStep(tx));
    const { totals, week: hours } = await reports.use(week);
    expect(totals.idleSeconds).toBe(0);
    expect(hours[1]).toBe(3600);
  });

  it('know no zone that is none', async () => {
    const { reports } = consoleOf(site, supervisor);
    const { version } = await reports.settings();
    const refused = reports.configure({ version, timeZone: 'Mars/Olympus', idleAfterMinutes: 10 });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
