import { sql } from 'kysely';
import type { MachineEvent, MachineLog, RefusalReason } from '#contract/shopfloor/logs.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { containing } from '../structure/search.ts';

/** What narrows a list of log lines. */
export interface LogFilter {
  readonly areaId?: string | undefined;
  readonly machineId?: string | undefined;
  readonly userId?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly eventType?: MachineEvent | undefined;
  readonly reason?: RefusalReason | undefined;
  readonly search?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const logRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.machine_logs as line')
    .innerJoin('shopfloor.machines as machine', 'machine.id', 'line.machine_id')
    .leftJoin('identity.users as person', 'person.id', 'line.user_id')
    .select([
      'line.id',
      'line.user_id',
      'person.full_name',
      'line.session_id',
      'line.event_type',
      'line.reason',
      'line.timestamp',
      'machine.id as machine_key',
      'machine.machine_id',
      'machine.name as machine_name',
      sql<Record<string, unknown> | null>`line.event_data`.as('event_data'),
      sql<string | null>`host(line.ip_address)`.as('address'),
    ]);

type LogRow = Awaited<ReturnType<ReturnType<typeof logRows>['execute']>>[number];

const toLog = (row: LogRow): MachineLog => ({
  id: String(row.id),
  machine: { id: row.machine_key, machineId: row.machine_id, name: row.machine_name },
  userId: row.user_id,
  fullName: row.full_name,
  sessionId: row.session_id,
  eventType: row.event_type as MachineEvent,
  reason: row.reason as RefusalReason | null,
  eventData: row.event_data,
  timestamp: row.timestamp,
  ipAddress: row.address,
});

/** Where a text that a person typed is looked for. */
const searched = ['machine.machine_id', 'machine.name', 'person.full_name'];

const newestFirst = [{ column: 'line.id', property: 'id', direction: 'desc' }] as const;

/** One page of the lines that fit, newest first. */
export async function listLogs(
  tx: Tx,
  filter: LogFilter,
  page: PageRequest,
): Promise<Page<MachineLog>> {
  const { areaId, zoneId, machineId, userId, eventType, reason, search, from, to } = filter;
  let query = logRows(tx);
  if (areaId) query = query.where('line.area_id', '=', areaId);
  if (machineId) query = query.where('line.machine_id', '=', machineId);
  if (userId) query = query.where('line.user_id', '=', userId);
  if (eventType) query = query.where('line.event_type', '=', eventType);
  if (zoneId) query = query.where('machine.zone_id', '=', zoneId);
  if (reason) query = query.where('line.reason', '=', reason);
  if (search) query = query.where(containing(search, searched));
  if (from) query = query.where('line.timestamp', '>=', from);
  if (to) query = query.where('line.timestamp', '<', to);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toLog), nextCursor };
}
