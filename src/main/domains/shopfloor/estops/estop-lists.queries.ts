import { type RawBuilder, sql } from 'kysely';
import type { EstopEvent, EstopFilter, EstopPresence } from '#contract/shopfloor/estops.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';

const presences = sql<number>`(select count(*)::integer from shopfloor.estop_presences as presence
  where presence.event_id = stop.id)`;

/** When the hardware of the same node reported the reset after the stop. */
const resetAt: RawBuilder<string | null> = sql`(select min(event.timestamp)
  from shopfloor.estop_events as event
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct from stop.zone_id
    and event.node_id is not distinct from stop.node_id)`;

const stopRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.estop_events as stop')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'stop.zone_id')
    .leftJoin('shopfloor.areas as area', 'area.id', 'zone.area_id')
    .leftJoin('shopfloor.nodes as node', 'node.id', 'stop.node_id')
    .leftJoin('identity.users as person', 'person.id', 'stop.acknowledged_by')
    .leftJoin('identity.users as presser', 'presser.id', 'stop.triggered_by')
    .select([
      'stop.id',
      'stop.event_type',
      'stop.timestamp',
      'area.id as area_id',
      'area.name as area_name',
      'stop.zone_id',
      'zone.name as zone_name',
      'stop.node_id as node_key',
      'node.node_id as node_code',
      'node.name as node_name',
      'stop.triggered_by',
      'presser.full_name as presser_name',
      'stop.description',
      'stop.acknowledged_at',
      'person.full_name',
      'stop.acknowledge_note',
      'stop.drill_id',
      'stop.version',
      resetAt.as('reset_at'),
      presences.as('presences'),
    ])
    .where('stop.event_type', 'in', ['emergency_stop', 'test']);

type StopRow = Awaited<ReturnType<ReturnType<typeof stopRows>['execute']>>[number];

function toStop(row: StopRow): EstopEvent {
  const node = named(row.node_key, row.node_name);
  return {
    id: row.id,
    type: row.event_type as EstopEvent['type'],
    area: named(row.area_id, row.area_name),
    zone: named(row.zone_id, row.zone_name),
    node: node && row.node_code !== null ? { ...node, nodeId: row.node_code } : null,
    since: row.timestamp,
    triggeredBy: named(row.triggered_by, row.presser_name),
    description: row.description,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.full_name,
    acknowledgeNote: row.acknowledge_note,
    resetAt: row.reset_at,
    drillId: row.drill_id,
    presences: row.presences,
    version: row.version,
  };
}

/** Stops that stand where the person may see them, oldest first. */
export async function listStandingStops(tx: Tx): Promise<EstopEvent[]> {
  const rows = await stopRows(tx)
    .where('stop.id', 'in', (query) =>
      query
        .selectFrom('shopfloor.standing_stops as standing')
        .select(sql<string>`standing.id`.as('id')),
    )
    .orderBy('stop.timestamp')
    .orderBy('stop.id')
    .execute();
  return rows.map(toStop);
}

const newestFirst = [
  { column: 'stop.timestamp', property: 'timestamp', direction: 'desc' },
  { column: 'stop.id', property: 'id', direction: 'desc' },
] as const;

/** One page of the stops that fit, newest first. */
export async function listStops(
  tx: Tx,
  filter: EstopFilter,
  page: PageRequest,
): Promise<Page<EstopEvent>> {
  const { areaId, zoneId, type, from, to } = filter;
  let query = stopRows(tx);
  if (areaId) query = query.where('zone.area_id', '=', areaId);
  if (zoneId) query = query.where('stop.zone_id', '=', zoneId);
  if (type) query = query.where('stop.event_type', '=', type);
  if (from) query = query.where('stop.timestamp', '>=', from);
  if (to) query = query.where('stop.timestamp', '<', to);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toStop), nextCursor };
}

/** One stop, or null where it is not visible. */
export async function findStop(tx: Tx, id: string): Promise<EstopEvent | null> {
  const row = await stopRows(tx).where('stop.id', '=', id).executeTakeFirst();
  return row ? toStop(row) : null;
}

interface PresenceRow {
  readonly user_id: string | null;
  readonly full_name: string | null;
  readonly phone: string | null;
  readonly machine_key: string;
  readonly machine_id: string;
  readonly machine_name: string;
  readonly presence: EstopPresence['presence'];
  readonly since: string;
  readonly last_seen: string;
}

/** Who was there when a stop tripped: those who ran a machine first, then who was seen last. */
export async function listPresences(tx: Tx, eventId: string): Promise<EstopPresence[]> {
  const { rows } = await sql<PresenceRow>`
    select presence.user_id, person.full_name, person.phone, machine.id as machine_key,
      machine.machine_id, machine.name as machine_name, presence.presence, presence.since, presence.last_seen
    from shopfloor.estop_presences as presence
    join shopfloor.machines as machine on machine.id = presence.machine_id
    left join identity.users as person on person.id = presence.user_id
    where presence.event_id = ${eventId}
    order by presence.presence = 'running' desc, presence.last_seen desc, presence.id`.execute(tx);
  return rows.map((row) => ({
    userId: row.user_id,
    fullName: row.full_name,
    phone: row.phone,
    machine: { id: row.machine_key, machineId: row.machine_id, name: row.machine_name },
    presence: row.presence,
    since: row.since,
    lastSeen: row.last_seen,
  }));
}
