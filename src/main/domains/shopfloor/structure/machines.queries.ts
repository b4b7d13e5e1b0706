import { sql } from 'kysely';
import type {
  Machine,
  MachineChanges,
  MachineCondition,
  MachineFields,
  TakeOver,
} from '#contract/shopfloor/machines.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';
import { containing } from './search.ts';

const machineRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.machines as machine')
    .leftJoin('shopfloor.areas as area', 'area.id', 'machine.area_id')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'machine.zone_id')
    .leftJoin('shopfloor.nodes as node', 'node.id', 'machine.node_id')
    .selectAll('machine')
    .select([
      'area.name as area_name',
      'zone.name as zone_name',
      'node.node_id as node_code',
      'node.name as node_name',
    ]);

type MachineRow = Awaited<ReturnType<ReturnType<typeof machineRows>['execute']>>[number];

function toMachine(row: MachineRow): Machine {
  const node = named(row.node_id, row.node_name);
  return {
    id: row.id,
    machineId: row.machine_id,
    name: row.name,
    description: row.description,
    area: named(row.area_id, row.area_name),
    zone: named(row.zone_id, row.zone_name),
    node: node && row.node_code !== null ? { ...node, nodeId: row.node_code } : null,
    nodePort: row.node_port,
    active: row.active,
    requiresRfid: row.requires_rfid,
    timeoutMinutes: row.timeout_minutes,
    warningMinutes: row.warning_minutes,
    checkAfterUse: row.check_after_use,
    takeOver: row.take_over as TakeOver,
    takeOverIdleMinutes: row.take_over_idle_minutes,
    extensionsMax: row.extensions_max,
    extensionMinutes: row.extension_minutes,
    extendByBadge: row.extend_by_badge,
    condition: row.condition as MachineCondition,
    conditionNote: row.condition_note,
    conditionSince: row.condition_since,
    version: row.version,
    updatedAt: row.updated_at,
  };
}

const columnsOf = (fields: MachineChanges | MachineFields) => ({
  machine_id: fields.machineId,
  name: fields.name,
  description: fields.description,
  zone_id: fields.zoneId,
  node_id: fields.nodeId,
  node_port: fields.nodePort,
  ...('active' in fields && { active: fields.active }),
  requires_rfid: fields.requiresRfid,
  timeout_minutes: fields.timeoutMinutes,
  warning_minutes: fields.warningMinutes,
  check_after_use: fields.checkAfterUse,
  take_over: fields.takeOver,
  take_over_idle_minutes: fields.takeOverIdleMinutes,
  extensions_max: fields.extensionsMax,
  extension_minutes: fields.extensionMinutes,
  extend_by_badge: fields.extendByBadge,
});

const byCode = [
  { column: 'machine.machine_id', property: 'machine_id', direction: 'asc' },
  { column: 'machine.id', property: 'id', direction: 'asc' },
] as const;

/** What narrows a list of machines. */
export interface MachineFilter {
  readonly areaId?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly active?: boolean | undefined;
  readonly condition?: MachineCondition | undefined;
  readonly search?: string | undefined;
}

/** One page of the machines that fit, by business code. */
export async function listMachines(
  tx: Tx,
  filter: MachineFilter,
  page: PageRequest,
): Promise<Page<Machine>> {
  const { areaId, zoneId, nodeId, active, condition, search } = filter;
  let query = machineRows(tx);
  if (areaId) query = query.where('machine.area_id', '=', areaId);
  if (zoneId) query = query.where('machine.zone_id', '=', zoneId);
  if (nodeId) query = query.where('machine.node_id', '=', nodeId);
  if (active !== undefined) query = query.where('machine.active', '=', active);
  if (condition) query = query.where('machine.condition', '=', condition);
  if (search) query = query.where(containing(search, ['machine.machine_id', 'machine.name']));
  const { rows, nextCursor } = await readPage(query, byCode, page);
  return { rows: rows.map(toMachine), nextCursor };
}

/** One machine, or null where it is not visible. */
export async function findMachine(tx: Tx, id: string): Promise<Machine | null> {
  const row = await machineRows(tx).where('machine.id', '=', id).executeTakeFirst();
  return row ? toMachine(row) : null;
}

/** Adds a machine and answers its key. */
export async function insertMachine(tx: Tx, fields: MachineFields): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.machines')
    .values(columnsOf(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a machine that stands at `version`; answers whether it did. */
export async function updateMachine(
  tx: Tx,
  id: string,
  version: number,
  fields: MachineChanges | MachineFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.machines')
    .set(columnsOf(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A machine's fitness for use, as a person judges it. */
export interface ConditionChange {
  readonly condition: MachineCondition;
  readonly note: string | null;
  readonly userId: string;
}

/** Changes the condition of a machine that stands at `version`; answers whether it did. */
export async function updateCondition(
  tx: Tx,
  id: string,
  version: number,
  change: ConditionChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.machines')
    .set({
      condition: change.condition,
      condition_note: change.note,
      condition_since: sql`clock_timestamp()`,
      condition_by: change.userId,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
