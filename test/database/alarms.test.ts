import english from '#contract/words/en/alarmTypeWords.json' with { type: 'json' };
import japanese from '#contract/words/ja/alarmTypeWords.json' with { type: 'json' };
import korean from '#contract/words/ko/alarmTypeWords.json' with { type: 'json' };
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import { type AlarmsService, createAlarmsService } from '#domains/alarms/alarms.service.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { personWith } from '#test/support/test-people.ts';

let db: TestDatabase;
let alarms: AlarmsService;
let changes: ReturnType<typeof pgChanges>;
let audited: string[];
let operator: {
  userId: string;
  username: string;
  origin: { ipAddress: null; userAgent: null; workstation: string };
};

beforeAll(async () => {
  db = await createTestDatabase();
  changes = pgChanges({
    connect: () => openClient(db.target, 'test-changes'),
    clock: systemClock,
    log: silentLog,
  });
  const person = await personWith(db, ['alarm:read', 'alarm:acknowledge']);
  operator = { ...person, origin: { ipAddress: null, userAgent: null, workstation: 'Wall 1' } };
  alarms = createAlarmsService(
    { database: db.database, changes, clock: systemClock },
    {
      record: async (_tx, { action }) => void audited.push(action),
    },
  );
});
afterAll(async () => {
  await changes[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});
beforeEach(async () => {
  audited = [];
  await db.admin.query('delete from alarms.alarms');
});

const source = (id: string) => ({ type: 'node', id, name: `Node ${id}` });
const raiseOf = (id: string, part: Partial<Raise> = {}): Raise => ({
  alarmType: 'node_offline',
  source: source(id),
  ...part,
});
const everything = async (): Promise<Alarm[]> =>
  (await alarms.list(operator, {}, { limit: 500 })).rows;
const queue = async (): Promise<Alarm[]> =>
  (await alarms.list(operator, { open: true }, { limit: 500 })).rows;
const only = async (): Promise<Alarm> => {
  const [alarm, ...others] = await everything();
  expect(others).toEqual([]);
  if (!alarm) throw new Error('There is no alarm.');
  return alarm;
};
const acknowledge = async (note: string | null = null) =>
  alarms.acknowledge(operator, await queue(), note);

describe('raising', () => {
  it('counts an occurrence of an open alarm instead of making another', async () => {
    expect(await alarms.raise([raiseOf('7'), raiseOf('8')])).toBe(2);
    expect(await alarms.raise([raiseOf('7'), raiseOf('7')])).toBe(0);
    const seven = (await everything()).find(({ sourceId }) => sourceId === '7');
    expect(seven).toMatchObject({
      occurrences: 3,
      annunciation: 1,
      state: 'active-unacked',
      priority: 'P2',
    });
  });

  it('raises a thousand alarms of sixty sources in one statement and writes sixty rows', async () => {
    const raises = Array.from({ length: 1_000 }, (_, n) => raiseOf(`${n % 60}`));
    expect(await alarms.raise(raises)).toBe(60);
    const rows = await everything();
    expect(rows).toHaveLength(60);
    expect(rows.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(1_000);
  });

  it('makes one row when twenty processes raise the same at once, and again after it returned', async () => {
    const twenty = () =>
      Promise.all(Array.from({ length: 20 }, () => alarms.raise([raiseOf('7')])));
    expect((await twenty()).reduce((sum, n) => sum + n, 0)).toBe(1);
    await alarms.clear([raiseOf('7')]);
    expect((await twenty()).reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await only()).toMatchObject({ occurrences: 40, annunciation: 2 });
  });

  it('ignores disabled and unknown types', async () => {
    expect(await alarms.raise([raiseOf('7', { alarmType: 'no_such_type' })])).toBe(0);
    await db.admin.query(
      "update alarms.alarm_types set is_enabled = false where alarm_type = 'node_offline'",
    );
    expect(await alarms.raise([raiseOf('7')])).toBe(0);
    await db.admin.query(
      "update alarms.alarm_types set is_enabled = true where alarm_type = 'node_offline'",
    );
  });

  it('takes the acknowledgement back when the priority worsens, not when it eases', async () => {
    await alarms.raise([raiseOf('7', { priority: 'P3' })]);
    await acknowledge();
    await alarms.raise([raiseOf('7', { priority: 'P4' })]);
    expect(await only()).toMatchObject({ state: 'active-acked', priority: 'P4', annunciation: 1 });
    await alarms.raise([raiseOf('7', { priority: 'P1' })]);
    expect(await only()).toMatchObject({
      state: 'active-unacked',
      priority: 'P1',
      annunciation: 2,
      acknowledgedBy: null,
    });
  });

  it('makes a new row when the condition returns after the re-alarm time, and lists both', async () => {
    await alarms.raise([raiseOf('7')]);
    await alarms.clear([raiseOf('7')]);
    await db.admin.query("update alarms.alarms set resolved_at = now() - interval '11 minutes'");
    expect(await alarms.raise([raiseOf('7')])).toBe(1);
    expect((await queue()).map(({ state }) => state).toSorted()).toEqual([
      'active-unacked',
      'returned-unacked',
    ]);
  });

  it('keeps the time of the source beside the time of receipt', async () => {
    await alarms.raise([raiseOf('7', { sourceTime: new Date('2026-01-02T03:04:05Z') })]);
    const { sourceTime, receivedAt } = await only();
    expect(sourceTime).toBe('2026-01-02T03:04:05.000000Z');
    expect(receivedAt > '2026-01-03').toBe(true);
  });
});

describe('reconcileIn', () => {
  it('makes the active alarms be exactly the conditions, and repeating it changes nothing', async () => {
    const reconcile = (...ids: string[]) =>
      db.database.asSystem('test', (tx) =>
        alarms.reconcileIn(
          tx,
          'node_offline',
          ids.map((id) => ({ source: source(id), message: 'm' })),
        ),
      );
    expect(await reconcile('1', '2')).toEqual({ raised: 2, cleared: 0, described: 0 });
    expect(await reconcile('2', '3')).toEqual({ raised: 1, cleared: 1, described: 0 });
    const before = await db.admin.query('select count(*) from alarms.journal');
    expect(await reconcile('3', '2')).toEqual({ raised: 0, cleared: 0, described: 0 });
    expect((await db.admin.query('select count(*) from alarms.journal')).rows).toEqual(before.rows);
  });
});

describe('acknowledging', () => {
  it('names who did it from where, is audited once, and repeating it skips', async () => {
    await alarms.raise([raiseOf('7')]);
    const seen = await queue();
    expect(await alarms.acknowledge(operator, seen, 'on it')).toEqual({
      done: [seen[0]?.id],
      skipped: [],
    });
    expect(await only()).toMatchObject({
      state: 'active-acked',
      acknowledgedBy: operator.userId,
      acknowledgedFrom: 'Wall 1',
      acknowledgementNote: 'on it',
    });
    expect(await alarms.acknowledge(operator, seen, null)).toEqual({
      done: [],
      skipped: [{ id: seen[0]?.id, reason: 'already-acknowledged' }],
    });
    expect(audited).toEqual(['alarm.acknowledge']);
  });

  it('skips what asked for attention again after it was selected, and what is not there', async () => {
    await alarms.raise([raiseOf('7', { priority: 'P3' })]);
    const seen = await queue();
    await alarms.raise([raiseOf('7', { priority: 'P1' })]);
    const gone = { id: '019a0000-0000-7000-8000-000000000009', annunciation: 1 };
    const { done, skipped } = await alarms.acknowledge(operator, [...seen, gone], null);
    expect(done).toEqual([]);
    expect(skipped.map(({ reason }) => reason).toSorted()).toEqual(['changed', 'not-found']);
  });

  it('asks for a note where the type does', async () => {
    await db.admin.query(
      "update alarms.alarm_types set note_required = true where alarm_type = 'node_offline'",
    );
    await alarms.raise([raiseOf('7')]);
    expect((await acknowledge()).skipped).toMatchObject([{ reason: 'note-required' }]);
    expect((await acknowledge('checked')).done).toHaveLength(1);
    await db.admin.query(
      "update alarms.alarm_types set note_required = false where alarm_type = 'node_offline'",
    );
  });

  it('is refused by the database to a person who may only read, and nothing is shown to others', async () => {
    await alarms.raise([raiseOf('7')]);
    const seen = await queue();
    const reader = { ...(await personWith(db, ['alarm:read'])), origin: operator.origin };
    const stranger = { ...(await personWith(db, [])), origin: operator.origin };
    expect((await alarms.acknowledge(reader, seen, null)).done).toEqual([]);
    expect((await alarms.list(stranger, {}, { limit: 10 })).rows).toEqual([]);
    expect(await only()).toMatchObject({ state: 'active-unacked' });
  });
});

describe('closing by hand', () => {
  const anomaly = raiseOf('7', { alarmType: 'badge_anomaly' });

  it('needs an acknowledged event; a condition cannot be closed', async () => {
    await alarms.raise([anomaly]);
    const { id } = await only();
    expect(await alarms.clear([anomaly])).toBe(0);
    expect(await alarms.resolve(operator, id, 'lent out')).toBe('not-acknowledged');
    await acknowledge();
    expect(await alarms.resolve(operator, id, 'lent out')).toMatchObject({
      state: 'normal',
      resolutionNotes: 'lent out',
    });
    expect(await queue()).toEqual([]);
    await alarms.raise([raiseOf('8')]);
    const [condition] = await queue();
    expect(await alarms.resolve(operator, condition?.id ?? '', 'x')).toBe('condition-active');
  });
});

describe('the live queue', () => {
  it('shows raises, takes away what left, and counts for the bar', async () => {
    const ending = new AbortController();
    const live = alarms.live(operator, {}, ending.signal)[Symbol.asyncIterator]();
    expect((await live.next()).value).toEqual({ kind: 'snapshot', rows: [] });
    await alarms.raise([raiseOf('7', { priority: 'P1' })]);
    expect((await live.next()).value).toMatchObject({
      kind: 'changes',
      upserts: [{ sourceId: '7' }],
    });
    expect(await alarms.summary(operator, null)).toMatchObject({
      open: { P1: 1, P2: 0 },
      unacknowledged: { P1: 1 },
    });
    const { id } = await only();
    await acknowledge();
    expect((await live.next()).value).toMatchObject({ upserts: [{ state: 'active-acked' }] });
    await alarms.clear([raiseOf('7')]);
    expect((await live.next()).value).toEqual({ kind: 'changes', upserts: [], removed: [id] });
    ending.abort();
  });
});

describe('the journal', () => {
  it.each([
    'update alarms.journal set note = null',
    'delete from alarms.journal',
    'truncate alarms.journal',
  ])('refuses "%s" even to its owner', async (statement) => {
    await alarms.raise([raiseOf('7')]);
    await expect(db.admin.query(statement)).rejects.toThrow(/append-only/);
  });

  it('tells a life in order: raised, acknowledged with who and where, cleared', async () => {
    await alarms.raise([raiseOf('7')]);
    await acknowledge('seen');
    await alarms.clear([raiseOf('7')]);
    const { rows } = await db.admin.query(
      `select event, user_id, task, workstation, note from alarms.journal
       where alarm_id = (select id from alarms.alarms) order by id`,
    );
    expect(rows).toEqual([
      { event: 'raised', user_id: null, task: 'alarm-raise', workstation: null, note: null },
      {
        event: 'acknowledged',
        user_id: operator.userId,
        task: null,
        workstation: 'Wall 1',
        note: 'seen',
      },
      { event: 'cleared', user_id: null, task: 'alarm-clear', workstation: null, note: null },
    ]);
  });
});

describe('an alarm type', () => {
  it.each(['cause', 'consequence', 'operator_action', 'time_to_respond_seconds'])(
    'cannot be enabled without %s',
    async (column) => {
      const without = `update alarms.alarm_types set ${column} = null where alarm_type = 'node_offline'`;
      await expect(db.admin.query(without)).rejects.toThrow(/alarm_types_complete/);
    },
  );
});

const textsOfTypes = { en: english, ko: korean, ja: japanese };

describe('the console', () => {
  it('has the words of every type of alarm, which are those that it translates', async () => {
    const { rows } = await db.admin.query<Record<string, string>>(
      `select alarm_type, title, operator_action as action, cause, consequence
       from alarms.alarm_types order by alarm_type`,
    );
    const shipped = rows.map(({ alarm_type: type = '', ...texts }) => [type, texts]);
    expect(textsOfTypes.en).toEqual(Object.fromEntries(shipped));
    for (const texts of [textsOfTypes.ko, textsOfTypes.ja]) {
      expect(Object.keys(texts).toSorted()).toEqual(rows.map(({ alarm_type: type }) => type));
      for (const words of Object.values(texts)) {
        expect(Object.keys(words).toSorted()).toEqual(['action', 'cause', 'consequence', 'title']);
      }
    }
  });
});

const waitingAt = async () =>
  (await queue()).map(({ alarmType, sourceName, state }) => [alarmType, sourceName, state]);

describe('the sound of a station', () => {
  it('is an alarm while nobody can hear it', async () => {
    await alarms.reportSound(operator, 'blocked');
    await alarms.reportSound(operator, 'missing');
    expect(await waitingAt()).toEqual([['annunciator_silent', 'Wall 1', 'active-unacked']]);
    await alarms.reportSound(operator, 'ready');
    expect(await waitingAt()).toEqual([['annunciator_silent', 'Wall 1', 'returned-unacked']]);
  });

  it('is due for the newest alarm of each priority that nobody has acknowledged', async () => {
    await alarms.raise([raiseOf('7'), raiseOf('8')]);
    const [{ annunciatedAt: newest } = { annunciatedAt: '' }] = await queue();
    const { newestUnacknowledgedAt } = await alarms.summary(operator, null);
    expect(Object.values(newestUnacknowledgedAt)).toEqual([null, newest, null, null]);
    await acknowledge();
    expect((await alarms.summary(operator, null)).newestUnacknowledgedAt.P2).toBeNull();
  });
});
