import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A badge and what it may release at one node. */
export interface RightsRow {
  readonly uid_hmac: Buffer;
  /** Sealed. */
  readonly node_keys: string;
  /** Bit mask of relays. */
  readonly ports: number;
  /** The shortest time-out of those machines. */
  readonly minutes: number;
}

/**
 * Who may start which machine of a node without the host: the badge is active, its holder too and
 * trained for the area, and the machine is in service and fit for use.
 */
export async function listRights(tx: Tx, nodeKey: string): Promise<RightsRow[]> {
  const { rows } = await sql<RightsRow>`
    select badge.uid_hmac, badge.node_keys, bit_or(1 << machine.node_port) as ports,
      min(machine.timeout_minutes) as minutes
    from shopfloor.machines as machine
    left join shopfloor.zones as zone on zone.id = machine.zone_id
    left join shopfloor.areas as area on area.id = machine.area_id
    join identity.badges as badge on badge.status = 'active' and badge.node_keys is not null
    join identity.users as person on person.id = badge.user_id and person.is_active
    where machine.node_id = ${nodeKey} and machine.requires_rfid and machine.active
      and coalesce(zone.active and area.active, true) and machine.condition = 'ok'
      and exists (select from identity.user_scopes as scope
        where scope.user_id = badge.user_id and scope.scope_type = 'area'
          and (scope.scope_id is null or scope.scope_id = machine.area_id)
          and scope.permission_level in ('operate', 'manage', 'admin'))
    group by badge.id
    order by badge.id`.execute(tx);
  return rows;
}

/** What the node should hold has this digest now; answers its version, raised if that is new. */
export async function versionOfRights(tx: Tx, nodeKey: string, digest: Buffer): Promise<number> {
  await sql`
    insert into shopfloor.node_rights as held (node_id, digest) values (${nodeKey}, ${digest})
    on conflict (node_id) do update
    set version = held.version + 1, digest = excluded.digest, changed_at = clock_timestamp()
    where held.digest <> excluded.digest`.execute(tx);
  const { rows } = await sql<{ version: number }>`
    select version::float8 as version from shopfloor.node_rights where node_id = ${nodeKey}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('The rights of a node disappeared while they were looked at.');
  return row.version;
}

/** What a node last confirmed to hold; null when it never did. */
export async function readAppliedRights(
  tx: Tx,
  nodeKey: string,
): Promise<{ readonly version: number; readonly sealed: string } | null> {
  const { rows } = await sql<{ version: number; sealed: string }>`
    select applied_version::float8 as version, applied as sealed from shopfloor.node_rights
    where node_id = ${nodeKey} and applied is not null`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps what a node has confirmed to hold. */
export async function keepAppliedRights(
  tx: Tx,
  nodeKey: string,
  version: number,
  sealed: string,
): Promise<void> {
  await sql`
    update shopfloor.node_rights
    set applied_version = ${version}, applied = ${sealed}, applied_at = clock_timestamp()
    where node_id = ${nodeKey}`.execute(tx);
}
