import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A node that reports by HTTP, as it stands before its report is looked at. */
export interface ReportingNode {
  /** Key of the row. */
  readonly id: string;
  /** Business code. */
  readonly node_id: string;
  readonly name: string;
  readonly active: boolean;
  /** Not null where a process opens a link to it. */
  readonly endpoint: string | null;
  readonly status: string;
  /** Its run as it last greeted; null before the first greeting. */
  readonly boot_id: string | null;
}

/** The node a token was made for, its row locked until the transaction ends; null when it is gone. */
export async function lockReportingNode(tx: Tx, nodeKey: string): Promise<ReportingNode | null> {
  const { rows } = await sql<ReportingNode>`
    select id, node_id, name, active, endpoint, status, boot_id from shopfloor.nodes
    where id = ${nodeKey} for no key update`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Keeps that a node was heard over the network, and from where; its status is changed apart. Settings
 * that it was told before it was lost it may never have heard of.
 */
export async function recordContact(
  tx: Tx,
  nodeKey: string,
  ipAddress: string | null,
): Promise<void> {
  await sql`
    update shopfloor.nodes
    set away_since = case when status = 'offline' then coalesce(last_seen, away_since) else away_since end,
      config_tried_at = case when status <> 'offline' or config_error is not null then config_tried_at end,
      last_seen = clock_timestamp(), ip_address = ${ipAddress}::inet
    where id = ${nodeKey}`.execute(tx);
}

/** The database's clock, and the run that a node last greeted with. */
export async function readGreeted(
  tx: Tx,
  nodeKey: string,
): Promise<{ readonly boot_id: string | null; readonly at: string }> {
  const { rows } = await sql<{ boot_id: string | null; at: string }>`
    select boot_id, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from shopfloor.nodes where id = ${nodeKey}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A node was removed while it reported.');
  return row;
}
