import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Whom an office reader serves. */
export interface Desk {
  /** The console; null where nobody has said which. */
  readonly workstation: string | null;
}

/** The console that a node serves; null where the node is no office reader. */
export async function readDesk(tx: Tx, nodeKey: string): Promise<Desk | null> {
  const { rows } = await sql<Desk>`
    select workstation from shopfloor.nodes
    where id = ${nodeKey} and node_type = 'office_reader'`.execute(tx);
  return rows[0] ?? null;
}
