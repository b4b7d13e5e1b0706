import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Acted, Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { brokenLaws } from '#test/support/alarm-laws.ts';
import { type AlarmsProcess, startAlarmsProcess } from '#test/support/alarms-process.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

/** A console: somebody at a station, a process of its own, and the queue as it was shown last. */
interface Console {
  readonly operator: Operator;
  readonly process: AlarmsProcess;
  shown: readonly Alarm[];
}

let site: AlarmsSite;
let consoles: readonly [Console, Console];
const cleanup = new AsyncDisposableStack();
beforeAll(async () => {
  site = cleanup.use(await createAlarmsSite());
  const console = async (station: string): Promise<Console> => ({
    operator: await site.operator(station),
    process: cleanup.use(startAlarmsProcess(site.db, site.audit)),
    shown: [],
  });
  consoles = [await console('Wall 1'), await console('Wall 2')];
});
afterAll(() => cleanup.disposeAsync());

const alarmType = 'node_offline';
const sources = ['a', 'b', 'c'].map((id) => ({ type: 'node', id, name: `Node ${id}` }));

const actions = [
  'acknowledge',
  'shelve',
  'unshelve',
  'assign',
  'release',
  'comment',
  'reset',
] as const;
type Action = (typeof actions)[number];

/** What one person does in a round: whether they look first, and which of the alarms they choose. */
interface Deed {
  readonly looks: boolean;
  readonly action: Action;
  readonly chosen: readonly number[];
}

/** What the sources say meanwhile. */
interface Happening {
  readonly kind: 'raise' | 'clear' | 'nothing';
  readonly at: number;
  readonly urgency: number;
}

type Round = { readonly deeds: readonly [Deed, Deed]; readonly meanwhile: Happening };

/** How the journal calls what was done. */
const events: Readonly<Record<Action, string>> = {
  acknowledge: 'acknowledged',
  shelve: 'shelved',
  unshelve: 'unshelved',
  assign: 'assigned',
  release: 'assigned',
  comment: 'commented',
  reset: 'reset',
};

const nothing: Acted = { done: [], skipped: [] };
const look = (who: Console) => site.all(who.operator);

function act({ operator, process }: Console, action: Action, seen: readonly Alarm[]) {
  const { service } = process.domain;
  switch (action) {
    case 'acknowledge':
      return service.acknowledge(operator, seen, null);
    case 'shelve':
      return process.overlays.shelve(operator, seen, {
        seconds: 3600,
        oneShot: false,
        reason: 'known fault',
      });
    case 'unshelve': {
      const ids = seen.flatMap(({ shelved }) => shelved?.id ?? []);
      return ids.length > 0 ? process.overlays.unshelve(operator, ids) : nothing;
    }
    case 'assign':
      return service.act(operator, { kind: 'assign', seen, to: operator.userId }, null);
    case 'release':
      return service.act(operator, { kind: 'assign', seen, to: null }, null);
    case 'comment':
      return service.act(operator, { kind: 'comment', seen, text: 'seen it' }, null);
    case 'reset':
      return service.act(operator, { kind: 'reset', seen }, null);
  }
}

async function happen({ kind, at, urgency }: Happening): Promise<void> {
  const source = sources[at];
  if (!source || kind === 'nothing') return;
  const { service } = site.domain;
  if (kind === 'raise')
    await service.raise([{ alarmType, source, priority: `P${urgency}` as 'P1' }]);
  else await service.clear([{ alarmType, source }]);
}

/** What was acted on: alarms, or the shelvings of alarms. */
const targetsOf = (action: Action, seen: readonly Alarm[]): string[] =>
  action === 'unshelve'
    ? seen.flatMap(({ shelved }) => shelved?.id ?? [])
    : seen.map(({ id }) => id);

interface Result {
  readonly who: Console;
  readonly action: Action;
  readonly seen: readonly Alarm[];
  readonly acted: Acted;
}

/** Each of the chosen was either done or left alone with a reason, and nothing else was touched. */
function expectAllTold({ action, seen, acted }: Result): void {
  const told = [...acted.done, ...acted.skipped.map(({ id }) => id)];
  expect(told.toSorted()).toEqual(targetsOf(action, seen).toSorted());
}

/** The journal has what was done, each once, by who did it, and nothing of what was left alone. */
async function expectJournaled({ who, action, seen, acted }: Result, since: string): Promise<void> {
  const { rows } = await site.db.admin.query<{ alarm_id: string; workstation: string }>(
    `select alarm_id, workstation from alarms.journal
     where id > $1 and user_id = $2 and event = $3 order by alarm_id`,
    [since, who.operator.userId, events[action]],
  );
  const done = new Set(acted.done);
  const expected = seen
    .filter(({ id, shelved }) => done.has(action === 'unshelve' ? (shelved?.id ?? '') : id))
    .map(({ id }) => ({ alarm_id: id, workstation: who.operator.origin.workstation }));
  expect(rows).toEqual(expected.toSorted((a, b) => a.alarm_id.localeCompare(b.alarm_id)));
}

/** Of two who did the same to the same alarm as they both saw it, one did it and the other was told. */
function expectOneWinner([first, second]: readonly [Result, Result]): void {
  if (first.action !== second.action || first.action === 'comment') return;
  const asSecondSaw = new Map(second.seen.map((alarm) => [alarm.id, alarm]));
  const alike = first.seen.filter((alarm) => {
    const other = asSecondSaw.get(alarm.id);
    return other?.annunciation === alarm.annunciation && other.assignedTo === alarm.assignedTo;
  });
  const targets = new Set(targetsOf(first.action, alike));
  const done = [...first.acted.done, ...second.acted.done].filter((id) => targets.has(id));
  expect(done).toEqual([...new Set(done)]);
}

async function mark(): Promise<string> {
  const { rows } = await site.db.admin.query<{ id: string }>(
    'select coalesce(max(id), 0)::text as id from alarms.journal',
  );
  return rows[0]?.id ?? '0';
}

async function does(who: Console, { action, chosen }: Deed): Promise<Result> {
  const ids = new Set(chosen.map((at) => sources[at]?.id));
  const seen = who.shown.filter(({ sourceId }) => ids.has(sourceId));
  return { who, action, seen, acted: seen.length > 0 ? await act(who, action, seen) : nothing };
}

async function play({ deeds, meanwhile }: Round): Promise<void> {
  for (const [at, who] of consoles.entries()) {
    if (deeds[at]?.looks || who.shown.length === 0) who.shown = await look(who);
  }
  const since = await mark();
  const [first, second] = await Promise.all([
    does(consoles[0], deeds[0]),
    does(consoles[1], deeds[1]),
    happen(meanwhile),
  ]);
  for (const result of [first, second]) {
    expectAllTold(result);
    await expectJournaled(result, since);
  }
  expectOneWinner([first, second]);
}

async function begin(latching: boolean): Promise<void> {
  for (const table of ['alarms', 'shelvings']) {
    await site.db.admin.query(`delete from alarms.${table}`);
  }
  await site.db.admin.query(
    `update alarms.alarm_types set is_latching = $1, re_alarm_seconds = 86400 where alarm_type = $2`,
    [latching, alarmType],
  );
  await site.domain.service.raise(sources.map((source) => ({ alarmType, source })));
  for (const who of consoles) who.shown = await look(who);
}

const deed: fc.Arbitrary<Deed> = fc.record({
  looks: fc.boolean(),
  action: fc.constantFrom(...actions),
  chosen: fc.subarray([0, 1, 2], { minLength: 1 }),
});
const rounds = fc.array(
  fc.record({
    deeds: fc.oneof(
      fc.tuple(deed, deed),
      deed.map((both): [Deed, Deed] => [both, both]),
    ),
    meanwhile: fc.record({
      kind: fc.constantFrom('raise' as const, 'clear' as const, 'nothing' as const),
      at: fc.nat(2),
      urgency: fc.integer({ min: 1, max: 4 }),
    }),
  }),
  { minLength: 3, maxLength: 8 },
);

it('two consoles that act at once on what they saw never undo each other unseen, and are told', async () => {
  const checking = fc.assert(
    fc.asyncProperty(fc.boolean(), rounds, async (latching, drawn) => {
      await begin(latching);
      for (const round of drawn) await play(round);
      expect(await brokenLaws(site.db.admin)).toEqual([]);
    }),
    { numRuns: 25 },
  );
  await expect(checking).resolves.toBeUndefined();
}, 120_000);

it('a bulk act of two at once is done to each alarm by exactly one of them', async () => {
  await begin(false);
  const [first, second] = consoles;
  const [byFirst, bySecond] = await Promise.all(
    [first, second].map(({ operator, process, shown }) =>
      process.domain.service.acknowledge(operator, shown, null),
    ),
  );
  const done = [...(byFirst?.done ?? []), ...(bySecond?.done ?? [])];
  expect(done.toSorted()).toEqual(first.shown.map(({ id }) => id).toSorted());
  const left = [...(byFirst?.skipped ?? []), ...(bySecond?.skipped ?? [])];
  expect(left.map(({ reason }) => reason)).toEqual(first.shown.map(() => 'already-acknowledged'));
});
