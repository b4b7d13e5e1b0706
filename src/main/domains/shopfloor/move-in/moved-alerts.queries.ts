import type { MovedAlert, MovedAlertFilter } from '#contract/shopfloor/move-in.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { named } from '../named.ts';
import { containing } from '../structure/search.ts';

const newestFirst = [
  { column: 'alert.created_at', property: 'created_at', direction: 'desc' },
  { column: 'alert.id', property: 'id', direction: 'desc' },
] as const;

/** Where a text that a person typed is looked for. */
const searched = [
  'alert.title',
  'alert.message',
  'alert.alert_type',
  'machine.machine_id',
  'machine.name',
  'node.node_id',
  'person.full_name',
];

/** One page of the alerts that were brought along, newest first. */
export async function listMovedAlerts(
  tx: Tx,
  { search, severity, acknowledged }: MovedAlertFilter,
  page: PageRequest,
): Promise<Page<MovedAlert>> {
  let query = tx
    .selectFrom('shopfloor.moved_in_alerts as alert')
    .leftJoin('shopfloor.machines as machine', 'machine.id', 'alert.machine_id')
    .leftJoin('shopfloor.nodes as node', 'node.id', 'alert.node_id')
    .leftJoin('identity.users as person', 'person.id', 'alert.user_id')
    .leftJoin('identity.users as acknowledger', 'acknowledger.id', 'alert.acknowledged_by')
    .innerJoin('shopfloor.move_in_runs as run', 'run.id', 'alert.moved_in')
    .select([
      'alert.id',
      'alert.created_at',
      'alert.alert_type',
      'alert.severity',
      'alert.title',
      'alert.message',
      'alert.acknowledged',
      'alert.acknowledged_at',
      'acknowledger.full_name as acknowledged_by',
      'machine.id as machine_key',
      'machine.name as machine_name',
      'node.id as node_key',
      'node.name as node_name',
      'person.full_name',
      'run.source_label',
    ]);
  if (search) query = query.where(containing(search, searched));
  if (severity) query = query.where('alert.severity', '=', severity);
  if (acknowledged !== undefined) query = query.where('alert.acknowledged', '=', acknowledged);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return {
    rows: rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      alertType: row.alert_type,
      severity: row.severity as MovedAlert['severity'],
      title: row.title,
      message: row.message,
      acknowledged: row.acknowledged,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.acknowledged_by,
      machine: named(row.machine_key, row.machine_name),
      node: named(row.node_key, row.node_name),
      fullName: row.full_name,
      sourceLabel: row.source_label,
    })),
    nextCursor,
  };
}
