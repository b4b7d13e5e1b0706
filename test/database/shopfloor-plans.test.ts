import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listLogs } from '#domains/shopfloor/logs/log-list.queries.ts';
import {
  listActiveSessions,
  listSessions,
} from '#domains/shopfloor/sessions/session-list.queries.ts';
import { findIdleSessions } from '#domains/shopfloor/sessions/timeouts.queries.ts';
import { findUnanswered } from '#domains/shopfloor/nodes/port-commands.queries.ts';
import { readJustDone, readStartRow } from '#domains/shopfloor/sessions/start.queries.ts';
import { listTiles } from '#domains/shopfloor/structure/machine-tiles.queries.ts';
import type { Tx } from '#platform/database/database.ts';
import { indexesOf, plansOf, problemsOf, wasted } from '#test/support/query-plans.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
let person: SitePerson;
let machineId: string;

const fill = `
  insert into shopfloor.machines (machine_id, name, zone_id, area_id)
  select 'BULK-' || n, 'Bulk', zone.id, zone.area_id
  from shopfloor.zones as zone cross join generate_series(1, 200) as n;`;
const history = `
  insert into shopfloor.machine_sessions
    (machine_id, area_id, user_id, started_via, start_time, last_activity, end_time, active, ended_by)
  select machine.id, machine.area_id, $1, 'console', at, at, at + interval '20 minutes', false, 'user'
  from (select id, area_id, row_number() over () as n from shopfloor.machines) as machine
  cross join lateral (
    select now() - make_interval(mins => (1000 * 30 - i * 30 + machine.n)::integer) as at
    from generate_series(1, 1000) as i) as moment;`;
const lines = `
  insert into shopfloor.machine_logs (machine_id, area_id, user_id, session_id, event_type, timestamp)
  select machine_id, area_id, user_id, id, 'session-started', start_time from shopfloor.machine_sessions;`;

beforeAll(async () => {
  site = await createShopfloorSite();
  person = await site.person();
  machineId = await site.machine();
  const { admin } = site.db;
  // Foreign keys and notifications of 400,000 rows would take most of a minute.
  await admin.query('set session_replication_role = replica');
  await admin.query(fill);
  await admin.query(history.replace('$1', `'${person.userId}'`));
  await admin.query(lines);
  await admin.query(
    `insert into shopfloor.machine_sessions (machine_id, area_id, user_id, started_via)
     select id, area_id, $1, 'console' from shopfloor.machines where machine_id like 'BULK-%7'`,
    [person.userId],
  );
  await admin.query('set session_replication_role = origin');
  await admin.query('vacuum analyze');
}, 120_000);
afterAll(() => site[Symbol.asyncDispose]());

const asPerson = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asUser(person, (tx) => plansOf(tx, call));
const asProgram = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asSystem('plans', (tx) => plansOf(tx, call));

describe('with 200,000 sessions, under row-level security', () => {
  const page = { limit: 50 };

  it('the newest page of all sessions comes from its index', async () => {
    const plan = await asPerson((tx) => listSessions(tx, {}, page));
    expect(problemsOf(plan, 'machine_sessions', 'machine_sessions_by_start')).toEqual([]);
  });

  it("the page of one machine's sessions comes from its index", async () => {
    const busy = await site.value<string>(
      `select id from shopfloor.machines where machine_id = 'BULK-7'`,
    );
    const plan = await asPerson((tx) => listSessions(tx, { machineId: busy ?? '' }, page));
    expect(problemsOf(plan, 'machine_sessions', 'machine_sessions_by_machine')).toEqual([]);
  });

  it('active sessions come from an index of active ones', async () => {
    const plan = await asPerson((tx) => listActiveSessions(tx, null, null));
    const partial = new Set(['machine_sessions_active', 'machine_sessions_one_active']);
    expect(indexesOf(plan).some((index) => partial.has(index))).toBe(true);
    expect(wasted(plan, 'machine_sessions')).toBeLessThan(500);
  });

  it('tiles find the running session by the index that allows one for each machine', async () => {
    const plan = await asPerson((tx) => listTiles(tx, {}, null));
    const scans = plan.filter((node) => node['Node Type'] === 'Seq Scan');
    expect(scans.map((node) => node['Relation Name'])).not.toContain('machine_sessions');
    expect(wasted(plan, 'machine_sessions')).toBeLessThan(500);
  });

  it('a start is decided without reading the history', async () => {
    const plan = await asProgram(async (tx) => {
      await readJustDone(tx, machineId, person.userId, 1500);
      await readStartRow(tx, machineId, person.userId);
    });
    expect(problemsOf(plan, 'machine_sessions', 'machine_sessions_one_active')).toEqual([]);
  });

  it('idle sessions and unanswered commands are found without reading the history', async () => {
    const idle = await asProgram((tx) => findIdleSessions(tx));
    expect(wasted(idle, 'machine_sessions')).toBeLessThan(500);
    const open = await asProgram((tx) => findUnanswered(tx, 1000));
    expect(problemsOf(open, 'machine_sessions', 'machine_sessions_open_command')).toEqual([]);
  });

  it("the newest page of a machine's log comes from its index", async () => {
    const plan = await asPerson((tx) => listLogs(tx, { machineId }, page));
    expect(problemsOf(plan, 'machine_logs', 'machine_logs_by_machine')).toEqual([]);
  });
});
