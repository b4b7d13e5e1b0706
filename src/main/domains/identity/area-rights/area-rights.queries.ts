import { sql } from 'kysely';
import type { AreaHolder, AreaLevel, AreaStranger } from '#contract/identity/area-rights.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

/** Whether the acting person may see who holds rights in the area: it is there, and they manage it. */
export async function managesArea(tx: Tx, areaId: string): Promise<boolean> {
  const { rows } = await sql<{ manages: boolean }>`
    select exists (
      select from shopfloor.areas as area where area.id = ${areaId}
        and (identity.has_all_scopes('area', 'manage')
          or area.id = any (identity.scope_ids('area', 'manage')))
    ) as manages`.execute(tx);
  return rows[0]?.manages ?? false;
}

/** Everybody who holds a right in the area, for it or for all areas, by name. */
export async function listHolders(tx: Tx, areaId: string): Promise<AreaHolder[]> {
  const { rows } = await sql<AreaHolder>`
    select person.id as "userId", person.username, person.full_name as "fullName", person.status,
      own.permission_level as level, everywhere.permission_level as everywhere,
      coalesce(own.assigned_at, everywhere.assigned_at) as since, giver.full_name as "givenBy"
    from identity.users as person
    left join identity.user_scopes as own
      on own.user_id = person.id and own.scope_type = 'area' and own.scope_id = ${areaId}
    left join identity.user_scopes as everywhere
      on everywhere.user_id = person.id and everywhere.scope_type = 'area' and everywhere.scope_id is null
    left join identity.users as giver on giver.id = coalesce(own.assigned_by, everywhere.assigned_by)
    where person.deleted_at is null and (own.id is not null or everywhere.id is not null)
    order by person.full_name, person.id`.execute(tx);
  return rows;
}

const byName = [
  { column: 'person.full_name', property: 'fullName', direction: 'asc' },
  { column: 'person.id', property: 'userId', direction: 'asc' },
] as const;

/** One page of the active people who hold no right in the area, by name. */
export async function listStrangers(
  tx: Tx,
  { areaId, search }: { readonly areaId: string; readonly search?: string | undefined },
  page: PageRequest,
): Promise<Page<AreaStranger>> {
  let query = tx
    .selectFrom('identity.users as person')
    .select(['person.id as userId', 'person.username', 'person.full_name as fullName'])
    .where('person.deleted_at', 'is', null)
    .where('person.status', '=', 'active')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('identity.user_scopes as scope')
            .select('scope.id')
            .whereRef('scope.user_id', '=', 'person.id')
            .where('scope.scope_type', '=', 'area')
            .where(({ or, eb }) =>
              or([eb('scope.scope_id', '=', areaId), eb('scope.scope_id', 'is', null)]),
            ),
        ),
      ),
    );
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(({ or, eb }) =>
      or([eb('person.full_name', 'ilike', pattern), eb('person.username', 'ilike', pattern)]),
    );
  }
  return readPage(query, byName, page);
}

/** The right of a person in one area. */
export async function findAreaLevel(
  tx: Tx,
  userId: string,
  areaId: string,
): Promise<AreaLevel | null> {
  const row = await tx
    .selectFrom('identity.user_scopes')
    .select('permission_level')
    .where('user_id', '=', userId)
    .where('scope_type', '=', 'area')
    .where('scope_id', '=', areaId)
    .executeTakeFirst();
  return (row?.permission_level as AreaLevel | undefined) ?? null;
}

/** Gives a person this right in one area in the place of the one before; null takes it away. */
export async function writeAreaLevel(
  tx: Tx,
  right: { readonly userId: string; readonly areaId: string; readonly level: AreaLevel | null },
  by: string,
): Promise<void> {
  const { userId, areaId, level } = right;
  await tx
    .deleteFrom('identity.user_scopes')
    .where('user_id', '=', userId)
    .where('scope_type', '=', 'area')
    .where('scope_id', '=', areaId)
    .execute();
  if (level === null) return;
  await tx
    .insertInto('identity.user_scopes')
    .values({
      user_id: userId,
      scope_type: 'area',
      scope_id: areaId,
      permission_level: level,
      assigned_by: by,
    })
    .execute();
}
