import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Names one report of a node. */
export interface NodeEventKey {
  /** Key of the node's row. */
  readonly nodeKey: string;
  /** Its run. */
  readonly boot: string;
  /** Number of the report within the run. */
  readonly seq: number;
}

/**
 * Takes a report for this transaction, with what is decided about it where that is known already.
 * Answers false when it was acted upon before; waits while another transaction is about it.
 */
export async function claimNodeEvent(
  tx: Tx,
  event: NodeEventKey,
  outcome: object = {},
): Promise<boolean> {
  const { rows } = await sql`
    insert into shopfloor.node_events (node_id, boot_id, seq, outcome)
    values (${event.nodeKey}, ${event.boot}, ${event.seq}, ${JSON.stringify(outcome)}::jsonb)
    on conflict on constraint node_events_pkey do nothing
    returning seq`.execute(tx);
  return rows.length > 0;
}

/** Whether a report was acted upon. */
export async function isNodeEventKnown(tx: Tx, event: NodeEventKey): Promise<boolean> {
  const { rows } = await sql`
    select from shopfloor.node_events
    where node_id = ${event.nodeKey} and boot_id = ${event.boot} and seq = ${event.seq}`.execute(
    tx,
  );
  return rows.length > 0;
}

/** What was decided about a report that was acted upon before. */
export async function readNodeOutcome<T>(tx: Tx, event: NodeEventKey): Promise<T> {
  const { rows } = await sql<{ outcome: T }>`
    select outcome from shopfloor.node_events
    where node_id = ${event.nodeKey} and boot_id = ${event.boot} and seq = ${event.seq}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('A report of a node was removed while it was looked at.');
  return row.outcome;
}

/** Keeps what was decided about a claimed report. */
export async function writeNodeOutcome(
  tx: Tx,
  event: NodeEventKey,
  outcome: unknown,
): Promise<void> {
  await sql`
    update shopfloor.node_events set outcome = ${JSON.stringify(outcome)}::jsonb
    where node_id = ${event.nodeKey} and boot_id = ${event.boot} and seq = ${event.seq}`.execute(
    tx,
  );
}
