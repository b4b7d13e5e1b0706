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

/** How far the clock of a console may be from the database's. Seconds. */
const CLOCKS_APART = 3;

/** Whether something was decided about a person's badge at a machine at that moment; `null` for a badge that names nobody. */
export async function wasDecidedAt(
  tx: Tx,
  machineId: string,
  userId: string | null,
  at: string,
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from shopfloor.machine_logs
      where machine_id = ${machineId} and user_id is not distinct from ${userId}::uuid
        and event_type in ('session-started', 'session-ended', 'session-extended', 'session-refused')
        and reason is distinct from 'database-away'
        and timestamp between ${at}::timestamptz - make_interval(secs => ${CLOCKS_APART})
          and ${at}::timestamptz + make_interval(secs => ${CLOCKS_APART})
    ) as known`.execute(tx);
  return rows[0]?.known ?? false;
}
