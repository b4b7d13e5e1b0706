import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alarm, AlarmPriority } from '#contract/alarms.ts';
import type { QueueScope } from '#domains/alarms/alarms.queries.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import type { Raise } from '#domains/alarms/given.ts';
import { liveQueue } from '#domains/alarms/live-queue.ts';
import type { LiveRows } from '#platform/changes/live-rows.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

const MOST = 4;

let site: AlarmsSite;
let operator: Operator;

const raiseOf = (id: string, priority: AlarmPriority): Raise => ({
  alarmType: 'node_fault',
  source: { type: 'node', id, name: `Node ${id}` },
  priority,
});
const raise = (id: string, priority: AlarmPriority = 'P3') =>
  site.domain.service.raise([raiseOf(id, priority)]);

/** What a message says: rows by the names of their sources, in its order. */
interface Told {
  readonly kind: LiveRows<Alarm>['kind'];
  readonly rows: readonly string[];
  readonly removed: readonly string[];
}

/** Follows a queue of which only four alarms are sent. */
function follow(scope: QueueScope = {}) {
  const stop = new AbortController();
  const stream = liveQueue(site.platform, operator, scope, { signal: stop.signal, most: MOST });
  const known = new Map<string, string>();

  async function next(): Promise<Told> {
    const { value }: { value?: LiveRows<Alarm> } = await stream.next();
    if (!value) throw new Error('The stream has ended.');
    const rows = value.kind === 'snapshot' ? value.rows : value.upserts;
    for (const row of rows) known.set(row.id, row.sourceId);
    return {
      kind: value.kind,
      rows: rows.map(({ sourceId, state }) => `${sourceId} ${state}`),
      removed: value.kind === 'snapshot' ? [] : value.removed.map((id) => known.get(id) ?? id),
    };
  }

  return {
    next,
    /** Everything told up to the first message that is awaited. */
    async until(awaited: (told: Told) => boolean): Promise<Told[]> {
      const all: Told[] = [];
      for (;;) {
        const told = await next();
        all.push(told);
        if (awaited(told)) return all;
      }
    },
    async acknowledge(name: string): Promise<void> {
      const [id = ''] = [...known].find(([, sourceId]) => sourceId === name) ?? [];
      await site.domain.service.acknowledge(operator, [{ id, annunciation: 1 }], null);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await stream.return(undefined).catch(() => undefined);
    },
  };
}

const tells =
  (row: string) =>
  ({ rows }: Told): boolean =>
    rows.includes(row);

beforeAll(async () => {
  site = await createAlarmsSite();
  operator = await site.operator();
}, 60_000);
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  await site.db.admin.query('set session_replication_role = replica');
  await site.db.admin.query('delete from alarms.alarms');
  await site.db.admin.query('set session_replication_role = origin');
  for (const id of ['1', '2', '3', '4', '5', '6']) await raise(id);
});

describe('a queue that is longer than what is sent', () => {
  it('begins with its top, and tells of what comes in above but not below', async () => {
    await using queue = follow();
    expect((await queue.next()).rows).toEqual(
      ['6', '5', '4', '3'].map((name) => `${name} active-unacked`),
    );
    await raise('low', 'P4');
    await raise('urgent', 'P1');
    const all = await queue.until(tells('urgent active-unacked'));
    expect(all.flatMap(({ rows }) => rows)).not.toContain('low active-unacked');
  });

  it('goes on to tell of an alarm that was acknowledged, although it stands below now', async () => {
    await using queue = follow();
    await queue.next();
    await queue.acknowledge('5');
    await queue.until(tells('5 active-acked'));
    const source = { type: 'node', id: '5' };
    await site.domain.service.clear([{ alarmType: 'node_fault', source }]);
    const all = await queue.until(({ removed }) => removed.includes('5'));
    expect(all.every(({ kind }) => kind === 'changes')).toBe(true);
  });

  it('lets others move up once half have left', async () => {
    await using queue = follow();
    await queue.next();
    for (const name of ['6', '5', '4']) {
      await queue.acknowledge(name);
      await queue.until(tells(`${name} active-acked`));
    }
    await raise('late');
    const { kind, rows } = await queue.next();
    expect(kind).toBe('snapshot');
    expect(rows.map((row) => row.split(' ')[0])).toEqual(['late', '3', '2', '1', '6', '5', '4']);
  });

  it('is looked through as a whole for what passes a filter', async () => {
    await using queue = follow({ filter: { search: 'node 1', state: 'active-unacked' } });
    expect((await queue.next()).rows).toEqual(['1 active-unacked']);
    await raise('2nd 1');
    await raise('12');
    const all = await queue.until(tells('12 active-unacked'));
    expect(all.flatMap(({ rows }) => rows)).not.toContain('2nd 1 active-unacked');
    await queue.acknowledge('1');
    await queue.until(tells('1 active-acked'));
  });
});
