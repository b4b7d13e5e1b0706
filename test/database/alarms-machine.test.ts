import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import {
  atRest,
  isaStateOf,
  isListed,
  type MachineEvent,
  type MachineState,
  step,
} from '#domains/alarms/alarm-machine.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { brokenLaws } from '#test/support/alarm-laws.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

let site: AlarmsSite;
let [first, second]: Operator[] = [];
beforeAll(async () => {
  site = await createAlarmsSite();
  [first, second] = [await site.operator('Wall 1'), await site.operator('Wall 2')];
});
afterAll(() => site[Symbol.asyncDispose]());

const alarmType = 'node_offline';
const source = { type: 'node', id: '7', name: 'Node 7' };

const operatorOf = (who: Operator | undefined): Operator => {
  if (!who) throw new Error('The operators are not there yet.');
  return who;
};

const rows = async (): Promise<Alarm[]> => site.all(operatorOf(first));
const listed = async (): Promise<Alarm | undefined> =>
  (await rows()).find(({ state }) => state !== 'normal');

async function acknowledge(who: Operator | undefined): Promise<number> {
  const { done } = await site.domain.service.acknowledge(operatorOf(who), await rows0(), null);
  return done.length;
}
const rows0 = async () => (await rows()).slice(0, 1);

async function shelvings(): Promise<string[]> {
  const page = await site.overlays.shelvings(operatorOf(first), true, { limit: 10 });
  return page.rows.map(({ id }) => id);
}

/** Lets the shelving's time pass and the monitor see it. */
async function expire(): Promise<void> {
  await site.db.admin.query(
    `update alarms.shelvings set shelved_at = shelved_at - interval '9 hours', until = until - interval '9 hours'
     where ended_at is null`,
  );
  await site.run('alarms.timers');
}

async function takeOut(): Promise<void> {
  const [alarm] = await rows();
  if (!alarm) return;
  const request = { alarmId: alarm.id, reason: 'sensor exchange', workOrder: null };
  const asked = await site.overlays.request(operatorOf(first), { ...request, expectedUntil: null });
  if (asked.kind !== 'done') return;
  const { id, version } = asked.order;
  const own = await site.overlays.step(operatorOf(first), 'approved', { id, version });
  expect(own.kind).toBe('own-request');
  await site.overlays.step(operatorOf(second), 'approved', { id, version });
}

async function returnAll(): Promise<void> {
  const { rows: orders } = await site.overlays.orders(operatorOf(first), ['approved'], {
    limit: 10,
  });
  for (const order of orders) await site.overlays.step(operatorOf(first), 'returned', order);
}

const suppress = (rule: string) =>
  site.db.database.asSystem('test', (tx) => site.domain.service.suppressIn(tx, rule, [{ source }]));
const unsuppress = (rule: string) =>
  site.db.database.asSystem('test', (tx) =>
    site.domain.service.unsuppressIn(tx, rule, [{ source }]),
  );

/** What the property draws: an event, done by one console or by two at the same time. */
type Drawn = { readonly event: MachineEvent; readonly how: 'once' | 'twice' | 'expire' };

/** Lets an event happen in the database; of two consoles at once at most one did it. */
async function play({ event, how }: Drawn): Promise<void> {
  const { service } = site.domain;
  const both = async (work: (who: Operator | undefined) => Promise<number>) => {
    const consoles = how === 'twice' ? [first, second] : [first];
    const done = await Promise.all(consoles.map(work));
    expect(done.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
  };
  switch (event.kind) {
    case 'raise':
      await service.raise([{ alarmType, source, priority: `P${event.urgency}` }]);
      break;
    case 'clear':
      await service.clear([{ alarmType, source }]);
      break;
    case 'acknowledge':
      await both(acknowledge);
      break;
    case 'reset': {
      const seen = await rows0();
      if (seen.length === 0) break;
      await both(
        async (who) =>
          (await service.act(operatorOf(who), { kind: 'reset', seen }, null)).done.length,
      );
      break;
    }
    case 'shelve': {
      const seen = await rows0();
      const order = { seconds: 3600, oneShot: event.oneShot, reason: 'known fault' };
      if (seen.length > 0) {
        await both(
          async (who) => (await site.overlays.shelve(operatorOf(who), seen, order)).done.length,
        );
      }
      break;
    }
    case 'unshelve': {
      if (how === 'expire') return expire();
      const ids = await shelvings();
      if (ids.length > 0) {
        await both(async (who) => (await site.overlays.unshelve(operatorOf(who), ids)).done.length);
      }
      break;
    }
    case 'suppress':
      await suppress(event.rule);
      break;
    case 'unsuppress':
      await unsuppress(event.rule);
      break;
    case 'take-out':
      await takeOut();
      break;
    case 'return':
      await returnAll();
      break;
  }
}

const urgency = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
const rule = fc.constantFrom('maintenance', 'emergency_stop');
const event: fc.Arbitrary<MachineEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('raise' as const), urgency }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'clear' as const }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'acknowledge' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('shelve' as const), oneShot: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'unshelve' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suppress' as const), rule }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsuppress' as const), rule }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'take-out' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'return' as const }) },
);
const drawn: fc.Arbitrary<Drawn> = fc.record({
  event,
  how: fc.constantFrom('once' as const, 'twice' as const, 'expire' as const),
});

async function emptied(latching: boolean): Promise<void> {
  for (const statement of [
    'delete from alarms.suppressions',
    'delete from alarms.alarms',
    'delete from alarms.shelvings',
    'delete from alarms.out_of_service',
  ]) {
    await site.db.admin.query(statement);
  }
  await site.db.admin.query(
    `update alarms.alarm_types set is_latching = $1, re_alarm_seconds = 86400 where alarm_type = $2`,
    [latching, alarmType],
  );
}

/** Nothing was raised yet, so there is nothing to be taken out of service. */
const applies = (state: MachineState, { kind }: MachineEvent): boolean =>
  kind !== 'take-out' || state.annunciation > 0;

it('is decided by the database as the machine of ISA-18.2 decides it, in any order of events', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(drawn, { minLength: 4, maxLength: 14 }),
      async (latching, events) => {
        await emptied(latching);
        let model = atRest;
        for (const next of events) {
          if (!applies(model, next.event)) continue;
          await play(next);
          model = step(model, next.event, { latching });
          const alarm = await listed();
          expect(alarm !== undefined).toBe(isListed(model));
          expect(alarm?.state.startsWith('active') ?? false).toBe(model.active);
          if (!alarm) continue;
          expect(alarm.isaState).toBe(isaStateOf(model));
          expect([alarm.priority, alarm.annunciation]).toEqual([
            `P${model.urgency}`,
            model.annunciation,
          ]);
        }
        expect(await brokenLaws(site.db.admin)).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
}, 240_000);
