import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type AlarmKey, type AlarmSource, type GivenRaise, raiseRows } from './given.ts';

/** What became of a raise. `recurred` makes no new row and no new sound. */
export interface RaisedRow extends AlarmKey {
  /** `missed`: another process brought it back in the same moment; raise it once more. */
  readonly change: 'raised' | 'returned' | 'recurred' | 'pending' | 'missed';
  /** A shelving that must end, because its alarm is P1 now. */
  readonly worsened_shelving: string | null;
  /** It began and may be one of many: see {@link groupAlarms}. */
  readonly groupable: boolean;
  /** The parent it is a member of. */
  readonly parent_id: string | null;
}

/** New text, place, value and priority. What a worse priority means the database decides. */
const described = (from: 'excluded' | 'w') => {
  const column = (name: string) => sql.ref(`${from}.${name}`);
  return sql`
          priority = ${column('priority')}, title = ${column('title')},
          message = ${column('message')}, details = ${column('details')},
          value = ${column('value')}, limit_value = ${column('limit_value')},
          source_name = ${column('source_name')},
          area_id = coalesce(${column('area_id')}, a.area_id), site = coalesce(${column('site')}, a.site)`;
};

/**
 * Raises alarms in one statement: continues an open one (occurrence + 1), brings back one that
 * returned to normal within its type's re-alarm time or is latched, or makes a new row. A condition
 * whose type has an on-delay waits for it, unless `waited`. Disabled and unknown types are ignored.
 * Overlays, burst and position of new rows are looked up for all of them at once, because the
 * trigger that does it otherwise would look for each. A function called for a row is planned for that
 * row, so they are called for few.
 */
export async function raiseAlarms(
  tx: Tx,
  raises: readonly GivenRaise[],
  { waited }: { readonly waited: boolean },
): Promise<RaisedRow[]> {
  const { rows } = await sql<RaisedRow>`
    with wanted as (
      select distinct on (g.source_type, g.source_id, g.alarm_type)
             g.source_type, g.source_id, g.alarm_type, g.source_name, g.details, g.source_time, g.user_id,
             g.expires_at,
             g.area_id, g.site, g.position_id, g.parent_type, g.parent_key, g.parent_name, g.value,
             coalesce(g.limit_value, t.limit_value) as limit_value,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message, t.re_alarm_seconds, t.group_size, t.on_delay_seconds,
             to_jsonb(g) as given,
             count(*) over (partition by g.source_type, g.source_id, g.alarm_type)::integer as times
      from ${raiseRows(raises)}
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.is_enabled
      order by g.source_type, g.source_id, g.alarm_type, g.position desc),
    closed as (
      select w.* from wanted as w
      where not exists (
        select from alarms.alarms as o
        where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
          and not o.is_resolved)),
    pending as (
      insert into alarms.pending_conditions as p (source_type, source_id, alarm_type, raise, due_at)
      select c.source_type, c.source_id, c.alarm_type, c.given,
             clock_timestamp() + make_interval(secs => c.on_delay_seconds)
      from closed as c where c.on_delay_seconds > 0 and not ${waited}::boolean
      order by c.source_type, c.source_id, c.alarm_type
      on conflict on constraint pending_conditions_pkey do update set raise = excluded.raise
      returning p.source_type, p.source_id, p.alarm_type),
    due as (
      select w.* from wanted as w
      where not exists (
        select from closed as c
        where c.on_delay_seconds > 0 and not ${waited}::boolean
          and (c.source_type, c.source_id, c.alarm_type) = (w.source_type, w.source_id, w.alarm_type))),
    recent as (
      select distinct on (w.source_type, w.source_id, w.alarm_type) a.id, w.*
      from due as w
      join closed as c using (source_type, source_id, alarm_type)
      join alarms.alarms as a using (source_type, source_id, alarm_type)
      where a.is_listed and a.is_resolved
        and (a.is_latched or a.resolved_at > clock_timestamp() - make_interval(secs => w.re_alarm_seconds))
      order by w.source_type, w.source_id, w.alarm_type, a.resolved_at desc),
    returned as (
      update alarms.alarms as a
      set is_resolved = false, auto_resolved = false, resolved_at = null, resolved_by = null,
          resolution_notes = null, occurrences = a.occurrences + w.times, expires_at = w.expires_at,
          received_at = clock_timestamp(), source_time = coalesce(w.source_time, a.source_time),
          ${described('w')}
      from recent as w
      where a.id = w.id and a.is_resolved and a.is_listed
      returning a.source_type, a.source_id, a.alarm_type, 'returned' as change,
                case when a.priority = 'P1' then a.shelving_id end as worsened_shelving,
                a.parent_type is not null and w.group_size is not null as groupable, a.parent_id),
    places as (
      select d.source_type, d.area_id, alarms.position_of(d.source_type, d.area_id) as position_id
      from (select distinct source_type, area_id from due) as d),
    fresh as materialized (
      select platform.uuid_v7() as id, coalesce(w.position_id, p.position_id) as at_position, w.*
      from due as w
      join places as p on p.source_type = w.source_type and p.area_id is not distinct from w.area_id
      where not exists (
        select from recent as r
        where (r.source_type, r.source_id, r.alarm_type) = (w.source_type, w.source_id, w.alarm_type))
      order by w.source_type, w.source_id, w.alarm_type),
    bursts as (
      select at_position, coalesce(alarms.burst_of(null, at_position), (array_agg(id order by id))[1]) as burst_id
      from fresh group by at_position),
    raised as (
      insert into alarms.alarms as a
        (id, burst_id, activated_at, annunciated_at, shelving_id, suppressed_by, out_of_service_id, alarm_type, source_type, source_id, source_name, priority, title, message, details, source_time,
         user_id, occurrences, area_id, site, position_id, parent_type, parent_key, parent_name, value, limit_value, expires_at)
      select w.id, b.burst_id, alarms.occurred_at(w.source_time, clock_timestamp()),
             alarms.occurred_at(w.source_time, clock_timestamp()),
             (select s.id from alarms.shelvings as s
              where (s.source_type, s.source_id, s.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
                and s.ended_at is null),
             case when exists (
                 select from alarms.suppressions as s
                 where s.source_type = w.source_type and s.source_id = w.source_id)
               then alarms.suppressing_rule(w.source_type, w.source_id, w.alarm_type) end,
             (select o.id from alarms.out_of_service as o
              where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
                and o.status = 'approved'),
             w.alarm_type, w.source_type, w.source_id, w.source_name, w.priority, w.title, w.message,
             w.details, w.source_time, w.user_id, w.times, w.area_id, w.site, w.at_position,
             w.parent_type, w.parent_key, w.parent_name, w.value, w.limit_value, w.expires_at
      from fresh as w join bursts as b on b.at_position = w.at_position
      order by w.source_type, w.source_id, w.alarm_type
      on conflict (source_type, source_id, alarm_type) where not is_resolved do update
      set occurrences = a.occurrences + excluded.occurrences,
          received_at = clock_timestamp(), clears_at = null, expires_at = excluded.expires_at,
          source_time = coalesce(excluded.source_time, a.source_time),
          ${described('excluded')}
      returning a.source_type, a.source_id, a.alarm_type,
                case when a.xmax = 0 then 'raised' else 'recurred' end as change,
                case when a.priority = 'P1' then a.shelving_id end as worsened_shelving,
                a.xmax = 0 and a.parent_type is not null as groupable, a.parent_id)
    select * from returned
    union all select * from raised
    union all select source_type, source_id, alarm_type, 'pending', null, false, null from pending
    union all
    select r.source_type, r.source_id, r.alarm_type, 'missed', null, false, null from recent as r
    where not exists (
      select from returned as b
      where (b.source_type, b.source_id, b.alarm_type) = (r.source_type, r.source_id, r.alarm_type))`.execute(
    tx,
  );
  return rows;
}

/**
 * Says anew what open alarms are about, without an occurrence; those that say it already are left
 * alone. One whose off-delay runs goes on: its condition is there again.
 */
export async function describeAlarms(
  tx: Tx,
  raises: readonly GivenRaise[],
): Promise<Pick<RaisedRow, 'worsened_shelving' | 'parent_id'>[]> {
  const { rows } = await sql<Pick<RaisedRow, 'worsened_shelving' | 'parent_id'>>`
    with w as (
      select g.source_type, g.source_id, g.alarm_type, g.source_name, g.details, g.area_id, g.site, g.value,
             coalesce(g.limit_value, t.limit_value) as limit_value,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message
      from ${raiseRows(raises)}
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type),
    locked as (
      select a.id from alarms.alarms as a join w using (source_type, source_id, alarm_type)
      where not a.is_resolved
        and ((a.priority, a.title, a.message, a.details, a.source_name, a.value, a.limit_value)
             is distinct from (w.priority, w.title, w.message, w.details, w.source_name, w.value, w.limit_value)
             or a.clears_at is not null)
      order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
    set clears_at = null, ${described('w')}
    from w, locked
    where a.id = locked.id
      and (a.source_type, a.source_id, a.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
    returning case when a.priority = 'P1' then a.shelving_id end as worsened_shelving, a.parent_id`.execute(
    tx,
  );
  return rows;
}

/** Sources whose condition of one type is there now, be it an alarm already or waiting for its delay. */
export async function activeSources(tx: Tx, alarmType: string): Promise<AlarmSource[]> {
  const { rows } = await sql<AlarmSource>`
    select source_type as type, source_id as id from alarms.alarms
    where alarm_type = ${alarmType} and not is_resolved and clears_at is null and not is_parent
    union all
    select source_type, source_id from alarms.pending_conditions where alarm_type = ${alarmType}`.execute(
    tx,
  );
  return rows;
}

/** Takes the conditions that have lasted their on-delay; raise them. */
export async function takeDueConditions(tx: Tx): Promise<GivenRaise[]> {
  const { rows } = await sql<{ raise: GivenRaise }>`
    delete from alarms.pending_conditions where due_at <= clock_timestamp() returning raise`.execute(
    tx,
  );
  return rows.map(({ raise }) => raise);
}
