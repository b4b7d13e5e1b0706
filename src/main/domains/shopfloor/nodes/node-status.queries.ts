import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import {
  nextNodeStatus,
  type NodeStatus,
  type NodeStatusEvent,
  type NodeStatusFacts,
} from './node-status.ts';

/** The status of a node and what it depends on; its row is locked until the transaction ends. */
export async function lockNodeStatus(
  tx: Tx,
  nodeKey: string,
): Promise<(NodeStatusFacts & { readonly status: NodeStatus }) | null> {
  // Locked first: what is read in the same statement as the lock may be older than it.
  await sql`select from shopfloor.nodes where id = ${nodeKey} for no key update`.execute(tx);
  const { rows } = await sql<NodeStatusFacts & { status: NodeStatus }>`
    select node.status,
      coalesce(node.last_seen > clock_timestamp() - make_interval(secs => node.offline_after_seconds), false) as reachable,
      exists (select from shopfloor.node_troubles as trouble where trouble.node_id = node.id) as troubled
    from shopfloor.nodes as node where node.id = ${nodeKey}`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps the status of a node whose row is locked. */
export async function writeNodeStatus(tx: Tx, nodeKey: string, status: NodeStatus): Promise<void> {
  await sql`update shopfloor.nodes set status = ${status} where id = ${nodeKey}`.execute(tx);
}

/** Lets something happen to the status of a node; answers what it is then, null where there is no such node. */
export async function changeNodeStatus(
  tx: Tx,
  nodeKey: string,
  event: NodeStatusEvent,
): Promise<NodeStatus | null> {
  const now = await lockNodeStatus(tx, nodeKey);
  if (!now) return null;
  const next = nextNodeStatus(now.status, event, now);
  if (next !== now.status) await writeNodeStatus(tx, nodeKey, next);
  return next;
}
