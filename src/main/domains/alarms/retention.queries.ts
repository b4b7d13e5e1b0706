import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Removes up to `limit` alarms that left the queue more than `keepDays` ago; answers how many. */
export async function removeLeft(tx: Tx, keepDays: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from alarms.alarms
    where id in (
      select id from alarms.alarms
      where not is_listed
        and greatest(resolved_at, acknowledged_at) < now() - make_interval(days => ${keepDays})
        and resolved_at < now() - make_interval(days => ${keepDays})
      order by resolved_at limit ${limit})`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Removes from the journal up to `limit` lives of alarms that were themselves removed more than
 * `keepDays` ago, each whole; answers how many lines.
 */
export async function removeLives(tx: Tx, keepDays: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from alarms.journal
    where alarm_id in (
      select alarm_id from alarms.journal
      where event = 'removed' and at < now() - make_interval(days => ${keepDays})
      order by at limit ${limit})`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
