import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countListed,
  countSetAside,
  listedAlarms,
  pageOfAlarms,
} from '#domains/alarms/alarms.queries.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { clearAlarms, clearDueAlarms, expireAlarms } from '#domains/alarms/clearing.queries.ts';
import { givenOf, type Raise } from '#domains/alarms/given.ts';
import { groupAlarms, releaseMembers, standingParents } from '#domains/alarms/grouping.queries.ts';
import { pageOfJournal } from '#domains/alarms/journal/journal.queries.ts';
import { applyOverlays } from '#domains/alarms/overlays/suppression.queries.ts';
import { raiseAlarms } from '#domains/alarms/raising.queries.ts';
import {
  escalateAlarms,
  followFloods,
  markChattering,
  markStale,
} from '#domains/alarms/watching/watching.queries.ts';
import type { Tx } from '#platform/database/database.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';
import { indexesOf, plansOf, problemsOf, wasted } from '#test/support/query-plans.ts';

const OPEN = 30_000;

let site: AlarmsSite;
let operator: Operator;

/** 30,000 open alarms, 10,000 that have left, and the journal of both. */
const fill = `
  insert into alarms.alarms
    (alarm_type, source_type, source_id, source_name, priority, title, position_id, burst_id, activated_at,
     annunciated_at, created_at, is_acknowledged, acknowledged_at, is_resolved, resolved_at, auto_resolved)
  select 'node_offline', 'bulk', n::text, 'Bulk ' || n, 'P' || 1 + n % 4, 'Bulk', p.id, gen_random_uuid(), at, at, at,
         n % 3 > 0 or n > ${OPEN}, case when n % 3 > 0 or n > ${OPEN} then at end,
         n > ${OPEN}, case when n > ${OPEN} then at end, n > ${OPEN}
  from generate_series(1, ${OPEN + 10_000}) as n
  cross join lateral (select now() - make_interval(secs => n) as at) as moment
  cross join alarms.positions as p;`;
const history = `
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, after, annunciated, priority, position_id, at)
  select id, alarm_type, source_type, source_id, 'raised', '{}', true, priority, position_id, created_at
  from alarms.alarms;`;

beforeAll(async () => {
  site = await createAlarmsSite();
  operator = await site.operator();
  const { admin } = site.db;
  // The journal and the rules of 40,000 rows would take minutes.
  await admin.query('set session_replication_role = replica');
  await admin.query(fill);
  await admin.query(history);
  await admin.query('set session_replication_role = origin');
  await admin.query('vacuum analyze');
}, 240_000);
afterAll(() => site[Symbol.asyncDispose]());

const asOperator = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asUser(operator, (tx) => plansOf(tx, call));
const asProgram = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asSystem('plans', (tx) => plansOf(tx, call));
const kept = (call: (tx: Tx) => Promise<unknown>) =>
  site.db.database.asSystem('plans', (tx) => plansOf(tx, call, { keepPlans: true }));
const raiseOf = (id: string, type = 'bulk'): Raise => ({
  alarmType: 'node_offline',
  source: { type, id, name: `Bulk ${id}` },
});

describe('with 30,000 open alarms, under row-level security', () => {
  it('the top of the queue comes from its index in its order', async () => {
    const plan = await asOperator((tx) => listedAlarms(tx, {}, null, 2_000));
    expect(problemsOf(plan, 'alarms', 'alarms_queue')).toEqual([]);
    expect(plan.map((node) => node['Node Type'])).not.toContain('Sort');
  });

  it('changed alarms are read by their keys', async () => {
    const rows = await site.db.admin.query<{ id: string }>('select id from alarms.alarms limit 20');
    const ids = rows.rows.map(({ id }) => id);
    const read = (tx: Tx) => listedAlarms(tx, {}, ids, 2_000);
    const keptPlan = await site.db.database.asUser(operator, (tx) =>
      plansOf(tx, read, { keepPlans: true }),
    );
    for (const plan of [await asOperator(read), keptPlan]) {
      expect(problemsOf(plan, 'alarms', 'alarms_pkey')).toEqual([]);
    }
  });

  it('a page of the queue and a page of history come from their indexes', async () => {
    const open = await asOperator((tx) => pageOfAlarms(tx, { open: true }, { limit: 50 }));
    expect(problemsOf(open, 'alarms', 'alarms_listed')).toEqual([]);
    const all = await asOperator((tx) => pageOfAlarms(tx, {}, { limit: 50 }));
    expect(problemsOf(all, 'alarms', 'alarms_by_creation')).toEqual([]);
  });

  it('counts for the bar read nothing that has left the queue', async () => {
    const counts = await asOperator((tx) => countListed(tx, null));
    expect(indexesOf(counts)).toContain('alarms_queue');
    expect(wasted(counts, 'alarms')).toBe(0);
    const aside = await asOperator(countSetAside);
    expect(wasted(aside, 'alarms')).toBeLessThan(500);
  });

  it('a raise and a clear find their alarms by source and type', async () => {
    const raised = await asProgram((tx) =>
      raiseAlarms(tx, [givenOf(raiseOf('7')), givenOf(raiseOf('new'))], { waited: false }),
    );
    expect(problemsOf(raised, 'alarms', 'alarms_one_open')).toEqual([]);
    const cleared = await asProgram((tx) => clearAlarms(tx, [raiseOf('7')]));
    expect(problemsOf(cleared, 'alarms', 'alarms_one_open')).toEqual([]);
  });

  it('so they do by plans that are made once and kept', async () => {
    const raised = await kept((tx) =>
      raiseAlarms(tx, [givenOf(raiseOf('7')), givenOf(raiseOf('newer'))], { waited: false }),
    );
    expect(problemsOf(raised, 'alarms', 'alarms_one_open')).toEqual([]);
    const cleared = await kept((tx) => clearAlarms(tx, [raiseOf('7')]));
    expect(problemsOf(cleared, 'alarms', 'alarms_one_open')).toEqual([]);
    const grouped = await kept((tx) =>
      groupAlarms(tx, [{ source_type: 'bulk', source_id: '8', alarm_type: 'node_offline' }]),
    );
    expect(problemsOf(grouped, 'alarms', 'alarms_groupable')).toEqual([]);
  });

  it.each([
    ['what is to be escalated', escalateAlarms],
    ['what makes a flood', followFloods],
    ['what chatters', markChattering],
    ['what has become stale', markStale],
    ['members to be gathered', (tx: Tx) => groupAlarms(tx, null)],
    ['parents that stand', standingParents],
    ['members to be let go', releaseMembers],
    ['overlays that no longer hold', applyOverlays],
    ['delays that are over', clearDueAlarms],
    ['alarms whose time is over', expireAlarms],
  ])('%s is found every few seconds without reading queue or journal', async (_, call) => {
    const plan = await asProgram(call);
    const whole = plan.filter((node) => node['Node Type'] === 'Seq Scan');
    expect(whole.map((node) => node['Relation Name'])).not.toContain('alarms');
    expect(whole.map((node) => node['Relation Name'])).not.toContain('journal');
    expect(wasted(plan, 'alarms') + wasted(plan, 'journal')).toBeLessThan(500);
  });

  it('the first alarm after a quiet time is not looked for among all that stand', async () => {
    const { admin } = site.db;
    const read = async (): Promise<number> => {
      const { rows } = await admin.query<{ read: number }>(
        `select (seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_xact_user_tables
         where schemaname = 'alarms' and relname = 'alarms'`,
      );
      return rows[0]?.read ?? Number.NaN;
    };
    await admin.query('begin');
    // What the connection read before is counted here as well until it was told on.
    const before = await read();
    await admin.query('select alarms.burst_of(null, id) from alarms.positions');
    const after = await read();
    await admin.query('rollback');
    expect(after - before).toBeLessThan(100);
  });

  it('the newest page of the journal, and that of one alarm, come from their indexes', async () => {
    const newest = await asOperator((tx) => pageOfJournal(tx, {}, { limit: 50 }, 'desc'));
    expect(problemsOf(newest, 'journal', 'journal_by_time')).toEqual([]);
    const { rows } = await site.db.admin.query<{ id: string }>(
      'select id from alarms.alarms limit 1',
    );
    const alarmId = rows[0]?.id ?? '';
    const own = await asOperator((tx) => pageOfJournal(tx, { alarmId }, { limit: 50 }, 'desc'));
    expect(problemsOf(own, 'journal', 'journal_of_alarm')).toEqual([]);
  });

  it('a storm of a thousand is raised whole, each once, and the bar counts every one of them', async () => {
    const before = await site.domain.service.summary(operator, null);
    const storm = Array.from({ length: 1_000 }, (_, n) => ({
      ...raiseOf(`storm-${n}`, 'storm'),
      priority: 'P1' as const,
    }));
    for (let n = 0; n < 10; n += 1) {
      expect(await site.domain.service.raise(storm.slice(n * 100, (n + 1) * 100))).toBe(100);
    }
    const after = await site.domain.service.summary(operator, null);
    expect(after.unacknowledged.P1 - before.unacknowledged.P1).toBe(1_000);
    const { rows } = await site.domain.service.list(
      operator,
      { sourceType: 'storm' },
      { limit: 500 },
    );
    expect(rows).toHaveLength(500);
  });
});
