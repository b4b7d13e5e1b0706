import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { appRoot } from '#platform/config/app-root.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

/** A candidate in a process of its own; killed with the test. */
function candidate(db: TestDatabase, workstation: string): ChildProcess & AsyncDisposable {
  const script = join(appRoot, 'test', 'support', 'monitor-process.ts');
  const child = spawn(process.execPath, [script, workstation, JSON.stringify(db.target)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return Object.assign(child, {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  });
}

async function withTicks(): Promise<TestDatabase> {
  const db = await createTestDatabase();
  await db.admin.query(
    `create table public.ticks (id bigint generated always as identity primary key,
       workstation text not null, epoch bigint not null, at timestamptz not null default clock_timestamp());
     grant usage on schema public to signalbox_app;
     grant select, insert on public.ticks to signalbox_app`,
  );
  return db;
}

/** Waits until `workstation` has written; answers when, in milliseconds since the epoch. */
async function firstTick(db: TestDatabase, workstation: string): Promise<number> {
  for (;;) {
    const { rows } = await db.admin.query<{ at: number }>(
      'select (extract(epoch from min(at)) * 1000)::float8 as at from public.ticks where workstation = $1',
      [workstation],
    );
    if (rows[0]?.at) return rows[0].at;
    await delay(50);
  }
}

async function now(db: TestDatabase): Promise<number> {
  const { rows } = await db.admin.query<{ at: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as at',
  );
  return rows[0]?.at ?? 0;
}

/** Epochs never go back from one written row to the next: no two leaders wrote at once. */
async function expectOneLeaderAtATime(db: TestDatabase): Promise<void> {
  const { rows } = await db.admin.query<{ back: number }>(
    `select count(*)::integer as back from (
       select epoch - lag(epoch) over (order by at) as step from public.ticks) as s
     where step < 0`,
  );
  expect(rows).toEqual([{ back: 0 }]);
}

describe('a takeover', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'happens within 6 s when the leader gets %s, and the old leader writes nothing more',
    async (signal) => {
      await using db = await withTicks();
      await using first = candidate(db, 'first');
      await firstTick(db, 'first');
      await using second = candidate(db, 'second');
      await delay(1_500);
      const at = await now(db);
      first.kill(signal);
      const takenOver = await firstTick(db, 'second');
      expect(takenOver - at).toBeLessThan(6_000);
      expect(takenOver - at).toBeGreaterThan(0);

      first.kill('SIGCONT');
      await delay(2_000);
      const { rows } = await db.admin.query<{ late: number }>(
        "select count(*)::integer as late from public.ticks where workstation = 'first' and at > to_timestamp($1 / 1000.0)",
        [takenOver],
      );
      expect(rows).toEqual([{ late: 0 }]);
      await expectOneLeaderAtATime(db);
      expect(second.exitCode).toBeNull();
    },
  );
});
