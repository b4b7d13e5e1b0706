import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await createTestDatabase()));
afterAll(() => db[Symbol.asyncDispose]());

async function column(query: string): Promise<string[]> {
  const { rows } = await db.admin.query<{ name: string }>(query);
  return rows.map((row) => row.name);
}

const ours = `n.nspname not in ('public', 'information_schema') and n.nspname !~ '^pg_'`;

/** Tables that are the same for everybody, each with the reason. */
const shared: Readonly<Record<string, string>> = {
  'platform.schema_migrations': 'names of applied migrations; no tenant data',
  'platform.schema_migrations_lock': 'one constant row of the migration library',
};

describe('the roles', () => {
  it('are none of them superusers, and only the backup passes row-level security', async () => {
    const { rows } = await db.admin.query(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
         from pg_roles where rolname like 'signalbox\\_%' order by rolname`,
    );
    const nothing = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    expect(rows).toEqual([
      { rolname: 'signalbox_app', ...nothing },
      { rolname: 'signalbox_backup', ...nothing, rolbypassrls: true },
      { rolname: 'signalbox_migrator', ...nothing },
      { rolname: 'signalbox_readonly', ...nothing },
    ]);
  });

  it('leave the owner unable to sign in', async () => {
    expect(
      await column(
        `select rolname as name from pg_roles where rolname = 'signalbox_migrator' and rolcanlogin`,
      ),
    ).toEqual([]);
  });

  it('give the program no ownership and no membership in the owner', async () => {
    expect(
      await column(
        `select c.relname as name from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'signalbox_app'`,
      ),
    ).toEqual([]);
    const { rows } = await db.admin.query(
      `select pg_has_role('signalbox_app', 'signalbox_migrator', 'member') as member`,
    );
    expect(rows).toEqual([{ member: false }]);
  });

  it('let nobody but the owner truncate, which would pass row-level security', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname || ' by ' || r.rolname as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          cross join pg_roles r
         where ${ours} and c.relkind in ('r', 'p')
           and r.rolname in ('signalbox_app', 'signalbox_readonly', 'signalbox_backup')
           and has_table_privilege(r.oid, c.oid, 'truncate')`),
    ).toEqual([]);
  });

  it('for reading and backup cannot change a table', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname || ' by ' || r.rolname as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          cross join pg_roles r
         where ${ours} and c.relkind in ('r', 'p')
           and r.rolname in ('signalbox_readonly', 'signalbox_backup')
           and has_table_privilege(r.oid, c.oid, 'insert, update, delete')`),
    ).toEqual([]);
  });

  it('for reporting cannot pass for the program itself', async () => {
    await using other = await createTestDatabase();
    await other.admin.query(
      `set role signalbox_readonly; select set_config('app.system', 'forged', false)`,
    );
    expect((await other.admin.query('select platform.is_system() as system')).rows).toEqual([
      { system: false },
    ]);
  });
});

describe('every table', () => {
  it('forces row-level security, or is on the list with a reason', async () => {
    const open = await column(`
      select n.nspname || '.' || c.relname as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where ${ours} and c.relkind in ('r', 'p') and not c.relispartition
         and not (c.relrowsecurity and c.relforcerowsecurity)`);
    expect(open.toSorted()).toEqual(Object.keys(shared).toSorted());
  });

  it('is owned by the migrator', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          join pg_roles r on r.oid = c.relowner
         where ${ours} and c.relkind in ('r', 'p', 'v', 'S') and r.rolname <> 'signalbox_migrator'`),
    ).toEqual([]);
  });

  it('and column and function says what it is for', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '') as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
          left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where ${ours} and c.relkind in ('r', 'p', 'v') and not c.relispartition
           and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
        union all
        select n.nspname || '.' || p.proname || '()'
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where ${ours} and obj_description(p.oid, 'pg_proc') is null`),
    ).toEqual([]);
  });

  it('keeps moments with their zone', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname || '.' || a.attname as name
          from pg_attribute a join pg_class c on c.oid = a.attrelid
          join pg_namespace n on n.oid = c.relnamespace
         where ${ours} and c.relkind in ('r', 'p') and a.atttypid = 'timestamp'::regtype`),
    ).toEqual([]);
  });

  it('names every check, so that a refusal says which', async () => {
    expect(
      await column(`
        select conrelid::regclass || '.' || conname as name
          from pg_constraint k join pg_namespace n on n.oid = k.connamespace
         where ${ours} and k.contype = 'c' and conname ~ '_check[0-9]+$'`),
    ).toEqual([]);
  });
});

describe('every view', () => {
  it('runs with the rights of who asks, so that row-level security holds', async () => {
    expect(
      await column(`
        select n.nspname || '.' || c.relname as name
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where ${ours} and c.relkind = 'v'
           and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)`),
    ).toEqual([]);
  });

  it('is computed anew: a materialized one would keep rows of every tenant', async () => {
    expect(
      await column(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind = 'm'`,
      ),
    ).toEqual([]);
  });
});

describe('every function with the rights of its owner', () => {
  it('has a search path of its own', async () => {
    expect(
      await column(`
        select n.nspname || '.' || p.proname as name
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where ${ours} and p.prosecdef and not coalesce(p.proconfig::text like '%search_path=%', false)`),
    ).toEqual([]);
  });
});

describe('the version of the schema', () => {
  it('can be read in the shape of source 004', async () => {
    const { rows } = await db.admin.query(
      'select id, version, description from platform.schema_versions limit 2',
    );
    expect(rows).toEqual([
      { id: 1, version: '0001', description: 'platform' },
      { id: 2, version: '0002', description: 'identity' },
    ]);
  });
});

describe('a version 7 UUID', () => {
  it('carries its version, variant and the time it was made', async () => {
    const { rows } = await db.admin.query<{ id: string; ms: string }>(
      `select platform.uuid_v7()::text as id, (extract(epoch from clock_timestamp()) * 1000)::bigint::text as ms`,
    );
    const { id = '', ms = '0' } = rows[0] ?? {};
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const made = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(Math.abs(made - Number(ms))).toBeLessThan(5_000);
  });
});
