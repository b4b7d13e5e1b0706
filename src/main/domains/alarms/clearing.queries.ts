import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type Clear, keyRows } from './given.ts';

/** What became of a clear. */
export interface ClearedRow {
  /** Null for a condition that was withdrawn while it waited for its on-delay. */
  readonly id: string | null;
  /** `clearing`: its off-delay runs; `withdrawn`: it had not become an alarm. */
  readonly change: 'cleared' | 'clearing' | 'withdrawn';
  readonly parent_id: string | null;
  /** The one-shot shelving that ends with the condition. */
  readonly one_shot: string | null;
}

/** What is needed of an alarm and its type to clear it; the row is locked. */
const toClear = (which: RawBuilder<unknown>, value: RawBuilder<unknown>) => sql`
      select a.id, ${value} as value, t.off_delay_seconds, t.is_latching, t.fleeting_seconds, a.parent_id,
             (select s.id from alarms.shelvings as s where s.id = a.shelving_id and s.one_shot) as one_shot
      from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.cleared_by = 'condition'
      where not a.is_resolved and not a.is_parent and ${which}
      order by a.source_type, a.source_id, a.alarm_type
      for update of a`;

/** Puts what `locked` holds back to normal. */
const clearLocked = (which: RawBuilder<unknown>) => sql`
      update alarms.alarms as a
      set is_resolved = true, auto_resolved = true, resolved_at = clock_timestamp(), is_latched = l.is_latching,
          value = coalesce(l.value, a.value),
          is_fleeting = not a.is_acknowledged
            and clock_timestamp() - a.activated_at < make_interval(secs => l.fleeting_seconds)
      from locked as l
      where a.id = l.id and ${which}
      returning a.id, 'cleared' as change, l.parent_id, l.one_shot`;

/**
 * Marks open alarms as returned to normal, or starts their off-delay; forgets conditions that wait
 * for their on-delay. Events that only a person closes, and parents, are left alone.
 */
export async function clearAlarms(tx: Tx, clears: readonly Clear[]): Promise<ClearedRow[]> {
  const { rows } = await sql<ClearedRow>`
    with given as (select g.source_type, g.source_id, g.alarm_type, g.value from ${keyRows(clears)}),
    locked as (${toClear(
      sql`(a.source_type, a.source_id, a.alarm_type) in (
        select g.source_type, g.source_id, g.alarm_type from given as g)`,
      sql`(select g.value from given as g
           where (g.source_type, g.source_id, g.alarm_type) = (a.source_type, a.source_id, a.alarm_type) limit 1)`,
    )}),
    withdrawn as (
      delete from alarms.pending_conditions as p using given as g
      where (p.source_type, p.source_id, p.alarm_type) = (g.source_type, g.source_id, g.alarm_type)
      returning p.due_at),
    clearing as (
      update alarms.alarms as a
      set clears_at = clock_timestamp() + make_interval(secs => l.off_delay_seconds)
      from locked as l
      where a.id = l.id and l.off_delay_seconds > 0 and a.clears_at is null
      returning a.id, 'clearing' as change, null::uuid, null::uuid),
    cleared as (${clearLocked(sql`l.off_delay_seconds = 0`)})
    select * from cleared union all select * from clearing
    union all select null, 'withdrawn', null, null from withdrawn`.execute(tx);
  return rows;
}

/** Clears the alarms whose off-delay has run out. */
export async function clearDueAlarms(tx: Tx): Promise<ClearedRow[]> {
  const { rows } = await sql<ClearedRow>`
    with locked as (${toClear(sql`a.clears_at <= statement_timestamp()`, sql`null::double precision`)})
    ${clearLocked(sql`true`)}`.execute(tx);
  return rows;
}

/** Lets alarms go whose time is over: nobody needs to act on them any more. Answers how many. */
export async function expireAlarms(tx: Tx): Promise<number> {
  const { rows } = await sql`
    update alarms.alarms as a
    set is_resolved = true, auto_resolved = true, resolved_at = coalesce(a.resolved_at, clock_timestamp()),
        is_latched = false, is_acknowledged = true, acknowledged_at = coalesce(a.acknowledged_at, clock_timestamp())
    where a.is_listed and a.expires_at <= statement_timestamp()
    returning a.id`.execute(tx);
  return rows.length;
}
