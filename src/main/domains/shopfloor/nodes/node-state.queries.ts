import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

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
}

/** Keeps that a node is there and what it said of itself. */
export async function markNodeOnline(tx: Tx, nodeKey: string, hello: NodeGreeting): Promise<void> {
  await sql`
    update shopfloor.nodes
    set status = case when status = 'updating' then status else 'online' end, last_seen = clock_timestamp(),
      boot_id = ${hello.bootId}, firmware_version = left(${hello.firmwareVersion}, 20),
      reset_reason = ${hello.resetReason}
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

/** Keeps that a node is gone; its running sessions become unconfirmed. Answers their machines. */
export async function markNodeOffline(tx: Tx, nodeKey: string): Promise<string[]> {
  const { rows } = await sql<{ machine_id: string }>`
    with lost as (
      update shopfloor.nodes set status = 'offline'
      where id = ${nodeKey} and status in ('online', 'error')
    )
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

/**
 * Keeps that a node was heard, and the line's counters. One that was taken for lost meanwhile is
 * online again.
 */
export async function recordHeard(tx: Tx, nodeKey: string, line: LineReport): Promise<void> {
  await sql`
    update shopfloor.nodes
    set status = case when status = 'offline' then 'online' else status end,
      last_seen = clock_timestamp(), line_reported_at = clock_timestamp(),
      good_frames = ${line.goodFrames}, bad_frames = ${line.badFrames}, lost_frames = ${line.lostFrames}
    where id = ${nodeKey}`.execute(tx);
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

/** Forgets reports of nodes older than `olderThanMs`. Answers how many. */
export async function forgetNodeEvents(tx: Tx, olderThanMs: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from shopfloor.node_events where received_at < now() - make_interval(secs => ${olderThanMs / 1000})`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
