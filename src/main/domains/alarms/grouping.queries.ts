import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { AlarmKey } from './given.ts';

/**
 * Makes many alarms of one parent into one alarm with members: where as many as the type says began
 * within its window, and where such an alarm stands already. What begins while that one is set aside
 * asks for attention itself: who shelved four silent nodes did not shelve the fifth. `of` names
 * alarms that have just begun; null looks at everything that began lately. Answers the parents whose
 * members changed.
 */
export async function groupAlarms(tx: Tx, of: readonly AlarmKey[] | null): Promise<string[]> {
  const keys = of === null ? null : JSON.stringify(of);
  const { rows } = await sql<{ parent_id: string }>`
    with begun as (
      select a.id, a.alarm_type, a.parent_type, a.parent_key, a.parent_name, a.priority, a.area_id, a.site,
             a.position_id, t.title, t.group_size, t.group_window_seconds
      from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.group_size is not null
      join alarms.suppression_rules as r on r.rule = 'parent' and r.is_enabled
      where not a.is_resolved and a.parent_type is not null and not a.is_parent and not a.is_set_aside
        and a.activated_at > clock_timestamp() - make_interval(secs => t.group_window_seconds)
        and a.activated_at > statement_timestamp() - interval '1 hour'
        and (${keys}::jsonb is null or (a.parent_type, a.parent_key, a.alarm_type) in (
          select b.parent_type, b.parent_key, b.alarm_type
          from jsonb_to_recordset(${keys}::jsonb) as g (alarm_type text, source_type text, source_id text)
          join alarms.alarms as b on not b.is_resolved
            and (b.source_type, b.source_id, b.alarm_type) = (g.source_type, g.source_id, g.alarm_type)))),
    standing as (
      select p.id, p.alarm_type, p.source_type, p.source_id, p.is_set_aside from alarms.alarms as p
      where p.is_parent and not p.is_resolved
        and (p.source_type, p.source_id, p.alarm_type) in (select b.parent_type, b.parent_key, b.alarm_type from begun as b)),
    ripe as (
      select b.alarm_type, b.parent_type, b.parent_key, max(b.parent_name) as parent_name, min(b.priority) as priority,
             max(b.title) as title, count(*)::integer as members,
             (array_agg(b.area_id))[1] as area_id, max(b.site) as site, (array_agg(b.position_id))[1] as position_id
      from begun as b
      where not exists (
        select from standing as s
        where (s.source_type, s.source_id, s.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type))
        and not exists (
          select from alarms.shelvings as s
          where (s.source_type, s.source_id, s.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type)
            and s.ended_at is null)
      group by b.alarm_type, b.parent_type, b.parent_key, b.group_size
      having count(*) >= b.group_size),
    made as (
      insert into alarms.alarms as a
        (alarm_type, source_type, source_id, source_name, priority, title, area_id, site, position_id, is_parent, member_count)
      select r.alarm_type, r.parent_type, r.parent_key, coalesce(r.parent_name, r.parent_key), r.priority,
             left(r.title || ' (' || r.members || ')', 200), r.area_id, r.site, r.position_id, true, r.members
      from ripe as r order by r.parent_type, r.parent_key, r.alarm_type
      on conflict (source_type, source_id, alarm_type) where not is_resolved do nothing
      returning a.id, a.alarm_type, a.source_type, a.source_id, a.is_set_aside)
    update alarms.alarms as a
    set parent_id = p.id
    from begun as b
    join (select * from made union all select * from standing) as p
      on (p.source_type, p.source_id, p.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type)
    where a.id = b.id and not p.is_set_aside
    returning a.parent_id`.execute(tx);
  return [...new Set(rows.map(({ parent_id }) => parent_id))];
}

/** A parent whose members changed. */
export interface CountedParent {
  readonly is_resolved: boolean;
  /** A shelving that must end, because the parent is P1 now. */
  readonly worsened_shelving: string | null;
  /** The one-shot shelving that ends with the last member. */
  readonly one_shot: string | null;
}

/** Counts the members of standing parents anew, and clears parents without active ones. */
export async function countMembers(tx: Tx, parents: readonly string[]): Promise<CountedParent[]> {
  const { rows } = await sql<CountedParent>`
    with counted as (
      select p.id, count(m.id)::integer as active, min(m.priority) as priority, t.title
      from alarms.alarms as p
      join alarms.alarm_types as t on t.alarm_type = p.alarm_type
      left join alarms.alarms as m on m.parent_id = p.id and not m.is_resolved
      where p.id = any (${[...parents]}::uuid[]) and p.is_parent and not p.is_resolved
      group by p.id, t.title)
    update alarms.alarms as p
    set member_count = c.active, priority = coalesce(c.priority, p.priority),
        title = case when c.active > 0 then left(c.title || ' (' || c.active || ')', 200) else p.title end,
        is_resolved = c.active = 0, auto_resolved = c.active = 0,
        resolved_at = case when c.active = 0 then clock_timestamp() end
    from counted as c
    where p.id = c.id and (p.member_count, p.priority) is distinct from (c.active, coalesce(c.priority, p.priority))
    returning p.is_resolved, case when p.priority = 'P1' and not p.is_resolved then p.shelving_id end as worsened_shelving,
              case when p.is_resolved then (
                select s.id from alarms.shelvings as s where s.id = p.shelving_id and s.one_shot) end as one_shot`.execute(
    tx,
  );
  return rows;
}

/**
 * Lets members of parents that have cleared go, and all of them while nothing is to be grouped; what
 * is active asks for attention. Answers how many.
 */
export async function releaseMembers(tx: Tx): Promise<number> {
  const { rows } = await sql`
    update alarms.alarms as a set parent_id = null
    from alarms.alarms as p
    where a.parent_id is not null and a.parent_id = p.id
      and (p.is_resolved or not exists (
        select from alarms.suppression_rules as r where r.rule = 'parent' and r.is_enabled))
    returning a.id`.execute(tx);
  return rows.length;
}

/** Parents that stand. */
export async function standingParents(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('alarms.alarms')
    .select('id')
    .where('is_parent', '=', true)
    .where('is_resolved', '=', false)
    .execute();
  return rows.map(({ id }) => id);
}
