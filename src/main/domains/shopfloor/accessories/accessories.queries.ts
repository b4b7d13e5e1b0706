import { sql } from 'kysely';
import type {
  Accessory,
  AccessoryChange,
  AccessoryFields,
  StateCause,
} from '#contract/shopfloor/accessories.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';

const machines = sql<Accessory['machines']>`(
  select coalesce(json_agg(json_build_object('id', machine.id, 'machineId', machine.machine_id, 'name', machine.name)
    order by machine.id <> io.linked_machine_id, machine.machine_id), '[]')
  from shopfloor.machines as machine
  where machine.id = io.linked_machine_id
    or machine.id in (select also.machine_id from shopfloor.accessory_machines as also where also.accessory_id = io.id))`;

const accessoryRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.accessory_io as io')
    .innerJoin('shopfloor.nodes as node', 'node.id', 'io.node_id')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'node.zone_id')
    .leftJoin('shopfloor.areas as area', 'area.id', 'node.area_id')
    .leftJoin('identity.users as tester', 'tester.id', 'io.test_by')
    .selectAll('io')
    .select([
      'node.node_id as node_code',
      'node.name as node_name',
      'node.zone_id',
      'zone.name as zone_name',
      'node.area_id',
      'area.name as area_name',
      'tester.full_name as tester_name',
      machines.as('machines'),
      sql<boolean>`node.active
        and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)`.as(
        'online',
      ),
      sql<boolean>`shopfloor.estop_since(node.zone_id, node.id) is not null`.as('stopped'),
      sql<boolean>`coalesce(io.test_until > clock_timestamp(), false)`.as('tested'),
    ]);

type AccessoryRow = Awaited<ReturnType<ReturnType<typeof accessoryRows>['execute']>>[number];

const testOf = (row: AccessoryRow): Accessory['test'] =>
  row.tested && row.test_state !== null && row.test_until !== null
    ? { on: row.test_state, until: row.test_until, by: row.tester_name }
    : null;

const toAccessory = (row: AccessoryRow): Accessory => ({
  id: row.id,
  node: { id: row.node_id, nodeId: row.node_code, name: row.node_name, online: row.online },
  area: named(row.area_id, row.area_name),
  zone: named(row.zone_id, row.zone_name),
  name: row.name,
  description: row.description,
  ioType: row.io_type as Accessory['ioType'],
  ioNumber: row.io_number,
  machines: row.machines,
  activationDelay: row.activation_delay,
  deactivationDelay: row.deactivation_delay,
  invertLogic: row.invert_logic,
  countsAsActivity: row.counts_as_activity,
  active: row.active,
  rawLevel: row.raw_level,
  on: row.raw_level === null ? null : row.current_state,
  lastChanged: row.last_changed,
  wanted: row.wanted,
  wantedSince: row.wanted_since,
  phase: row.phase as Accessory['phase'],
  phaseUntil: row.phase_until,
  test: testOf(row),
  stopped: row.stopped,
  version: row.version,
  updatedAt: row.updated_at,
});

/** Accessories by name: all, or those of the given keys. */
export async function listAccessories(tx: Tx, ids: readonly string[] | null): Promise<Accessory[]> {
  let query = accessoryRows(tx);
  if (ids) query = query.where('io.id', '=', sql<string>`any (${ids}::uuid[])`);
  const rows = await query.orderBy('io.name').orderBy('io.id').execute();
  return rows.map(toAccessory);
}

/** Keys of the accessories that changes of nodes and stops may touch. */
export async function accessoriesTouched(
  tx: Tx,
  nodes: readonly string[],
  stops: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select io.id from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
    where node.id = any (${nodes}::uuid[]) or exists (
      select from shopfloor.estop_events as stop where stop.id = any (${stops}::uuid[])
        and (stop.zone_id = node.zone_id or stop.node_id = node.id))`.execute(tx);
  return rows.map(({ id }) => id);
}

/** One accessory, or null where it is not visible. */
export async function findAccessory(tx: Tx, id: string): Promise<Accessory | null> {
  const row = await accessoryRows(tx).where('io.id', '=', id).executeTakeFirst();
  return row ? toAccessory(row) : null;
}

const columnsOf = (fields: AccessoryFields) => ({
  node_id: fields.nodeId,
  name: fields.name,
  description: fields.description,
  io_type: fields.ioType,
  io_number: fields.ioNumber,
  linked_machine_id: fields.machineIds[0] ?? null,
  activation_delay: fields.activationDelay,
  deactivation_delay: fields.deactivationDelay,
  invert_logic: fields.invertLogic,
  counts_as_activity: fields.countsAsActivity,
  active: fields.active,
});

/** Makes the further machines of an accessory be exactly these. */
async function writeMachines(tx: Tx, id: string, fields: AccessoryFields): Promise<void> {
  const further = [...new Set(fields.machineIds.slice(1))];
  await sql`
    delete from shopfloor.accessory_machines
    where accessory_id = ${id} and machine_id <> all (${further}::uuid[])`.execute(tx);
  await sql`
    insert into shopfloor.accessory_machines (accessory_id, machine_id)
    select ${id}::uuid, machine_id from unnest(${further}::uuid[]) as machine_id
    on conflict on constraint accessory_machines_pkey do nothing`.execute(tx);
}

/** Adds an accessory and answers its key. */
export async function insertAccessory(tx: Tx, fields: AccessoryFields): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.accessory_io')
    .values(columnsOf(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  await writeMachines(tx, id, fields);
  return id;
}

/**
 * Saves an accessory that stands at `version`; answers whether it did. Another terminal, or another
 * meaning of its level, was never heard of and is driven anew.
 */
export async function updateAccessory(
  tx: Tx,
  id: string,
  version: number,
  fields: AccessoryFields,
): Promise<boolean> {
  const same = sql<boolean>`(node_id = ${fields.nodeId} and io_type = ${fields.ioType}
    and io_number = ${fields.ioNumber} and invert_logic = ${fields.invertLogic} and active = ${fields.active})`;
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.accessory_io')
    .set({
      ...columnsOf(fields),
      raw_level: sql`case when ${same} then raw_level end`,
      wanted: sql`case when ${same} then wanted end`,
      wanted_since: sql`case when ${same} then wanted_since end`,
      phase: sql`case when ${same} then phase else 'off' end`,
      phase_until: sql`case when ${same} then phase_until end`,
      test_state: sql`case when ${same} then test_state end`,
      test_until: sql`case when ${same} then test_until end`,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await writeMachines(tx, id, fields);
  return true;
}

/** What narrows the history of accessories. */
export interface ChangeFilter {
  readonly accessoryId?: string | undefined;
  readonly cause?: StateCause | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const newestFirst = [{ column: 'change.id', property: 'id', direction: 'desc' }] as const;

/** One page of the changes that fit, newest first. */
export async function listAccessoryChanges(
  tx: Tx,
  filter: ChangeFilter,
  page: PageRequest,
): Promise<Page<AccessoryChange>> {
  const { accessoryId, cause, from, to } = filter;
  let query = tx
    .selectFrom('shopfloor.accessory_states as change')
    .innerJoin('shopfloor.accessory_io as io', 'io.id', 'change.accessory_id')
    .selectAll('change')
    .select('io.name');
  if (accessoryId) query = query.where('change.accessory_id', '=', accessoryId);
  if (cause) query = query.where('change.cause', '=', cause);
  if (from) query = query.where('change.timestamp', '>=', from);
  if (to) query = query.where('change.timestamp', '<', to);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return {
    rows: rows.map((row) => ({
      id: String(row.id),
      accessory: { id: row.accessory_id, name: row.name },
      on: row.state,
      rawLevel: row.raw_level,
      cause: row.cause as StateCause,
      timestamp: row.timestamp,
    })),
    nextCursor,
  };
}
