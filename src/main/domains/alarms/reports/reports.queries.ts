import { type RawBuilder, sql } from 'kysely';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { BadActor } from '#contract/alarms/reports.ts';
import type { Tx } from '#platform/database/database.ts';
import type { KpiDaySpan, KpiEvent, KpiStanding } from './kpi.ts';

/** A moment of the database as milliseconds since 1970. */
const millis = (moment: RawBuilder<unknown>) =>
  sql`(extract(epoch from ${moment}) * 1000)::double precision`;

/** The calendar days of a zone, from midnight to midnight. */
export async function daysOf(
  tx: Tx,
  { from, to, zone }: { readonly from: string; readonly to: string; readonly zone: string },
): Promise<KpiDaySpan[]> {
  const { rows } = await sql<KpiDaySpan>`
    select to_char(d.day, 'YYYY-MM-DD') as day,
           ${millis(sql`(d.day at time zone z.zone)`)} as "from",
           ${millis(sql`(d.day + interval '1 day') at time zone z.zone`)} as "to"
    from (select ${zone}::text as zone) as z
    cross join generate_series(${from}::date::timestamp, ${to}::date::timestamp, interval '1 day') as d (day)
    order by d.day`.execute(tx);
  return rows;
}

/** A time between two moments, in milliseconds since 1970. */
interface Between {
  readonly from: number;
  readonly to: number;
}

/** What performance is told from, in order. */
export async function readKpiEvents(tx: Tx, { from, to }: Between): Promise<KpiEvent[]> {
  const { rows } = await sql<KpiEvent>`
    select ${millis(sql`j.at`)} as at, j.alarm_id as "alarmId",
           concat_ws('|', j.alarm_type, j.source_type, j.source_id) as key,
           j.position_id as "positionId", j.event, j.annunciated, j.priority::text as priority, j.user_id as "userId",
           coalesce((j.after ->> 'is_chattering')::boolean, false) and j.event <> 'raised' as chattering,
           coalesce((j.after ->> 'is_fleeting')::boolean, false) and j.event <> 'raised' as fleeting
    from alarms.journal as j
    where j.at >= to_timestamp(${from / 1000}) and j.at < to_timestamp(${to / 1000})
      and j.position_id is not null and j.priority is not null
      and j.event in ('raised', 'returned', 'worsened', 'acknowledged', 'cleared', 'resolved', 'removed', 'shelved',
                      'unshelved', 'unsuppressed', 'returned-to-service', 'flagged')
    order by j.at, j.id`.execute(tx);
  return rows;
}

/** How alarms stood at a moment, as far as reports need it; from the journal. */
export async function readKpiStanding(tx: Tx, at: number): Promise<KpiStanding[]> {
  const { rows } = await sql<KpiStanding>`
    with life as (
      select j.alarm_id, concat_ws('|', j.alarm_type, j.source_type, j.source_id) as key,
             (array_agg(j.position_id order by j.id desc))[1] as position_id,
             max(j.id) filter (where j.event in ('raised', 'returned')) as begun,
             max(j.at) filter (where j.event in ('raised', 'returned')) as begun_at,
             coalesce(max(j.id) filter (where j.event in ('cleared', 'resolved', 'removed')), 0) as ended,
             coalesce(max(j.id) filter (where j.event = 'shelved'), 0) as shelved,
             coalesce(max(j.id) filter (where j.event in ('unshelved', 'removed')), 0) as unshelved,
             coalesce(max(j.id) filter (where j.annunciated), 0) as asked,
             max(j.at) filter (where j.annunciated) as asked_at,
             coalesce(max(j.id) filter (where j.event in ('acknowledged', 'removed')), 0) as answered
      from alarms.journal as j
      where j.at < to_timestamp(${at / 1000})
      group by j.alarm_id, j.alarm_type, j.source_type, j.source_id)
    select alarm_id as "alarmId", key, position_id as "positionId",
           case when begun > ended then ${millis(sql`begun_at`)} end as "activeSince",
           shelved > unshelved as shelved,
           case when asked > answered then ${millis(sql`asked_at`)} end as "unacknowledgedSince"
    from life
    where position_id is not null and (begun > ended or shelved > unshelved or asked > answered)`.execute(
    tx,
  );
  return rows;
}

/** How many enabled types there are of each priority. */
export async function configuredTypes(
  tx: Tx,
): Promise<{ priority: AlarmPriority; types: number }[]> {
  const { rows } = await sql<{ priority: AlarmPriority; types: number }>`
    select priority, count(*)::integer as types from alarms.alarm_types where is_enabled group by priority`.execute(
    tx,
  );
  return rows;
}

/** What narrows the list of bad actors. */
export interface BadActorFilter {
  readonly from: string;
  readonly to: string;
  readonly positionId: string | null;
  readonly limit: number;
}

/** The sources that asked for attention most, from the journal. */
export async function listBadActors(
  tx: Tx,
  { from, to, positionId, limit }: BadActorFilter,
): Promise<BadActor[]> {
  const { rows } = await sql<BadActor>`
    with lines as (
      select j.* from alarms.journal as j
      where j.at >= ${from}::timestamptz and j.at < ${to}::timestamptz
        and (${positionId}::uuid is null or j.position_id = ${positionId}::uuid)),
    sources as (
      select alarm_type, source_type, source_id, count(*) filter (where annunciated)::integer as alarms,
             count(*) filter (where event = 'cleared' and (after ->> 'is_fleeting')::boolean)::integer as fleeting,
             max(after ->> 'source_name') as source_name,
             sum(count(*) filter (where annunciated)) over () as all_alarms
      from lines
      group by alarm_type, source_type, source_id
      having count(*) filter (where annunciated) > 0
      order by alarms desc, alarm_type, source_id
      limit ${limit})
    select s.alarm_type as "alarmType", t.title, s.source_type as "sourceType", s.source_id as "sourceId",
           coalesce(s.source_name, s.source_id) as "sourceName", s.alarms,
           round(100.0 * s.alarms / s.all_alarms, 2)::double precision as percent, s.fleeting,
           (select percentile_cont(0.5) within group (order by lasted)
            from (select extract(epoch from lead(l.at) over (order by l.id) - l.at)::double precision as lasted, l.event
                  from lines as l
                  where (l.source_type, l.source_id, l.alarm_type) = (s.source_type, s.source_id, s.alarm_type)
                    and l.event in ('raised', 'returned', 'cleared', 'resolved')) as activations
            where event in ('raised', 'returned') and lasted is not null) as "medianActiveSeconds"
    from sources as s join alarms.alarm_types as t on t.alarm_type = s.alarm_type
    order by s.alarms desc, s.alarm_type, s.source_id`.execute(tx);
  return rows;
}

/** A condition that began or ended. */
export interface ConditionLine {
  readonly source: string;
  readonly at: number;
  readonly active: boolean;
  readonly value: number | null;
}

/** When conditions of a type, or of one source, began and ended in the last days, by source. */
export async function readConditions(
  tx: Tx,
  of: {
    readonly alarmType: string;
    readonly sourceType: string | null;
    readonly sourceId: string | null;
    readonly days: number;
  },
): Promise<ConditionLine[]> {
  const { rows } = await sql<ConditionLine>`
    select concat_ws('|', j.source_type, j.source_id) as source, ${millis(sql`j.at`)} as at,
           j.event in ('raised', 'returned') as active, (j.after ->> 'value')::double precision as value
    from alarms.journal as j
    where j.alarm_type = ${of.alarmType} and j.at >= clock_timestamp() - make_interval(days => ${of.days})
      and (${of.sourceType}::text is null or j.source_type = ${of.sourceType})
      and (${of.sourceId}::text is null or j.source_id = ${of.sourceId})
      and j.event in ('raised', 'returned', 'cleared', 'resolved')
    order by j.source_type, j.source_id, j.id`.execute(tx);
  return rows;
}
