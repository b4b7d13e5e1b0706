import { sql } from 'kysely';
import type { RunningSession } from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';
import type { JustDone, StartFacts, UnseenCircuit } from './start-decision.ts';

/** A machine as the start decision needs it, with who runs it and what the person may. */
export interface StartRow {
  readonly machine_id: string;
  readonly name: string;
  readonly area_id: string | null;
  readonly zone_id: string | null;
  readonly in_service: boolean;
  readonly condition: 'ok' | 'to-check' | 'blocked';
  readonly condition_note: string | null;
  /** Business code of the node that guards the machine; null where none does. */
  readonly guard_node_id: string | null;
  readonly guard_online: boolean;
  readonly guard_last_seen: string | null;
  readonly estop_since: string | null;
  /** The node that sees the zone's stop circuit and is silent. */
  readonly unseen: UnseenCircuit | null;
  readonly running: RunningSession | null;
  readonly may_operate: boolean;
}

/**
 * Makes everybody else who wants this machine wait until the transaction ends, and a stop of its zone
 * too. Answers whether there is such a machine. What is read afterwards, in a later statement, is
 * decided upon safely.
 */
export async function lockMachine(tx: Tx, machineId: string): Promise<boolean> {
  await sql`
    select from shopfloor.zones
    where id = (select zone_id from shopfloor.machines where id = ${machineId}) for share`.execute(
    tx,
  );
  const found = await sql`
    select from shopfloor.machines where id = ${machineId} for no key update`.execute(tx);
  return found.rows.length > 0;
}

/** Reads what a start of a locked machine by a person depends on. */
export async function readStartRow(tx: Tx, machineId: string, userId: string): Promise<StartRow> {
  const { rows } = await sql<StartRow>`
    select machine.machine_id, machine.name, machine.area_id, machine.zone_id,
      machine.active and coalesce(zone.active and area.active, true) as in_service,
      machine.condition, machine.condition_note,
      node.node_id as guard_node_id,
      coalesce(shopfloor.node_may_release(node), false) as guard_online,
      node.last_seen as guard_last_seen,
      shopfloor.estop_since(machine.zone_id, machine.node_id) as estop_since,
      (select json_build_object('nodeId', circuit.node_code, 'lastSeen',
          to_char(circuit.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        from shopfloor.unseen_circuits as circuit
        where circuit.zone_id = machine.zone_id order by circuit.node_code limit 1) as unseen,
      (select json_build_object(
          'id', session.id, 'userId', session.user_id, 'fullName', person.full_name,
          'startTime', to_char(session.start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'takeOverFrom', to_char(shopfloor.take_over_from(machine.take_over, session.last_activity,
            machine.take_over_idle_minutes) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        from shopfloor.machine_sessions as session
        left join identity.users as person on person.id = session.user_id
        where session.machine_id = machine.id and session.active) as running,
      exists (select from identity.user_scopes as scope
        where scope.user_id = ${userId} and scope.scope_type = 'area'
          and (scope.scope_id is null or scope.scope_id = machine.area_id)
          and scope.permission_level in ('operate', 'manage', 'admin')) as may_operate
    from shopfloor.machines as machine
    left join shopfloor.zones as zone on zone.id = machine.zone_id
    left join shopfloor.areas as area on area.id = machine.area_id
    left join shopfloor.nodes as node on node.id = machine.node_id and machine.requires_rfid
    where machine.id = ${machineId}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A locked machine has disappeared.');
  return row;
}

/** A session of the person at the machine that began, was lengthened or ended by its user within `withinMs`. */
export async function readJustDone(
  tx: Tx,
  machineId: string,
  userId: string,
  withinMs: number,
): Promise<JustDone | null> {
  const { rows } = await sql<JustDone>`
    select case when not active then 'ended' when extended_at > start_time then 'extended' else 'started' end as what,
      id as "sessionId"
    from shopfloor.machine_sessions
    where machine_id = ${machineId} and user_id = ${userId}
      and (active or ended_by = 'user')
      and coalesce(end_time, greatest(start_time, extended_at)) > clock_timestamp() - make_interval(secs => ${withinMs / 1000})
    order by start_time desc, id desc
    limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** The facts of a decision, from the row that was read. */
export const factsOf = (row: StartRow): StartFacts => ({
  inService: row.in_service,
  condition: row.condition,
  conditionNote: row.condition_note,
  areaId: row.area_id,
  zoneId: row.zone_id,
  guard:
    row.guard_node_id === null
      ? null
      : { nodeId: row.guard_node_id, online: row.guard_online, lastSeen: row.guard_last_seen },
  estopSince: row.estop_since,
  unseen: row.unseen,
  running: row.running,
  mayOperate: row.may_operate,
});

/** The machine at a relay of a node, or null. */
export async function findMachineAtPort(
  tx: Tx,
  nodeKey: string,
  port: number,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from shopfloor.machines
    where node_id = ${nodeKey} and node_port = ${port} and active`.execute(tx);
  return rows[0]?.id ?? null;
}
