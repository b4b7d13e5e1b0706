import { sql } from 'kysely';
import type { StopCircuit } from '#contract/shopfloor/estops.ts';
import type { Tx } from '#platform/database/database.ts';
import { named } from '../named.ts';
import { stateOf, type StopKind } from './stop-circuit.ts';

interface CircuitRow {
  readonly node_key: string;
  readonly node_id: string;
  readonly name: string;
  readonly area_id: string | null;
  readonly area_name: string | null;
  readonly zone_id: string | null;
  readonly zone_name: string | null;
  readonly online: boolean;
  readonly last_seen: string | null;
  readonly machine_count: number;
  readonly open_type: string | null;
  readonly acknowledged: boolean | null;
  readonly open_since: string | null;
  readonly waiting_since: string | null;
  readonly drill_every_days: number | null;
  readonly last_passed_at: string | null;
  readonly due_at: string | null;
  readonly drill_id: string | null;
  readonly drill_status: 'planned' | 'running';
  readonly drill_at: string;
  readonly drill_version: number;
}

function toCircuit(row: CircuitRow): StopCircuit {
  const kind: StopKind = row.open_type === 'emergency_stop' ? 'stop' : 'test';
  const state = stateOf({
    open: row.open_type === null ? null : { kind, acknowledged: row.acknowledged ?? false },
    waiting: row.waiting_since !== null,
    seen: row.online,
  });
  return {
    node: { id: row.node_key, nodeId: row.node_id, name: row.name },
    area: named(row.area_id, row.area_name),
    zone: named(row.zone_id, row.zone_name),
    state,
    since: row.open_since ?? row.waiting_since ?? (row.online ? null : row.last_seen),
    online: row.online,
    lastSeen: row.last_seen,
    machineCount: row.machine_count,
    drillEveryDays: row.drill_every_days,
    lastPassedAt: row.last_passed_at,
    dueAt: row.due_at,
    nextDrill:
      row.drill_id === null
        ? null
        : {
            id: row.drill_id,
            status: row.drill_status,
            at: row.drill_at,
            version: row.drill_version,
          },
  };
}

/** The stop circuits that nodes in use see, and those of other nodes at which a stop stands; by place. */
export async function listCircuits(tx: Tx): Promise<StopCircuit[]> {
  const { rows } = await sql<CircuitRow>`
    select node.id as node_key, node.node_id, node.name, node.area_id, area.name as area_name,
      node.zone_id, zone.name as zone_name, link.online, node.last_seen,
      (select count(*)::integer from shopfloor.machines as machine
        where machine.active and (machine.zone_id = node.zone_id or machine.node_id = node.id)) as machine_count,
      open.event_type as open_type, open.acknowledged, open.since as open_since,
      (select min(stop.since) from shopfloor.standing_stops as stop
        where stop.node_id = node.id and stop.reset_at is not null) as waiting_since,
      node.drill_every_days,
      (select max(drill.finished_at) from shopfloor.estop_drills as drill
        where drill.node_id = node.id and drill.result = 'passed') as last_passed_at,
      shopfloor.drill_due(node.id) as due_at,
      next.id as drill_id, next.status as drill_status, coalesce(next.started_at, next.planned_for) as drill_at,
      next.version as drill_version
    from shopfloor.nodes as node
    left join shopfloor.zones as zone on zone.id = node.zone_id
    left join shopfloor.areas as area on area.id = node.area_id
    left join lateral (select node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as online) as link on true
    left join lateral (
      select stop.event_type, stop.acknowledged_at is not null as acknowledged, stop.since
      from shopfloor.standing_stops as stop
      where stop.node_id = node.id and stop.reset_at is null
      order by stop.event_type = 'emergency_stop' desc, stop.since desc limit 1
    ) as open on true
    left join lateral (
      select drill.id, drill.status, drill.started_at, drill.planned_for, drill.version
      from shopfloor.estop_drills as drill
      where drill.node_id = node.id and drill.status in ('planned', 'running')
      order by drill.status = 'running' desc, drill.planned_for limit 1
    ) as next on true
    where (node.active and node.monitors_estop)
      or exists (select from shopfloor.standing_stops as stop where stop.node_id = node.id)
    order by area.name, zone.name, node.node_id`.execute(tx);
  return rows.map(toCircuit);
}
