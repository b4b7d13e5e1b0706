import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPeople } from '#domains/shopfloor/reports/people-report.queries.ts';
import {
  readAreaSums,
  readDays,
  readMachineSums,
  readPeriodSums,
  readReasons,
  readRefusalDays,
  readWeek,
} from '#domains/shopfloor/reports/use-report.queries.ts';
import { rollHours, rollRefusals } from '#domains/shopfloor/reports/use-rollup.queries.ts';
import type { Tx } from '#platform/database/database.ts';
import { plansOf, problemsOf } from '#test/support/query-plans.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let person: SitePerson;
let machineId: string;

/** A year and more of twenty machines, hour by hour. */
const fill = `
  insert into shopfloor.machines (machine_id, name, zone_id, area_id)
  select 'BULK-' || n, 'Bulk', zone.id, zone.area_id
  from shopfloor.zones as zone cross join generate_series(1, 20) as n;
  insert into shopfloor.machine_use_hours
  select machine.id, date_trunc('hour', now()) - make_interval(hours => n), $1, machine.area_id, 1800000000, 0, 1, 1, 0, 0, 0
  from shopfloor.machines as machine cross join generate_series(1, 5000) as n;
  insert into shopfloor.machine_use_days
  select machine.id, current_date - n, $1, machine.area_id, 1800000000, 0, 1, 1, 0, 0, 0
  from shopfloor.machines as machine cross join generate_series(1, 730) as n;
  insert into shopfloor.machine_sessions
    (machine_id, area_id, user_id, started_via, start_time, last_activity, end_time, active, ended_by)
  select machine.id, machine.area_id, $1, 'console', at, at, at + interval '20 minutes', false, 'user'
  from shopfloor.machines as machine
  cross join lateral (select now() - make_interval(hours => 5 * n) as at from generate_series(1, 1500) as n) as moment;
  insert into shopfloor.machine_logs (machine_id, area_id, user_id, event_type, reason, timestamp)
  select machine_id, area_id, user_id, 'session-refused', 'not-trained', start_time from shopfloor.machine_sessions;`;

beforeAll(async () => {
  site = await createShopfloorSite();
  person = await site.person();
  machineId = await site.machine();
  const { admin } = site.db;
  await admin.query('set session_replication_role = replica');
  await admin.query(fill.replaceAll('$1', `'${person.userId}'`));
  await admin.query('set session_replication_role = origin');
  await admin.query('vacuum analyze');
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

const asPerson = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asUser(person, (tx) => plansOf(tx, call));
const asProgram = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asSystem('plans', (tx) => plansOf(tx, call));

const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
const month = { from: day(29), until: day(0), zone: 'Asia/Seoul' };
const year = { ...month, from: day(364) };
const yearBefore = { ...month, from: day(729), until: day(365) };
const monthBefore = { from: day(59), until: day(30), zone: 'Asia/Seoul' };

describe('with a year summed up, under row-level security', () => {
  it.each([
    ['the sums of a month', (tx: Tx) => readPeriodSums(tx, month)],
    ['the machines of a month', (tx: Tx) => readMachineSums(tx, month, monthBefore)],
    ['the people of a month', (tx: Tx) => readPeople(tx, month)],
  ])('%s read the days of that month only', async (_, call) => {
    const plan = await asPerson(call);
    expect(problemsOf(plan, 'machine_use_days', 'machine_use_days_by_day')).toEqual([]);
  });

  it.each([
    ['the sums', (tx: Tx) => readPeriodSums(tx, year)],
    ['the days', (tx: Tx) => readDays(tx, year)],
    ['the machines', (tx: Tx) => readMachineSums(tx, year, yearBefore)],
    ['the areas', (tx: Tx) => readAreaSums(tx, year, yearBefore)],
    ['the week', (tx: Tx) => readWeek(tx, year)],
    ['the reasons', (tx: Tx) => readReasons(tx, year, yearBefore)],
    ['the refusals by day', (tx: Tx) => readRefusalDays(tx, year)],
    ['the people', (tx: Tx) => readPeople(tx, year)],
  ])('%s of a year read no history of sessions or logs', async (_, call) => {
    const plan = await asPerson(call);
    // Of the sessions only those that run now and are in doubt, by the index of those that run.
    const history = plan.filter(
      ({ 'Relation Name': table = '', 'Index Name': index }) =>
        ['machine_sessions', 'machine_logs'].includes(table) && index !== 'machine_sessions_active',
    );
    expect(history).toEqual([]);
  });

  it('the hours of the week read the hours of that month only', async () => {
    const plan = await asPerson((tx) => readWeek(tx, month));
    expect(problemsOf(plan, 'machine_use_hours', 'machine_use_hours_by_hour')).toEqual([]);
  });

  it('an hour is summed up without reading the history of its machine', async () => {
    const busy = await site.value<string>(
      `select id from shopfloor.machines where machine_id = 'BULK-7'`,
    );
    const [from, until] = [`${day(9)}T00:00:00Z`, `${day(8)}T00:00:00Z`];
    const stretches = { machines: [busy ?? machineId], from: [from], until: [until] };
    const sessions = await asProgram((tx) =>
      rollHours(tx, stretches, { zone: 'UTC', idleAfterMinutes: 10 }),
    );
    expect(problemsOf(sessions, 'machine_sessions', 'machine_sessions_by_machine')).toEqual([]);
    const refusals = await asProgram((tx) => rollRefusals(tx, stretches, 'UTC'));
    expect(problemsOf(refusals, 'machine_logs', 'machine_logs_refusals_by_time')).toEqual([]);
  });
});
