import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { Circuit, StopKind } from './stop-circuit.ts';

/** A stop circuit as the database has it, which nobody else changes until the transaction ends. */
export interface LockedCircuit {
  readonly circuit: Circuit;
  /** The stop that the hardware has not reset. */
  readonly openId: string | null;
  /** The drill of this circuit that runs. */
  readonly drillId: string | null;
}

/**
 * Reads the circuit that a node sees. Locks the zones it stops, which every start there reads under
 * a lock too: a start either sees the stop, or is seen and ended by it.
 */
export async function lockCircuit(tx: Tx, nodeKey: string): Promise<LockedCircuit> {
  await sql`
    select from shopfloor.zones as zone
    where zone.id in (select zone_id from shopfloor.nodes where id = ${nodeKey}
      union select zone_id from shopfloor.machines where node_id = ${nodeKey})
    order by zone.id for no key update`.execute(tx);
  await sql`select from shopfloor.nodes where id = ${nodeKey} for no key update`.execute(tx);
  const { rows } = await sql<{
    open_id: string | null;
    kind: StopKind;
    acknowledged: boolean;
    waiting: boolean;
    drill_id: string | null;
    seen: boolean;
  }>`
    select open.id as open_id, open.kind, coalesce(open.acknowledged, false) as acknowledged,
      exists (select from shopfloor.standing_stops as stop
        where stop.node_id = node.id and stop.reset_at is not null) as waiting,
      (select drill.id from shopfloor.estop_drills as drill
        where drill.node_id = node.id and drill.status = 'running' and drill.ends_at > clock_timestamp()) as drill_id,
      node.active and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as seen
    from shopfloor.nodes as node
    left join lateral (
      select stop.id, stop.acknowledged_at is not null as acknowledged,
        case when stop.event_type = 'emergency_stop' then 'stop'
          when stop.drill_id is not null then 'drill' else 'test' end as kind
      from shopfloor.standing_stops as stop
      where stop.node_id = node.id and stop.reset_at is null
      order by stop.event_type = 'emergency_stop' desc, stop.since desc limit 1
    ) as open on true
    where node.id = ${nodeKey}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A node was removed while its stop circuit was looked at.');
  const { kind, acknowledged, waiting, seen } = row;
  return {
    circuit: { open: row.open_id === null ? null : { kind, acknowledged }, waiting, seen },
    openId: row.open_id,
    drillId: row.drill_id,
  };
}

/** Records that the hardware of a node stops; answers the event's key. */
export const recordStop = (tx: Tx, nodeKey: string, as: StopKind, drillId: string | null) =>
  insertStop(tx, nodeKey, as, { drillId, at: null });

/** Records that the hardware of a node stopped at `at`, while nobody listened; answers the event's key. */
export const recordPastStop = (tx: Tx, nodeKey: string, as: StopKind, at: string) =>
  insertStop(tx, nodeKey, as, { drillId: null, at });

async function insertStop(
  tx: Tx,
  nodeKey: string,
  as: StopKind,
  { drillId, at }: { readonly drillId: string | null; readonly at: string | null },
): Promise<string> {
  const type = as === 'stop' ? 'emergency_stop' : 'test';
  const { rows } = await sql<{ id: string }>`
    insert into shopfloor.estop_events (node_id, zone_id, event_type, drill_id, timestamp)
    select node.id, node.zone_id, ${type}, ${as === 'drill' ? drillId : null}::uuid,
      coalesce(${at}::timestamptz, clock_timestamp())
    from shopfloor.nodes as node where node.id = ${nodeKey}
    returning id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A stop was recorded of a node that is not there.');
  return row.id;
}

/**
 * Keeps who was in the zone at the moment of a stop, as far as is on record: who ran a machine, and
 * who was seen at one within `minutes` before. A node that was alone logs the end of a session before
 * the stop that ended it, so a worked-out end just before the stop counts as running.
 */
export async function recordPresences(tx: Tx, eventId: string, minutes: number): Promise<void> {
  await sql`
    with stop as (
      select id, zone_id, node_id, timestamp as at from shopfloor.estop_events where id = ${eventId}
    ), stopped as (
      select machine.id, stop.at from shopfloor.machines as machine
      join stop on machine.zone_id = stop.zone_id or machine.node_id = stop.node_id
    ), running as (
      select session.user_id, session.machine_id, session.id as session_id,
        session.start_time as since, greatest(session.start_time, least(session.last_activity, stopped.at)) as last_seen
      from shopfloor.machine_sessions as session
      join stopped on stopped.id = session.machine_id
      where session.start_time <= stopped.at and (session.active or session.end_time > stopped.at
        or (session.ended_by = 'estop' and session.end_inferred
          and session.end_time > stopped.at - interval '5 seconds'))
    ), seen as (
      select line.user_id, line.machine_id, line.timestamp
      from shopfloor.machine_logs as line join stopped on stopped.id = line.machine_id
      where line.timestamp > stopped.at - make_interval(mins => ${minutes}) and line.timestamp <= stopped.at
      union all
      select session.user_id, session.machine_id, session.end_time
      from shopfloor.machine_sessions as session join stopped on stopped.id = session.machine_id
      where session.end_time > stopped.at - make_interval(mins => ${minutes}) and session.end_time <= stopped.at
    ), recent as (
      select distinct on (seen.user_id) seen.user_id, seen.machine_id, seen.timestamp from seen
      where seen.user_id is not null
        and not exists (select from running where running.user_id = seen.user_id)
      order by seen.user_id, seen.timestamp desc
    )
    insert into shopfloor.estop_presences
      (event_id, user_id, machine_id, session_id, presence, since, last_seen)
    select ${eventId}::uuid, user_id, machine_id, session_id, 'running', since, last_seen from running
    union all
    select ${eventId}::uuid, user_id, machine_id, null, 'recent', timestamp, timestamp from recent`.execute(
    tx,
  );
}

/**
 * Records that the hardware of a node was released and reset at `at`, while nobody listened. Stops
 * that began afterwards stand; the few seconds are those by which ages from a node can be off.
 */
export async function recordPastReset(tx: Tx, nodeKey: string, at: string): Promise<void> {
  await sql`
    insert into shopfloor.estop_events (node_id, zone_id, event_type, timestamp)
    select stop.node_id, stop.zone_id, 'reset',
      greatest(${at}::timestamptz, max(stop.since) + interval '1 microsecond')
    from shopfloor.standing_stops as stop
    where stop.node_id = ${nodeKey} and stop.reset_at is null
      and stop.since <= ${at}::timestamptz + interval '5 seconds'
    group by stop.node_id, stop.zone_id`.execute(tx);
}

/** Records that the hardware of a node was released and reset, where a stop is on record. */
export async function recordReset(tx: Tx, nodeKey: string): Promise<void> {
  await sql`
    insert into shopfloor.estop_events (node_id, zone_id, event_type, timestamp)
    select distinct stop.node_id, stop.zone_id, 'reset', clock_timestamp()
    from shopfloor.standing_stops as stop
    where stop.node_id = ${nodeKey} and stop.reset_at is null`.execute(tx);
}

/** Active sessions that a stop of a node ends: at its machines and in its zone. */
export async function findStoppedSessions(tx: Tx, nodeKey: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select session.id from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.nodes as node on node.id = ${nodeKey}
    where session.active and (machine.node_id = node.id or machine.zone_id = node.zone_id)
    order by session.machine_id`.execute(tx);
  return rows.map((row) => row.id);
}

/** A stop as those who may see it find it: the node whose circuit it was, for what follows. */
export interface SeenStop {
  readonly type: 'emergency_stop' | 'test';
  readonly node_key: string | null;
  readonly node_code: string | null;
  readonly node_name: string | null;
}

/** A stop that the person may see, standing or past; null otherwise. */
export async function findSeenStop(tx: Tx, id: string): Promise<SeenStop | null> {
  const { rows } = await sql<SeenStop>`
    select stop.event_type as type, stop.node_id as node_key, node.node_id as node_code, node.name as node_name
    from shopfloor.estop_events as stop
    left join shopfloor.nodes as node on node.id = stop.node_id
    where stop.id = ${id} and stop.event_type in ('emergency_stop', 'test')`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps who took note of a stop first, and what was said. Answers whether it was this person. */
export async function acknowledgeStop(
  tx: Tx,
  id: string,
  userId: string,
  note: string | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_events
    set acknowledged_by = ${userId}, acknowledged_at = clock_timestamp(), acknowledge_note = ${note}
    where id = ${id} and event_type = 'emergency_stop' and acknowledged_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Keeps what people write of a stop that stands at `version`; answers whether it did. */
export async function describeStop(
  tx: Tx,
  id: string,
  version: number,
  words: { readonly description: string | null; readonly triggeredBy: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_events
    set description = ${words.description}, triggered_by = ${words.triggeredBy}
    where id = ${id} and version = ${version} and event_type in ('emergency_stop', 'test')`.execute(
    tx,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

/**
 * Makes a test that the hardware has not reset an emergency stop, and calls off the drill it was
 * pressed in. Answers whether it was such a test.
 */
export async function declareReal(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    with meant as (
      update shopfloor.estop_events as stop set event_type = 'emergency_stop', drill_id = null
      from shopfloor.standing_stops as standing
      where stop.id = ${id} and standing.id = stop.id and standing.reset_at is null
        and stop.event_type = 'test'
      returning stop.id, standing.drill_id
    ), called_off as (
      update shopfloor.estop_drills as drill
      set status = 'cancelled', finished_at = clock_timestamp(), result = null,
        machines_running = null, machines_locked = null, slowest_ms = null
      from meant where drill.id = meant.drill_id
    )
    select id from meant`.execute(tx);
  return rows.length > 0;
}
