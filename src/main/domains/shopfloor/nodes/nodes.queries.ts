import { sql } from 'kysely';
import type { NodeFields, NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';
import { containing } from '../structure/search.ts';
import { configState } from './node-configs.queries.ts';

const online = sql<boolean>`node.active
  and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)`;

const nodeRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.nodes as node')
    .leftJoin('shopfloor.zones as zone', 'zone.id', 'node.zone_id')
    .selectAll('node')
    .select([
      'zone.name as zone_name',
      online.as('online'),
      sql<string | null>`host(node.ip_address)`.as('address'),
      sql<number>`(select count(*)::integer from shopfloor.machines as machine where machine.node_id = node.id)`.as(
        'machine_count',
      ),
    ]);

type NodeRow = Awaited<ReturnType<ReturnType<typeof nodeRows>['execute']>>[number];

const toNode = (row: NodeRow): ShopNode => ({
  id: row.id,
  nodeId: row.node_id,
  name: row.name,
  description: row.description,
  ipAddress: row.address,
  nodeType: row.node_type as ShopNode['nodeType'],
  zone: named(row.zone_id, row.zone_name),
  isEsp32: row.is_esp32,
  endpoint: row.endpoint,
  installationId: row.installation_id,
  lastSeen: row.last_seen,
  firmwareVersion: row.firmware_version,
  status: row.status as ShopNode['status'],
  online: row.online,
  offlineAfterSeconds: row.offline_after_seconds,
  monitorsEstop: row.monitors_estop,
  drillEveryDays: row.drill_every_days,
  workstation: row.workstation,
  active: row.active,
  machineCount: row.machine_count,
  version: row.version,
  updatedAt: row.updated_at,
});

const lineOf = (row: NodeRow): NodeLink['line'] =>
  row.line_reported_at === null
    ? null
    : {
        goodFrames: row.good_frames ?? 0,
        badFrames: row.bad_frames ?? 0,
        lostFrames: row.lost_frames ?? 0,
        at: row.line_reported_at,
      };

const linkRows = (tx: Tx) =>
  nodeRows(tx)
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('shopfloor.node_line_minutes as line')
          .select([
            sql<number | null>`avg(line.bad_frames)::float8`.as('bad_per_minute'),
            sql<number | null>`avg(line.lost_frames)::float8`.as('lost_per_minute'),
            sql<number | null>`avg(line.round_trip_ms)::float8`.as('round_trip_ms'),
          ])
          .whereRef('line.node_id', '=', 'node.id')
          .where('line.minute', '>', sql<string>`now() - interval '5 minutes'`)
          .as('recent'),
      (join) => join.onTrue(),
    )
    .select([
      configState.as('config_state'),
      'recent.bad_per_minute',
      'recent.lost_per_minute',
      'recent.round_trip_ms',
      sql<NodeLink['troubles']>`(select coalesce(json_agg(json_build_object(
          'kind', trouble.kind, 'code', trouble.code, 'message', trouble.message,
          'since', to_char(trouble.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
          order by trouble.since), '[]'::json)
        from shopfloor.node_troubles as trouble where trouble.node_id = node.id)`.as('troubles'),
    ]);

type LinkRow = Awaited<ReturnType<ReturnType<typeof linkRows>['execute']>>[number];

const recentLineOf = (row: LinkRow): NodeLink['recentLine'] =>
  row.bad_per_minute === null
    ? null
    : {
        badPerMinute: row.bad_per_minute,
        lostPerMinute: row.lost_per_minute ?? 0,
        roundTripMs: row.round_trip_ms,
      };

const toLink = (row: LinkRow): NodeLink => ({
  id: row.id,
  nodeId: row.node_id,
  name: row.name,
  zone: named(row.zone_id, row.zone_name),
  status: row.status as NodeLink['status'],
  online: row.online,
  lastSeen: row.last_seen,
  firmwareVersion: row.firmware_version,
  nodeType: row.node_type as NodeLink['nodeType'],
  reportedType: row.reported_type as NodeLink['reportedType'],
  bootId: row.boot_id,
  config: { version: row.config_version, state: row.config_state },
  troubles: row.troubles,
  recentLine: recentLineOf(row),
  resetReason: row.reset_reason,
  line: lineOf(row),
});

const columnsOf = (fields: NodeFields) => ({
  node_id: fields.nodeId,
  name: fields.name,
  description: fields.description,
  node_type: fields.nodeType,
  zone_id: fields.zoneId,
  is_esp32: fields.isEsp32,
  endpoint: fields.endpoint,
  installation_id: fields.installationId,
  offline_after_seconds: fields.offlineAfterSeconds,
  monitors_estop: fields.monitorsEstop ?? fields.nodeType === 'machine_monitor',
  drill_every_days: fields.drillEveryDays,
  workstation: fields.workstation,
  active: fields.active,
});

const byCode = [
  { column: 'node.node_id', property: 'node_id', direction: 'asc' },
  { column: 'node.id', property: 'id', direction: 'asc' },
] as const;

/** What narrows a list of nodes. */
export interface NodeFilter {
  readonly areaId?: string | undefined;
  readonly online?: boolean | undefined;
  readonly search?: string | undefined;
}

/** One page of the nodes that fit, by business code. */
export async function listNodes(
  tx: Tx,
  filter: NodeFilter,
  page: PageRequest,
): Promise<Page<ShopNode>> {
  let query = nodeRows(tx);
  if (filter.areaId) query = query.where('node.area_id', '=', filter.areaId);
  if (filter.online !== undefined) query = query.where(online, '=', filter.online);
  if (filter.search) query = query.where(containing(filter.search, ['node.node_id', 'node.name']));
  const { rows, nextCursor } = await readPage(query, byCode, page);
  return { rows: rows.map(toNode), nextCursor };
}

/** One node, or null where it is not visible. */
export async function findNode(tx: Tx, id: string): Promise<ShopNode | null> {
  const row = await nodeRows(tx).where('node.id', '=', id).executeTakeFirst();
  return row ? toNode(row) : null;
}

/** Link states of nodes in use: of all, or of the given keys. */
export async function listNodeLinks(tx: Tx, ids: readonly string[] | null): Promise<NodeLink[]> {
  let query = linkRows(tx).where('node.active', '=', true);
  if (ids) query = query.where('node.id', '=', sql<string>`any (${ids}::uuid[])`);
  const rows = await query.orderBy('node.node_id').execute();
  return rows.map(toLink);
}

/** Adds a node and answers its key. */
export async function insertNode(tx: Tx, fields: NodeFields): Promise<string> {
  const { id } = await tx
    .insertInto('shopfloor.nodes')
    .values(columnsOf(fields))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Saves a node that stands at `version`; answers whether it did. */
export async function updateNode(
  tx: Tx,
  id: string,
  version: number,
  fields: NodeFields,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.nodes')
    .set(columnsOf(fields))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
