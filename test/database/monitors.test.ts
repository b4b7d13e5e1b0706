import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { Fenced, fencedTransaction } from '#platform/monitors/fence.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { leaderView, startMonitors } from '#platform/monitors/monitor-host.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

const never = new AbortController().signal;

const host = (db: TestDatabase, monitors: readonly Monitor[], workstation = 'here') =>
  startMonitors({
    database: db.database,
    connect: () => openClient(db.target, 'test-election'),
    clock: systemClock,
    log: silentLog,
    installationId: '019a0000-0000-7000-8000-000000000001',
    workstation,
    monitors,
  });

const monitor = (name: string, run: Monitor['run'], part: Partial<Monitor> = {}): Monitor => ({
  name,
  intervalMs: 50,
  deadlineMs: 5_000,
  run,
  ...part,
});

interface Run {
  readonly monitor: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly epoch: number;
}

const runs = async (db: TestDatabase): Promise<Run[]> =>
  (
    await db.admin.query<Run>(
      'select monitor, outcome, error, epoch from operations.monitor_runs order by id',
    )
  ).rows;

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await delay(20);
}

const epochOf = async (db: TestDatabase) =>
  (await db.admin.query<{ epoch: number }>('select epoch from operations.monitor_leader')).rows[0]
    ?.epoch ?? -1;
const write = (db: TestDatabase, epoch: number, during: () => Promise<unknown>) =>
  fencedTransaction(db.database, { task: 'test', epoch, signal: never }, async (tx) => {
    await sql`insert into operations.error_logs (incident, message) values ('TEST', 'written')`.execute(
      tx,
    );
    await during();
  });
const written = async (db: TestDatabase) =>
  (await db.admin.query('select from operations.error_logs')).rowCount;

describe('fencedTransaction', () => {
  it('keeps the write of the epoch that stands', async () => {
    await using db = await createTestDatabase();
    await write(db, await epochOf(db), async () => {});
    expect(await written(db)).toBe(1);
  });

  it('keeps nothing of a stale epoch', async () => {
    await using db = await createTestDatabase();
    const epoch = await epochOf(db);
    await db.admin.query('update operations.monitor_leader set epoch = epoch + 1');
    await expect(write(db, epoch, async () => {})).rejects.toBeInstanceOf(Fenced);
    expect(await written(db)).toBe(0);
  });

  it('keeps nothing when the epoch ends in the middle of the work', async () => {
    await using db = await createTestDatabase();
    const takeOver = () => db.admin.query('update operations.monitor_leader set epoch = epoch + 1');
    await expect(write(db, await epochOf(db), takeOver)).rejects.toBeInstanceOf(Fenced);
    expect(await written(db)).toBe(0);
  });

  it('lets heartbeats pass while a fenced commit is under way', async () => {
    await using db = await createTestDatabase();
    const epoch = await epochOf(db);
    await db.admin.query('begin');
    await db.admin.query('select from operations.monitor_leader where epoch = $1 for key share', [
      epoch,
    ]);
    await db.database.asSystem('test', (tx) =>
      sql`update operations.monitor_leader set heartbeat_at = now() where epoch = ${epoch}`.execute(
        tx,
      ),
    );
    const takeOver = db.database.asSystem('test', (tx) =>
      sql`set local lock_timeout = '100ms'; update operations.monitor_leader set epoch = epoch + 1`.execute(
        tx,
      ),
    );
    await expect(takeOver).rejects.toMatchObject({ code: '55P03' });
    await db.admin.query('rollback');
  });
});

describe('the monitor host', () => {
  it('leads alone, shows itself as leader and steps down at once when closed', async () => {
    await using db = await createTestDatabase();
    const first = host(db, [], 'first');
    await until(() => first.epoch !== null);
    await using second = host(db, [], 'second');
    await delay(700);
    expect(second.epoch).toBeNull();
    const view = await leaderView(db.database, {
      installationId: '019a0000-0000-7000-8000-000000000001',
    });
    expect(view).toMatchObject({ workstation: 'first', self: true, epoch: first.epoch });
    const epoch = first.epoch ?? 0;
    await first[Symbol.asyncDispose]();
    await until(() => second.epoch !== null);
    expect(second.epoch).toBe(epoch + 1);
  });

  it('keeps of the runs that found nothing to do no more than the newest', async () => {
    await using db = await createTestDatabase();
    let run = 0;
    const third = monitor('test.third', () => Promise.resolve({ affected: ++run === 3 ? 1 : 0 }));
    await using running = host(db, [third]);
    await until(() => run > 8);
    await running[Symbol.asyncDispose]();
    const kept = await db.admin.query<{ affected: number }>(
      `select affected from operations.monitor_runs where outcome = 'succeeded' order by id`,
    );
    expect(kept.rows[0]).toEqual({ affected: 1 });
    expect(kept.rowCount).toBeLessThanOrEqual(2);
  });

  it('records each run with its outcome, and a failing monitor stops no other', async () => {
    await using db = await createTestDatabase();
    const monitors = [
      monitor('test.good', ({ fenced }) =>
        fenced((tx) => sql`select 1`.execute(tx)).then(() => ({ affected: 3, note: 'fine' })),
      ),
      monitor('test.bad', () => Promise.reject(new Error('password=CANARY'))),
      monitor('test.slow', ({ signal }) => delay(60_000, { affected: 0 }, { signal }), {
        deadlineMs: 100,
      }),
      monitor('test.deaf', () => new Promise(() => {}), { deadlineMs: 100 }),
    ];
    await using running = host(db, monitors);
    await until(async () => {
      const done = await runs(db);
      return monitors.every(
        ({ name }) => done.filter((r) => r.monitor === name && r.outcome !== 'running').length > 1,
      );
    });
    const ended = (await runs(db)).filter(({ outcome }) => outcome !== 'running');
    const outcomes = new Map(ended.map((run) => [run.monitor, run.outcome]));
    expect(Object.fromEntries(outcomes)).toEqual({
      'test.good': 'succeeded',
      'test.bad': 'failed',
      'test.slow': 'timed-out',
      'test.deaf': 'timed-out',
    });
    expect(JSON.stringify(ended)).not.toContain('CANARY');
    expect(running.epoch).not.toBeNull();
  });

  it('never overlaps a monitor with itself', async () => {
    await using db = await createTestDatabase();
    let [running, most, count] = [0, 0, 0];
    await using alone = host(db, [
      monitor('test.overlap', async () => {
        running += 1;
        most = Math.max(most, running);
        await delay(120);
        running -= 1;
        count += 1;
        return { affected: 0 };
      }),
    ]);
    await until(() => count > 3);
    expect([most, alone.epoch === null]).toEqual([1, false]);
  });

  it('steps down and stands again when its connection is killed, in a new epoch', async () => {
    await using db = await createTestDatabase();
    const aborted: unknown[] = [];
    await using running = host(db, [
      monitor(
        'test.long',
        async ({ signal }) => {
          await delay(60_000, undefined, { signal }).catch((error: unknown) => aborted.push(error));
          return { affected: 0 };
        },
        { deadlineMs: 60_000 },
      ),
    ]);
    await until(async () => (await runs(db)).length === 1);
    const before = running.epoch;
    await db.admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'signalbox test-election' and datname = current_database()",
    );
    await until(() => running.epoch !== null && running.epoch !== before);
    expect(aborted).toHaveLength(1);
    await until(async () => (await runs(db)).length === 2);
    const [old] = await runs(db);
    expect(['fenced', 'abandoned']).toContain(old?.outcome);
  });

  it('does not run a daily monitor again only because another process took over', async () => {
    await using db = await createTestDatabase();
    let count = 0;
    const daily = monitor('test.daily', () => Promise.resolve({ affected: (count += 1) }), {
      intervalMs: 86_400_000,
    });
    {
      await using first = host(db, [daily], 'first');
      await until(() => first.epoch !== null);
      await until(async () => (await runs(db)).some(({ outcome }) => outcome === 'succeeded'));
    }
    await using second = host(db, [daily], 'second');
    await until(() => second.epoch !== null);
    await delay(500);
    expect(count).toBe(1);
  });
});
