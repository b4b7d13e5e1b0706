import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violates } from '#platform/database/constraints.ts';
import { type RawBuilder, sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { personWith } from '#test/support/test-people.ts';
import { fillTenants, type TenantRow } from '#test/support/tenant-rows.ts';

let db: TestDatabase;
beforeAll(async () => void (db = await createTestDatabase()));
afterAll(() => db[Symbol.asyncDispose]());

async function area(code: string): Promise<{ area: string; zone: string }> {
  const [first, second] = [randomUUID(), randomUUID()];
  await db.admin.query('insert into shopfloor.areas (id, code, name) values ($1, $2, $2)', [
    first,
    code,
  ]);
  await db.admin.query(
    'insert into shopfloor.zones (id, area_id, code, name) values ($1, $2, $3, $3)',
    [second, first, code],
  );
  return { area: first, zone: second };
}

describe('the tenant of the shop floor', () => {
  it.each(['machines', 'nodes'])(
    'of %s is that of the zone, whatever was written',
    async (table) => {
      const [here, there] = [await area(`${table}-1`), await area(`${table}-2`)];
      const code = table === 'machines' ? 'machine_id' : 'node_id';
      const written = `insert into shopfloor.${table} (${code}, name, area_id, zone_id)
      values ($1, $1, $2, $3) returning id, area_id`;
      const { rows } = await db.admin.query(written, ['X-1', here.area, there.zone]);
      expect(rows[0]).toMatchObject({ area_id: there.area });
      const moved = db.admin.query(`update shopfloor.${table} set area_id = $1 where id = $2`, [
        here.area,
        (rows[0] as { id: string }).id,
      ]);
      const failure: unknown = await moved.catch((error: unknown) => error);
      expect(violates(failure, `${table}_zone_fkey`)).toBe(true);
    },
  );

  it('has one permissive policy for each deed, because several are ORed', async () => {
    const { rows } = await db.admin.query<{ tablename: string; cmd: string }>(
      `select tablename, cmd from pg_policies
        where permissive = 'PERMISSIVE' and schemaname = 'shopfloor'
        group by tablename, cmd having count(*) > 1 order by tablename, cmd`,
    );
    // What the program alone writes otherwise, and who manages the area may too; displays look at areas.
    expect(rows.map(({ tablename, cmd }) => `${tablename} ${cmd}`)).toEqual([
      'accessory_io INSERT',
      'accessory_io UPDATE',
      'accessory_machines DELETE',
      'accessory_machines INSERT',
      'areas SELECT',
      'firmware_updates INSERT',
      'machine_logs INSERT',
      'node_configs INSERT',
    ]);
  });
});

describe('every table that belongs to an area', () => {
  const [here, there] = [randomUUID(), randomUUID()];
  let filled: TestDatabase;
  let rows: TenantRow[];

  beforeAll(async () => {
    filled = await createTestDatabase();
    rows = await fillTenants(filled, 'shopfloor', 'shopfloor.areas', [here, there]);
  });
  afterAll(() => filled[Symbol.asyncDispose]());

  async function holder(level: string | null, where: string | null): Promise<string> {
    const { userId } = await personWith(filled, []);
    if (level !== null)
      await filled.admin.query(
        `insert into identity.user_scopes (user_id, scope_type, scope_id, permission_level)
         values ($1, 'area', $2, $3)`,
        [userId, where, level],
      );
    return userId;
  }

  const tables = (): string[] => [...new Set(rows.map(({ table }) => table))];

  /** What a statement answers for a person; nothing where they lack even the privilege. */
  const answered = (
    userId: string,
    statement: RawBuilder<{ ctid: string }>,
  ): Promise<readonly { ctid: string }[]> =>
    filled.database
      .asUser({ userId }, async (tx) => (await statement.execute(tx)).rows)
      .catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === '42501') return [];
        throw error;
      });

  /** The areas whose rows of each table a person sees. */
  async function seen(userId: string): Promise<Record<string, string[]>> {
    const areas: Record<string, string[]> = {};
    for (const table of tables()) {
      const found = await answered(userId, sql`select ctid::text from ${sql.table(table)}`);
      areas[table] = rows
        .filter((row) => row.table === table && found.some(({ ctid }) => ctid === row.ctid))
        .map(({ tenant }) => tenant);
    }
    return areas;
  }

  /** How many rows of each table a person changes who tries to change all. */
  async function changed(userId: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of tables()) {
      const column = sql.ref(rows.find((row) => row.table === table)?.column ?? '');
      const statement = sql<{ ctid: string }>`
        update ${sql.table(table)} set ${column} = ${column} returning ctid::text`;
      counts[table] = (await answered(userId, statement)).length;
    }
    return counts;
  }

  const known = ['areas', 'zones', 'machines', 'nodes', 'machine_sessions', 'machine_logs'].map(
    (table) => `shopfloor.${table}`,
  );

  it('is found without being named here', () => {
    expect(tables()).toEqual(expect.arrayContaining(known));
  });

  it('shows nothing to who holds no area', async () => {
    expect(Object.values(await seen(await holder(null, null))).flat()).toEqual([]);
  });

  it('shows rows of the area held, and of no other', async () => {
    const areas = await seen(await holder('view', here));
    expect(new Set(Object.values(areas).flat())).toEqual(new Set([here]));
    for (const table of known) expect(areas[table]).toEqual([here]);
  });

  it('shows rows of every area to who holds all', async () => {
    const one = await seen(await holder('view', here));
    const all = await seen(await holder('view', null));
    for (const table of tables().filter((name) => one[name]?.length))
      expect([table, all[table]]).toEqual([table, [here, there]]);
  });

  it('is not changed by who may only look or run machines', async () => {
    for (const level of ['view', 'operate'])
      expect(
        Object.values(await changed(await holder(level, here))).every((rowCount) => rowCount === 0),
      ).toBe(true);
  });

  it('is changed by who manages the area, there and nowhere else', async () => {
    const counts = await changed(await holder('manage', here));
    expect(Math.max(...Object.values(counts))).toBe(1);
    for (const table of ['shopfloor.areas', 'shopfloor.machines']) expect(counts[table]).toBe(1);
  });

  it('leaves machines and nodes without zone to who holds all areas', async () => {
    for (const [table, code] of [
      ['shopfloor.machines', 'machine_id'],
      ['shopfloor.nodes', 'node_id'],
    ] as const) {
      await filled.admin.query(`insert into ${table} (${code}, name) values ('nowhere', 'n')`);
      const homeless = sql<{ ctid: string }>`
        select ctid::text from ${sql.table(table)} where zone_id is null`;
      const visible = async (where: string | null) =>
        (await answered(await holder('admin', where), homeless)).length;
      expect([await visible(here), await visible(null)]).toEqual([0, 1]);
    }
  });
});
