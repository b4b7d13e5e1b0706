import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A record that is being written. */
export interface ClaimedRecord {
  readonly key: string;
  readonly kind: string;
  readonly happenedAt: string;
  readonly queuedAt: string;
  readonly workstation: string;
}

/** Takes a record for this transaction. Answers false when it was written before. */
export async function claimRecord(tx: Tx, record: ClaimedRecord): Promise<boolean> {
  const { rows } = await sql`
    insert into shopfloor.deferred_records (key, kind, happened_at, queued_at, workstation)
    values (${record.key}, ${record.kind}, ${record.happenedAt}, ${record.queuedAt},
      left(${record.workstation}, 100))
    on conflict (key) do nothing
    returning key`.execute(tx);
  return rows.length > 0;
}
