import { sql } from 'kysely';
import type { Zone, ZoneChanges, ZoneFields } from '#contract/shopfloor/zones.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { containing } from './search.ts';

const zoneRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.zones as zone')
    .innerJoin('shopfloor.areas as area', 'area.id', 'zone.area_id')
    .select([
      'zone.id',
      'zone.name',
      'zone.description',
      'zone.area_id',
      'area.name as area_name',
      'zone.code',
      'zone.active',
      'zone.version',
      'zone.updated_at',
      sql<number>`(select count(*)::integer from shopfloor.machines as machine where machine.zone_id = zone.id)`.as(
        'machine_count',
      ),
    ]);

type ZoneRow = Awaited<ReturnType<ReturnType<typeof zoneRows>['execute']>>[number];

const toZone = (row: ZoneRow): Zone => ({
  id: row.id,
  name: row.name,
  description: row.description,
  areaId: row.area_id,
  areaName: row.area_name,
  code: row.code,
  active: row.active,
  machineCount: row.machine_count,
  version: row.version,
  updatedAt: row.updated_at,
});

const columnsOf = ({ areaId, ...fields }: ZoneChanges | ZoneFields) => ({
  ...fields,
  area_id: areaId,
});

const byName = [
  { column: 'zone.name', property: 'name', direction: 'asc' },
  { column: 'zone.id', property: 'id', direction: 'asc' },
] as const;

/** What narrows a list of zones. */
export interface ZoneFilter {
  readonly areaId?: string | undefined;
  readonly search?: string | undefined;
  readonly active?: boolean | undefined;
}

/** One page of the zones that fit, by name. */
export async function listZones(
  tx: Tx,
  filter: ZoneFilter,
  page: PageRequest,
): Promise<Page<Zone>> {
  let query = zoneRows(tx);
  if (filter.areaId) query = query.where('zone.area_id', '=', filter.areaId);
  if (filter.active !== undefined) query = query.where('zone.active', '=', filter.active);
  if (filter.search) query = query.where(containing(filter.search, ['zone.name', 'zone.code']));
  const { rows, nextCursor } = await readPage(query, byName, page);
  return { rows: rows.map(toZone), nextCursor };
}

/** One zone, or null where it is not visible. */
export async function findZone(tx: Tx, id: string): Promise<Zone | null> {
  const row = await zoneRows(tx).where('zone.id', '=', id).executeTakeFirst();
  return row ? toZone(row) : null;
}

/** Adds a zone and answers its key. */
export async function insertZone(tx: Tx, fields: ZoneFields): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.zones')
    .values(columnsOf(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a zone that stands at `version`; answers whether it did. */
export async function updateZone(
  tx: Tx,
  id: string,
  version: number,
  fields: ZoneChanges | ZoneFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.zones')
    .set(columnsOf(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
