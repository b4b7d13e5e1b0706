import { sql } from 'kysely';
import type { PlanPlace, PlanPosition, PlanSubject } from '#contract/shopfloor/plans.ts';
import type { Tx } from '#platform/database/database.ts';

interface PositionRow {
  readonly kind: PlanSubject['kind'];
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly x: number | null;
  readonly y: number | null;
  readonly rotation: number | null;
  readonly size: number | null;
  readonly version: number;
}

const toPosition = ({ kind, id, code, name, version, ...row }: PositionRow): PlanPosition => {
  const { x, y, rotation, size } = row;
  const placed = x !== null && y !== null && rotation !== null && size !== null;
  return { kind, id, code, name, version, place: placed ? { x, y, rotation, size } : null };
};

/** All machines of an area with their places on its plan, and its nodes where asked; in the order of their codes. */
export async function listPositions(
  tx: Tx,
  areaId: string,
  withNodes: boolean,
): Promise<PlanPosition[]> {
  const { rows } = await sql<PositionRow>`
    select thing.kind, thing.id, thing.code, thing.name, position.x, position.y, position.rotation,
      position.size, coalesce(position.version, 0) as version
    from (
      select 'machine' as kind, id, machine_id as code, name, area_id from shopfloor.machines
      union all
      select 'node', id, node_id, name, area_id from shopfloor.nodes where ${withNodes}
    ) as thing
    left join shopfloor.plan_positions as position
      on position.machine_id = thing.id or position.node_id = thing.id
    where thing.area_id = ${areaId}
    order by thing.kind, thing.code`.execute(tx);
  return rows.map(toPosition);
}

/** A place to be saved. */
export interface PlaceChange extends PlanSubject {
  readonly place: PlanPlace | null;
  /** What was read; 0 for a thing that was never placed. */
  readonly version: number;
}

const idColumn = ({ kind }: PlanSubject): 'machine_id' | 'node_id' =>
  kind === 'machine' ? 'machine_id' : 'node_id';

/** Saves the place of a thing of the area that stands at the version read; answers whether it did. */
export async function savePlace(tx: Tx, areaId: string, change: PlaceChange): Promise<boolean> {
  const { id, place, version } = change;
  const column = idColumn(change);
  if (version > 0) {
    const { numUpdatedRows } = await tx
      .updateTable('shopfloor.plan_positions')
      .set(place ?? { x: null, y: null })
      .where(column, '=', id)
      .where('area_id', '=', areaId)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
  const { x = null, y = null, rotation = 0, size = 1 } = place ?? {};
  const { numAffectedRows = 0n } = await sql`
    insert into shopfloor.plan_positions (${sql.ref(column)}, area_id, x, y, rotation, size)
    select thing.id, thing.area_id, ${x}, ${y}, ${rotation}, ${size}
    from ${sql.table(change.kind === 'machine' ? 'shopfloor.machines' : 'shopfloor.nodes')} as thing
    where thing.id = ${id} and thing.area_id = ${areaId}
    on conflict do nothing`.execute(tx);
  return numAffectedRows > 0n;
}
