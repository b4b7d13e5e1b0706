import { sql } from 'kysely';
import type { Area, AreaChanges, AreaFields } from '#contract/shopfloor/areas.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { containing } from './search.ts';

const areaRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.areas as area')
    .select([
      'area.id',
      'area.name',
      'area.description',
      'area.code',
      'area.active',
      'area.version',
      'area.updated_at',
      sql<number>`(select count(*)::integer from shopfloor.zones as zone where zone.area_id = area.id)`.as(
        'zone_count',
      ),
      sql<number>`(select count(*)::integer from shopfloor.machines as machine where machine.area_id = area.id)`.as(
        'machine_count',
      ),
    ]);

type AreaRow = Awaited<ReturnType<ReturnType<typeof areaRows>['execute']>>[number];

const toArea = (row: AreaRow): Area => ({
  id: row.id,
  name: row.name,
  description: row.description,
  code: row.code,
  active: row.active,
  zoneCount: row.zone_count,
  machineCount: row.machine_count,
  version: row.version,
  updatedAt: row.updated_at,
});

const byName = [
  { column: 'area.name', property: 'name', direction: 'asc' },
  { column: 'area.id', property: 'id', direction: 'asc' },
] as const;

/** What narrows a list of areas. */
export interface AreaFilter {
  readonly search?: string | undefined;
  readonly active?: boolean | undefined;
}

/** One page of the areas that fit, by name. */
export async function listAreas(
  tx: Tx,
  filter: AreaFilter,
  page: PageRequest,
): Promise<Page<Area>> {
  let query = areaRows(tx);
  if (filter.active !== undefined) query = query.where('area.active', '=', filter.active);
  if (filter.search) query = query.where(containing(filter.search, ['area.name', 'area.code']));
  const { rows, nextCursor } = await readPage(query, byName, page);
  return { rows: rows.map(toArea), nextCursor };
}

/** One area, or null where it is not visible. */
export async function findArea(tx: Tx, id: string): Promise<Area | null> {
  const row = await areaRows(tx).where('area.id', '=', id).executeTakeFirst();
  return row ? toArea(row) : null;
}

/** Adds an area and answers its key. */
export async function insertArea(tx: Tx, fields: AreaFields): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.areas')
    .values({ ...fields })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves an area that stands at `version`; answers whether it did. */
export async function updateArea(
  tx: Tx,
  id: string,
  version: number,
  fields: AreaChanges | AreaFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.areas')
    .set({ ...fields })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
