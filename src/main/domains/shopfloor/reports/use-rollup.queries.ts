import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Stretches of time of machines, as three lists of one length, which PostgreSQL takes as they are. */
export interface Stretches {
  readonly machines: readonly string[];
  readonly from: readonly string[];
  readonly until: readonly string[];
}

/** Days of machines, as two lists of one length. */
export interface MachineDays {
  readonly machines: readonly string[];
  readonly days: readonly string[];
}

/** How use is summed up. */
export interface RollupRules {
  /** IANA name of the site's zone. */
  readonly zone: string;
  readonly idleAfterMinutes: number;
}

interface StretchRow {
  readonly machine_id: string;
  readonly from_time: string;
  readonly until_time: string;
}

const stretchesOf = (rows: readonly StretchRow[]): Stretches => ({
  machines: rows.map(({ machine_id }) => machine_id),
  from: rows.map(({ from_time }) => from_time),
  until: rows.map(({ until_time }) => until_time),
});

/** Takes up to `limit` stretches that wait to be summed up, the oldest entries first. */
export async function takeStale(tx: Tx, limit: number): Promise<Stretches> {
  const { rows } = await sql<StretchRow>`
    delete from shopfloor.stale_use
    where id in (select id from shopfloor.stale_use order by id limit ${limit} for update skip locked)
    returning machine_id, from_time, until_time`.execute(tx);
  return stretchesOf(rows);
}

/** The stretches of active sessions up to now, which grow without anybody noting it. */
export async function activeStretches(tx: Tx): Promise<Stretches> {
  const { rows } = await sql<StretchRow>`
    select machine_id, start_time as from_time, greatest(now(), start_time) as until_time
    from shopfloor.machine_sessions where active`.execute(tx);
  return stretchesOf(rows);
}

/** Notes the whole history as waiting to be summed up, as after a change of the rules. */
export async function noteEverything(tx: Tx): Promise<void> {
  await sql`
    insert into shopfloor.stale_use (machine_id, from_time, until_time)
    select machine_id, min(start_time), max(coalesce(end_time, now()))
    from (
      select machine_id, start_time, end_time, start_time::date as day from shopfloor.machine_sessions
      union all
      select machine_id, timestamp, timestamp, timestamp::date from shopfloor.machine_logs
      where event_type = 'session-refused'
    ) as happened
    group by machine_id, day`.execute(tx);
}

/** Empties what is summed up of sessions, where hours would begin at other moments from now on. */
export async function forgetUse(tx: Tx): Promise<void> {
  await sql`delete from shopfloor.machine_use_hours`.execute(tx);
  await sql`delete from shopfloor.machine_use_days`.execute(tx);
}

const touchedHours = ({ machines, from, until }: Stretches, zone: string) => sql`
  select distinct stretch.machine_id, touched.hour
  from unnest(${machines}::uuid[], ${from}::timestamptz[], ${until}::timestamptz[])
    as stretch (machine_id, begins, ends)
  cross join lateral generate_series(
    shopfloor.use_hour(stretch.begins, ${zone}), stretch.ends, interval '1 hour') as touched (hour)`;

/**
 * Sums the sessions of the touched hours up anew, and answers the days in which anything became
 * different. A session counts as started and as ended in the hours in which that happened.
 */
export async function rollHours(
  tx: Tx,
  stretches: Stretches,
  { zone, idleAfterMinutes }: RollupRules,
): Promise<MachineDays> {
  const { rows } = await sql<{ machine_id: string; day: string }>`
    with touched as materialized (${touchedHours(stretches, zone)}
    ), longest as materialized (
      select machine.id as machine_id, coalesce((
        select session.end_time - session.start_time from shopfloor.machine_sessions as session
        where session.machine_id = machine.id and not session.active
        order by session.end_time - session.start_time desc limit 1), interval '0') as length
      from shopfloor.machines as machine
      where machine.id in (select machine_id from touched)
    ), piece as (
      select touched.machine_id, touched.hour, session.user_id, session.area_id,
        greatest(interval '0', least(session.ends, touched.hour + interval '1 hour')
          - greatest(session.start_time, touched.hour)) as used,
        case when session.ends - session.last_activity >= make_interval(mins => ${idleAfterMinutes})
          then greatest(interval '0', least(session.ends, touched.hour + interval '1 hour')
            - greatest(session.last_activity, touched.hour)) else interval '0' end as idle,
        shopfloor.use_hour(session.start_time, ${zone}) = touched.hour as started,
        case when shopfloor.use_hour(session.end_time, ${zone}) = touched.hour then session.ended_by end as ended_by,
        session.end_inferred and shopfloor.use_hour(session.end_time, ${zone}) = touched.hour as inferred
      from touched
      join longest on longest.machine_id = touched.machine_id
      cross join lateral (
        select user_id, area_id, start_time, end_time, end_time as ends, last_activity, ended_by, end_inferred
        from shopfloor.machine_sessions
        where machine_id = touched.machine_id and not active and end_time >= touched.hour
          and start_time >= touched.hour - longest.length and start_time < touched.hour + interval '1 hour'
        union all
        select user_id, area_id, start_time, null, greatest(now(), start_time), last_activity, null, false
        from shopfloor.machine_sessions
        where machine_id = touched.machine_id and active and start_time < touched.hour + interval '1 hour'
      ) as session
    ), summed as (
      select machine_id, hour, user_id, area_id,
        (extract(epoch from sum(used)) * 1000000)::bigint as used_microseconds,
        (extract(epoch from sum(idle)) * 1000000)::bigint as idle_microseconds,
        count(*) filter (where started)::integer as started,
        count(*) filter (where ended_by = 'user')::integer as ended_user,
        count(*) filter (where ended_by = 'timeout')::integer as ended_timeout,
        count(*) filter (where ended_by = 'admin')::integer as ended_admin,
        count(*) filter (where ended_by = 'estop')::integer as ended_estop,
        count(*) filter (where inferred)::integer as ended_inferred
      from piece group by machine_id, hour, user_id, area_id
    ), written as (
      insert into shopfloor.machine_use_hours as known
        (machine_id, hour, user_id, area_id, used_microseconds, idle_microseconds, started,
         ended_user, ended_timeout, ended_admin, ended_estop, ended_inferred)
      select * from summed
      on conflict on constraint machine_use_hours_key do update set
        used_microseconds = excluded.used_microseconds, idle_microseconds = excluded.idle_microseconds,
        started = excluded.started, ended_user = excluded.ended_user, ended_timeout = excluded.ended_timeout,
        ended_admin = excluded.ended_admin, ended_estop = excluded.ended_estop,
        ended_inferred = excluded.ended_inferred
      where (known.*) is distinct from (excluded.*)
      returning machine_id, hour
    ), removed as (
      delete from shopfloor.machine_use_hours as known using touched
      where known.machine_id = touched.machine_id and known.hour = touched.hour
        and not exists (select from summed
          where summed.machine_id = known.machine_id and summed.hour = known.hour
            and summed.user_id is not distinct from known.user_id
            and summed.area_id is not distinct from known.area_id)
      returning known.machine_id, known.hour
    )
    select distinct machine_id, (hour at time zone ${zone})::date::text as day
    from (select * from written union all select * from removed) as different`.execute(tx);
  return {
    machines: rows.map(({ machine_id }) => machine_id),
    days: rows.map(({ day }) => day),
  };
}

/** Sums the hours of the given days up anew; answers how many rows of days became different. */
export async function rollDays(
  tx: Tx,
  { machines, days }: MachineDays,
  zone: string,
): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    with touched as materialized (
      select distinct machine_id, day from unnest(${machines}::uuid[], ${days}::date[]) as list (machine_id, day)
    ), summed as (
      select touched.machine_id, touched.day, hours.user_id, hours.area_id,
        sum(used_microseconds)::bigint as used_microseconds, sum(idle_microseconds)::bigint as idle_microseconds,
        sum(started)::integer as started, sum(ended_user)::integer as ended_user,
        sum(ended_timeout)::integer as ended_timeout, sum(ended_admin)::integer as ended_admin,
        sum(ended_estop)::integer as ended_estop, sum(ended_inferred)::integer as ended_inferred
      from touched
      join shopfloor.machine_use_hours as hours on hours.machine_id = touched.machine_id
        and hours.hour >= (touched.day::timestamp at time zone ${zone}) - interval '1 hour'
        and hours.hour < ((touched.day + 1)::timestamp at time zone ${zone})
        and (hours.hour at time zone ${zone})::date = touched.day
      group by touched.machine_id, touched.day, hours.user_id, hours.area_id
    ), written as (
      insert into shopfloor.machine_use_days as known
        (machine_id, day, user_id, area_id, used_microseconds, idle_microseconds, started,
         ended_user, ended_timeout, ended_admin, ended_estop, ended_inferred)
      select * from summed
      on conflict on constraint machine_use_days_key do update set
        used_microseconds = excluded.used_microseconds, idle_microseconds = excluded.idle_microseconds,
        started = excluded.started, ended_user = excluded.ended_user, ended_timeout = excluded.ended_timeout,
        ended_admin = excluded.ended_admin, ended_estop = excluded.ended_estop,
        ended_inferred = excluded.ended_inferred
      where (known.*) is distinct from (excluded.*)
      returning machine_id
    ), removed as (
      delete from shopfloor.machine_use_days as known using touched
      where known.machine_id = touched.machine_id and known.day = touched.day
        and not exists (select from summed
          where summed.machine_id = known.machine_id and summed.day = known.day
            and summed.user_id is not distinct from known.user_id
            and summed.area_id is not distinct from known.area_id)
      returning known.machine_id
    )
    select ((select count(*) from written) + (select count(*) from removed))::integer as changed`.execute(
    tx,
  );
  return rows[0]?.changed ?? 0;
}

/**
 * Sums the refusals of the touched hours up anew. Hours before the oldest line that the log still
 * keeps stay as they are: there is nothing left to sum up.
 */
export async function rollRefusals(tx: Tx, stretches: Stretches, zone: string): Promise<void> {
  await sql`
    with touched as materialized (
      select * from (${touchedHours(stretches, zone)}) as hours
      where hour >= (select min(timestamp) from shopfloor.machine_logs)
        or shopfloor.use_hour((select min(timestamp) from shopfloor.machine_logs), ${zone}) = hour
    ), summed as (
      select touched.machine_id, touched.hour, refused.*
      from touched
      cross join lateral (
        select user_id, area_id, reason, count(*)::integer as refusals from shopfloor.machine_logs
        where machine_id = touched.machine_id and event_type = 'session-refused'
          and timestamp >= touched.hour and timestamp < touched.hour + interval '1 hour'
        group by user_id, area_id, reason
      ) as refused
    ), removed as (
      delete from shopfloor.refusal_hours as known using touched
      where known.machine_id = touched.machine_id and known.hour = touched.hour
        and not exists (select from summed
          where summed.machine_id = known.machine_id and summed.hour = known.hour
            and summed.user_id is not distinct from known.user_id
            and summed.area_id is not distinct from known.area_id and summed.reason = known.reason)
    )
    insert into shopfloor.refusal_hours (machine_id, hour, user_id, area_id, reason, refusals)
    select * from summed
    on conflict on constraint refusal_hours_key do update set refusals = excluded.refusals
    where refusal_hours.refusals <> excluded.refusals`.execute(tx);
}
