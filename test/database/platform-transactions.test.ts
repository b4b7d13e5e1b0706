import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import type { Tx } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

const kim = '00000000-0000-4000-8000-000000000001';
const lee = '00000000-0000-4000-8000-000000000002';

/** A table of the tenant shape: FORCE row-level security by the acting user. */
async function addDiary(db: TestDatabase): Promise<void> {
  await db.admin.query(`
    create table public.diary (owner uuid not null, note text not null, constraint diary_note_key unique (note));
    alter table public.diary enable row level security;
    alter table public.diary force row level security;
    create policy own on public.diary
      using (owner = (select platform.current_user_id())) with check (owner = platform.current_user_id());
    grant select, insert on public.diary to signalbox_app;
    insert into public.diary values ('${kim}', 'Kim''s'), ('${lee}', 'Lee''s')`);
}

async function notes(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ note: string }>`select note from public.diary`.execute(tx);
  return rows.map((row) => row.note);
}

const who = (tx: Tx) =>
  sql`select platform.current_user_id() as person, platform.current_task() as task, platform.is_system() as system, current_user as role`
    .execute(tx)
    .then(({ rows }) => rows[0]);

const prepared = (tx: Tx) =>
  sql`select name from pg_prepared_statements where statement like ${'%pg_prepared%'}`.execute(tx);

const look = (tx: Tx) => sql`select ${7}::integer as kept_or_not`.execute(tx);

describe('a transaction', () => {
  it('acts for its user or its task, never both', async () => {
    await using db = await createTestDatabase();
    expect(await db.database.asUser({ userId: kim }, who)).toEqual({
      person: kim,
      task: null,
      system: false,
      role: 'signalbox_app',
    });
    expect(await db.database.asSystem('test.task', who)).toEqual({
      person: null,
      task: 'test.task',
      system: true,
      role: 'signalbox_app',
    });
  });

  it('of one user never sees what the one before it on the same connection could see', async () => {
    await using db = await createTestDatabase({ database: { maxConnections: 1 } });
    await addDiary(db);
    const both = await Promise.all([
      db.database.asUser({ userId: kim }, notes),
      db.database.asUser({ userId: lee }, notes),
      db.database.asSystem('test', notes),
      db.database.asUser({ userId: kim }, notes),
    ]);
    expect(both).toEqual([["Kim's"], ["Lee's"], [], ["Kim's"]]);
  });

  it('leaves no owner behind when its work fails', async () => {
    await using db = await createTestDatabase({ database: { maxConnections: 1 } });
    await addDiary(db);
    const failing = db.database.asUser({ userId: kim }, async (tx) => {
      await notes(tx);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await db.database.asUser({ userId: lee }, notes)).toEqual(["Lee's"]);
  });

  it('without an owner sees no row of a tenant table', async () => {
    await using db = await createTestDatabase();
    await addDiary(db);
    await db.admin.query('set role signalbox_app');
    expect((await db.admin.query('select * from public.diary')).rowCount).toBe(0);
    await db.admin.query(`select set_config('app.user_id', '', false)`);
    expect((await db.admin.query('select * from public.diary')).rowCount).toBe(0);
  });

  it('refuses a user id that is no UUID before anything reaches the server', async () => {
    await using db = await createTestDatabase();
    const injected = `${kim}', true); select set_config('app.system', 'x`;
    await expect(db.database.asUser({ userId: injected }, notes)).rejects.toThrow('UUID');
  });

  it('takes back everything when its work fails', async () => {
    await using db = await createTestDatabase();
    await addDiary(db);
    const add = (note: string) => (tx: Tx) =>
      sql`insert into public.diary values (${kim}, ${note})`.execute(tx);
    const failing = db.database.asUser({ userId: kim }, async (tx) => {
      await add('kept?')(tx);
      await add("Lee's")(tx);
    });
    await expect(failing).rejects.toMatchObject({ constraint: 'diary_note_key' });
    expect(await db.database.asUser({ userId: kim }, notes)).toEqual(["Kim's"]);
  });

  it('does not pretend to be kept when its work swallowed a failed statement', async () => {
    await using db = await createTestDatabase();
    const swallowing = db.database.asUser({ userId: kim }, async (tx) => {
      await sql`select 1 / 0`.execute(tx).catch(() => {});
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('was not passed on');
  });

  it('is cancelled in the server when its signal aborts', async () => {
    await using db = await createTestDatabase();
    const caller = new AbortController();
    const sleeping = db.database.asSystem(
      'sleeper',
      (tx) => sql`select pg_sleep(600)`.execute(tx),
      {
        signal: caller.signal,
      },
    );
    const activity = async () =>
      (
        await db.admin.query(
          `select from pg_stat_activity where query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()`,
        )
      ).rowCount;
    await vi.waitFor(async () => expect(await activity()).toBe(1), { timeout: 10_000 });
    caller.abort(new Error('closed the window'));
    await expect(sleeping).rejects.toThrow('closed the window');
    expect(await activity()).toBe(0);
  });

  it('names its task in the list of connections', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.database.asSystem('shopfloor.timeout', (tx) =>
      sql`select application_name from pg_stat_activity where pid = pg_backend_pid()`.execute(tx),
    );
    expect(rows).toEqual([{ application_name: 'signalbox shopfloor.timeout' }]);
  });

  it('prepares a statement once and names it the same the next time', async () => {
    await using db = await createTestDatabase({ database: { maxConnections: 1 } });
    await db.database.asSystem('test', prepared);
    const { rows } = await db.database.asSystem('test', prepared);
    expect(rows).toHaveLength(1);
  });

  it('plans a statement for its values, and where it keeps plans once for all', async () => {
    await using db = await createTestDatabase({ database: { maxConnections: 1 } });
    const plans = async (keepPlans: boolean) => {
      await db.database.asSystem('test', look, { keepPlans });
      const { rows } = await db.database.asSystem('test', (tx) =>
        sql<{ generic: string; custom: string }>`
          select generic_plans as generic, custom_plans as custom from pg_prepared_statements
          where statement like '%kept_or_not%' and statement not like '%custom_plans%'`.execute(tx),
      );
      return rows.map(({ generic, custom }) => [Number(generic), Number(custom)]);
    };
    expect(await plans(false)).toEqual([[0, 1]]);
    expect(await plans(true)).toEqual([[1, 1]]);
    expect(await plans(false)).toEqual([[1, 2]]);
  });

  it('of a person does not wait behind those of the program', async () => {
    await using db = await createTestDatabase({ database: { maxConnections: 4 } });
    const devices = Array.from({ length: 8 }, () =>
      db.database.asSystem('test', (tx) => sql`select pg_sleep(0.5)`.execute(tx)),
    );
    const done: string[] = [];
    await Promise.all([
      ...devices.map((device) => device.then(() => done.push('device'))),
      db.database
        .asUser({ userId: kim }, (tx) => sql`select 1`.execute(tx))
        .then(() => done.push('person')),
    ]);
    expect(done[0]).toBe('person');
  });
});
