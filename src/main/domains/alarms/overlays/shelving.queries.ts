import { sql } from 'kysely';
import type { SeenAlarm, SkipReason } from '#contract/alarms.ts';
import type { Tx } from '#platform/database/database.ts';

/** How long an alarm is set aside, and why. */
export interface ShelvingOrder {
  readonly userId: string;
  readonly workstation: string | null;
  readonly reason: string;
  /** Seconds from now. */
  readonly seconds: number;
  readonly oneShot: boolean;
}

/** What became of one alarm of a set. */
export interface ActedRow {
  readonly id: string;
  /** Null where it was done. */
  readonly skipped: SkipReason | null;
}

/** Shelves the alarms as they were seen, in one statement. */
export async function shelveAlarms(
  tx: Tx,
  seen: readonly SeenAlarm[],
  { userId, workstation, reason, seconds, oneShot }: ShelvingOrder,
): Promise<ActedRow[]> {
  const { rows } = await sql<ActedRow>`
    with g as (
      select distinct on (id) * from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
        as s (id uuid, annunciation integer)
      order by id, annunciation desc),
    locked as (
      select a.id, a.source_type, a.source_id, a.alarm_type, a.source_name, a.is_listed, a.shelving_id,
             a.annunciation = g.annunciation as as_seen,
             alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as longest
      from alarms.alarms as a
      join g on g.id = a.id
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type
      order by a.id
      for update of a),
    made as (
      insert into alarms.shelvings
        (source_type, source_id, alarm_type, source_name, reason, one_shot, shelved_by, shelved_from, until)
      select distinct on (l.source_type, l.source_id, l.alarm_type)
             l.source_type, l.source_id, l.alarm_type, l.source_name, ${reason}, ${oneShot}, ${userId}::uuid,
             ${workstation}, clock_timestamp() + make_interval(secs => ${seconds})
      from locked as l
      where l.is_listed and l.as_seen and l.shelving_id is null and ${seconds}::integer <= l.longest
      order by l.source_type, l.source_id, l.alarm_type
      on conflict (source_type, source_id, alarm_type) where ended_at is null do nothing
      returning id, source_type, source_id, alarm_type),
    done as (
      update alarms.alarms as a
      set shelving_id = m.id
      from made as m
      where (a.source_type, a.source_id, a.alarm_type) = (m.source_type, m.source_id, m.alarm_type)
        and a.is_listed
      returning a.id)
    select g.id,
           case
             when l.id is null or not l.is_listed then 'not-found'
             when done.id is not null then null
             when not l.as_seen then 'changed'
             when l.longest = 0 then 'not-shelvable'
             when ${seconds}::integer > l.longest then 'too-long'
             else 'already-shelved'
           end as skipped
    from g left join locked as l on l.id = g.id left join done on done.id = g.id
    order by g.id`.execute(tx);
  return rows;
}

/** How a shelving ended. */
export interface ShelvingEnd {
  readonly how: 'unshelved' | 'expired' | 'one-shot' | 'worsened';
  /** The person who ended it; null when it ended by itself. */
  readonly by: string | null;
}

/** Ends shelvings; their active alarms ask for attention anew. Answers which ended. */
export async function endShelvings(
  tx: Tx,
  ids: readonly string[],
  { how, by }: ShelvingEnd,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update alarms.shelvings
      set ended_at = clock_timestamp(), ended_how = ${how}, ended_by = ${by}
      where id = any (${[...ids]}::uuid[]) and ended_at is null
      returning id),
    returned as (
      update alarms.alarms as a set shelving_id = null
      from ended where a.shelving_id = ended.id
      returning a.id)
    select id from ended`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Shelvings whose time is over. */
export async function expiredShelvings(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from alarms.shelvings where ended_at is null and until <= clock_timestamp()
    order by id for update skip locked`.execute(tx);
  return rows.map(({ id }) => id);
}
