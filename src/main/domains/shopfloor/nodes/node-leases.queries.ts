import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/**
 * Takes or renews the leases of nodes that nobody else holds now. Answers the nodes that `holder`
 * drives for the next `ms`.
 */
export async function holdLeases(
  tx: Tx,
  holder: string,
  nodeKeys: readonly string[],
  ms: number,
): Promise<string[]> {
  const { rows } = await sql<{ node_id: string }>`
    insert into shopfloor.node_leases as lease (node_id, holder, held_until)
    select node_id, ${holder}, clock_timestamp() + make_interval(secs => ${ms / 1000})
    from unnest(${nodeKeys}::uuid[]) as node_id order by node_id
    on conflict (node_id) do update set holder = excluded.holder, held_until = excluded.held_until
    where lease.holder = excluded.holder or lease.held_until < clock_timestamp()
    returning node_id`.execute(tx);
  return rows.map((row) => row.node_id);
}

/** Gives all leases back, so that another process need not wait until they run out. */
export async function releaseLeases(tx: Tx, holder: string): Promise<void> {
  await sql`delete from shopfloor.node_leases where holder = ${holder}`.execute(tx);
}
