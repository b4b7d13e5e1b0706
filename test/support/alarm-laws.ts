import type { Client } from 'pg';

/** The state that the journal had built of an alarm before each of its lines. */
const told = `
  select j.id, j.alarm_id, j.event, j.before,
         alarms.laid_over(coalesce(j.after, '{}')) over (
           partition by j.alarm_id order by j.id rows between unbounded preceding and 1 preceding) as state,
         row_number() over (partition by j.alarm_id order by j.id) as line
  from alarms.journal as j`;

/** What must be true of the queue after any history: a law, and what answers the rows that break it. */
const laws: Readonly<Record<string, string>> = {
  'there is one open alarm of a source and type': `
    select source_type, source_id, alarm_type from alarms.alarms
    where not is_resolved group by 1, 2, 3 having count(*) > 1`,
  'R3: an acknowledgement names who, when and where, and none is left when it was taken back': `
    select id from alarms.alarms
    where (acknowledged_by is null) <> (acknowledged_from is null)
      or (acknowledged_by is not null and acknowledged_at is null)
      or (not is_acknowledged and (acknowledged_by, acknowledged_at, acknowledgement_note) is distinct from (null, null, null))`,
  'R5: P1 is never shelved': `
    select id from alarms.alarms where priority = 'P1' and shelving_id is not null and is_listed`,
  'R5: nothing is shelved without a reason or for longer than its type allows': `
    select s.id from alarms.shelvings as s join alarms.alarm_types as t on t.alarm_type = s.alarm_type
    where btrim(s.reason) = '' or s.until - s.shelved_at > make_interval(secs => t.max_shelve_seconds)`,
  'R6: an alarm is shelved exactly while a shelving stands for it': `
    select a.id from alarms.alarms as a
    left join alarms.shelvings as s on s.ended_at is null
      and (s.source_type, s.source_id, s.alarm_type) = (a.source_type, a.source_id, a.alarm_type)
    where a.is_listed and a.shelving_id is distinct from s.id`,
  'R7: an alarm is suppressed exactly while an enabled rule holds for it': `
    select a.id from alarms.alarms as a
    where a.is_listed and a.suppressed_by is distinct from alarms.suppressing_rule(a.source_type, a.source_id, a.alarm_type)`,
  'R8: an alarm is out of service exactly while an order of two people stands': `
    select a.id from alarms.alarms as a
    left join alarms.out_of_service as o on o.status = 'approved' and o.decided_by <> o.requested_by
      and (o.source_type, o.source_id, o.alarm_type) = (a.source_type, a.source_id, a.alarm_type)
    where a.is_listed and a.out_of_service_id is distinct from o.id`,
  'R4: nobody took note of a member before it began': `
    select m.id from alarms.alarms as m join alarms.alarms as p on p.id = m.parent_id
    where not m.is_resolved and p.is_acknowledged and p.acknowledged_at < m.activated_at`,
  'a parent counts its active members and is as urgent as the worst of them': `
    select p.id from alarms.alarms as p
    cross join lateral (
      select count(*) as active, min(m.priority) as worst from alarms.alarms as m
      where m.parent_id = p.id and not m.is_resolved) as members
    where p.is_parent and not p.is_resolved
      and (p.member_count, p.priority) is distinct from (members.active, members.worst)`,
  'there are no members of what is no parent or has ended': `
    select m.id from alarms.alarms as m join alarms.alarms as p on p.id = m.parent_id
    where p.is_resolved or not p.is_parent`,
  'R19: every life begins with its raise, and once': `
    select id from (${told}) as t where (line = 1) <> (event = 'raised')`,
  'R19: each transition starts from where the one before it ended': `
    select t.id from (${told}) as t cross join lateral jsonb_each(t.before) as was
    where t.event <> 'removed' and was.value is distinct from coalesce(t.state -> was.key, 'null')`,
  'R19: what the journal rebuilds is the queue': `
    select coalesce(j.id, a.id) from alarms.replay() as j full join alarms.alarms as a on a.id = j.id
    where alarms.state_of(j) is distinct from alarms.state_of(a)`,
};

/** The laws that the queue breaks as it stands, each with the rows that do. */
export async function brokenLaws(admin: Client): Promise<string[]> {
  const broken: string[] = [];
  for (const [law, rows] of Object.entries(laws)) {
    const { rows: found } = await admin.query<object>(rows);
    if (found.length > 0) broken.push(`${law}: ${JSON.stringify(found)}`);
  }
  return broken;
}
