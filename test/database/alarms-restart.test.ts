import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { isaStateOf, isListed } from '#domains/alarms/alarm-machine.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';
import { brokenLaws } from '#test/support/alarm-laws.ts';
import {
  timedAtRest,
  type TimedEvent,
  type TimedState,
  timedStep,
  type TimedType,
} from '#test/support/timed-alarm-machine.ts';

let site: AlarmsSite;
let operator: Operator;
let approver: Operator;
let start = 0;
beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  [operator, approver] = [await site.operator('Wall 1'), await site.operator('Wall 2')];
});
afterAll(() => site[Symbol.asyncDispose]());

const alarmType = 'node_offline';
const source = { type: 'node', id: '7', name: 'Node 7' };
const escalate = { 1: 60, 2: 300, 3: null, 4: null } as const;

/** What the property draws: an event while a process runs, while it is killed, or between two of them. */
type Drawn = { readonly event: TimedEvent; readonly how: 'served' | 'killed' | 'restarted' };

const newest = async (): Promise<readonly Alarm[]> => (await site.all(operator)).slice(0, 1);
const listed = async () => (await site.all(operator)).find(({ state }) => state !== 'normal');

/** Asks and approves; a request that a kill left unapproved is approved with it. */
async function takeOut(): Promise<void> {
  const [alarm] = await newest();
  if (!alarm) return;
  const request = { alarmId: alarm.id, reason: 'sensor exchange', workOrder: null };
  await site.overlays.request(operator, { ...request, expectedUntil: null });
  const { rows } = await site.overlays.orders(operator, ['requested'], { limit: 10 });
  for (const order of rows) await site.overlays.step(approver, 'approved', order);
}

async function returnAll(): Promise<void> {
  const { rows } = await site.overlays.orders(operator, ['approved'], { limit: 10 });
  for (const order of rows) await site.overlays.step(operator, 'returned', order);
}

async function unshelveAll(): Promise<void> {
  const { rows } = await site.overlays.shelvings(operator, true, { limit: 10 });
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await site.overlays.unshelve(operator, ids);
}

async function suppress(rule: string, holds: boolean): Promise<void> {
  const { service } = site.domain;
  const change = holds ? service.suppressIn : service.unsuppressIn;
  await site.platform.database.asSystem('test', (tx) => change(tx, rule, [{ source }]));
}

async function happen(event: TimedEvent): Promise<void> {
  const { service } = site.domain;
  switch (event.kind) {
    case 'raise':
      await service.raise([{ alarmType, source, priority: `P${event.urgency}` }]);
      break;
    case 'clear':
      await service.clear([{ alarmType, source }]);
      break;
    case 'acknowledge':
      await service.acknowledge(operator, await newest(), null);
      break;
    case 'reset':
      await service.act(operator, { kind: 'reset', seen: await newest() }, null);
      break;
    case 'shelve': {
      const { seconds, oneShot } = event;
      await site.overlays.shelve(operator, await newest(), { seconds, oneShot, reason: 'known' });
      break;
    }
    case 'unshelve':
      await unshelveAll();
      break;
    case 'suppress':
    case 'unsuppress':
      await suppress(event.rule, event.kind === 'suppress');
      break;
    case 'take-out':
      await takeOut();
      break;
    case 'return':
      await returnAll();
      break;
    case 'pass':
      await site.advance(event.seconds);
      await runMonitors();
  }
}

/** What a leader does at this moment, also one that has just begun to lead. */
async function runMonitors(): Promise<void> {
  for (const monitor of ['alarms.timers', 'alarms.escalation', 'alarms.consistency']) {
    await site.run(monitor);
  }
}

/** The part of the model that the database shows. */
const shown = ({ machine, pending, shelvedUntil, ...state }: TimedState) => ({
  pending: pending && `P${pending.urgency}`,
  shelvedUntil,
  rules: machine.rules.toSorted(),
  outOfService: machine.outOfService,
  ...(isListed(machine) && {
    active: machine.active,
    isaState: isaStateOf(machine),
    priority: `P${machine.urgency}`,
    annunciation: machine.annunciation,
    occurrences: state.occurrences,
    clearsAt: state.clearsAt,
    escalations: state.escalations,
  }),
});

/** Seconds since the run of events began. */
const sinceStart = (at: string | null | undefined): number | null =>
  at ? (Date.parse(at) - start) / 1000 : null;

interface Standing {
  readonly pending: string | null;
  readonly shelved_until: string | null;
  readonly rules: string[];
  readonly out_of_service: boolean;
}

/** What stands for the source, whether there is an alarm or not. */
async function standing() {
  const { rows } = await site.db.admin.query<Standing>(
    `select (select raise ->> 'priority' from alarms.pending_conditions) as pending,
            (select until from alarms.shelvings where ended_at is null) as shelved_until,
            array(select rule::text from alarms.suppressions order by rule) as rules,
            exists (select from alarms.out_of_service where status = 'approved') as out_of_service`,
  );
  const [row] = rows;
  return {
    pending: row?.pending,
    shelvedUntil: sinceStart(row?.shelved_until),
    rules: row?.rules,
    outOfService: row?.out_of_service,
  };
}

async function seen() {
  const alarm = await listed();
  return {
    ...(await standing()),
    ...(alarm && {
      active: alarm.state.startsWith('active'),
      isaState: alarm.isaState,
      priority: alarm.priority,
      annunciation: alarm.annunciation,
      occurrences: alarm.occurrences,
      clearsAt: sinceStart(alarm.clearsAt),
      escalations: alarm.escalationLevel,
    }),
  };
}

/** Cuts every connection of the process in the middle of what it does, as a kill does, and starts another. */
async function killedDuring(work: Promise<void>): Promise<void> {
  const [outcome] = await Promise.all([
    Promise.allSettled([work]),
    site.db.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename <> current_user`,
    ),
  ]);
  expect(outcome).toHaveLength(1);
  await site.restart();
}

/**
 * Lets an event happen and answers what the model is then. Of one that a kill cut off either all or
 * nothing is kept: the model follows what was.
 */
async function play(model: TimedState, { event, how }: Drawn, type: TimedType) {
  const done = timedStep(model, event, type);
  if (event.kind === 'pass') {
    if (how === 'served') await happen(event);
    else {
      await site.restart(() => site.advance(event.seconds));
      await runMonitors();
    }
    return done;
  }
  if (how !== 'killed') {
    if (how === 'restarted') await site.restart();
    await happen(event);
    return done;
  }
  await killedDuring(happen(event));
  const now = await seen();
  return [done, model].find((one) => JSON.stringify(shown(one)) === JSON.stringify(now)) ?? done;
}

const urgency = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
const rule = fc.constantFrom('maintenance', 'emergency_stop');
const event: fc.Arbitrary<TimedEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('raise' as const), urgency }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'clear' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'acknowledge' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('shelve' as const),
      oneShot: fc.boolean(),
      seconds: fc.constantFrom(60, 600),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'unshelve' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suppress' as const), rule }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsuppress' as const), rule }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'take-out' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'return' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.constantFrom(1, 19, 20, 30, 59, 60, 300, 600),
    }),
  },
);
const drawn: fc.Arbitrary<Drawn> = fc.record({
  event,
  how: fc.oneof(
    { weight: 4, arbitrary: fc.constant('served' as const) },
    { weight: 2, arbitrary: fc.constant('restarted' as const) },
    { weight: 1, arbitrary: fc.constant('killed' as const) },
  ),
});

async function begin({ latching, onDelay, offDelay }: TimedType): Promise<void> {
  for (const table of [
    'suppressions',
    'pending_conditions',
    'alarms',
    'shelvings',
    'out_of_service',
  ]) {
    await site.db.admin.query(`delete from alarms.${table}`);
  }
  await site.db.admin.query(
    `update alarms.alarm_types
     set is_latching = $1, on_delay_seconds = $2, off_delay_seconds = $3, re_alarm_seconds = 86400
     where alarm_type = $4`,
    [latching, onDelay, offDelay, alarmType],
  );
  const { rows } = await site.db.admin.query<{ now: string }>('select now() as now');
  start = Date.parse(rows[0]?.now ?? '');
}

const raise = { kind: 'raise', urgency: 2 } as const;
const restarted = (...events: readonly TimedEvent[]): Drawn[] =>
  events.map((one) => ({ event: one, how: 'restarted' }));
const pass = (seconds: number): TimedEvent => ({ kind: 'pass', seconds });

/** A restart over each thing that waits: both delays, a shelving, a suppression, an escalation. */
const overWhatWaits: readonly [TimedType, Drawn[]][] = [
  [
    { latching: false, onDelay: 30, offDelay: 20, escalate },
    restarted(raise, pass(29), pass(1), { kind: 'clear' }, pass(19), pass(1)),
  ],
  [
    { latching: true, onDelay: 0, offDelay: 0, escalate },
    restarted(
      raise,
      { kind: 'shelve', oneShot: false, seconds: 60 },
      pass(59),
      pass(1),
      { kind: 'suppress', rule: 'maintenance' },
      pass(300),
      { kind: 'unsuppress', rule: 'maintenance' },
      pass(299),
      pass(1),
    ),
  ],
];

const applies = ({ machine }: TimedState, { event: { kind } }: Drawn): boolean =>
  kind !== 'take-out' || machine.annunciation > 0;

it('lose nothing that waits for a moment when a process is stopped, killed and started again', async () => {
  const type: fc.Arbitrary<TimedType> = fc.record({
    latching: fc.boolean(),
    onDelay: fc.constantFrom(0, 30),
    offDelay: fc.constantFrom(0, 20),
    escalate: fc.constant(escalate),
  });
  const checking = fc.assert(
    fc.asyncProperty(type, fc.array(drawn, { minLength: 6, maxLength: 14 }), async (of, events) => {
      await begin(of);
      let model = timedAtRest;
      for (const next of events) {
        if (!applies(model, next)) continue;
        model = await play(model, next, of);
        expect(await seen()).toEqual(shown(model));
      }
      expect(await brokenLaws(site.db.admin)).toEqual([]);
    }),
    { numRuns: 12, examples: [...overWhatWaits] },
  );
  await expect(checking).resolves.toBeUndefined();
}, 120_000);
