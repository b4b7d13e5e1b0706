-- pageOfAlarms
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."activated_at", "a"."clears_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "a"."value", "a"."limit_value", "a"."area_id", "a"."site", "a"."position_id", "a"."suppressed_by", "a"."out_of_service_id", "a"."parent_id", "a"."is_parent", "a"."member_count", "a"."is_chattering", "a"."is_fleeting", "a"."is_stale", "a"."escalation_level", "a"."assigned_to", "a"."comment_count", "a"."last_comment", "t"."cause", "t"."consequence", "t"."operator_action", "t"."time_to_respond_seconds", "t"."note_required", "t"."cleared_by", "t"."unit", "s"."id" as "shelving_id", "s"."until" as "shelved_until", "s"."one_shot" as "shelved_one_shot", "s"."reason" as "shelving_reason", "s"."shelved_by", "shelver"."full_name" as "shelved_by_name", "u"."full_name" as "acknowledged_by_name", "assignee"."full_name" as "assigned_to_name", alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as "max_shelve_seconds", alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as "state", alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null) as "isa_state", exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) as "first_out"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  left join "identity"."users" as "assignee" on "assignee"."id" = "a"."assigned_to"
  left join "alarms"."shelvings" as "s" on "s"."id" = "a"."shelving_id"
  left join "identity"."users" as "shelver" on "shelver"."id" = "s"."shelved_by"
  where "a"."alarm_type" = $1 and "a"."source_type" = $2 and "a"."source_id" = $3 and "a"."area_id" = $4 and "a"."position_id" = $5 and "a"."parent_id" = $6 and "a"."assigned_to" = $7 and a.is_listed and "a"."is_set_aside" = $8 and "a"."priority" in ($9, $10) and alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) in ($11) and "a"."created_at" >= $12 and "a"."created_at" < $13
  order by "a"."created_at" desc, "a"."id" desc
  limit $14;

-- listedAlarms
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."activated_at", "a"."clears_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "a"."value", "a"."limit_value", "a"."area_id", "a"."site", "a"."position_id", "a"."suppressed_by", "a"."out_of_service_id", "a"."parent_id", "a"."is_parent", "a"."member_count", "a"."is_chattering", "a"."is_fleeting", "a"."is_stale", "a"."escalation_level", "a"."assigned_to", "a"."comment_count", "a"."last_comment", "t"."cause", "t"."consequence", "t"."operator_action", "t"."time_to_respond_seconds", "t"."note_required", "t"."cleared_by", "t"."unit", "s"."id" as "shelving_id", "s"."until" as "shelved_until", "s"."one_shot" as "shelved_one_shot", "s"."reason" as "shelving_reason", "s"."shelved_by", "shelver"."full_name" as "shelved_by_name", "u"."full_name" as "acknowledged_by_name", "assignee"."full_name" as "assigned_to_name", alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as "max_shelve_seconds", alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as "state", alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null) as "isa_state", exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) as "first_out"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  left join "identity"."users" as "assignee" on "assignee"."id" = "a"."assigned_to"
  left join "alarms"."shelvings" as "s" on "s"."id" = "a"."shelving_id"
  left join "identity"."users" as "shelver" on "shelver"."id" = "s"."shelved_by"
  where a.is_listed and not a.is_set_aside
  order by "a"."is_acknowledged", "a"."priority", "a"."annunciated_at" desc, "a"."id"
  limit $1;
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."activated_at", "a"."clears_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "a"."value", "a"."limit_value", "a"."area_id", "a"."site", "a"."position_id", "a"."suppressed_by", "a"."out_of_service_id", "a"."parent_id", "a"."is_parent", "a"."member_count", "a"."is_chattering", "a"."is_fleeting", "a"."is_stale", "a"."escalation_level", "a"."assigned_to", "a"."comment_count", "a"."last_comment", "t"."cause", "t"."consequence", "t"."operator_action", "t"."time_to_respond_seconds", "t"."note_required", "t"."cleared_by", "t"."unit", "s"."id" as "shelving_id", "s"."until" as "shelved_until", "s"."one_shot" as "shelved_one_shot", "s"."reason" as "shelving_reason", "s"."shelved_by", "shelver"."full_name" as "shelved_by_name", "u"."full_name" as "acknowledged_by_name", "assignee"."full_name" as "assigned_to_name", alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as "max_shelve_seconds", alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as "state", alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null) as "isa_state", exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) as "first_out"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  left join "identity"."users" as "assignee" on "assignee"."id" = "a"."assigned_to"
  left join "alarms"."shelvings" as "s" on "s"."id" = "a"."shelving_id"
  left join "identity"."users" as "shelver" on "shelver"."id" = "s"."shelved_by"
  where a.is_listed and "a"."position_id" = $1 and a.id = any ($2::uuid[])
  order by "a"."is_acknowledged", "a"."priority", "a"."annunciated_at" desc, "a"."id";
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."activated_at", "a"."clears_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "a"."value", "a"."limit_value", "a"."area_id", "a"."site", "a"."position_id", "a"."suppressed_by", "a"."out_of_service_id", "a"."parent_id", "a"."is_parent", "a"."member_count", "a"."is_chattering", "a"."is_fleeting", "a"."is_stale", "a"."escalation_level", "a"."assigned_to", "a"."comment_count", "a"."last_comment", "t"."cause", "t"."consequence", "t"."operator_action", "t"."time_to_respond_seconds", "t"."note_required", "t"."cleared_by", "t"."unit", "s"."id" as "shelving_id", "s"."until" as "shelved_until", "s"."one_shot" as "shelved_one_shot", "s"."reason" as "shelving_reason", "s"."shelved_by", "shelver"."full_name" as "shelved_by_name", "u"."full_name" as "acknowledged_by_name", "assignee"."full_name" as "assigned_to_name", alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as "max_shelve_seconds", alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as "state", alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null) as "isa_state", exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) as "first_out"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  left join "identity"."users" as "assignee" on "assignee"."id" = "a"."assigned_to"
  left join "alarms"."shelvings" as "s" on "s"."id" = "a"."shelving_id"
  left join "identity"."users" as "shelver" on "shelver"."id" = "s"."shelved_by"
  where a.priority = $1 and alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) = $2 and a.area_id = $3 and a.assigned_to = $4 and a.source_type = any ($5::text[]) and a.source_type <> all ($6::text[]) and exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) and strpos(lower(concat_ws(' ', a.source_name, a.title, a.message)), lower($7)) > 0 and a.is_listed and not a.is_set_aside
  order by "a"."is_acknowledged", "a"."priority", "a"."annunciated_at" desc, "a"."id"
  limit $8;

-- alarmById
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."activated_at", "a"."clears_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "a"."value", "a"."limit_value", "a"."area_id", "a"."site", "a"."position_id", "a"."suppressed_by", "a"."out_of_service_id", "a"."parent_id", "a"."is_parent", "a"."member_count", "a"."is_chattering", "a"."is_fleeting", "a"."is_stale", "a"."escalation_level", "a"."assigned_to", "a"."comment_count", "a"."last_comment", "t"."cause", "t"."consequence", "t"."operator_action", "t"."time_to_respond_seconds", "t"."note_required", "t"."cleared_by", "t"."unit", "s"."id" as "shelving_id", "s"."until" as "shelved_until", "s"."one_shot" as "shelved_one_shot", "s"."reason" as "shelving_reason", "s"."shelved_by", "shelver"."full_name" as "shelved_by_name", "u"."full_name" as "acknowledged_by_name", "assignee"."full_name" as "assigned_to_name", alarms.shelvable_seconds(a.priority, t.max_shelve_seconds) as "max_shelve_seconds", alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as "state", alarms.isa_state(
  alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched), a.is_listed and a.shelving_id is not null,
  a.is_listed and (a.suppressed_by is not null or a.parent_id is not null),
  a.is_listed and a.out_of_service_id is not null) as "isa_state", exists (
    select
  from alarms.alarms as o
  where o.burst_id = a.burst_id and o.id <> a.id)
  and (select o.burst_id
  from alarms.alarms as o
  where o.id = a.burst_id) is not distinct
  from a.burst_id
  and a.id is not distinct
  from (
    select o.id
  from alarms.alarms as o
  where o.burst_id = a.burst_id
  order by o.activated_at, o.id
  limit 1) as "first_out"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  left join "identity"."users" as "assignee" on "assignee"."id" = "a"."assigned_to"
  left join "alarms"."shelvings" as "s" on "s"."id" = "a"."shelving_id"
  left join "identity"."users" as "shelver" on "shelver"."id" = "s"."shelved_by"
  where "a"."id" = $1;

-- countListed
select priority, count(*)::integer as open,
           (count(*) filter (where not is_acknowledged))::integer as unacknowledged,
           min(annunciated_at) filter (where not is_acknowledged) as oldest_unacknowledged_at,
           max(annunciated_at) filter (where not is_acknowledged) as newest_unacknowledged_at
   
  from alarms.alarms
   
  where is_listed and not is_set_aside
      and ($1::uuid is null or position_id = $2::uuid)
   
  group by priority;

-- countSetAside
select (select count(*)
  from alarms.shelvings
  where ended_at is null)::integer as shelved,
           (select count(*)
  from alarms.alarms
  where is_listed and is_set_aside
              and (suppressed_by is not null or parent_id is not null))::integer as suppressed,
           (select count(*)
  from alarms.out_of_service
  where status = 'approved')::integer as out_of_service,
           (select count(*)
  from alarms.out_of_service
  where status = 'requested')::integer as out_of_service_requests;

-- standingFloods
select f.id, f.position_id as "positionId", p.name as "positionName", f.started_at as "startedAt",
           f.alarm_count as "alarmCount"
   
  from alarms.floods as f join alarms.positions as p on p.id = f.position_id
   
  where f.ended_at is null and ($1::uuid is null or f.position_id = $2::uuid)
   
  order by f.started_at;

-- removeLeft
delete
  from alarms.alarms
   
  where id in (
      select id
  from alarms.alarms
     
  where not is_listed
        and greatest(resolved_at, acknowledged_at) < now() - make_interval(days => $1)
        and resolved_at < now() - make_interval(days => $2)
     
  order by resolved_at
  limit $3);

-- removeLives
delete
  from alarms.journal
   
  where alarm_id in (
      select alarm_id
  from alarms.journal
     
  where event = 'removed' and at < now() - make_interval(days => $1)
     
  order by at
  limit $2);

-- raiseAlarms
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
     
  from 
  jsonb_to_recordset($1::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    area_id uuid, site text, position_id uuid, parent_type text, parent_key text, parent_name text,
    priority text, title text, message text, details jsonb, value double precision,
    limit_value double precision, source_time timestamptz, user_id uuid, expires_at timestamptz)
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.is_enabled
     
  order by g.source_type, g.source_id, g.alarm_type, g.position desc),
    closed as (
      select w.*
  from wanted as w
     
  where not exists (
        select
  from alarms.alarms as o
       
  where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
          and not o.is_resolved)),
    pending as (
      insert into alarms.pending_conditions as p (source_type, source_id, alarm_type, raise, due_at)
      select c.source_type, c.source_id, c.alarm_type, c.given,
             clock_timestamp() + make_interval(secs => c.on_delay_seconds)
     
  from closed as c
  where c.on_delay_seconds > 0 and not $2::boolean
     
  order by c.source_type, c.source_id, c.alarm_type
     
  on conflict on constraint pending_conditions_pkey do update
  set raise = excluded.raise
     
  returning p.source_type, p.source_id, p.alarm_type),
    due as (
      select w.*
  from wanted as w
     
  where not exists (
        select
  from closed as c
       
  where c.on_delay_seconds > 0 and not $3::boolean
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
          
          priority = "w"."priority", title = "w"."title",
          message = "w"."message", details = "w"."details",
          value = "w"."value", limit_value = "w"."limit_value",
          source_name = "w"."source_name",
          area_id = coalesce("w"."area_id", a.area_id), site = coalesce("w"."site", a.site)
     
  from recent as w
     
  where a.id = w.id and a.is_resolved and a.is_listed
     
  returning a.source_type, a.source_id, a.alarm_type, 'returned' as change,
                case when a.priority = 'P1' then a.shelving_id end as worsened_shelving,
                a.parent_type is not null and w.group_size is not null as groupable, a.parent_id),
    places as (
      select d.source_type, d.area_id, alarms.position_of(d.source_type, d.area_id) as position_id
     
  from (select distinct source_type, area_id
  from due) as d),
    fresh as materialized (
      select platform.uuid_v7() as id, coalesce(w.position_id, p.position_id) as at_position, w.*
     
  from due as w
      join places as p on p.source_type = w.source_type and p.area_id is not distinct
  from w.area_id
     
  where not exists (
        select
  from recent as r
       
  where (r.source_type, r.source_id, r.alarm_type) = (w.source_type, w.source_id, w.alarm_type))
     
  order by w.source_type, w.source_id, w.alarm_type),
    bursts as (
      select at_position, coalesce(alarms.burst_of(null, at_position), (array_agg(id
  order by id))[1]) as burst_id
     
  from fresh
  group by at_position),
    raised as (
      insert into alarms.alarms as a
        (id, burst_id, activated_at, annunciated_at, shelving_id, suppressed_by, out_of_service_id, alarm_type, source_type, source_id, source_name, priority, title, message, details, source_time,
         user_id, occurrences, area_id, site, position_id, parent_type, parent_key, parent_name, value, limit_value, expires_at)
      select w.id, b.burst_id, alarms.occurred_at(w.source_time, clock_timestamp()),
             alarms.occurred_at(w.source_time, clock_timestamp()),
             (select s.id
  from alarms.shelvings as s
             
  where (s.source_type, s.source_id, s.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
                and s.ended_at is null),
             case when exists (
                 select
  from alarms.suppressions as s
                
  where s.source_type = w.source_type and s.source_id = w.source_id)
               then alarms.suppressing_rule(w.source_type, w.source_id, w.alarm_type) end,
             (select o.id
  from alarms.out_of_service as o
             
  where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
                and o.status = 'approved'),
             w.alarm_type, w.source_type, w.source_id, w.source_name, w.priority, w.title, w.message,
             w.details, w.source_time, w.user_id, w.times, w.area_id, w.site, w.at_position,
             w.parent_type, w.parent_key, w.parent_name, w.value, w.limit_value, w.expires_at
     
  from fresh as w join bursts as b on b.at_position = w.at_position
     
  order by w.source_type, w.source_id, w.alarm_type
     
  on conflict (source_type, source_id, alarm_type)
  where not is_resolved do update
     
  set occurrences = a.occurrences + excluded.occurrences,
          received_at = clock_timestamp(), clears_at = null, expires_at = excluded.expires_at,
          source_time = coalesce(excluded.source_time, a.source_time),
          
          priority = "excluded"."priority", title = "excluded"."title",
          message = "excluded"."message", details = "excluded"."details",
          value = "excluded"."value", limit_value = "excluded"."limit_value",
          source_name = "excluded"."source_name",
          area_id = coalesce("excluded"."area_id", a.area_id), site = coalesce("excluded"."site", a.site)
     
  returning a.source_type, a.source_id, a.alarm_type,
                case when a.xmax = 0 then 'raised' else 'recurred' end as change,
                case when a.priority = 'P1' then a.shelving_id end as worsened_shelving,
                a.xmax = 0 and a.parent_type is not null as groupable, a.parent_id)
    select *
  from returned
   
  union all select *
  from raised
   
  union all select source_type, source_id, alarm_type, 'pending', null, false, null
  from pending
   
  union all
    select r.source_type, r.source_id, r.alarm_type, 'missed', null, false, null
  from recent as r
   
  where not exists (
      select
  from returned as b
     
  where (b.source_type, b.source_id, b.alarm_type) = (r.source_type, r.source_id, r.alarm_type));

-- describeAlarms
with w as (
      select g.source_type, g.source_id, g.alarm_type, g.source_name, g.details, g.area_id, g.site, g.value,
             coalesce(g.limit_value, t.limit_value) as limit_value,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message
     
  from 
  jsonb_to_recordset($1::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    area_id uuid, site text, position_id uuid, parent_type text, parent_key text, parent_name text,
    priority text, title text, message text, details jsonb, value double precision,
    limit_value double precision, source_time timestamptz, user_id uuid, expires_at timestamptz)
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type),
    locked as (
      select a.id
  from alarms.alarms as a join w using (source_type, source_id, alarm_type)
     
  where not a.is_resolved
        and ((a.priority, a.title, a.message, a.details, a.source_name, a.value, a.limit_value)
             is distinct
  from (w.priority, w.title, w.message, w.details, w.source_name, w.value, w.limit_value)
             or a.clears_at is not null)
     
  order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
   
  set clears_at = null, 
          priority = "w"."priority", title = "w"."title",
          message = "w"."message", details = "w"."details",
          value = "w"."value", limit_value = "w"."limit_value",
          source_name = "w"."source_name",
          area_id = coalesce("w"."area_id", a.area_id), site = coalesce("w"."site", a.site)
   
  from w, locked
   
  where a.id = locked.id
      and (a.source_type, a.source_id, a.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
   
  returning case when a.priority = 'P1' then a.shelving_id end as worsened_shelving, a.parent_id;

-- activeSources
select source_type as type, source_id as id
  from alarms.alarms
   
  where alarm_type = $1 and not is_resolved and clears_at is null and not is_parent
   
  union all
    select source_type, source_id
  from alarms.pending_conditions
  where alarm_type = $2;

-- takeDueConditions
delete
  from alarms.pending_conditions
  where due_at <= clock_timestamp()
  returning raise;

-- clearAlarms
with given as (select g.source_type, g.source_id, g.alarm_type, g.value
  from 
  jsonb_to_recordset($1::jsonb) as g (alarm_type text, source_type text, source_id text, value double precision)),
    locked as (
      select a.id, (select g.value
  from given as g
          
  where (g.source_type, g.source_id, g.alarm_type) = (a.source_type, a.source_id, a.alarm_type)
  limit 1) as value, t.off_delay_seconds, t.is_latching, t.fleeting_seconds, a.parent_id,
             (select s.id
  from alarms.shelvings as s
  where s.id = a.shelving_id and s.one_shot) as one_shot
     
  from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.cleared_by = 'condition'
     
  where not a.is_resolved and not a.is_parent and (a.source_type, a.source_id, a.alarm_type) in (
        select g.source_type, g.source_id, g.alarm_type
  from given as g)
     
  order by a.source_type, a.source_id, a.alarm_type
      for update of a),
    withdrawn as (
      delete
  from alarms.pending_conditions as p using given as g
     
  where (p.source_type, p.source_id, p.alarm_type) = (g.source_type, g.source_id, g.alarm_type)
     
  returning p.due_at),
    clearing as (
      update alarms.alarms as a
     
  set clears_at = clock_timestamp() + make_interval(secs => l.off_delay_seconds)
     
  from locked as l
     
  where a.id = l.id and l.off_delay_seconds > 0 and a.clears_at is null
     
  returning a.id, 'clearing' as change, null::uuid, null::uuid),
    cleared as (
      update alarms.alarms as a
     
  set is_resolved = true, auto_resolved = true, resolved_at = clock_timestamp(), is_latched = l.is_latching,
          value = coalesce(l.value, a.value),
          is_fleeting = not a.is_acknowledged
            and clock_timestamp() - a.activated_at < make_interval(secs => l.fleeting_seconds)
     
  from locked as l
     
  where a.id = l.id and l.off_delay_seconds = 0
     
  returning a.id, 'cleared' as change, l.parent_id, l.one_shot)
    select *
  from cleared
  union all select *
  from clearing
   
  union all select null, 'withdrawn', null, null
  from withdrawn;

-- clearDueAlarms
with locked as (
      select a.id, null::double precision as value, t.off_delay_seconds, t.is_latching, t.fleeting_seconds, a.parent_id,
             (select s.id
  from alarms.shelvings as s
  where s.id = a.shelving_id and s.one_shot) as one_shot
     
  from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.cleared_by = 'condition'
     
  where not a.is_resolved and not a.is_parent and a.clears_at <= statement_timestamp()
     
  order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    
      update alarms.alarms as a
     
  set is_resolved = true, auto_resolved = true, resolved_at = clock_timestamp(), is_latched = l.is_latching,
          value = coalesce(l.value, a.value),
          is_fleeting = not a.is_acknowledged
            and clock_timestamp() - a.activated_at < make_interval(secs => l.fleeting_seconds)
     
  from locked as l
     
  where a.id = l.id and true
     
  returning a.id, 'cleared' as change, l.parent_id, l.one_shot;

-- expireAlarms
update alarms.alarms as a
   
  set is_resolved = true, auto_resolved = true, resolved_at = coalesce(a.resolved_at, clock_timestamp()),
        is_latched = false, is_acknowledged = true, acknowledged_at = coalesce(a.acknowledged_at, clock_timestamp())
   
  where a.is_listed and a.expires_at <= statement_timestamp()
   
  returning a.id;

-- groupAlarms
with begun as (
      select a.id, a.alarm_type, a.parent_type, a.parent_key, a.parent_name, a.priority, a.area_id, a.site,
             a.position_id, t.title, t.group_size, t.group_window_seconds
     
  from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.group_size is not null
      join alarms.suppression_rules as r on r.rule = 'parent' and r.is_enabled
     
  where not a.is_resolved and a.parent_type is not null and not a.is_parent and not a.is_set_aside
        and a.activated_at > clock_timestamp() - make_interval(secs => t.group_window_seconds)
        and a.activated_at > statement_timestamp() - interval '1 hour'
        and ($1::jsonb is null or (a.parent_type, a.parent_key, a.alarm_type) in (
          select b.parent_type, b.parent_key, b.alarm_type
         
  from jsonb_to_recordset($2::jsonb) as g (alarm_type text, source_type text, source_id text)
          join alarms.alarms as b on not b.is_resolved
            and (b.source_type, b.source_id, b.alarm_type) = (g.source_type, g.source_id, g.alarm_type)))),
    standing as (
      select p.id, p.alarm_type, p.source_type, p.source_id, p.is_set_aside
  from alarms.alarms as p
     
  where p.is_parent and not p.is_resolved
        and (p.source_type, p.source_id, p.alarm_type) in (select b.parent_type, b.parent_key, b.alarm_type
  from begun as b)),
    ripe as (
      select b.alarm_type, b.parent_type, b.parent_key, max(b.parent_name) as parent_name, min(b.priority) as priority,
             max(b.title) as title, count(*)::integer as members,
             (array_agg(b.area_id))[1] as area_id, max(b.site) as site, (array_agg(b.position_id))[1] as position_id
     
  from begun as b
     
  where not exists (
        select
  from standing as s
       
  where (s.source_type, s.source_id, s.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type))
        and not exists (
          select
  from alarms.shelvings as s
         
  where (s.source_type, s.source_id, s.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type)
            and s.ended_at is null)
     
  group by b.alarm_type, b.parent_type, b.parent_key, b.group_size
      having count(*) >= b.group_size),
    made as (
      insert into alarms.alarms as a
        (alarm_type, source_type, source_id, source_name, priority, title, area_id, site, position_id, is_parent, member_count)
      select r.alarm_type, r.parent_type, r.parent_key, coalesce(r.parent_name, r.parent_key), r.priority,
             left(r.title || ' (' || r.members || ')', 200), r.area_id, r.site, r.position_id, true, r.members
     
  from ripe as r
  order by r.parent_type, r.parent_key, r.alarm_type
     
  on conflict (source_type, source_id, alarm_type)
  where not is_resolved do nothing
     
  returning a.id, a.alarm_type, a.source_type, a.source_id, a.is_set_aside)
    update alarms.alarms as a
   
  set parent_id = p.id
   
  from begun as b
    join (select *
  from made
  union all select *
  from standing) as p
      on (p.source_type, p.source_id, p.alarm_type) = (b.parent_type, b.parent_key, b.alarm_type)
   
  where a.id = b.id and not p.is_set_aside
   
  returning a.parent_id;

-- countMembers
with counted as (
      select p.id, count(m.id)::integer as active, min(m.priority) as priority, t.title
     
  from alarms.alarms as p
      join alarms.alarm_types as t on t.alarm_type = p.alarm_type
     
  left join alarms.alarms as m on m.parent_id = p.id and not m.is_resolved
     
  where p.id = any ($1::uuid[]) and p.is_parent and not p.is_resolved
     
  group by p.id, t.title)
    update alarms.alarms as p
   
  set member_count = c.active, priority = coalesce(c.priority, p.priority),
        title = case when c.active > 0 then left(c.title || ' (' || c.active || ')', 200) else p.title end,
        is_resolved = c.active = 0, auto_resolved = c.active = 0,
        resolved_at = case when c.active = 0 then clock_timestamp() end
   
  from counted as c
   
  where p.id = c.id and (p.member_count, p.priority) is distinct
  from (c.active, coalesce(c.priority, p.priority))
   
  returning p.is_resolved, case when p.priority = 'P1' and not p.is_resolved then p.shelving_id end as worsened_shelving,
              case when p.is_resolved then (
                select s.id
  from alarms.shelvings as s
  where s.id = p.shelving_id and s.one_shot) end as one_shot;

-- releaseMembers
update alarms.alarms as a
  set parent_id = null
   
  from alarms.alarms as p
   
  where a.parent_id is not null and a.parent_id = p.id
      and (p.is_resolved or not exists (
        select
  from alarms.suppression_rules as r
  where r.rule = 'parent' and r.is_enabled))
   
  returning a.id;

-- standingParents
select "id"
  from "alarms"."alarms"
  where "is_parent" = $1 and "is_resolved" = $2;

-- pageOfJournal
select j.id::text as "id", "j"."at", "j"."alarm_id" as "alarmId", "j"."alarm_type" as "alarmType", "j"."source_type" as "sourceType", "j"."source_id" as "sourceId", coalesce(t.title, j.alarm_type) as "title", coalesce(a.source_name, j.after ->> 'source_name', j.before ->> 'source_name', j.source_id) as "sourceName", j.event as "event", j.priority as "priority", "j"."annunciated", "j"."position_id" as "positionId", "j"."user_id" as "userId", "u"."full_name" as "userName", "j"."task", "j"."workstation", "j"."note", "j"."source_time" as "sourceTime", j.before as "before", j.after as "after"
  from "alarms"."journal" as "j"
  left join "identity"."users" as "u" on "u"."id" = "j"."user_id"
  left join "alarms"."alarms" as "a" on "a"."id" = "j"."alarm_id"
  left join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "j"."alarm_type"
  where "j"."alarm_id" = $1 and "j"."alarm_type" = $2 and "j"."source_type" = $3 and "j"."source_id" = $4 and "j"."position_id" = $5 and "j"."user_id" = $6 and "j"."event" in ($7) and "j"."priority" in ($8) and "j"."annunciated" = $9 and "j"."at" >= $10 and "j"."at" < $11
  order by "j"."at" desc, "j"."id" desc
  limit $12;

-- readLimits
select g.position::integer, t.limit_value as
  limit, t.limit_direction as direction, t.deadband,
           exists (select
  from alarms.alarms as a
            
  where (a.source_type, a.source_id, a.alarm_type) = (g.source_type, g.source_id, g.alarm_type)
               and not a.is_resolved and a.clears_at is null)
           or exists (select
  from alarms.pending_conditions as p
            
  where (p.source_type, p.source_id, p.alarm_type) = (g.source_type, g.source_id, g.alarm_type)) as active
   
  from (select g.*, row_number() over () - 1 as position
  from 
  jsonb_to_recordset($1::jsonb) as g (alarm_type text, source_type text, source_id text, value double precision)) as g
    join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.limit_value is not null;

-- actingFrom
select set_config('app.alarm_station', $1, true),
           set_config('app.alarm_note', $2, true);

-- acknowledgeAlarms
with g as (
      select distinct on (id) *
  from jsonb_to_recordset($1::jsonb)
        as s (id uuid, annunciation integer)
     
  order by id, annunciation desc),
    locked as (
      select a.id, a.is_acknowledged, a.annunciation = g.annunciation as as_seen,
             t.note_required and $2::text is null as note_missing
     
  from alarms.alarms as a
      join g on g.id = a.id
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type
     
  order by a.id
      for update of a),
    done as (
      update alarms.alarms as a
     
  set is_acknowledged = true, acknowledged_at = clock_timestamp(), acknowledged_by = $3,
          acknowledged_from = $4, acknowledgement_note = $5
     
  from locked as l
     
  where a.id = l.id and not l.is_acknowledged and l.as_seen and not l.note_missing
     
  returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when l.is_acknowledged then 'already-acknowledged'
             when not l.as_seen then 'changed'
             else 'note-required'
           end as skipped
   
  from g
  left join locked as l on l.id = g.id
  left join done on done.id = g.id
   
  order by g.id;

-- actOnAlarms
with g as (
  select distinct on (s.id) s.id, s.annunciation, s."assignedTo" as assigned_to
 
  from jsonb_to_recordset($1::jsonb) as s (id uuid, annunciation integer, "assignedTo" uuid)
 
  order by s.id, s.annunciation desc),
    locked as (
      select a.id, a.is_latched as applies, a.annunciation = g.annunciation as as_seen, 'not-latched' as skip
     
  from alarms.alarms as a join g on g.id = a.id
     
  order by a.id
      for update of a),
    done as (
      update alarms.alarms as a
  set is_latched = false
     
  from locked as l
  where a.id = l.id and l.applies and l.as_seen
     
  returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when not l.applies then l.skip
             else $2
           end as skipped
   
  from g
  left join locked as l on l.id = g.id
  left join done on done.id = g.id
   
  order by g.id;
with g as (
  select distinct on (s.id) s.id, s.annunciation, s."assignedTo" as assigned_to
 
  from jsonb_to_recordset($1::jsonb) as s (id uuid, annunciation integer, "assignedTo" uuid)
 
  order by s.id, s.annunciation desc),
    locked as (
      select a.id, a.is_listed and a.assigned_to is distinct
  from $2::uuid as applies, a.assigned_to is not distinct
  from g.assigned_to as as_seen, case when a.is_listed then 'unchanged' else 'not-found' end as skip
     
  from alarms.alarms as a join g on g.id = a.id
     
  order by a.id
      for update of a),
    done as (
      update alarms.alarms as a
  set assigned_to = $3::uuid, assigned_at = clock_timestamp()
     
  from locked as l
  where a.id = l.id and l.applies and l.as_seen
     
  returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when not l.applies then l.skip
             else $4
           end as skipped
   
  from g
  left join locked as l on l.id = g.id
  left join done on done.id = g.id
   
  order by g.id;
with g as (
  select distinct on (s.id) s.id, s.annunciation, s."assignedTo" as assigned_to
 
  from jsonb_to_recordset($1::jsonb) as s (id uuid, annunciation integer, "assignedTo" uuid)
 
  order by s.id, s.annunciation desc),
    locked as (
      select a.id, true as applies, true as as_seen, 'unchanged' as skip
     
  from alarms.alarms as a join g on g.id = a.id
     
  order by a.id
      for update of a),
    done as (
      update alarms.alarms as a
  set comment_count = a.comment_count + 1, last_comment = $2
     
  from locked as l
  where a.id = l.id and l.applies and l.as_seen
     
  returning a.id)
    select g.id,
           case
             when l.id is null then 'not-found'
             when done.id is not null then null
             when not l.applies then l.skip
             else $3
           end as skipped
   
  from g
  left join locked as l on l.id = g.id
  left join done on done.id = g.id
   
  order by g.id;

-- resolveEvent
update alarms.alarms as a
   
  set is_resolved = true, resolved_at = clock_timestamp(), resolved_by = $1,
        resolution_notes = $2
   
  from alarms.alarm_types as t
   
  where a.id = $3 and t.alarm_type = a.alarm_type and t.cleared_by = 'operator'
      and not a.is_resolved and a.is_acknowledged
   
  returning a.id;

-- requestOutOfService
insert into alarms.out_of_service
      (source_type, source_id, alarm_type, source_name, reason, work_order, expected_until, requested_by)
    select a.source_type, a.source_id, a.alarm_type, a.source_name, $1, $2,
           $3::timestamptz, $4::uuid
   
  from alarms.alarms as a
  where a.id = $5 and not a.is_parent
   
  returning id;

-- decideOutOfService
update alarms.out_of_service
   
  set status = $1, decided_by = $2, decided_at = clock_timestamp(), decision_note = $3
   
  where id = $4 and version = $5 and status = 'requested'
      and ($6 <> 'withdrawn' or requested_by = $7)
   
  returning id;

-- returnToService
update alarms.out_of_service
   
  set status = 'returned', returned_by = $1, returned_at = clock_timestamp(), return_note = $2
   
  where id = $3 and version = $4 and status = 'approved'
   
  returning id;

-- listShelvings
select "o"."id", "o"."alarm_type" as "alarmType", "t"."title", "o"."source_type" as "sourceType", "o"."source_id" as "sourceId", "o"."source_name" as "sourceName", "o"."reason", "o"."one_shot" as "oneShot", "o"."shelved_by" as "shelvedBy", "shelver"."full_name" as "shelvedByName", "o"."shelved_at" as "shelvedAt", "o"."shelved_from" as "shelvedFrom", "o"."until", "o"."ended_at" as "endedAt", "ender"."full_name" as "endedByName", o.ended_how as "endedHow", (
  select jsonb_build_object('id', a.id, 'priority', a.priority,
           'state', alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched))
 
  from alarms.alarms as a
 
  where (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type) and a.is_listed
 
  order by a.is_resolved, a.created_at desc
  limit 1) as "alarm"
  from "alarms"."shelvings" as "o"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "o"."alarm_type"
  left join "identity"."users" as "shelver" on "shelver"."id" = "o"."shelved_by"
  left join "identity"."users" as "ender" on "ender"."id" = "o"."ended_by"
  where "o"."ended_at" is null
  order by "o"."shelved_at" desc, "o"."id" desc
  limit $1;

-- listOutOfService
select "o"."id", "o"."alarm_type" as "alarmType", "t"."title", "o"."source_type" as "sourceType", "o"."source_id" as "sourceId", "o"."source_name" as "sourceName", o.status as "status", "o"."reason", "o"."work_order" as "workOrder", "o"."expected_until" as "expectedUntil", "o"."requested_by" as "requestedBy", "requester"."full_name" as "requestedByName", "o"."requested_at" as "requestedAt", "decider"."full_name" as "decidedByName", "o"."decided_at" as "decidedAt", "o"."decision_note" as "decisionNote", "returner"."full_name" as "returnedByName", "o"."returned_at" as "returnedAt", "o"."return_note" as "returnNote", "o"."version", (
  select jsonb_build_object('id', a.id, 'priority', a.priority,
           'state', alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched))
 
  from alarms.alarms as a
 
  where (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type) and a.is_listed
 
  order by a.is_resolved, a.created_at desc
  limit 1) as "alarm"
  from "alarms"."out_of_service" as "o"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "o"."alarm_type"
  left join "identity"."users" as "requester" on "requester"."id" = "o"."requested_by"
  left join "identity"."users" as "decider" on "decider"."id" = "o"."decided_by"
  left join "identity"."users" as "returner" on "returner"."id" = "o"."returned_by"
  where "o"."status" in ($1)
  order by "o"."requested_at" desc, "o"."id" desc
  limit $2;

-- findOutOfService
select "o"."id", "o"."alarm_type" as "alarmType", "t"."title", "o"."source_type" as "sourceType", "o"."source_id" as "sourceId", "o"."source_name" as "sourceName", o.status as "status", "o"."reason", "o"."work_order" as "workOrder", "o"."expected_until" as "expectedUntil", "o"."requested_by" as "requestedBy", "requester"."full_name" as "requestedByName", "o"."requested_at" as "requestedAt", "decider"."full_name" as "decidedByName", "o"."decided_at" as "decidedAt", "o"."decision_note" as "decisionNote", "returner"."full_name" as "returnedByName", "o"."returned_at" as "returnedAt", "o"."return_note" as "returnNote", "o"."version", (
  select jsonb_build_object('id', a.id, 'priority', a.priority,
           'state', alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched))
 
  from alarms.alarms as a
 
  where (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type) and a.is_listed
 
  order by a.is_resolved, a.created_at desc
  limit 1) as "alarm"
  from "alarms"."out_of_service" as "o"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "o"."alarm_type"
  left join "identity"."users" as "requester" on "requester"."id" = "o"."requested_by"
  left join "identity"."users" as "decider" on "decider"."id" = "o"."decided_by"
  left join "identity"."users" as "returner" on "returner"."id" = "o"."returned_by"
  where "o"."id" = $1;

-- listSuppressions
select "s"."id", "s"."rule", "r"."title" as "ruleTitle", "s"."alarm_type" as "alarmType", "s"."source_type" as "sourceType", "s"."source_id" as "sourceId", "s"."source_name" as "sourceName", "s"."reason", "s"."since", (
        select count(*)::integer
  from alarms.alarms as a
       
  where a.is_listed and a.source_type = s.source_type and a.source_id = s.source_id
          and (s.alarm_type is null or s.alarm_type = a.alarm_type) and a.suppressed_by = s.rule) as "alarmCount"
  from "alarms"."suppressions" as "s"
  inner join "alarms"."suppression_rules" as "r" on "r"."rule" = "s"."rule"
  where "s"."rule" = $1
  order by "s"."since" desc, "s"."id" desc
  limit $2;

-- listSuppressionRules
select r.rule, r.title, r.description, r.is_enabled as "isEnabled", r.version, r.updated_at as "updatedAt",
           (select count(*)
  from alarms.suppressions as s
  where s.rule = r.rule)::integer
             + case when r.rule = 'parent'
                 then (select count(*)
  from alarms.alarms
  where is_parent and not is_resolved)::integer else 0 end as "holdsFor"
   
  from alarms.suppression_rules as r
  order by r.rule;

-- setSuppressionRule
update "alarms"."suppression_rules"
  set "is_enabled" = $1
  where "rule" = $2 and "version" = $3;

-- shelveAlarms
with g as (
      select distinct on (id) *
  from jsonb_to_recordset($1::jsonb)
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
             l.source_type, l.source_id, l.alarm_type, l.source_name, $2, $3, $4::uuid,
             $5, clock_timestamp() + make_interval(secs => $6)
     
  from locked as l
     
  where l.is_listed and l.as_seen and l.shelving_id is null and $7::integer <= l.longest
     
  order by l.source_type, l.source_id, l.alarm_type
     
  on conflict (source_type, source_id, alarm_type)
  where ended_at is null do nothing
     
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
             when $8::integer > l.longest then 'too-long'
             else 'already-shelved'
           end as skipped
   
  from g
  left join locked as l on l.id = g.id
  left join done on done.id = g.id
   
  order by g.id;

-- endShelvings
with ended as (
      update alarms.shelvings
     
  set ended_at = clock_timestamp(), ended_how = $1, ended_by = $2
     
  where id = any ($3::uuid[]) and ended_at is null
     
  returning id),
    returned as (
      update alarms.alarms as a
  set shelving_id = null
     
  from ended
  where a.shelving_id = ended.id
     
  returning a.id)
    select id
  from ended;

-- expiredShelvings
select id
  from alarms.shelvings
  where ended_at is null and until <= clock_timestamp()
   
  order by id for update skip locked;

-- beginSuppressions
insert into alarms.suppressions (rule, source_type, source_id, source_name, alarm_type, reason)
    select distinct on (g.source_type, g.source_id, g.alarm_type)
           $1, g.source_type, g.source_id, g.source_name, g.alarm_type, g.reason
   
  from 
  jsonb_to_recordset($2::jsonb) as g (source_type text, source_id text, source_name text, alarm_type text, reason text)
   
  order by g.source_type, g.source_id, g.alarm_type
   
  on conflict on constraint suppressions_key do nothing
   
  returning id;

-- endSuppressions
delete
  from alarms.suppressions as s using 
  jsonb_to_recordset($1::jsonb) as g (source_type text, source_id text, source_name text, alarm_type text, reason text)
   
  where s.rule = $2 and s.source_type = g.source_type and s.source_id = g.source_id
      and s.alarm_type is not distinct
  from g.alarm_type
   
  returning s.id;

-- endOtherSuppressions
delete
  from alarms.suppressions as s
   
  where s.rule = $1 and not exists (
      select
  from 
  jsonb_to_recordset($2::jsonb) as g (source_type text, source_id text, source_name text, alarm_type text, reason text)
     
  where s.source_type = g.source_type and s.source_id = g.source_id
        and s.alarm_type is not distinct
  from g.alarm_type)
   
  returning s.id;

-- applyOverlays
with holding as (
      select a.id, min(s.rule) as rule
     
  from alarms.suppressions as s
      join alarms.suppression_rules as r on r.rule = s.rule and r.is_enabled
      join alarms.alarms as a on a.is_listed and a.source_type = s.source_type and a.source_id = s.source_id
        and (s.alarm_type is null or s.alarm_type = a.alarm_type)
     
  group by a.id),
    ordered as (
      select a.id, o.id as order_id
     
  from alarms.out_of_service as o
      join alarms.alarms as a on a.is_listed
        and (a.source_type, a.source_id, a.alarm_type) = (o.source_type, o.source_id, o.alarm_type)
     
  where o.status = 'approved'),
    wanted as (
      select id
  from holding union select id
  from ordered
      union select id
  from alarms.alarms
  where suppressed_by is not null
      union select id
  from alarms.alarms
  where out_of_service_id is not null),
    wrong as (
      select w.id, h.rule, o.order_id
     
  from wanted as w
      join alarms.alarms as a on a.id = w.id
     
  left join holding as h on h.id = w.id
     
  left join ordered as o on o.id = w.id
     
  where (a.suppressed_by, a.out_of_service_id) is distinct
  from (h.rule, o.order_id)
     
  order by a.id
      for update of a)
    update alarms.alarms as a
   
  set suppressed_by = w.rule, out_of_service_id = w.order_id
   
  from wrong as w
  where a.id = w.id
   
  returning a.id;

-- listAlarmTypes
select "t"."alarm_type" as "alarmType", "t"."title", "t"."cause", "t"."consequence", "t"."operator_action" as "operatorAction", t.priority as "priority", "t"."time_to_respond_seconds" as "timeToRespondSeconds", "t"."note_required" as "noteRequired", "t"."re_alarm_seconds" as "reAlarmSeconds", "t"."on_delay_seconds" as "onDelaySeconds", "t"."off_delay_seconds" as "offDelaySeconds", "t"."limit_value" as "limit", t.limit_direction as "limitDirection", "t"."deadband", "t"."unit", "t"."is_latching" as "isLatching", "t"."max_shelve_seconds" as "maxShelveSeconds", "t"."escalate_seconds" as "escalateSeconds", "t"."fleeting_seconds" as "fleetingSeconds", "t"."chatter_count" as "chatterCount", "t"."chatter_seconds" as "chatterSeconds", "t"."group_size" as "groupSize", "t"."group_window_seconds" as "groupWindowSeconds", "t"."is_enabled" as "isEnabled", t.cleared_by as "clearedBy", (select count(*)::integer
  from alarms.alarms as a
  where a.alarm_type = t.alarm_type and a.is_listed) as "openCount", "t"."version", "t"."updated_at" as "updatedAt"
  from "alarms"."alarm_types" as "t"
  order by "t"."alarm_type";

-- findAlarmType
select "t"."alarm_type" as "alarmType", "t"."title", "t"."cause", "t"."consequence", "t"."operator_action" as "operatorAction", t.priority as "priority", "t"."time_to_respond_seconds" as "timeToRespondSeconds", "t"."note_required" as "noteRequired", "t"."re_alarm_seconds" as "reAlarmSeconds", "t"."on_delay_seconds" as "onDelaySeconds", "t"."off_delay_seconds" as "offDelaySeconds", "t"."limit_value" as "limit", t.limit_direction as "limitDirection", "t"."deadband", "t"."unit", "t"."is_latching" as "isLatching", "t"."max_shelve_seconds" as "maxShelveSeconds", "t"."escalate_seconds" as "escalateSeconds", "t"."fleeting_seconds" as "fleetingSeconds", "t"."chatter_count" as "chatterCount", "t"."chatter_seconds" as "chatterSeconds", "t"."group_size" as "groupSize", "t"."group_window_seconds" as "groupWindowSeconds", "t"."is_enabled" as "isEnabled", t.cleared_by as "clearedBy", (select count(*)::integer
  from alarms.alarms as a
  where a.alarm_type = t.alarm_type and a.is_listed) as "openCount", "t"."version", "t"."updated_at" as "updatedAt"
  from "alarms"."alarm_types" as "t"
  where "t"."alarm_type" = $1;

-- updateAlarmType
update "alarms"."alarm_types"
  set "on_delay_seconds" = $1
  where "alarm_type" = $2 and "version" = $3;

-- listEscalationRules
select priority, after_seconds as "afterSeconds", version, updated_at as "updatedAt"
   
  from alarms.escalation_rules
  order by priority;

-- listPositions
select "p"."id", "p"."name", "p"."description", "p"."workstations", "p"."role_ids" as "roleIds", "p"."area_ids" as "areaIds", "p"."source_types" as "sourceTypes", "p"."is_default" as "isDefault", "p"."version", "p"."updated_at" as "updatedAt"
  from "alarms"."positions" as "p"
  order by "p"."name";

-- findPosition
select "p"."id", "p"."name", "p"."description", "p"."workstations", "p"."role_ids" as "roleIds", "p"."area_ids" as "areaIds", "p"."source_types" as "sourceTypes", "p"."is_default" as "isDefault", "p"."version", "p"."updated_at" as "updatedAt"
  from "alarms"."positions" as "p"
  where "p"."id" = $1;

-- positionFor
select "p"."id", "p"."name", "p"."description", "p"."workstations", "p"."role_ids" as "roleIds", "p"."area_ids" as "areaIds", "p"."source_types" as "sourceTypes", "p"."is_default" as "isDefault", "p"."version", "p"."updated_at" as "updatedAt"
  from "alarms"."positions" as "p"
  where ($1 = any (p.workstations) or p.role_ids && array(
    select held.role_id
  from identity.user_roles as held
  where held.user_id = $2::uuid) or "p"."is_default" = $3)
  order by $4 = any (p.workstations) desc, p.role_ids && array(
    select held.role_id
  from identity.user_roles as held
  where held.user_id = $5::uuid) desc, "p"."is_default", "p"."name"
  limit $6;

-- insertPosition
insert into "alarms"."positions" ("name", "description", "workstations", "role_ids", "area_ids", "source_types")
  values ($1, $2, $3, $4, $5, $6)
  returning "id";

-- updatePosition
update "alarms"."positions"
  set "name" = $1, "description" = $2, "workstations" = $3, "role_ids" = $4, "area_ids" = $5, "source_types" = $6
  where "id" = $7 and "version" = $8;

-- deletePosition
delete
  from "alarms"."positions"
  where "id" = $1 and "version" = $2 and "is_default" = $3;

-- listFloods
select "f"."id", "f"."position_id" as "positionId", "p"."name" as "positionName", "f"."started_at" as "startedAt", "f"."ended_at" as "endedAt", "f"."alarm_count" as "alarmCount", "f"."peak_count" as "peakCount", "f"."peak_at" as "peakAt"
  from "alarms"."floods" as "f"
  inner join "alarms"."positions" as "p" on "p"."id" = "f"."position_id"
  where "f"."position_id" = $1 and "f"."started_at" >= $2 and "f"."started_at" < $3
  order by "f"."started_at" desc, "f"."id" desc
  limit $4;

-- escalateAlarms
with due as (
      select a.id
     
  from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type
      join alarms.escalation_rules as r on r.priority = a.priority
     
  where not a.is_acknowledged and not a.is_resolved and not a.is_set_aside
        and a.annunciated_at <= clock_timestamp() - make_interval(secs => coalesce(t.escalate_seconds, r.after_seconds))
        and (a.escalated_at is null
          or a.escalated_at <= clock_timestamp() - make_interval(secs => coalesce(t.escalate_seconds, r.after_seconds)))
        and a.escalation_level < 5
     
  order by a.annunciated_at
     
  limit $1
      for update of a skip locked)
    update alarms.alarms as a
   
  set escalation_level = a.escalation_level + 1, escalated_at = clock_timestamp()
   
  from due
  where a.id = due.id
   
  returning a.id;

-- markChattering
with came as (
      select j.source_type, j.source_id, j.alarm_type, count(*) >= t.chatter_count as chatters
     
  from alarms.journal as j
      join alarms.alarm_types as t on t.alarm_type = j.alarm_type
     
  where j.at > statement_timestamp() - interval '1 hour'
        and j.at > statement_timestamp() - make_interval(secs => t.chatter_seconds)
        and j.event in ('raised', 'returned')
     
  group by j.source_type, j.source_id, j.alarm_type, t.chatter_count),
    begun as (
      select a.id, true as chatters
  from came as c
      join alarms.alarms as a on a.is_listed and not a.is_chattering and not a.is_parent
        and (a.source_type, a.source_id, a.alarm_type) = (c.source_type, c.source_id, c.alarm_type)
     
  where c.chatters),
    over as (
      select a.id, false as chatters
  from alarms.alarms as a
     
  where a.is_chattering and not exists (
        select
  from came as c
       
  where (c.source_type, c.source_id, c.alarm_type) = (a.source_type, a.source_id, a.alarm_type)))
    update alarms.alarms as a
  set is_chattering = m.chatters
   
  from (select *
  from begun
  union all select *
  from over) as m
   
  where a.id = m.id
   
  returning a.id;

-- markStale
update alarms.alarms
  set is_stale = true
   
  where not is_resolved and not is_stale and activated_at <= statement_timestamp() - interval '24 hours'
   
  returning id;

-- followFloods
with recent as (
      select p.id as position_id, count(j.id)::integer as times, min(j.at) as first_at
     
  from alarms.positions as p
     
  left join alarms.journal as j on j.position_id = p.id and j.annunciated
        and j.at > statement_timestamp() - interval '10 minutes' and j.at <= statement_timestamp()
     
  group by p.id),
    followed as (
      update alarms.floods as f
     
  set ended_at = case when r.times < 5 then clock_timestamp() end,
          alarm_count = greatest(f.alarm_count, (
            select count(*)
  from alarms.journal as j
           
  where j.position_id = f.position_id and j.annunciated and j.at >= f.started_at)::integer),
          peak_count = greatest(f.peak_count, r.times),
          peak_at = case when r.times > f.peak_count then clock_timestamp() else f.peak_at end
     
  from recent as r
     
  where f.position_id = r.position_id and f.ended_at is null
        and (r.times < 5 or r.times > f.peak_count or f.alarm_count <> (
            select count(*)
  from alarms.journal as j
           
  where j.position_id = f.position_id and j.annunciated and j.at >= f.started_at))
     
  returning f.ended_at is not null as turned),
    begun as (
      insert into alarms.floods (position_id, started_at, alarm_count, peak_count, peak_at)
      select r.position_id, r.first_at, r.times, r.times, clock_timestamp()
     
  from recent as r
     
  where r.times > 10 and not exists (
        select
  from alarms.floods as f
  where f.position_id = r.position_id and f.ended_at is null)
     
  on conflict (position_id)
  where ended_at is null do nothing
     
  returning true as turned)
    select turned
  from followed
  union all select turned
  from begun;

-- daysOf
select to_char(d.day, 'YYYY-MM-DD') as day,
           (extract(epoch
  from (d.day at time zone z.zone)) * 1000)::double precision as "from",
           (extract(epoch
  from (d.day + interval '1 day') at time zone z.zone) * 1000)::double precision as "to"
   
  from (select $1::text as zone) as z
    cross join generate_series($2::date::timestamp, $3::date::timestamp, interval '1 day') as d (day)
   
  order by d.day;

-- readKpiEvents
select (extract(epoch
  from j.at) * 1000)::double precision as at, j.alarm_id as "alarmId",
           concat_ws('|', j.alarm_type, j.source_type, j.source_id) as key,
           j.position_id as "positionId", j.event, j.annunciated, j.priority::text as priority, j.user_id as "userId",
           coalesce((j.after ->> 'is_chattering')::boolean, false) and j.event <> 'raised' as chattering,
           coalesce((j.after ->> 'is_fleeting')::boolean, false) and j.event <> 'raised' as fleeting
   
  from alarms.journal as j
   
  where j.at >= to_timestamp($1) and j.at < to_timestamp($2)
      and j.position_id is not null and j.priority is not null
      and j.event in ('raised', 'returned', 'worsened', 'acknowledged', 'cleared', 'resolved', 'removed', 'shelved',
                      'unshelved', 'unsuppressed', 'returned-to-service', 'flagged')
   
  order by j.at, j.id;

-- readKpiStanding
with life as (
      select j.alarm_id, concat_ws('|', j.alarm_type, j.source_type, j.source_id) as key,
             (array_agg(j.position_id
  order by j.id desc))[1] as position_id,
             max(j.id) filter (where j.event in ('raised', 'returned')) as begun,
             max(j.at) filter (where j.event in ('raised', 'returned')) as begun_at,
             coalesce(max(j.id) filter (where j.event in ('cleared', 'resolved', 'removed')), 0) as ended,
             coalesce(max(j.id) filter (where j.event = 'shelved'), 0) as shelved,
             coalesce(max(j.id) filter (where j.event in ('unshelved', 'removed')), 0) as unshelved,
             coalesce(max(j.id) filter (where j.annunciated), 0) as asked,
             max(j.at) filter (where j.annunciated) as asked_at,
             coalesce(max(j.id) filter (where j.event in ('acknowledged', 'removed')), 0) as answered
     
  from alarms.journal as j
     
  where j.at < to_timestamp($1)
     
  group by j.alarm_id, j.alarm_type, j.source_type, j.source_id)
    select alarm_id as "alarmId", key, position_id as "positionId",
           case when begun > ended then (extract(epoch
  from begun_at) * 1000)::double precision end as "activeSince",
           shelved > unshelved as shelved,
           case when asked > answered then (extract(epoch
  from asked_at) * 1000)::double precision end as "unacknowledgedSince"
   
  from life
   
  where position_id is not null and (begun > ended or shelved > unshelved or asked > answered);

-- configuredTypes
select priority, count(*)::integer as types
  from alarms.alarm_types
  where is_enabled
  group by priority;

-- listBadActors
with lines as (
      select j.*
  from alarms.journal as j
     
  where j.at >= $1::timestamptz and j.at < $2::timestamptz
        and ($3::uuid is null or j.position_id = $4::uuid)),
    sources as (
      select alarm_type, source_type, source_id, count(*) filter (where annunciated)::integer as alarms,
             count(*) filter (where event = 'cleared' and (after ->> 'is_fleeting')::boolean)::integer as fleeting,
             max(after ->> 'source_name') as source_name,
             sum(count(*) filter (where annunciated)) over () as all_alarms
     
  from lines
     
  group by alarm_type, source_type, source_id
      having count(*) filter (where annunciated) > 0
     
  order by alarms desc, alarm_type, source_id
     
  limit $5)
    select s.alarm_type as "alarmType", t.title, s.source_type as "sourceType", s.source_id as "sourceId",
           coalesce(s.source_name, s.source_id) as "sourceName", s.alarms,
           round(100.0 * s.alarms / s.all_alarms, 2)::double precision as percent, s.fleeting,
           (select percentile_cont(0.5) within group (order by lasted)
           
  from (select extract(epoch
  from lead(l.at) over (order by l.id) - l.at)::double precision as lasted, l.event
                 
  from lines as l
                 
  where (l.source_type, l.source_id, l.alarm_type) = (s.source_type, s.source_id, s.alarm_type)
                    and l.event in ('raised', 'returned', 'cleared', 'resolved')) as activations
           
  where event in ('raised', 'returned') and lasted is not null) as "medianActiveSeconds"
   
  from sources as s join alarms.alarm_types as t on t.alarm_type = s.alarm_type
   
  order by s.alarms desc, s.alarm_type, s.source_id;

-- readConditions
select concat_ws('|', j.source_type, j.source_id) as source, (extract(epoch
  from j.at) * 1000)::double precision as at,
           j.event in ('raised', 'returned') as active, (j.after ->> 'value')::double precision as value
   
  from alarms.journal as j
   
  where j.alarm_type = $1 and j.at >= clock_timestamp() - make_interval(days => $2)
      and ($3::text is null or j.source_type = $4)
      and ($5::text is null or j.source_id = $6)
      and j.event in ('raised', 'returned', 'cleared', 'resolved')
   
  order by j.source_type, j.source_id, j.id;

-- listHandOvers
select "h"."id", "h"."position_id" as "positionId", "p"."name" as "positionName", "h"."shift_from" as "shiftFrom", "h"."shift_to" as "shiftTo", "creator"."full_name" as "createdByName", "h"."signed_by" as "signedBy", "signer"."full_name" as "signedByName", "h"."signed_at" as "signedAt", "h"."signed_from" as "signedFrom", "receiver"."full_name" as "receivedByName", "h"."received_at" as "receivedAt", "h"."version"
  from "alarms"."hand_overs" as "h"
  inner join "alarms"."positions" as "p" on "p"."id" = "h"."position_id"
  left join "identity"."users" as "creator" on "creator"."id" = "h"."created_by"
  left join "identity"."users" as "signer" on "signer"."id" = "h"."signed_by"
  left join "identity"."users" as "receiver" on "receiver"."id" = "h"."received_by"
  where "h"."position_id" = $1
  order by "h"."shift_to" desc, "h"."id" desc
  limit $2;

-- findHandOver
select "h"."id", "h"."position_id" as "positionId", "p"."name" as "positionName", "h"."shift_from" as "shiftFrom", "h"."shift_to" as "shiftTo", "creator"."full_name" as "createdByName", "h"."signed_by" as "signedBy", "signer"."full_name" as "signedByName", "h"."signed_at" as "signedAt", "h"."signed_from" as "signedFrom", "receiver"."full_name" as "receivedByName", "h"."received_at" as "receivedAt", "h"."version", "h"."notes", h.sheet as "sheet"
  from "alarms"."hand_overs" as "h"
  inner join "alarms"."positions" as "p" on "p"."id" = "h"."position_id"
  left join "identity"."users" as "creator" on "creator"."id" = "h"."created_by"
  left join "identity"."users" as "signer" on "signer"."id" = "h"."signed_by"
  left join "identity"."users" as "receiver" on "receiver"."id" = "h"."received_by"
  where "h"."id" = $1;

-- insertHandOver
insert into alarms.hand_overs (position_id, shift_from, shift_to, notes, sheet, created_by, created_from)
   
  values ($1, $2::timestamptz, $3::timestamptz, $4,
            
  alarms.hand_over_sheet($5::uuid, $6::timestamptz) || jsonb_build_object('writtenAt',
    to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
            $7, $8)
   
  returning id;

-- updateHandOver
update alarms.hand_overs
   
  set notes = $1, sheet = 
  alarms.hand_over_sheet(position_id, shift_from) || jsonb_build_object('writtenAt',
    to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
   
  where id = $2 and version = $3
   
  returning id;

-- signHandOver
update alarms.hand_overs
   
  set signed_by = $1, signed_at = clock_timestamp(), signed_from = $2
   
  where id = $3 and version = $4
   
  returning id;

-- receiveHandOver
update alarms.hand_overs
   
  set received_by = $1, received_at = clock_timestamp(), received_from = $2
   
  where id = $3 and version = $4
   
  returning id;

-- deleteHandOver
delete
  from "alarms"."hand_overs"
  where "id" = $1 and "version" = $2;

-- listChannels
select *
  from "alarms"."channels" as "c"
  order by "c"."name";

-- findChannel
select *
  from "alarms"."channels" as "c"
  where "c"."id" = $1;

-- findChannelRow
select *
  from "alarms"."channels" as "c"
  where "c"."id" = $1;

-- insertChannel
insert into "alarms"."channels" ("id", "name", "kind", "is_enabled", "url", "allow_private", "smtp_host", "smtp_port", "smtp_security", "smtp_username", "sender", "secret")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- updateChannel
update "alarms"."channels"
  set "name" = $1, "kind" = $2, "is_enabled" = $3, "url" = $4, "allow_private" = $5, "smtp_host" = $6, "smtp_port" = $7, "smtp_security" = $8, "smtp_username" = $9, "sender" = $10, "last_error" = $11
  where "id" = $12 and "version" = $13;

-- deleteChannel
delete
  from "alarms"."channels"
  where "id" = $1 and "version" = $2;

-- listRoutes
select "r"."id", "r"."name", "r"."channel_id" as "channelId", r.trigger as "trigger", r.priorities as "priorities", "r"."position_id" as "positionId", "r"."alarm_types" as "alarmTypes", "r"."role_ids" as "roleIds", "r"."addresses", "r"."is_enabled" as "isEnabled", "r"."version", "r"."updated_at" as "updatedAt"
  from "alarms"."routes" as "r"
  order by "r"."name";

-- findRoute
select "r"."id", "r"."name", "r"."channel_id" as "channelId", r.trigger as "trigger", r.priorities as "priorities", "r"."position_id" as "positionId", "r"."alarm_types" as "alarmTypes", "r"."role_ids" as "roleIds", "r"."addresses", "r"."is_enabled" as "isEnabled", "r"."version", "r"."updated_at" as "updatedAt"
  from "alarms"."routes" as "r"
  where "r"."id" = $1;

-- insertRoute
insert into "alarms"."routes" ("name", "channel_id", "trigger", "priorities", "position_id", "alarm_types", "role_ids", "addresses", "is_enabled")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning "id";

-- updateRoute
update "alarms"."routes"
  set "name" = $1, "channel_id" = $2, "trigger" = $3, "priorities" = $4, "position_id" = $5, "alarm_types" = $6, "role_ids" = $7, "addresses" = $8, "is_enabled" = $9
  where "id" = $10 and "version" = $11;

-- deleteRoute
delete
  from "alarms"."routes"
  where "id" = $1 and "version" = $2;

-- claimDeliveries
with due as (
      select d.id
  from alarms.deliveries as d
      join alarms.routes as r on r.id = d.route_id
      join alarms.channels as c on c.id = r.channel_id and c.is_enabled
     
  where d.status = 'pending' and d.next_attempt_at <= clock_timestamp()
     
  order by d.next_attempt_at, d.id
     
  limit $1
      for update of d skip locked),
    taken as (
      update alarms.deliveries as d
     
  set attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $2)
     
  from due
  where d.id = due.id
     
  returning d.id, d.route_id, d.journal_id, d.attempts)
    select t.id::text as id, r.channel_id as "channelId", t.attempts as attempt, j.event, j.at,
           jsonb_build_object(
             'id', j.alarm_id, 'type', j.alarm_type, 'priority', j.priority,
             'title', coalesce(a.title, j.after ->> 'title', y.title), 'message', coalesce(a.message, j.after ->> 'message', ''),
             'sourceType', j.source_type, 'sourceId', j.source_id,
             'sourceName', coalesce(a.source_name, j.after ->> 'source_name', j.source_id),
             'state', case when a.id is null then 'normal'
                           else alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) end,
             'annunciation', coalesce(a.annunciation, 1), 'escalationLevel', coalesce(a.escalation_level, 0),
             'operatorAction', y.operator_action, 'consequence', y.consequence) as alarm,
           array(
             select jsonb_build_object('address', named.address, 'language', coalesce(reader.locale, 'en'))
            
  from (
               select lower(u.email) as address
  from identity.users as u
               join identity.user_roles as held on held.user_id = u.id
              
  where held.role_id = any (r.role_ids) and u.is_active and u.email is not null
               union select lower(address)
  from unnest(r.addresses) as address) as named
            
  left join identity.users as reader
               on lower(reader.email) = named.address and reader.deleted_at is null
            
  order by named.address) as recipients
   
  from taken as t
    join alarms.routes as r on r.id = t.route_id
    join alarms.journal as j on j.id = t.journal_id
    join alarms.alarm_types as y on y.alarm_type = j.alarm_type
   
  left join alarms.alarms as a on a.id = j.alarm_id
   
  order by t.id;

-- recordTest
update alarms.channels
   
  set last_error = $1::text,
        last_success_at = case when $2::text is null then clock_timestamp() else last_success_at end
   
  where id = $3;

-- recordAttempts
with g as (
      select *
  from jsonb_to_recordset($1::jsonb)
        as s (id bigint, "channelId" uuid, recipients integer, error text)),
    kept as (
      update alarms.deliveries as d
     
  set status = case when g.error is null then 'sent'
                        when d.attempts > $2::integer then 'failed' else 'pending' end,
          finished_at = case when g.error is null or d.attempts > $3::integer then clock_timestamp() end,
          next_attempt_at = clock_timestamp()
            + make_interval(secs => coalesce(($4::integer[])[d.attempts], 0)),
          error = g.error, recipients = g.recipients
     
  from g
  where d.id = g.id and d.status = 'pending')
    update alarms.channels as c
   
  set last_error = l.error,
        last_success_at = case when l.error is null then clock_timestamp() else c.last_success_at end
   
  from (select distinct on ("channelId") "channelId", error
  from g
  order by "channelId", id desc) as l
   
  where c.id = l."channelId";

-- failingChannels
select id, name, last_error as error
  from alarms.channels
   
  where is_enabled and last_error is not null
  order by id;

-- languageOf
select locale
  from identity.users
  where id = $1;

-- listDeliveries
select d.id::text as "id", "r"."name" as "routeName", "c"."name" as "channelName", c.kind as "channelKind", "d"."alarm_id" as "alarmId", "j"."alarm_type" as "alarmType", "j"."event", j.priority as "priority", coalesce(a.title, t.title) as "title", coalesce(a.source_name, j.source_id) as "sourceName", d.status as "status", "d"."attempts", case when d.status = 'pending' then d.next_attempt_at end as "nextAttemptAt", "d"."recipients", "d"."error", "d"."created_at" as "createdAt", "d"."finished_at" as "finishedAt"
  from "alarms"."deliveries" as "d"
  inner join "alarms"."routes" as "r" on "r"."id" = "d"."route_id"
  inner join "alarms"."channels" as "c" on "c"."id" = "r"."channel_id"
  inner join "alarms"."journal" as "j" on "j"."id" = "d"."journal_id"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "j"."alarm_type"
  left join "alarms"."alarms" as "a" on "a"."id" = "d"."alarm_id"
  where "d"."status" = $1
  order by "d"."created_at" desc, "d"."id" desc
  limit $2;

-- retryDeliveries
update alarms.deliveries
   
  set status = 'pending', finished_at = null, attempts = 0, next_attempt_at = clock_timestamp()
   
  where id = any ($1::bigint[]) and status = 'failed'
   
  returning id;

-- updateEscalationRule
update "alarms"."escalation_rules"
  set "after_seconds" = $1
  where "priority" = $2 and "version" = $3;
