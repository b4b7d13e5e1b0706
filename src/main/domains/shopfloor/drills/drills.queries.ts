import { sql } from 'kysely';
import type { DrillFilter, EstopDrill } from '#contract/shopfloor/drills.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';

const drillRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.estop_drills as drill')
    .innerJoin('shopfloor.nodes as node', 'node.id', 'drill.node_id')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'drill.zone_id')
    .leftJoin('shopfloor.areas as area', 'area.id', 'drill.area_id')
    .leftJoin('identity.users as planner', 'planner.id', 'drill.planned_by')
    .leftJoin('identity.users as starter', 'starter.id', 'drill.started_by')
    .selectAll('drill')
    .select([
      'node.node_id as node_code',
      'node.name as node_name',
      'zone.name as zone_name',
      'area.name as area_name',
      'planner.full_name as planner_name',
      'starter.full_name as starter_name',
      sql<string | null>`(select min(event.timestamp) from shopfloor.estop_events as event
        where event.drill_id = drill.id)`.as('tripped_at'),
    ]);

type DrillRow = Awaited<ReturnType<ReturnType<typeof drillRows>['execute']>>[number];

const toDrill = (row: DrillRow): EstopDrill => ({
  id: row.id,
  node: { id: row.node_id, nodeId: row.node_code, name: row.node_name },
  area: named(row.area_id, row.area_name),
  zone: named(row.zone_id, row.zone_name),
  status: row.status as EstopDrill['status'],
  plannedFor: row.planned_for,
  plannedBy: row.planner_name,
  allowedSeconds: row.allowed_seconds,
  startedAt: row.started_at,
  startedBy: row.starter_name,
  endsAt: row.ends_at,
  finishedAt: row.finished_at,
  result: row.result as EstopDrill['result'],
  trippedAt: row.tripped_at,
  machinesRunning: row.machines_running,
  machinesLocked: row.machines_locked,
  slowestMs: row.slowest_ms,
  note: row.note,
  version: row.version,
});

const newestFirst = [
  { column: 'drill.planned_for', property: 'planned_for', direction: 'desc' },
  { column: 'drill.id', property: 'id', direction: 'desc' },
] as const;

/** One page of the drills that fit, newest first. */
export async function listDrills(
  tx: Tx,
  filter: DrillFilter,
  page: PageRequest,
): Promise<Page<EstopDrill>> {
  const { areaId, zoneId, status, result, from, to } = filter;
  let query = drillRows(tx);
  if (areaId) query = query.where('drill.area_id', '=', areaId);
  if (zoneId) query = query.where('drill.zone_id', '=', zoneId);
  if (status) query = query.where('drill.status', '=', status);
  if (result) query = query.where('drill.result', '=', result);
  if (from) query = query.where('drill.planned_for', '>=', from);
  if (to) query = query.where('drill.planned_for', '<', to);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toDrill), nextCursor };
}

/** One drill, or null where it is not visible. */
export async function findDrill(tx: Tx, id: string): Promise<EstopDrill | null> {
  const row = await drillRows(tx).where('drill.id', '=', id).executeTakeFirst();
  return row ? toDrill(row) : null;
}

/** What a drill is planned with. */
export interface DrillPlan {
  readonly nodeId: string;
  readonly plannedFor: string;
  readonly allowedSeconds: number;
  readonly plannedBy: string;
}

/** Plans a drill where the node stands now. Answers its key; null where the node is not visible. */
export async function insertDrill(tx: Tx, plan: DrillPlan): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into shopfloor.estop_drills (node_id, zone_id, planned_for, allowed_seconds, planned_by)
    select node.id, node.zone_id, ${plan.plannedFor}, ${plan.allowedSeconds}, ${plan.plannedBy}
    from shopfloor.nodes as node where node.id = ${plan.nodeId}
    returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Why a drill of a circuit would try nothing; null where it may start. */
export async function whyNoDrill(
  tx: Tx,
  nodeKey: string,
): Promise<'stop-stands' | 'node-silent' | null> {
  const { rows } = await sql<{ stands: boolean; silent: boolean }>`
    select exists (select from shopfloor.standing_stops as stop where stop.node_id = node.id) as stands,
      not (node.active and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)) as silent
    from shopfloor.nodes as node where node.id = ${nodeKey}`.execute(tx);
  if (rows[0]?.stands) return 'stop-stands';
  return rows[0]?.silent === false ? null : 'node-silent';
}

/**
 * Starts a planned drill: for so many minutes a trip counts as test. Answers whether it was planned.
 * Violates `estop_drills_one_running` where another drill of the circuit runs.
 */
export async function startDrill(
  tx: Tx,
  id: string,
  minutes: number,
  userId: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_drills
    set status = 'running', started_at = clock_timestamp(), started_by = ${userId},
      ends_at = clock_timestamp() + make_interval(mins => ${minutes})
    where id = ${id} and status = 'planned'`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Calls off a drill that is planned, or runs without having tripped. Answers whether it was. */
export async function cancelDrill(tx: Tx, id: string, note: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_drills
    set status = 'cancelled', finished_at = clock_timestamp(), note = ${note}
    where id = ${id} and status in ('planned', 'running')`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Keeps what was noticed in a drill that stands at `version`; answers whether it did. */
export async function noteDrill(
  tx: Tx,
  id: string,
  version: number,
  note: string | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_drills set note = ${note}
    where id = ${id} and version = ${version}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
