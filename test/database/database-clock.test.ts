import { expect, it } from 'vitest';
import { setDatabaseTime } from '#test/support/database-clock.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

it('moves defaults, statements and views together, and by nothing but the test', async () => {
  await using db = await createTestDatabase({ ownClock: true });
  const tellTime = () =>
    db.admin.query<{ at: Date; made: Date }>(
      `insert into shopfloor.areas (name, code) values ('Hall', substr(md5(random()::text), 1, 8))
       returning clock_timestamp() as at, created_at as made`,
    );
  for (const moment of ['2026-03-02T06:00:00.000Z', '2026-03-03T05:59:59.000Z']) {
    await setDatabaseTime(db.admin, new Date(moment));
    const { rows } = await tellTime();
    expect(
      rows.map(({ at, made }) => [at, made].map((date) => new Date(date).toISOString())),
    ).toEqual([[moment, moment]]);
  }
});
