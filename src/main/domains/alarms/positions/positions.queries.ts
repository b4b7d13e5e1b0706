import { sql } from 'kysely';
import type { Flood, Position, PositionFields } from '#contract/alarms/positions.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

const positionRows = (tx: Tx) =>
  tx
    .selectFrom('alarms.positions as p')
    .select([
      'p.id',
      'p.name',
      'p.description',
      'p.workstations',
      'p.role_ids as roleIds',
      'p.area_ids as areaIds',
      'p.source_types as sourceTypes',
      'p.is_default as isDefault',
      'p.version',
      'p.updated_at as updatedAt',
    ]);

/** All positions, by name. */
export function listPositions(tx: Tx): Promise<Position[]> {
  return positionRows(tx).orderBy('p.name').execute();
}

/** One position, or null where it is not visible. */
export async function findPosition(tx: Tx, id: string): Promise<Position | null> {
  return (await positionRows(tx).where('p.id', '=', id).executeTakeFirst()) ?? null;
}

/** The position of a station, else of one of the person's roles, else the default. */
export async function positionFor(
  tx: Tx,
  { userId, workstation }: { readonly userId: string; readonly workstation: string },
): Promise<Position | null> {
  const atStation = sql<boolean>`${workstation} = any (p.workstations)`;
  const byRole = sql<boolean>`p.role_ids && array(
    select held.role_id from identity.user_roles as held where held.user_id = ${userId}::uuid)`;
  const row = await positionRows(tx)
    .where((eb) => eb.or([atStation, byRole, eb('p.is_default', '=', true)]))
    .orderBy(atStation, 'desc')
    .orderBy(byRole, 'desc')
    .orderBy('p.is_default')
    .orderBy('p.name')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

const written = (fields: PositionFields) => ({
  name: fields.name,
  description: fields.description,
  workstations: [...fields.workstations],
  role_ids: [...fields.roleIds],
  area_ids: [...fields.areaIds],
  source_types: [...fields.sourceTypes],
});

/** Adds a position and answers its key. */
export async function insertPosition(tx: Tx, fields: PositionFields): Promise<string> {
  const { id } = await tx
    .insertInto('alarms.positions')
    .values(written(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a position that stands at `version`; answers whether it did. */
export async function updatePosition(
  tx: Tx,
  { id, version }: { readonly id: string; readonly version: number },
  fields: PositionFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('alarms.positions')
    .set(written(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes a position that stands at `version` and is not the default; answers whether it did. */
export async function deletePosition(tx: Tx, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('alarms.positions')
    .where('id', '=', id)
    .where('version', '=', version)
    .where('is_default', '=', false)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** What narrows the list of floods. */
export interface FloodFilter {
  readonly positionId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One page of floods, the newest first. */
export function listFloods(
  tx: Tx,
  { positionId, from, to }: FloodFilter,
  page: PageRequest,
): Promise<Page<Flood>> {
  let query = tx
    .selectFrom('alarms.floods as f')
    .innerJoin('alarms.positions as p', 'p.id', 'f.position_id')
    .select([
      'f.id',
      'f.position_id as positionId',
      'p.name as positionName',
      'f.started_at as startedAt',
      'f.ended_at as endedAt',
      'f.alarm_count as alarmCount',
      'f.peak_count as peakCount',
      'f.peak_at as peakAt',
    ]);
  if (positionId !== undefined) query = query.where('f.position_id', '=', positionId);
  if (from !== undefined) query = query.where('f.started_at', '>=', from);
  if (to !== undefined) query = query.where('f.started_at', '<', to);
  return readPage(
    query,
    [
      { column: 'f.started_at', property: 'startedAt', direction: 'desc' },
      { column: 'f.id', property: 'id', direction: 'desc' },
    ],
    page,
  );
}
