import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Unlike `clock_timestamp()` it stays the same within a statement, so that an index can be searched by it. */
const NOW = sql`statement_timestamp()`;
/** An alarm is stale when it has been active for longer. */
const STALE = sql`interval '24 hours'`;
/** No type asks for more; see `alarm_types_flags`. */
const LONGEST_CHATTER = sql`interval '1 hour'`;
/**
 * A run escalates no more than so many, the longest waiting first; the next run goes on. Of more rows
 * that change at once nobody is told which, and each console loads its queue afresh.
 */
const MOST_AT_ONCE = 200;
/** An annunciation is escalated no more often than this; the index of what may be escalated says it too. */
const MOST_ESCALATIONS = sql`5`;

/** Escalates what has been unacknowledged for too long, by type or priority. Answers how many. */
export async function escalateAlarms(tx: Tx): Promise<number> {
  const { rows } = await sql`
    with due as (
      select a.id
      from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type
      join alarms.escalation_rules as r on r.priority = a.priority
      where not a.is_acknowledged and not a.is_resolved and not a.is_set_aside
        and a.annunciated_at <= clock_timestamp() - make_interval(secs => coalesce(t.escalate_seconds, r.after_seconds))
        and (a.escalated_at is null
          or a.escalated_at <= clock_timestamp() - make_interval(secs => coalesce(t.escalate_seconds, r.after_seconds)))
        and a.escalation_level < ${MOST_ESCALATIONS}
      order by a.annunciated_at
      limit ${MOST_AT_ONCE}
      for update of a skip locked)
    update alarms.alarms as a
    set escalation_level = a.escalation_level + 1, escalated_at = clock_timestamp()
    from due where a.id = due.id
    returning a.id`.execute(tx);
  return rows.length;
}

/**
 * Marks alarms that came too often within their type's time, and takes the mark from those that have
 * not come at all for as long. Answers how many changed.
 */
export async function markChattering(tx: Tx): Promise<number> {
  const { rows } = await sql`
    with came as (
      select j.source_type, j.source_id, j.alarm_type, count(*) >= t.chatter_count as chatters
      from alarms.journal as j
      join alarms.alarm_types as t on t.alarm_type = j.alarm_type
      where j.at > ${NOW} - ${LONGEST_CHATTER}
        and j.at > ${NOW} - make_interval(secs => t.chatter_seconds)
        and j.event in ('raised', 'returned')
      group by j.source_type, j.source_id, j.alarm_type, t.chatter_count),
    begun as (
      select a.id, true as chatters from came as c
      join alarms.alarms as a on a.is_listed and not a.is_chattering and not a.is_parent
        and (a.source_type, a.source_id, a.alarm_type) = (c.source_type, c.source_id, c.alarm_type)
      where c.chatters),
    over as (
      select a.id, false as chatters from alarms.alarms as a
      where a.is_chattering and not exists (
        select from came as c
        where (c.source_type, c.source_id, c.alarm_type) = (a.source_type, a.source_id, a.alarm_type)))
    update alarms.alarms as a set is_chattering = m.chatters
    from (select * from begun union all select * from over) as m
    where a.id = m.id
    returning a.id`.execute(tx);
  return rows.length;
}

/** Marks alarms that have been active for more than a day. Answers how many. */
export async function markStale(tx: Tx): Promise<number> {
  const { rows } = await sql`
    update alarms.alarms set is_stale = true
    where not is_resolved and not is_stale and activated_at <= ${NOW} - ${STALE}
    returning id`.execute(tx);
  return rows.length;
}

/**
 * Begins, follows and ends floods by operator position, from the journal alone: more than ten
 * annunciations in ten minutes begin one, fewer than five end it. Answers how many began or ended.
 */
export async function followFloods(tx: Tx): Promise<number> {
  const { rows } = await sql<{ turned: boolean }>`
    with recent as (
      select p.id as position_id, count(j.id)::integer as times, min(j.at) as first_at
      from alarms.positions as p
      left join alarms.journal as j on j.position_id = p.id and j.annunciated
        and j.at > ${NOW} - interval '10 minutes' and j.at <= ${NOW}
      group by p.id),
    followed as (
      update alarms.floods as f
      set ended_at = case when r.times < 5 then clock_timestamp() end,
          alarm_count = greatest(f.alarm_count, (
            select count(*) from alarms.journal as j
            where j.position_id = f.position_id and j.annunciated and j.at >= f.started_at)::integer),
          peak_count = greatest(f.peak_count, r.times),
          peak_at = case when r.times > f.peak_count then clock_timestamp() else f.peak_at end
      from recent as r
      where f.position_id = r.position_id and f.ended_at is null
        and (r.times < 5 or r.times > f.peak_count or f.alarm_count <> (
            select count(*) from alarms.journal as j
            where j.position_id = f.position_id and j.annunciated and j.at >= f.started_at))
      returning f.ended_at is not null as turned),
    begun as (
      insert into alarms.floods (position_id, started_at, alarm_count, peak_count, peak_at)
      select r.position_id, r.first_at, r.times, r.times, clock_timestamp()
      from recent as r
      where r.times > 10 and not exists (
        select from alarms.floods as f where f.position_id = r.position_id and f.ended_at is null)
      on conflict (position_id) where ended_at is null do nothing
      returning true as turned)
    select turned from followed union all select turned from begun`.execute(tx);
  return rows.filter(({ turned }) => turned).length;
}
