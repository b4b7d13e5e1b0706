import { sql } from 'kysely';
import type { StandingStop } from '#contract/shopfloor/estops.ts';
import type { Tx } from '#platform/database/database.ts';
import { named } from '../named.ts';

/**
 * Records that the hardware of a node stops, unless that is on record and was not reset. Answers
 * whether it is new.
 */
export async function recordStop(
  tx: Tx,
  nodeKey: string,
  kind: 'emergency_stop' | 'test',
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into shopfloor.estop_events (node_id, zone_id, event_type, timestamp)
    select node.id, node.zone_id, ${kind}, clock_timestamp() from shopfloor.nodes as node
    where node.id = ${nodeKey} and not exists (
      select from shopfloor.standing_stops as stop
      where stop.node_id = node.id and stop.reset_at is null)`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
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

/** Stops that stand where the person may see them, oldest first. */
export async function listStandingStops(tx: Tx): Promise<StandingStop[]> {
  const rows = await tx
    .selectFrom('shopfloor.standing_stops as stop')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'stop.zone_id')
    .leftJoin('shopfloor.nodes as node', 'node.id', 'stop.node_id')
    .leftJoin('identity.users as person', 'person.id', 'stop.acknowledged_by')
    .select([
      sql<string>`stop.id`.as('id'),
      'stop.zone_id',
      'zone.name as zone_name',
      'stop.node_id as node_key',
      'node.node_id as node_code',
      'node.name as node_name',
      sql<string>`stop.since`.as('since'),
      'stop.acknowledged_at',
      'person.full_name',
      'stop.reset_at',
    ])
    .orderBy('stop.since')
    .execute();
  return rows.map((row) => {
    const node = named(row.node_key, row.node_name);
    return {
      id: row.id,
      zone: named(row.zone_id, row.zone_name),
      node: node && row.node_code !== null ? { ...node, nodeId: row.node_code } : null,
      since: row.since,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.full_name,
      resetAt: row.reset_at,
    };
  });
}

/** Whether a stop, acknowledged or not, is visible to the person. */
export async function seesStop(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from shopfloor.estop_events where id = ${id} and event_type = 'emergency_stop'`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Keeps who took note of a stop first. Answers whether it was this person. */
export async function acknowledgeStop(tx: Tx, id: string, userId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.estop_events set acknowledged_by = ${userId}, acknowledged_at = clock_timestamp()
    where id = ${id} and event_type = 'emergency_stop' and acknowledged_at is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
