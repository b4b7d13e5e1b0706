import { type RawBuilder, sql } from 'kysely';
import type { UseFigures, UseReport } from '#contract/shopfloor/reports.ts';
import type { RefusalReason } from '#contract/shopfloor/logs.ts';
import type { EndedBy } from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';
import { daysOf, endOf, hoursOf, seconds, startOf, type UseSlice } from './use-slice.queries.ts';

/** The sums of a whole period. */
export interface PeriodSums extends UseFigures {
  readonly machinesUsed: number;
  readonly machines: number;
  readonly people: number;
  readonly elapsedSeconds: number;
  readonly user: number;
  readonly timeout: number;
  readonly admin: number;
  readonly estop: number;
  readonly unconfirmed: number;
}

const ended = (by: EndedBy) =>
  sql`coalesce(sum(${sql.ref(`ended_${by}`)}), 0)::integer as ${sql.ref(by)}`;

/** What a period comes to, and how much of it has passed. */
export async function readPeriodSums(tx: Tx, slice: UseSlice): Promise<PeriodSums> {
  const { from, until, zone, areaId, machineId, userId } = slice;
  const { rows } = await sql<PeriodSums>`
    select sums.*, refused.refusals, floor.machines, passed.seconds as "elapsedSeconds", doubtful.unconfirmed
    from (
      select ${seconds('used_microseconds')} as "usedSeconds", ${seconds('idle_microseconds')} as "idleSeconds",
        coalesce(sum(started), 0)::integer as sessions, ${ended('user')}, ${ended('timeout')}, ${ended('admin')},
        ${ended('estop')}, coalesce(sum(ended_inferred), 0)::integer as "endsInferred", count(distinct machine_id)::integer as "machinesUsed",
        count(distinct user_id)::integer as people
      from shopfloor.machine_use_days where ${daysOf(slice)}
    ) as sums
    cross join (
      select coalesce(sum(refusals), 0)::integer as refusals from shopfloor.refusal_hours where ${hoursOf(slice)}
    ) as refused
    cross join (
      select count(*)::integer as machines from shopfloor.machines
      where active and (${areaId ?? null}::uuid is null or area_id = ${areaId ?? null}::uuid)
        and (${machineId ?? null}::uuid is null or id = ${machineId ?? null}::uuid)
    ) as floor
    cross join (
      select count(*)::integer as unconfirmed from shopfloor.machine_sessions
      where active and unconfirmed and start_time < ${endOf(until, zone)} and now() >= ${startOf(from, zone)}
        and (${areaId ?? null}::uuid is null or area_id = ${areaId ?? null}::uuid)
        and (${machineId ?? null}::uuid is null or machine_id = ${machineId ?? null}::uuid)
        and (${userId ?? null}::uuid is null or user_id = ${userId ?? null}::uuid)
    ) as doubtful
    cross join (
      select greatest(0, extract(epoch from
        least(now(), ${endOf(until, zone)}) - ${startOf(from, zone)}))::float8 as seconds
    ) as passed`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('Sums without a group always answer one row.');
  return row;
}

/** Each day of the period, with zeros where nothing happened. */
export async function readDays(tx: Tx, slice: UseSlice): Promise<UseReport['days']> {
  const { rows } = await sql<UseReport['days'][number]>`
    select list.day::date::text as day, coalesce(used.seconds, 0) as "usedSeconds",
      coalesce(used.idle, 0) as "idleSeconds", coalesce(used.sessions, 0) as sessions,
      coalesce(used.inferred, 0) as "endsInferred",
      coalesce(refused.refusals, 0) as refusals
    from generate_series(${slice.from}::date, ${slice.until}::date, interval '1 day') as list (day)
    left join (
      select day, ${seconds('used_microseconds')} as seconds, ${seconds('idle_microseconds')} as idle,
        sum(started)::integer as sessions, sum(ended_inferred)::integer as inferred
      from shopfloor.machine_use_days where ${daysOf(slice)} group by day
    ) as used on used.day = list.day::date
    left join (
      select (hour at time zone ${slice.zone})::date as day, sum(refusals)::integer as refusals
      from shopfloor.refusal_hours where ${hoursOf(slice)} group by 1
    ) as refused on refused.day = list.day::date
    order by list.day`.execute(tx);
  return rows;
}

/** Sums of one thing in a period, and of its use in the period before. */
export interface ThingSums extends UseFigures {
  readonly id: string;
  readonly usedBefore: number;
}

const thingSums = (
  column: 'machine_id' | 'area_id',
  now: UseSlice,
  before: UseSlice,
): RawBuilder<unknown> => sql`
  select coalesce(used.thing, refused.thing) as thing, coalesce(used.seconds, 0) as "usedSeconds",
    coalesce(used.idle, 0) as "idleSeconds", coalesce(used.sessions, 0) as sessions,
    coalesce(used.inferred, 0) as "endsInferred",
    coalesce(used.before, 0) as "usedBefore", coalesce(refused.refusals, 0) as refusals
  from (
    select ${sql.ref(column)} as thing,
      (coalesce(sum(used_microseconds) filter (where day >= ${now.from}::date), 0) / 1000000)::float8 as seconds,
      (coalesce(sum(idle_microseconds) filter (where day >= ${now.from}::date), 0) / 1000000)::float8 as idle,
      coalesce(sum(started) filter (where day >= ${now.from}::date), 0)::integer as sessions,
      coalesce(sum(ended_inferred) filter (where day >= ${now.from}::date), 0)::integer as inferred,
      (coalesce(sum(used_microseconds) filter (where day < ${now.from}::date), 0) / 1000000)::float8 as before
    from shopfloor.machine_use_days where ${daysOf({ ...now, from: before.from })} group by ${sql.ref(column)}
  ) as used
  full join (
    select ${sql.ref(column)} as thing, sum(refusals)::integer as refusals
    from shopfloor.refusal_hours where ${hoursOf(now)} group by ${sql.ref(column)}
  ) as refused on refused.thing = used.thing`;

/** A machine's sums with its names. */
export type MachineSums = ThingSums &
  Pick<UseReport['machines'][number], 'machineId' | 'name' | 'areaName'>;

/** Sums by machine, the longest use first; machines in service that nobody used are among them. */
export async function readMachineSums(
  tx: Tx,
  now: UseSlice,
  before: UseSlice,
): Promise<MachineSums[]> {
  const { areaId = null, machineId = null } = now;
  const { rows } = await sql<MachineSums>`
    select machine.id, machine.machine_id as "machineId", machine.name, area.name as "areaName",
      coalesce(sums."usedSeconds", 0) as "usedSeconds", coalesce(sums."idleSeconds", 0) as "idleSeconds",
      coalesce(sums.sessions, 0) as sessions, coalesce(sums."endsInferred", 0) as "endsInferred", coalesce(sums.refusals, 0) as refusals,
      coalesce(sums."usedBefore", 0) as "usedBefore"
    from shopfloor.machines as machine
    left join shopfloor.areas as area on area.id = machine.area_id
    left join (${thingSums('machine_id', now, before)}) as sums on sums.thing = machine.id
    where sums.thing is not null or (${now.userId ?? null}::uuid is null and machine.active
      and (${areaId}::uuid is null or machine.area_id = ${areaId}::uuid)
      and (${machineId}::uuid is null or machine.id = ${machineId}::uuid))
    order by "usedSeconds" desc, machine.machine_id`.execute(tx);
  return rows;
}

/** An area's sums with its name and how many machines in service stand there. */
export type AreaSums = ThingSums & { readonly name: string; readonly machines: number };

/** Sums by area, the longest use first. */
export async function readAreaSums(tx: Tx, now: UseSlice, before: UseSlice): Promise<AreaSums[]> {
  const { rows } = await sql<AreaSums>`
    select area.id, area.name, sums."usedSeconds", sums."idleSeconds", sums.sessions, sums."endsInferred", sums.refusals,
      sums."usedBefore",
      (select count(*)::integer from shopfloor.machines where area_id = area.id and active) as machines
    from (${thingSums('area_id', now, before)}) as sums
    join shopfloor.areas as area on area.id = sums.thing
    order by sums."usedSeconds" desc, area.name`.execute(tx);
  return rows;
}

/** Seconds used by hour of the week, from Monday 0 h: 168 values. */
export async function readWeek(tx: Tx, slice: UseSlice): Promise<number[]> {
  const { rows } = await sql<{ at: number; seconds: number }>`
    select (extract(isodow from hour at time zone ${slice.zone}) * 24 - 24
        + extract(hour from hour at time zone ${slice.zone}))::integer as at,
      (sum(used) / 1000000)::float8 as seconds
    from (
      select hour, sum(used_microseconds) as used from shopfloor.machine_use_hours
      where ${hoursOf(slice)} group by hour
    ) as hours
    group by at`.execute(tx);
  const found = new Map(rows.map(({ at, seconds: used }) => [at, used]));
  return Array.from({ length: 168 }, (_, at) => found.get(at) ?? 0);
}

/** Refusals by reason in a period and in the one before, the most frequent first. */
export async function readReasons(
  tx: Tx,
  now: UseSlice,
  before: UseSlice,
): Promise<UseReport['reasons']> {
  const begins = startOf(now.from, now.zone);
  const { rows } = await sql<{ reason: RefusalReason; refusals: number; before: number }>`
    select reason, coalesce(sum(refusals) filter (where hour >= ${begins}), 0)::integer as refusals,
      coalesce(sum(refusals) filter (where hour < ${begins}), 0)::integer as before
    from shopfloor.refusal_hours where ${hoursOf({ ...now, from: before.from })}
    group by reason order by refusals desc, reason`.execute(tx);
  return rows;
}

/** Refusals of each day by reason, where there were any. */
export async function readRefusalDays(tx: Tx, slice: UseSlice): Promise<UseReport['refusalDays']> {
  const { rows } = await sql<UseReport['refusalDays'][number]>`
    select (hour at time zone ${slice.zone})::date::text as day, reason, sum(refusals)::integer as refusals
    from shopfloor.refusal_hours where ${hoursOf(slice)} group by 1, reason order by 1, reason`.execute(
    tx,
  );
  return rows;
}
