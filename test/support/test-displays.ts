import type { TestDatabase } from './test-database.ts';
import { personWith } from './test-people.ts';

/** What a display is made for. */
export interface DisplayScope {
  /** All of them unless given. */
  readonly areaIds?: readonly string[];
  readonly positionId?: string;
}

/** A wall display whose right stands for a month, made in the database itself. */
export async function displayFor(
  db: TestDatabase,
  { areaIds, positionId }: DisplayScope = {},
): Promise<{ readonly displayId: string }> {
  const { userId } = await personWith(db, []);
  const { rows } = await db.admin.query<{ id: string }>(
    `insert into identity.displays (name, area_ids, position_id, locale, created_by, expires_at)
     values ('Hall 1', $1, $2, 'en', $3, now() + interval '30 days') returning id`,
    [areaIds ?? null, positionId ?? null, userId],
  );
  return { displayId: rows[0]?.id ?? '' };
}
