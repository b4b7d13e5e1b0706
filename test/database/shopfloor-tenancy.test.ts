import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violates } from '#platform/database/constraints.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';

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
    const { rows } = await db.admin.query(
      `select tablename, cmd from pg_policies
        where permissive = 'PERMISSIVE' and schemaname = 'shopfloor'
        group by tablename, cmd having count(*) > 1`,
    );
    // People write one kind of line themselves: that they changed the condition of a machine.
    expect(rows).toEqual([{ tablename: 'machine_logs', cmd: 'INSERT' }]);
  });
});
