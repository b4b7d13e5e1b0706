import { sql } from 'kysely';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import type { Tx } from '#platform/database/database.ts';
import type { AlarmedNode } from './node-alarms.ts';

/** A node as the engine drives it. */
export interface DrivenNode {
  /** Key of the row. */
  readonly id: string;
  /** Business code the node reports of itself. */
  readonly node_id: string;
  readonly name: string;
  readonly endpoint: string;
}

/** Nodes that this installation may open a link to. */
export async function listDrivenNodes(tx: Tx, installationId: string): Promise<DrivenNode[]> {
  const { rows } = await sql<DrivenNode>`
    select id, node_id, name, endpoint from shopfloor.nodes
    where active and endpoint is not null
      and (installation_id is null or installation_id = ${installationId})
    order by node_id`.execute(tx);
  return rows;
}

/** What a node reported of itself when it came online. */
export interface NodeGreeting {
  readonly bootId: string;
  readonly firmwareVersion: string;
  readonly resetReason: string;
  /** What it says it is; null where it does not say. */
  readonly reportedType: NodeType | null;
  /** Version of its settings that it has; null where it does not say. */
  readonly configVersion: number | null;
}

/** A node that started anew and does not say which settings it has is taken to have none. */
export async function forgetConfig(tx: Tx, nodeKey: string): Promise<void> {
  await sql`
    update shopfloor.nodes set config_applied_version = null,
      config_tried_at = case when config_error is not null then config_tried_at end
    where id = ${nodeKey} and config_version > 0`.execute(tx);
}

/** What was known of a node before it greeted. */
export interface KnownNode {
  readonly boot_id: string | null;
  readonly node_type: NodeType;
  readonly reported_type: NodeType | null;
}

/** What is known of a node that greets; its row is locked until the transaction ends. */
export async function lockGreetingNode(tx: Tx, nodeKey: string): Promise<KnownNode | null> {
  const { rows } = await sql<KnownNode>`
    select boot_id, node_type, reported_type from shopfloor.nodes
    where id = ${nodeKey} for no key update`.execute(tx);
  return rows[0] ?? null;
}

/** Keeps that a node was heard and what it said of itself; its status is changed apart. */
export async function markNodeOnline(tx: Tx, nodeKey: string, hello: NodeGreeting): Promise<void> {
  await sql`
    update shopfloor.nodes
    set away_since = case when status = 'offline' then coalesce(last_seen, away_since) else away_since end,
      last_seen = clock_timestamp(), boot_id = ${hello.bootId},
      firmware_version = left(${hello.firmwareVersion}, 20), reset_reason = ${hello.resetReason},
      reported_type = coalesce(${hello.reportedType}, reported_type)
    where id = ${nodeKey}`.execute(tx);
}

/** Machines of a node whose running session is not confirmed since the node was lost. */
export async function findUnconfirmed(tx: Tx, nodeKey: string): Promise<string[]> {
  const { rows } = await sql<{ machine_id: string }>`
    select session.machine_id from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where session.active and session.unconfirmed and machine.node_id = ${nodeKey}`.execute(tx);
  return rows.map((row) => row.machine_id);
}

/** The running sessions of a lost node become unconfirmed. Answers their machines. */
export async function markUnconfirmed(tx: Tx, nodeKey: string): Promise<string[]> {
  const { rows } = await sql<{ machine_id: string }>`
    update shopfloor.machine_sessions as session set unconfirmed = true
    from shopfloor.machines as machine
    where machine.id = session.machine_id and machine.node_id = ${nodeKey}
      and session.active and session.release_state is not null and not session.unconfirmed
    returning session.machine_id`.execute(tx);
  return rows.map((row) => row.machine_id);
}

/** How good the line to a node is, since its link was opened. */
export interface LineReport {
  readonly goodFrames: number;
  readonly badFrames: number;
  readonly lostFrames: number;
}

/** Keeps that a node was heard, and the line's counters; its status is changed apart. */
export async function recordHeard(tx: Tx, nodeKey: string, line: LineReport): Promise<void> {
  await sql`
    update shopfloor.nodes
    set last_seen = clock_timestamp(), line_reported_at = clock_timestamp(),
      good_frames = ${line.goodFrames}, bad_frames = ${line.badFrames}, lost_frames = ${line.lostFrames}
    where id = ${nodeKey}`.execute(tx);
}

/** A node as alarms name it; null when there is none. */
export async function findAlarmedNode(tx: Tx, nodeKey: string): Promise<AlarmedNode | null> {
  const { rows } = await sql<AlarmedNode>`
    select id, node_id, name from shopfloor.nodes where id = ${nodeKey}`.execute(tx);
  return rows[0] ?? null;
}

/** A node that the person holds `manage` on; null where not. */
export async function findManagedNode(tx: Tx, nodeKey: string): Promise<AlarmedNode | null> {
  const { rows } = await sql<AlarmedNode>`
    select id, node_id, name from shopfloor.nodes
    where id = ${nodeKey} and ((select identity.has_all_scopes('area', 'manage'))
      or area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))`.execute(tx);
  return rows[0] ?? null;
}

/** A node whose alarm may have to be raised or cleared. */
export interface NodeCondition {
  readonly id: string;
  readonly node_id: string;
  readonly name: string;
  /** What was known of it before. */
  readonly status: string;
  readonly offline: boolean;
}

/** All nodes that a process drives or that were heard over the network, and whether they are missed. A node that is updating is not. */
export async function listNodeConditions(tx: Tx): Promise<NodeCondition[]> {
  const { rows } = await sql<NodeCondition>`
    select node.id, node.node_id, node.name, node.status,
      node.active and node.status <> 'updating'
        and not shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as offline
    from shopfloor.nodes as node
    where node.endpoint is not null or node.last_seen is not null
    order by node.node_id`.execute(tx);
  return rows;
}
