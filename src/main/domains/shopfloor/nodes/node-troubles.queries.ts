import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** What may be wrong with a node. */
export type TroubleKind = 'fault' | 'line' | 'brown-out' | 'firmware';

/** Something that is wrong with a node. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** Short word; of a fault the node's own. */
  readonly code: string;
  readonly message: string;
}

/** Keeps that something is wrong, and answers whether that is new. */
export async function insertTrouble(tx: Tx, nodeKey: string, trouble: Trouble): Promise<boolean> {
  const { rows } = await sql`
    insert into shopfloor.node_troubles (node_id, kind, code, message)
    values (${nodeKey}, ${trouble.kind}, ${trouble.code}, left(${trouble.message}, 200))
    on conflict on constraint node_troubles_pkey do nothing
    returning code`.execute(tx);
  return rows.length > 0;
}

/** Takes troubles of a kind away, all or the one of a code, and answers them. */
export async function deleteTroubles(
  tx: Tx,
  nodeKey: string,
  kind: TroubleKind,
  code: string | null,
): Promise<Trouble[]> {
  const { rows } = await sql<Trouble>`
    delete from shopfloor.node_troubles
    where node_id = ${nodeKey} and kind = ${kind} and (${code}::text is null or code = ${code})
    returning kind, code, message`.execute(tx);
  return rows;
}

/** What is wrong with a node now, oldest first. */
export async function listTroubles(tx: Tx, nodeKey: string): Promise<Trouble[]> {
  const { rows } = await sql<Trouble>`
    select kind, code, message from shopfloor.node_troubles
    where node_id = ${nodeKey} order by since, kind, code`.execute(tx);
  return rows;
}
