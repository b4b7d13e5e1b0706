import { sql } from 'kysely';
import type { PeopleReport } from '#contract/shopfloor/reports.ts';
import type { Tx } from '#platform/database/database.ts';
import { daysOf, hoursOf, seconds, type UseSlice } from './use-slice.queries.ts';

/** The hundred people who used machines longest, with their refusals. */
export async function readPeople(tx: Tx, slice: UseSlice): Promise<PeopleReport['people']> {
  const { rows } = await sql<PeopleReport['people'][number]>`
    select used.user_id as "userId", person.full_name as "fullName", used.seconds as "usedSeconds",
      used.idle as "idleSeconds", used.sessions,
      used.inferred as "endsInferred", coalesce(refused.refusals, 0) as refusals
    from (
      select user_id, ${seconds('used_microseconds')} as seconds, ${seconds('idle_microseconds')} as idle,
        sum(started)::integer as sessions, sum(ended_inferred)::integer as inferred
      from shopfloor.machine_use_days where ${daysOf(slice)}
      group by user_id order by seconds desc limit 100
    ) as used
    left join identity.users as person on person.id = used.user_id
    left join (
      select user_id, sum(refusals)::integer as refusals
      from shopfloor.refusal_hours where ${hoursOf(slice)} group by user_id
    ) as refused on refused.user_id = used.user_id
    order by used.seconds desc, person.full_name`.execute(tx);
  return rows;
}

/** The hundred who were refused most often because they hold no right in the area. */
export async function readTraining(tx: Tx, slice: UseSlice): Promise<PeopleReport['training']> {
  const { rows } = await sql<PeopleReport['training'][number]>`
    select person.id as "userId", person.full_name as "fullName", area.name as "areaName",
      refused.refusals, refused.last_at as "lastAt"
    from (
      select user_id, area_id, sum(refusals)::integer as refusals, max(hour) as last_at
      from shopfloor.refusal_hours where reason = 'not-trained' and ${hoursOf(slice)}
      group by user_id, area_id order by refusals desc limit 100
    ) as refused
    join identity.users as person on person.id = refused.user_id
    left join shopfloor.areas as area on area.id = refused.area_id
    order by refused.refusals desc, person.full_name`.execute(tx);
  return rows;
}
