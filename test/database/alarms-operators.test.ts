import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm } from '#contract/alarms.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { exportJournal } from '#domains/alarms/journal/journal-export.ts';
import { pageOfJournal } from '#domains/alarms/journal/journal.queries.ts';
import { positionFor } from '#domains/alarms/positions/positions.queries.ts';
import { type AlarmTypesService, createAlarmTypes } from '#domains/alarms/types/types.service.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

let site: AlarmsSite;
let operator: Operator;
let types: AlarmTypesService;
beforeAll(async () => {
  site = await createAlarmsSite();
  operator = await site.operator();
  types = createAlarmTypes(site.platform, site.audit);
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  site.audited.length = 0;
  await site.db.admin.query('delete from alarms.alarms');
});

const raise = (id: string, alarmType = 'node_offline') =>
  site.domain.service.raise([{ alarmType, source: { type: 'node', id, name: `Node ${id}` } }]);
const one = async (): Promise<Alarm> => {
  const [alarm] = await site.all(operator);
  if (!alarm) throw new Error('There is no alarm.');
  return alarm;
};
/** How many statements of the program wait for a lock. */
const waiting = async (): Promise<number> => {
  // Within a transaction the same answer would be given again and again.
  await site.db.admin.query('select pg_stat_clear_snapshot()');
  const { rows } = await site.db.admin.query<{ n: number }>(
    `select count(*)::integer as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.n ?? 0;
};
const typeOf = async (name: string) => {
  const found = (await types.list(operator)).find(({ alarmType }) => alarmType === name);
  if (!found) throw new Error(`There is no type ${name}.`);
  return found;
};

describe('an alarm type', () => {
  it('is changed with a reason, and the trail says what stood before', async () => {
    const { version, onDelaySeconds } = await typeOf('backup_overdue');
    const given = { alarmType: 'backup_overdue', version, reason: 'agreed on Monday' };
    const saved = await types.update(operator, given, { onDelaySeconds: 30, priority: 'P4' });
    expect(saved).toMatchObject({ kind: 'saved', row: { onDelaySeconds: 30, priority: 'P4' } });
    expect(site.audited).toMatchObject([
      {
        action: 'alarm-type.update',
        oldValues: { onDelaySeconds, priority: 'P3', version },
        newValues: { onDelaySeconds: 30, priority: 'P4', version: version + 1 },
      },
    ]);
    const again = await types.update(operator, given, { priority: 'P1' });
    expect(again).toEqual({ kind: 'conflict', version: version + 1 });
  });

  it('cannot be enabled incomplete, nor hold a limit without a direction', async () => {
    const { version } = await typeOf('badge_anomaly');
    const given = { alarmType: 'badge_anomaly', version, reason: 'test' };
    expect(await types.update(operator, given, { cause: null })).toEqual({ kind: 'incomplete' });
    expect(await types.update(operator, given, { limit: 5 })).toEqual({ kind: 'invalid-limit' });
    expect(site.audited).toEqual([]);
  });

  it('is not changed by somebody who may only acknowledge', async () => {
    const clerk = await site.operator('Desk', ['alarm:read', 'alarm:acknowledge']);
    const { version } = await typeOf('badge_anomaly');
    const given = { alarmType: 'badge_anomaly', version, reason: 'test' };
    expect(await types.update(clerk, given, { priority: 'P4' })).toMatchObject({
      kind: 'conflict',
    });
    expect(await typeOf('badge_anomaly')).toMatchObject({ version });
  });
});

describe('operators', () => {
  it('are not told of an incident when an acknowledgement and a raise wait for each other', async () => {
    await raise('7');
    await raise('8');
    const seen = (await site.all(operator))
      .map(({ id, annunciation }) => ({ id, annunciation }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const [first, last] = seen.map(({ id }) => id);
    const touch = 'update alarms.alarms set occurrences = occurrences + 1 where id = $1';
    const { admin } = site.db;
    await admin.query('begin');
    await admin.query(touch, [last]);
    const acknowledging = site.domain.service.acknowledge(operator, seen, null);
    await expect.poll(waiting).toBe(1);
    await admin.query(touch, [first]);
    await admin.query('commit');
    expect(await acknowledging).toEqual({ done: [first, last], skipped: [] });
  });

  it('assign, comment, and reset latches, each alarm told whether it was done', async () => {
    await raise('7');
    const alarm = await one();
    const { id } = alarm;
    const seen = [alarm];
    const { service } = site.domain;
    const act = (action: Parameters<typeof service.act>[1]) => service.act(operator, action, null);
    const take = { kind: 'assign', seen, to: operator.userId } as const;
    expect((await act(take)).done).toEqual([id]);
    expect((await act(take)).skipped).toEqual([{ id, reason: 'unchanged' }]);
    await act({ kind: 'comment', seen, text: 'spare part ordered' });
    expect((await act({ kind: 'reset', seen })).skipped).toEqual([{ id, reason: 'not-latched' }]);
    expect(await one()).toMatchObject({
      assignedTo: operator.userId,
      commentCount: 1,
      lastComment: 'spare part ordered',
    });
    expect(site.audited.map(({ action }) => action)).toEqual(['alarm.assign', 'alarm.comment']);
  });

  it('do not take an alarm from each other unseen, and are told who was faster', async () => {
    await raise('7');
    const asBothSaw = [await one()];
    const { service } = site.domain;
    const colleague = await site.operator('Wall 2');
    const take = (who: typeof operator, seen: readonly Alarm[], to: string | null) =>
      service.act(who, { kind: 'assign', seen, to }, null);
    const id = asBothSaw[0]?.id;
    expect((await take(operator, asBothSaw, operator.userId)).done).toEqual([id]);
    expect((await take(colleague, asBothSaw, colleague.userId)).skipped).toEqual([
      { id, reason: 'reassigned' },
    ]);
    expect(await one()).toMatchObject({ assignedTo: operator.userId });
    expect((await take(colleague, [await one()], colleague.userId)).done).toEqual([id]);
  });

  it('see what is set aside only where they ask for it', async () => {
    await raise('7');
    await raise('8');
    const [first] = await site.all(operator);
    const order = { seconds: 600, oneShot: false, reason: 'known fault' };
    await site.overlays.shelve(operator, first ? [first] : [], order);
    const snapshot = async (setAside: boolean) => {
      const ending = new AbortController();
      const stream = site.domain.service.live(operator, { setAside }, ending.signal);
      const { value } = await stream.next();
      ending.abort();
      return value?.kind === 'snapshot' ? value.rows.length : -1;
    };
    expect([await snapshot(false), await snapshot(true)]).toEqual([1, 2]);
    expect(await site.domain.service.summary(operator, null)).toMatchObject({
      shelved: 1,
      open: { P2: 1 },
    });
  });

  it('find their position by station, then by role, then the default', async () => {
    await site.db.admin.query(
      `insert into alarms.positions (name, workstations, source_types) values ('Milling', '{Mill desk}', '{machine}')`,
    );
    const nameAt = (workstation: string) =>
      site.db.database.asSystem('test', async (tx) => {
        const found = await positionFor(tx, { userId: operator.userId, workstation });
        return found?.name;
      });
    expect([await nameAt('Mill desk'), await nameAt('elsewhere')]).toEqual([
      'Milling',
      'Control room',
    ]);
    await site.domain.service.raise([
      { alarmType: 'node_no_answer', source: { type: 'machine', id: '1', name: 'Mill 1' } },
    ]);
    const { rows } = await site.db.admin.query<{ name: string }>(
      `select p.name from alarms.alarms as a join alarms.positions as p on p.id = a.position_id`,
    );
    expect(rows).toEqual([{ name: 'Milling' }]);
  });
});

describe('a burst', () => {
  it('marks the first alarm of several, and no single one', async () => {
    await raise('alone');
    expect(await one()).toMatchObject({ firstOut: false });
    await raise('second');
    await raise('third');
    const marks = (await site.all(operator)).map(({ sourceId, firstOut }) => [sourceId, firstOut]);
    expect(marks.filter(([, first]) => first)).toEqual([['alone', true]]);
  });
});

describe('an alarm for a time only', () => {
  it('leaves by itself, whoever has or has not seen it', async () => {
    await site.domain.service.raise([
      {
        alarmType: 'badge_anomaly',
        source: { type: 'badge', id: '1', name: 'Badge' },
        expiresAt: new Date(Date.now() - 1000),
      },
    ]);
    await site.run('alarms.timers');
    expect(await one()).toMatchObject({ state: 'normal', acknowledgedBy: null });
  });
});

const who = () => ({ userId: operator.userId });

describe('the journal', () => {
  it('is searched page by page, and says who did what where with which words', async () => {
    await raise('7');
    const seen = await site.all(operator);
    await site.domain.service.acknowledge(operator, seen, 'on my way');
    const alarmId = seen[0]?.id;
    const page = (cursor?: string) =>
      site.db.database.asUser(who(), (tx) =>
        pageOfJournal(tx, { alarmId }, { limit: 1, cursor }, 'desc'),
      );
    const first = await page();
    expect(first.rows).toMatchObject([
      {
        event: 'acknowledged',
        userId: operator.userId,
        workstation: 'Wall 1',
        note: 'on my way',
        before: { is_acknowledged: false },
        after: { is_acknowledged: true },
      },
    ]);
    const second = await page(first.nextCursor ?? '');
    expect(second.rows).toMatchObject([
      { event: 'raised', annunciated: true, task: 'alarm-raise' },
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('is exported oldest first, without what a spreadsheet would run', async () => {
    await raise('7');
    const seen = await site.all(operator);
    await site.domain.service.acknowledge(operator, seen, '=HYPERLINK("x")');
    const filter = { alarmId: seen[0]?.id };
    let text = '';
    for await (const piece of exportJournal(site.db.database, who(), filter, undefined)) {
      text += piece.text;
    }
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(',raised,P2,true,');
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

describe('alarms in the shape of the sources', () => {
  it('are read by who may read alarms', async () => {
    await raise('7');
    await site.domain.service.raise([
      { alarmType: 'node_offline', source: { type: 'terminal', id: 't1', name: 'T1' } },
    ]);
    const read = (view: 'alarms.shop_alerts' | 'alarms.terminal_alerts', userId: string) =>
      site.db.database.asUser({ userId }, (tx) => tx.selectFrom(view).selectAll().execute());
    expect(await read('alarms.shop_alerts', operator.userId)).toMatchObject([
      { alert_type: 'node_offline', severity: 'error', node_id: '7', acknowledged: false },
    ]);
    expect(await read('alarms.terminal_alerts', operator.userId)).toMatchObject([
      { terminal_id: 't1', severity: 'HIGH', is_resolved: false },
    ]);
    const stranger = await site.operator('Desk', []);
    expect(await read('alarms.shop_alerts', stranger.userId)).toEqual([]);
  });
});
