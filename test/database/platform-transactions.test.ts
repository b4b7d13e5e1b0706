import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/support/test-database.ts';

const kim = '00000000-0000-4000-8000-000000000001';
const lee = '00000000-0000-4000-8000-000000000002';

describe('a transaction', () => {
  it('acts for its user', async () => {
    await using db = await createTestDatabase();
    const { rows } = await db.database.asUser({ userId: kim }, (tx) =>
      sql`select platform.current_user_id() as me, platform.is_system() as system`.execute(tx),
    );
    expect(rows).toEqual([{ me: kim, system: false }]);
  });
});
