import { type RawBuilder, sql } from 'kysely';
import type { Affected, ServedPlace } from '#contract/shopfloor/service-state.ts';
import type { Tx } from '#platform/database/database.ts';

/** Areas, zones or machines by their keys. */
export interface Places {
  readonly what: ServedPlace;
  readonly ids: readonly string[];
}

const tables = {
  area: sql.table('shopfloor.areas'),
  zone: sql.table('shopfloor.zones'),
  machine: sql.table('shopfloor.machines'),
} as const satisfies Record<ServedPlace, RawBuilder<unknown>>;

/** The column of a machine that names the place. */
const columns = {
  area: sql.ref('machine.area_id'),
  zone: sql.ref('machine.zone_id'),
  machine: sql.ref('machine.id'),
} as const satisfies Record<ServedPlace, RawBuilder<unknown>>;

/** A place whose machines nobody else can start or stop until the transaction ends. */
export interface LockedPlace {
  readonly name: string;
  readonly area_id: string | null;
  readonly active: boolean;
  readonly version: number;
}

/**
 * Makes everybody wait who wants to start, end or take over a machine there, and reads the place;
 * null when there is none. A start holds the zone of its machine and then the machine, so that these
 * are locked in the same order.
 */
export async function lockPlace(
  tx: Tx,
  what: ServedPlace,
  id: string,
): Promise<LockedPlace | null> {
  const zones = { area: sql`area_id = ${id}`, zone: sql`id = ${id}` };
  if (what !== 'machine') {
    await sql`select from shopfloor.zones where ${zones[what]} order by id for no key update`.execute(
      tx,
    );
  }
  await sql`
    select from shopfloor.machines as machine where ${columns[what]} = ${id}
    order by machine.id for no key update`.execute(tx);
  const area = { area: sql.ref('id'), zone: sql.ref('area_id'), machine: sql.ref('area_id') }[what];
  const { rows } = await sql<LockedPlace>`
    select name, ${area} as area_id, active, version from ${tables[what]}
    where id = ${id} for no key update`.execute(tx);
  return rows[0] ?? null;
}

/** The machines there that start sessions now, and the sessions that run there. */
export async function readAffected(tx: Tx, { what, ids }: Places): Promise<Affected> {
  const there = sql`${columns[what]} = any (${ids}::uuid[])`;
  const machines = await sql<Affected['machines'][number]>`
    select machine.id, machine.machine_id as "machineId", machine.name
    from shopfloor.machines as machine
    left join shopfloor.zones as zone on zone.id = machine.zone_id
    left join shopfloor.areas as area on area.id = machine.area_id
    where ${there} and machine.active and coalesce(zone.active and area.active, true)
    order by machine.machine_id`.execute(tx);
  const sessions = await sql<Affected['sessions'][number]>`
    select session.id, session.start_time as "startTime",
      json_build_object('id', machine.id, 'machineId', machine.machine_id, 'name', machine.name) as machine,
      json_build_object('userId', person.id, 'fullName', person.full_name) as person
    from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    left join identity.users as person on person.id = session.user_id
    where session.active and ${there}
    order by session.start_time, session.id`.execute(tx);
  return { machines: machines.rows, sessions: sessions.rows };
}

/** Puts a locked place in or out of service; answers its new version. */
export async function setService(
  tx: Tx,
  what: ServedPlace,
  id: string,
  active: boolean,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update ${tables[what]} set active = ${active} where id = ${id} returning version`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A locked place has disappeared.');
  return row.version;
}

/** A line for the log of every machine in a place. */
export interface PlaceLine {
  readonly userId: string;
  readonly eventType: 'taken-out-of-service' | 'put-back-into-service';
  readonly data: Readonly<Record<string, string>>;
  readonly ipAddress: string | null;
}

/** Adds a line to the log of every given machine. */
export async function addServiceLines(
  tx: Tx,
  machineIds: readonly string[],
  { userId, eventType, data, ipAddress }: PlaceLine,
): Promise<void> {
  await sql`
    insert into shopfloor.machine_logs (machine_id, area_id, user_id, event_type, event_data, ip_address)
    select id, area_id, ${userId}, ${eventType}, ${JSON.stringify(data)}::jsonb, ${ipAddress}::inet
    from shopfloor.machines where id = any (${machineIds}::uuid[]) order by id`.execute(tx);
}
