import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { isDuplicate, violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import { readPage, type SortOrder } from '#platform/database/paging.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

interface Visit {
  readonly at: string;
  readonly id: number;
}

const newest: SortOrder<Visit> = [
  { column: 'v.at', property: 'at', direction: 'desc' },
  { column: 'v.id', property: 'id', direction: 'desc' },
];

function pageOfVisits(tx: Tx, cursor: string | undefined, limit: number) {
  const visits = sql<Visit>`(select * from public.visits)`.as('v');
  const query = tx.selectFrom(visits).select(['v.at', 'v.id']);
  return readPage(query as never, newest, { cursor, limit }) as Promise<{
    rows: Visit[];
    nextCursor: string | null;
  }>;
}

describe('paging by key', () => {
  it('shows every row once, though moments repeat and differ by microseconds', async () => {
    await using db = await createTestDatabase();
    await db.admin.query(`
      create table public.visits (at timestamptz not null, id integer primary key);
      insert into public.visits
        select timestamptz '2026-01-05 00:00:00.000001+00' + (n / 3) * interval '1 microsecond', n
          from generate_series(1, 50) as n;
      grant select on public.visits to signalbox_app`);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await db.database.asSystem('test', (tx) =>
        pageOfVisits(tx, cursor ?? undefined, 7),
      );
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => 50 - n));
  });
});

const sit = (tx: Tx) => sql`insert into public.seats values (1)`.execute(tx);

describe('a violated constraint', () => {
  it('is known by its name', async () => {
    await using db = await createTestDatabase();
    await db.admin.query(`
      create table public.seats (n integer, constraint seats_one_each unique (n));
      grant insert on public.seats to signalbox_app`);
    await db.database.asSystem('test', sit);
    const error: unknown = await db.database
      .asSystem('test', sit)
      .catch((caught: unknown) => caught);
    expect(violates(error, 'seats_one_each')).toBe(true);
    expect(violates(error, 'seats_other')).toBe(false);
    expect(isDuplicate(error)).toBe(true);
    expect(violates(new Error('seats_one_each'), 'seats_one_each')).toBe(false);
  });
});
