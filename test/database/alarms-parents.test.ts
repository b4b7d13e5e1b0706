import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { brokenLaws } from '#test/support/alarm-laws.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

const HOUR = 3600;

let site: AlarmsSite;
let operator: Operator;
beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  operator = await site.operator();
  await site.db.admin.query(
    `update alarms.alarm_types set group_size = 3 where alarm_type = 'node_offline'`,
  );
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(begin);

async function begin(): Promise<void> {
  await site.db.admin.query('delete from alarms.alarms');
  await site.db.admin.query('delete from alarms.shelvings');
  await site.db.admin.query('update alarms.suppression_rules set is_enabled = true');
  await site.advance(2 * HOUR);
}

const parent = { type: 'area', id: 'hall-1', name: 'Hall 1' };
const silent = (n: number, part: Partial<Raise> = {}): Raise => ({
  alarmType: 'node_offline',
  source: { type: 'node', id: `n${n}`, name: `Node ${n}`, parent },
  ...part,
});
const raise = (...nodes: readonly number[]) =>
  site.domain.service.raise(nodes.map((n) => silent(n)));
const clear = (...nodes: readonly number[]) =>
  site.domain.service.clear(nodes.map((n) => silent(n)));

const everything = () => site.all(operator);
const parents = async () => (await everything()).filter(({ isParent }) => isParent);
const theParent = async (): Promise<Alarm> => {
  const [found] = await parents();
  if (!found) throw new Error('There is no parent.');
  return found;
};
/** What a person sees in the queue, by name. */
const queue = async () =>
  (await everything())
    .filter(({ isaState }) => 'BCDEF'.includes(isaState))
    .map(({ sourceName, isaState }) => `${sourceName} ${isaState}`)
    .toSorted();
const acknowledge = (alarms: readonly Alarm[]) =>
  site.domain.service.acknowledge(operator, alarms, null);
const shelve = (alarms: readonly Alarm[], oneShot = false) =>
  site.overlays.shelve(operator, alarms, { seconds: HOUR, oneShot, reason: 'known fault' });

async function switchRule(isEnabled: boolean): Promise<void> {
  const rule = (await site.overlays.rules(operator)).find((one) => one.rule === 'parent');
  if (!rule || rule.isEnabled === isEnabled) return;
  const change = { rule: 'parent', version: rule.version, isEnabled, reason: 'agreed' };
  expect(await site.overlays.setRule(operator, change)).toMatchObject({ isEnabled });
}

describe('a parent that somebody took note of', () => {
  beforeEach(async () => {
    await raise(1, 2, 3);
    await acknowledge(await parents());
  });

  it('asks for attention again when a fourth node falls silent, however late', async () => {
    await site.advance(10 * 60);
    await raise(4);
    expect(await queue()).toEqual(['Hall 1 B']);
    expect(await theParent()).toMatchObject({ memberCount: 4, annunciation: 2 });
  });

  it('asks again when a member that had returned falls silent anew', async () => {
    await clear(2);
    expect(await theParent()).toMatchObject({ memberCount: 2, state: 'active-acked' });
    await raise(2);
    expect(await theParent()).toMatchObject({ memberCount: 3, state: 'active-unacked' });
  });

  it('does not ask again when a member is raised once more or acknowledged', async () => {
    const members = (await everything()).filter(({ parentId }) => parentId !== null);
    expect((await acknowledge(members)).done).toHaveLength(3);
    await raise(1);
    expect(await theParent()).toMatchObject({ memberCount: 3, state: 'active-acked' });
  });

  it('is P1 at once when a member worsens, and asks again', async () => {
    await site.domain.service.raise([silent(2, { priority: 'P1' })]);
    expect(await theParent()).toMatchObject({ priority: 'P1', state: 'active-unacked' });
  });

  it('leaves with its last member, and its members with it', async () => {
    await clear(1, 2, 3);
    expect(await queue()).toEqual([]);
    expect(await everything()).toHaveLength(4);
    await raise(1, 2);
    expect(await queue()).toEqual(['Node 1 B', 'Node 2 B']);
    expect(await brokenLaws(site.db.admin)).toEqual([]);
  });
});

describe('a parent that is set aside', () => {
  it('does not take a node that falls silent later with it', async () => {
    await raise(1, 2, 3);
    await shelve(await parents());
    expect(await queue()).toEqual([]);
    await raise(4);
    expect(await queue()).toEqual(['Node 4 B']);
    await site.advance(HOUR);
    await site.run('alarms.timers');
    expect(await queue()).toEqual(['Hall 1 B', 'Node 4 B']);
    expect(await brokenLaws(site.db.admin)).toEqual([]);
  });

  it('returns when a member becomes P1, which is never shelved', async () => {
    await raise(1, 2, 3);
    await shelve(await parents());
    await site.domain.service.raise([silent(1, { priority: 'P1' })]);
    expect(await theParent()).toMatchObject({ priority: 'P1', isaState: 'B', shelved: null });
  });

  it('for one shot, is shelved no more once its last member is gone', async () => {
    await raise(1, 2, 3);
    await shelve(await parents(), true);
    await clear(1, 2, 3);
    await site.advance(HOUR / 2);
    await raise(1, 2, 3);
    expect(await queue()).toEqual(['Hall 1 B']);
  });

  it('keeps no new group silent while its shelving goes on', async () => {
    await raise(1, 2, 3);
    await shelve(await parents());
    await clear(1, 2, 3);
    await site.advance(HOUR / 2);
    await raise(4, 5, 6);
    expect(await queue()).toEqual(['Node 4 B', 'Node 5 B', 'Node 6 B']);
  });
});

describe('the rule of parents', () => {
  it('lets every member ask for attention at once when it is switched off', async () => {
    await raise(1, 2, 3);
    await switchRule(false);
    expect(await queue()).toEqual(['Hall 1 D', 'Node 1 B', 'Node 2 B', 'Node 3 B']);
    expect(await brokenLaws(site.db.admin)).toEqual([]);
  });
});

type Happening =
  | { readonly kind: 'raise'; readonly at: number; readonly urgency: number }
  | { readonly kind: 'clear' | 'acknowledge-member'; readonly at: number }
  | { readonly kind: 'acknowledge' | 'unshelve' | 'rule-on' | 'rule-off' | 'pass' | 'late' }
  | { readonly kind: 'shelve'; readonly oneShot: boolean };

async function happen(event: Happening): Promise<void> {
  switch (event.kind) {
    case 'raise':
      await site.domain.service.raise([
        silent(event.at, { priority: `P${event.urgency}` as Alarm['priority'] }),
      ]);
      break;
    case 'clear':
      await clear(event.at);
      break;
    case 'acknowledge':
      await acknowledge((await everything()).filter(({ suppressedBy }) => suppressedBy === null));
      break;
    case 'acknowledge-member':
      await acknowledge((await everything()).filter(({ sourceId }) => sourceId === `n${event.at}`));
      break;
    case 'shelve':
      await shelve(await parents(), event.oneShot);
      break;
    case 'unshelve': {
      const { rows } = await site.overlays.shelvings(operator, true, { limit: 10 });
      await site.overlays.unshelve(
        operator,
        rows.map(({ id }) => id),
      );
      break;
    }
    case 'rule-on':
    case 'rule-off':
      await switchRule(event.kind === 'rule-on');
      break;
    case 'pass':
    case 'late':
      await site.advance(event.kind === 'pass' ? 30 : 300);
      for (const monitor of ['alarms.timers', 'alarms.consistency']) await site.run(monitor);
  }
}

const at = fc.integer({ min: 1, max: 5 });
const event: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('raise' as const),
      at,
      urgency: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('clear' as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('acknowledge-member' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('shelve' as const), oneShot: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'acknowledge' as const,
        'unshelve' as const,
        'rule-on' as const,
        'rule-off' as const,
        'pass' as const,
        'late' as const,
      ),
    }),
  },
);

it('parents and members keep the laws of the queue in any order of events', async () => {
  const checking = fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 8, maxLength: 16 }), async (events) => {
      await begin();
      for (const next of events) {
        await happen(next);
        expect(await brokenLaws(site.db.admin)).toEqual([]);
      }
    }),
    { numRuns: 10 },
  );
  await expect(checking).resolves.toBeUndefined();
}, 120_000);
