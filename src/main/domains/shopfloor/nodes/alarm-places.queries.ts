import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Where something stands, for its alarms. */
export interface AreaOf {
  readonly id: string;
  readonly area_id: string;
  readonly area_name: string;
}

/** The areas of these nodes; those without a zone are left out. */
export async function areasOfNodes(tx: Tx, ids: readonly string[]): Promise<AreaOf[]> {
  const { rows } = await sql<AreaOf>`
    select n.id, a.id as area_id, a.name as area_name
    from shopfloor.nodes as n
    join shopfloor.zones as z on z.id = n.zone_id
    join shopfloor.areas as a on a.id = z.area_id
    where n.id = any (${ids}::uuid[])`.execute(tx);
  return rows;
}

/** The area of a machine, its own or that of its zone; undefined where it stands in none. */
export async function areaOfMachine(tx: Tx, id: string): Promise<AreaOf | undefined> {
  const { rows } = await sql<AreaOf>`
    select m.id, a.id as area_id, a.name as area_name
    from shopfloor.machines as m
    left join shopfloor.zones as z on z.id = m.zone_id
    join shopfloor.areas as a on a.id = coalesce(m.area_id, z.area_id)
    where m.id = ${id}`.execute(tx);
  return rows[0];
}
