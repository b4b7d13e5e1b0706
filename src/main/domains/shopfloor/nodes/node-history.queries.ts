import { sql } from 'kysely';
import type { NodeReportRow } from '#contract/shopfloor/node-health.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

/** A line of a node's history. */
export interface NewNodeReport {
  readonly kind: NodeReportRow['kind'];
  readonly code?: string | null;
  readonly message?: string | null;
  /** What is to run, where it is not what the node reports now. */
  readonly firmwareVersion?: string | null;
}

/** Adds a line to a node's history, with the run and firmware that it last reported. */
export async function addNodeReport(tx: Tx, nodeKey: string, report: NewNodeReport): Promise<void> {
  const { kind, code = null, message = null, firmwareVersion = null } = report;
  await sql`
    insert into shopfloor.node_reports (node_id, kind, code, message, boot_id, firmware_version)
    select id, ${kind}, left(${code}, 32), left(${message}, 200), boot_id,
      coalesce(${firmwareVersion}, firmware_version)
    from shopfloor.nodes where id = ${nodeKey}`.execute(tx);
}

const newestFirst: SortOrder<{ readonly id: number }> = [
  { column: 'report.id', property: 'id', direction: 'desc' },
];

/** One page of a node's history, newest first. */
export async function listNodeReports(
  tx: Tx,
  nodeKey: string,
  page: PageRequest,
): Promise<Page<NodeReportRow>> {
  const query = tx
    .selectFrom('shopfloor.node_reports as report')
    .select([
      'report.id',
      'report.kind',
      'report.code',
      'report.message',
      'report.boot_id as bootId',
      'report.firmware_version as firmwareVersion',
      'report.at',
    ])
    .where('report.node_id', '=', nodeKey);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows as NodeReportRow[], nextCursor };
}

/** How often a node restarted within the last `hours`, by reason, most often first. */
export async function countRestarts(
  tx: Tx,
  nodeKey: string,
  hours: number,
): Promise<{ readonly reason: string; readonly count: number }[]> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select code as reason, count(*)::integer as count from shopfloor.node_reports
    where node_id = ${nodeKey} and kind = 'restarted' and at > now() - make_interval(hours => ${hours})
    group by code order by count(*) desc, code`.execute(tx);
  return rows;
}

/** Nodes that restarted by brown-out `least` times within the last hour. */
export async function findBrownOuts(tx: Tx, least: number): Promise<string[]> {
  const { rows } = await sql<{ node_id: string }>`
    select node_id from shopfloor.node_reports
    where kind = 'restarted' and code = 'brown-out' and at > now() - interval '1 hour'
    group by node_id having count(*) >= ${least}`.execute(tx);
  return rows.map((row) => row.node_id);
}

/** Nodes whose trouble with their supply is over: no brown-out for an hour. */
export async function findRecoveredSupplies(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ node_id: string }>`
    select trouble.node_id from shopfloor.node_troubles as trouble
    where trouble.kind = 'brown-out' and not exists (
      select from shopfloor.node_reports as report
      where report.node_id = trouble.node_id and report.kind = 'restarted'
        and report.code = 'brown-out' and report.at > now() - interval '1 hour')`.execute(tx);
  return rows.map((row) => row.node_id);
}
