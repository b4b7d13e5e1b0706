import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/*
 * Drills are judged by the database's clock, which also wrote the trip and the confirmed locks.
 */

/**
 * Decides drills that have tripped: passed when every machine of the zone that ran was reported
 * locked in time, failed once one was not. Answers how many.
 */
export async function decideDrills(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    with trip as (
      select drill.id, drill.allowed_seconds, event.id as event_id, event.timestamp as at
      from shopfloor.estop_drills as drill
      join shopfloor.estop_events as event on event.drill_id = drill.id
      where drill.status = 'running'
    ), locks as (
      select trip.id, count(*)::integer as running,
        count(*) filter (where session.release_state is null
          or session.locked_at <= trip.at + make_interval(secs => trip.allowed_seconds))::integer as locked,
        max(greatest(0, extract(epoch from session.locked_at - trip.at) * 1000))::integer as slowest_ms
      from trip
      join shopfloor.estop_presences as presence
        on presence.event_id = trip.event_id and presence.presence = 'running'
      join shopfloor.machine_sessions as session on session.id = presence.session_id
      group by trip.id
    )
    update shopfloor.estop_drills as drill
    set status = 'done', finished_at = clock_timestamp(),
      result = case when coalesce(locks.locked = locks.running, true) then 'passed' else 'failed' end,
      machines_running = coalesce(locks.running, 0), machines_locked = coalesce(locks.locked, 0),
      slowest_ms = locks.slowest_ms
    from trip left join locks on locks.id = trip.id
    where drill.id = trip.id
      and (coalesce(locks.locked = locks.running, true)
        or trip.at + make_interval(secs => trip.allowed_seconds) < clock_timestamp())`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Gives up drills whose time passed without a trip, and planned ones a day late. Answers how many. */
export async function missDrills(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_drills set status = 'missed', finished_at = clock_timestamp()
    where (status = 'running' and ends_at < clock_timestamp()
        and not exists (select from shopfloor.estop_events as event where event.drill_id = estop_drills.id))
      or (status = 'planned' and planned_for < clock_timestamp() - interval '1 day')`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** A node whose stop circuit was not tried for too long. */
export interface OverdueCircuit {
  readonly id: string;
  readonly node_id: string;
  readonly name: string;
  readonly zone_name: string | null;
  readonly due_at: string;
}

/** Nodes whose drill is overdue. */
export async function listOverdueCircuits(tx: Tx): Promise<OverdueCircuit[]> {
  const { rows } = await sql<OverdueCircuit>`
    select node.id, node.node_id, node.name, zone.name as zone_name, circuit.due_at
    from shopfloor.nodes as node
    left join shopfloor.zones as zone on zone.id = node.zone_id
    cross join lateral (select shopfloor.drill_due(node.id) as due_at) as circuit
    where circuit.due_at < clock_timestamp()
    order by node.node_id`.execute(tx);
  return rows;
}
