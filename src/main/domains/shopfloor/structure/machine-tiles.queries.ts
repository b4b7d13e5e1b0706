import { sql } from 'kysely';
import type {
  MachineTile,
  ShopfloorStatistics,
  TakeOver,
  TileState,
} from '#contract/shopfloor/machines.ts';
import type { ReleaseState } from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';
import { named } from '../named.ts';

interface TileRow {
  readonly id: string;
  readonly machine_id: string;
  readonly name: string;
  readonly area_id: string | null;
  readonly area_name: string | null;
  readonly zone_id: string | null;
  readonly zone_name: string | null;
  readonly state: TileState;
  readonly condition_note: string | null;
  readonly node_key: string | null;
  readonly node_id: string | null;
  readonly node_online: boolean;
  readonly last_seen: string | null;
  readonly requires_rfid: boolean;
  readonly timeout_minutes: number;
  readonly warning_minutes: number;
  readonly session_id: string | null;
  readonly user_id: string | null;
  readonly full_name: string | null;
  readonly start_time: string;
  readonly warn_at: string;
  readonly ends_at: string;
  readonly warned: boolean;
  readonly release_state: ReleaseState | null;
  readonly unconfirmed: boolean;
  readonly started_offline: boolean;
  readonly extensions_left: number;
  readonly extension_minutes: number;
  readonly take_over: TakeOver;
  readonly take_over_from: string | null;
  readonly taken_from: string | null;
  readonly refusal_reason: string | null;
  readonly refused_at: string;
  readonly refused_name: string | null;
}

const sessionOf = (row: TileRow): MachineTile['session'] =>
  row.session_id === null
    ? null
    : {
        id: row.session_id,
        userId: row.user_id,
        fullName: row.full_name,
        startTime: row.start_time,
        warnAt: row.warn_at,
        endsAt: row.ends_at,
        warned: row.warned,
        releaseState: row.release_state,
        unconfirmed: row.unconfirmed,
        startedOffline: row.started_offline,
        extensionsLeft: row.extensions_left,
        extensionMinutes: row.extension_minutes,
        takeOver: row.take_over,
        takeOverFrom: row.take_over_from,
        takenFrom: row.taken_from,
      };

const toTile = (row: TileRow): MachineTile => ({
  id: row.id,
  machineId: row.machine_id,
  name: row.name,
  area: named(row.area_id, row.area_name),
  zone: named(row.zone_id, row.zone_name),
  state: row.state,
  conditionNote: row.condition_note,
  node:
    row.node_key !== null && row.node_id !== null
      ? { id: row.node_key, nodeId: row.node_id, online: row.node_online, lastSeen: row.last_seen }
      : null,
  requiresRfid: row.requires_rfid,
  timeoutMinutes: row.timeout_minutes,
  warningMinutes: row.warning_minutes,
  session: sessionOf(row),
  refusal:
    row.refusal_reason === null
      ? null
      : { reason: row.refusal_reason, at: row.refused_at, fullName: row.refused_name },
});

/** What narrows the wall. */
export interface TileFilter {
  readonly areaId?: string | undefined;
  readonly zoneId?: string | undefined;
}

/** Tiles of machines: of all, or of the given keys. */
export async function listTiles(
  tx: Tx,
  filter: TileFilter,
  ids: readonly string[] | null,
): Promise<MachineTile[]> {
  const { areaId = null, zoneId = null } = filter;
  const { rows } = await sql<TileRow>`
    select machine.id, machine.machine_id, machine.name,
      machine.area_id, area.name as area_name, machine.zone_id, zone.name as zone_name,
      case
        when not (machine.active and coalesce(zone.active and area.active, true)) then 'disabled'
        when shopfloor.estop_since(machine.zone_id, machine.node_id) is not null then 'estop'
        when machine.condition = 'blocked' then 'blocked'
        when session.id is not null then 'in-use'
        when machine.condition = 'to-check' then 'to-check'
        when node.id is not null and machine.requires_rfid and not link.online then 'node-offline'
        when exists (select from shopfloor.unseen_circuits as circuit
          where circuit.zone_id = machine.zone_id) then 'estop-unseen'
        else 'free'
      end as state,
      machine.condition_note, node.id as node_key, node.node_id, link.online as node_online, node.last_seen,
      machine.requires_rfid, machine.timeout_minutes, machine.warning_minutes,
      session.id as session_id, session.user_id, person.full_name, session.start_time,
      ending.at - make_interval(mins => machine.warning_minutes) as warn_at, ending.at as ends_at,
      session.timeout_warning_sent as warned, session.started_offline,
      greatest(machine.extensions_max - session.extensions, 0) as extensions_left, machine.extension_minutes,
      shopfloor.take_over_from(machine.take_over, session.last_activity, machine.take_over_idle_minutes) as take_over_from,
      machine.take_over, before.full_name as taken_from, session.release_state, session.unconfirmed,
      refusal.reason as refusal_reason, refusal.timestamp as refused_at, refusal.full_name as refused_name
    from shopfloor.machines as machine
    left join shopfloor.zones as zone on zone.id = machine.zone_id
    left join shopfloor.areas as area on area.id = machine.area_id
    left join shopfloor.nodes as node on node.id = machine.node_id
    left join lateral (select coalesce(node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds), false) as online) as link on true
    left join shopfloor.machine_sessions as session on session.machine_id = machine.id and session.active
    left join identity.users as person on person.id = session.user_id
    left join lateral (select shopfloor.session_end(
      session.last_activity, machine.timeout_minutes, session.extended_until) as at) as ending on true
    left join shopfloor.machine_sessions as taken on taken.id = session.took_over_id
    left join identity.users as before on before.id = taken.user_id
    left join lateral (
      select line.reason, line.timestamp, refused.full_name from shopfloor.machine_logs as line
      left join identity.users as refused on refused.id = line.user_id
      where line.machine_id = machine.id and line.event_type = 'session-refused'
      order by line.id desc limit 1
    ) as refusal on refusal.timestamp > now() - interval '2 minutes'
    where (${areaId}::uuid is null or machine.area_id = ${areaId}::uuid)
      and (${zoneId}::uuid is null or machine.zone_id = ${zoneId}::uuid)
      and (${ids}::uuid[] is null or machine.id = any (${ids}::uuid[]))
    order by area.name, zone.name, machine.machine_id`.execute(tx);
  return rows.map(toTile);
}

/** Keys of other tables by which machines are found. */
export interface TouchedKeys {
  readonly sessions: readonly string[];
  readonly nodes: readonly string[];
  readonly zones: readonly string[];
  readonly areas: readonly string[];
  readonly estops: readonly string[];
}

/** The machines whose tiles a change of other tables may touch. */
export async function machinesTouched(tx: Tx, keys: TouchedKeys): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select machine_id as id from shopfloor.machine_sessions where id = any (${keys.sessions}::uuid[])
    union
    select id from shopfloor.machines
    where node_id = any (${keys.nodes}::uuid[]) or zone_id = any (${keys.zones}::uuid[])
      or area_id = any (${keys.areas}::uuid[])
      or zone_id in (select node.zone_id from shopfloor.nodes as node
        where node.id = any (${keys.nodes}::uuid[]) and node.monitors_estop)
    union
    select machine.id from shopfloor.machines as machine
    join shopfloor.estop_events as stop
      on stop.zone_id = machine.zone_id or stop.node_id = machine.node_id
    where stop.id = any (${keys.estops}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Counts of this moment, over what the person may see. */
export async function readStatistics(tx: Tx): Promise<ShopfloorStatistics> {
  const row = await tx
    .selectFrom('shopfloor.dashboard_stats')
    .selectAll()
    .executeTakeFirstOrThrow();
  return {
    activeMachines: row.active_machines ?? 0,
    enabledMachines: row.enabled_machines ?? 0,
    zonesWithMachines: row.zones_with_machines ?? 0,
    onlineNodes: row.online_nodes ?? 0,
    offlineNodes: row.offline_nodes ?? 0,
    machinesToCheck: row.machines_to_check ?? 0,
    machinesBlocked: row.machines_blocked ?? 0,
    unconfirmedSessions: row.unconfirmed_sessions ?? 0,
  };
}
