import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import { lockedBy } from '#platform/database/embedded/running-postmaster.ts';
import { CommitUnknown, DatabaseReadOnly, DatabaseUnavailable } from '#platform/database/errors.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import { startOwnServer } from '#test/support/embedded-site.ts';
import { startTcpProxy } from '#test/support/tcp-proxy.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

const ops = `
  create table public.ops (key integer primary key);
  grant select, insert on public.ops to signalbox_app`;

const insert = (key: number) => (tx: Tx) => sql`insert into public.ops values (${key})`.execute(tx);

async function keys(database: Database): Promise<number[]> {
  const { rows } = await database.asSystem('test', (tx) =>
    sql<{ key: number }>`select key from public.ops order by key`.execute(tx),
  );
  return rows.map(({ key }) => key);
}

async function withOps(
  options: Parameters<typeof createTestDatabase>[0] = {},
): Promise<TestDatabase> {
  const db = await createTestDatabase(options);
  onTestFinished(() => db[Symbol.asyncDispose]());
  await db.admin.query(ops);
  return db;
}

function states(database: Database): string[] {
  const seen: string[] = [database.state.kind];
  database.onState((state) => seen.push(state.kind));
  return seen;
}

const online = (database: Database) =>
  vi.waitFor(() => expect(database.state.kind).toBe('online'), { timeout: 20_000, interval: 50 });

describe('when the server kills a connection in the middle of a transaction', () => {
  it('nothing is applied, the caller hears it, and the next transaction works', async () => {
    const db = await withOps({ database: { maxConnections: 1 } });
    const killed = db.database.asSystem('test', async (tx) => {
      await insert(1)(tx);
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await db.admin.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
      await insert(2)(tx);
    });
    await expect(killed).rejects.toThrow(DatabaseUnavailable);
    expect(await keys(db.database)).toEqual([]);
  });
});

describe('when the server is killed', () => {
  it(
    'no acknowledged commit is lost, and the program finds back by itself',
    { timeout: 60_000 },
    async () => {
      const server = await startOwnServer();
      await using admin = await openClient(server.target('superuser'), 'test');
      await admin.client.query(ops);
      await using database = createDatabase(server.target('app'), {
        clock: systemClock,
        log: silentLog,
      });
      const seen = states(database);
      const acknowledged: number[] = [];
      let next = 0;
      async function write(): Promise<void> {
        for (;;) {
          const key = next++;
          await database.asSystem('writer', insert(key));
          acknowledged.push(key);
        }
      }
      const writers = Promise.allSettled([write(), write(), write(), write()]);
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(100), { timeout: 10_000 });
      process.kill((await lockedBy(server.layout)) ?? 0, 'SIGKILL');
      for (const ended of await writers) expect(ended.status).toBe('rejected');

      await online(database);
      // A connection may outlive the killed server for an instant and still answer.
      expect(seen).toContain('reconnecting');
      expect(seen.at(-1)).toBe('online');
      const kept = new Set(await keys(database));
      expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    },
  );
});

describe('when the network swallows everything', () => {
  it('a call ends at its time-out and the connection is not used again', async () => {
    const db = await withOps();
    await using proxy = await startTcpProxy(db.target);
    await using database = createDatabase(proxy.target, {
      clock: systemClock,
      log: silentLog,
      maxConnections: 1,
      limits: { queryMs: 400, connectMs: 400 },
    });
    await database.asSystem('test', insert(1));
    proxy.blackhole();
    await expect(database.asSystem('test', insert(2))).rejects.toThrow(DatabaseUnavailable);
    expect(database.state.kind).toBe('reconnecting');
    await expect(database.asSystem('test', insert(3))).rejects.toThrow(DatabaseUnavailable);
    proxy.heal();
    await online(database);
    await database.asSystem('test', insert(4));
    expect(await keys(database)).toEqual([1, 4]);
  });
});

describe('when the answer to a commit is lost', () => {
  it('the caller is told that it is not known, and repeating it by its key adds nothing', async () => {
    const db = await withOps();
    await using proxy = await startTcpProxy(db.target);
    await using database = createDatabase(proxy.target, { clock: systemClock, log: silentLog });
    proxy.cutAfterSending('commit');
    await expect(database.asSystem('test', insert(1))).rejects.toThrow(CommitUnknown);
    await vi.waitFor(async () => expect(await keys(db.database)).toEqual([1]));
    await online(database);
    await expect(database.asSystem('test', insert(1))).rejects.toMatchObject({ code: '23505' });
  });
});

describe('when the disk of the database is full', () => {
  it('changes are refused, reading works, and changes work again when there is room', async () => {
    const db = await withOps();
    await db.admin.query(`
      create function public.no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      create trigger no_room before insert on public.ops for each row execute function public.no_room();
      create trigger no_room before insert on platform.write_probe for each row execute function public.no_room()`);
    const seen = states(db.database);
    await expect(db.database.asSystem('test', insert(1))).rejects.toThrow(DatabaseReadOnly);
    expect(db.database.state).toMatchObject({ kind: 'read-only', reason: 'its disk is full' });
    expect(await keys(db.database)).toEqual([]);
    await db.admin.query('drop function public.no_room() cascade');
    await online(db.database);
    await db.database.asSystem('test', insert(1));
    expect(seen).toEqual(['online', 'read-only', 'online']);
    expect((await db.admin.query('select from platform.write_probe')).rowCount).toBe(0);
  });
});

describe('when the server turns read-only', () => {
  it('changes are refused until it takes them again', async () => {
    const db = await withOps();
    const name = db.target.database;
    await db.admin.query(`alter database ${name} set default_transaction_read_only = on`);
    await expect(db.database.asSystem('test', insert(1))).rejects.toThrow(DatabaseReadOnly);
    expect(db.database.state.kind).toBe('read-only');
    expect(await keys(db.database)).toEqual([]);
    await db.admin.query(`alter database ${name} reset default_transaction_read_only`);
    await online(db.database);
    await vi.waitFor(() => db.database.asSystem('test', insert(1)));
    expect(await keys(db.database)).toEqual([1]);
  });
});

describe('when the first of several servers is away', () => {
  it('the next one that takes changes is used', async () => {
    const db = await withOps();
    const [real] = db.target.endpoints;
    const target = { ...db.target, endpoints: [{ host: '/nowhere', port: 5432 }, real] as const };
    await using database = createDatabase(target, { clock: systemClock, log: silentLog });
    await database.asSystem('test', insert(1));
    expect(await keys(database)).toEqual([1]);
    expect(database.state.kind).toBe('online');
  });
});

describe('a replica', () => {
  it('answers reads, refuses changes, and is replaced by the primary when it is away', async () => {
    const db = await withOps();
    const away = { ...db.target, endpoints: [{ host: '/nowhere', port: 5432 }] as const };
    await using database = createDatabase(db.target, {
      clock: systemClock,
      log: silentLog,
      replicas: [db.target],
    });
    await using lonely = createDatabase(db.target, {
      clock: systemClock,
      log: silentLog,
      replicas: [away],
    });
    const writing = database.asSystem('test', insert(1), { replica: true });
    await expect(writing).rejects.toThrow(DatabaseReadOnly);
    expect(database.state.kind).toBe('online');
    await lonely.asSystem('test', insert(2), { replica: true });
    expect(await keys(database)).toEqual([2]);
  });
});
