-- pageOfAlarms
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "t"."operator_action", "t"."note_required", "t"."cleared_by", "u"."full_name" as "acknowledged_by_name", case
  when not a.is_resolved and not a.is_acknowledged then 'active-unacked'
  when not a.is_resolved then 'active-acked'
  when not a.is_acknowledged then 'returned-unacked'
  else 'normal' end as "state"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  where not (a.is_resolved and a.is_acknowledged) and "a"."priority" in ($1, $2) and "a"."alarm_type" = $3 and "a"."source_type" = $4 and "a"."source_id" = $5 and "a"."created_at" >= $6 and "a"."created_at" < $7
  order by "a"."created_at" desc, "a"."id" desc
  limit $8;

-- listedAlarms
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "t"."operator_action", "t"."note_required", "t"."cleared_by", "u"."full_name" as "acknowledged_by_name", case
  when not a.is_resolved and not a.is_acknowledged then 'active-unacked'
  when not a.is_resolved then 'active-acked'
  when not a.is_acknowledged then 'returned-unacked'
  else 'normal' end as "state"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  where not (a.is_resolved and a.is_acknowledged);
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "t"."operator_action", "t"."note_required", "t"."cleared_by", "u"."full_name" as "acknowledged_by_name", case
  when not a.is_resolved and not a.is_acknowledged then 'active-unacked'
  when not a.is_resolved then 'active-acked'
  when not a.is_acknowledged then 'returned-unacked'
  else 'normal' end as "state"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  where not (a.is_resolved and a.is_acknowledged) and "a"."id" in ($1);

-- alarmById
select "a"."id", "a"."alarm_type", "a"."source_type", "a"."source_id", "a"."source_name", "a"."priority", "a"."title", "a"."message", "a"."details", "a"."occurrences", "a"."annunciation", "a"."annunciated_at", "a"."source_time", "a"."received_at", "a"."created_at", "a"."acknowledged_by", "a"."acknowledged_at", "a"."acknowledged_from", "a"."acknowledgement_note", "a"."resolved_at", "a"."resolution_notes", "t"."operator_action", "t"."note_required", "t"."cleared_by", "u"."full_name" as "acknowledged_by_name", case
  when not a.is_resolved and not a.is_acknowledged then 'active-unacked'
  when not a.is_resolved then 'active-acked'
  when not a.is_acknowledged then 'returned-unacked'
  else 'normal' end as "state"
  from "alarms"."alarms" as "a"
  inner join "alarms"."alarm_types" as "t" on "t"."alarm_type" = "a"."alarm_type"
  left join "identity"."users" as "u" on "u"."id" = "a"."acknowledged_by"
  where "a"."id" = $1;

-- countListed
select priority, count(*)::integer as open,
           (count(*) filter (where not is_acknowledged))::integer as unacknowledged,
           min(annunciated_at) filter (where not is_acknowledged) as oldest_unacknowledged_at
   
  from alarms.alarms
   
  where not (is_resolved and is_acknowledged)
   
  group by priority;

-- removeOlderThan
delete
  from alarms.alarms
   
  where is_resolved and is_acknowledged
      and greatest(resolved_at, acknowledged_at) < now() - make_interval(days => $1)
   
  returning id;

-- raiseAlarms
with wanted as (
      select distinct on (g.source_type, g.source_id, g.alarm_type)
             g.source_type, g.source_id, g.alarm_type, g.source_name, g.details, g.source_time, g.user_id,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message, t.re_alarm_seconds,
             count(*) over (partition by g.source_type, g.source_id, g.alarm_type)::integer as times
     
  from 
  jsonb_to_recordset($1::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    priority text, title text, message text, details jsonb, source_time timestamptz, user_id uuid)
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.is_enabled
     
  order by g.source_type, g.source_id, g.alarm_type, g.position desc),
    recent as (
      select distinct on (w.source_type, w.source_id, w.alarm_type) a.id, w.*
     
  from wanted as w
      join alarms.alarms as a using (source_type, source_id, alarm_type)
     
  where a.is_resolved and not a.is_acknowledged
        and a.resolved_at > clock_timestamp() - make_interval(secs => w.re_alarm_seconds)
        and not exists (
          select
  from alarms.alarms as o
         
  where (o.source_type, o.source_id, o.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
            and not o.is_resolved)
     
  order by w.source_type, w.source_id, w.alarm_type, a.resolved_at desc),
    returned as (
      update alarms.alarms as a
     
  set is_resolved = false, auto_resolved = false, resolved_at = null, resolved_by = null,
          resolution_notes = null, occurrences = a.occurrences + r.times,
          annunciation = a.annunciation + 1, annunciated_at = clock_timestamp(),
          received_at = clock_timestamp(), source_time = coalesce(r.source_time, a.source_time),
          priority = r.priority, title = r.title, message = r.message, details = r.details,
          source_name = r.source_name
     
  from recent as r
     
  where a.id = r.id and a.is_resolved and not a.is_acknowledged
     
  returning a.source_type, a.source_id, a.alarm_type, 'returned' as change),
    raised as (
      insert into alarms.alarms as a
        (alarm_type, source_type, source_id, source_name, priority, title, message, details,
         source_time, user_id, occurrences)
      select w.alarm_type, w.source_type, w.source_id, w.source_name, w.priority, w.title, w.message,
             w.details, w.source_time, w.user_id, w.times
     
  from wanted as w
     
  where not exists (
        select
  from recent as r
       
  where (r.source_type, r.source_id, r.alarm_type) = (w.source_type, w.source_id, w.alarm_type))
     
  order by w.source_type, w.source_id, w.alarm_type
     
  on conflict (source_type, source_id, alarm_type)
  where not is_resolved do update
     
  set occurrences = a.occurrences + excluded.occurrences,
          received_at = clock_timestamp(),
          source_time = coalesce(excluded.source_time, a.source_time),
          
          priority = "excluded"."priority", title = "excluded"."title",
          message = "excluded"."message", details = "excluded"."details",
          source_name = "excluded"."source_name",
          is_acknowledged = a.is_acknowledged and not "excluded"."priority" < a.priority,
          acknowledged_at = case when "excluded"."priority" < a.priority then null else a.acknowledged_at end,
          acknowledged_by = case when "excluded"."priority" < a.priority then null else a.acknowledged_by end,
          acknowledged_from = case when "excluded"."priority" < a.priority then null else a.acknowledged_from end,
          acknowledgement_note = case when "excluded"."priority" < a.priority then null else a.acknowledgement_note end,
          annunciation = a.annunciation + case when "excluded"."priority" < a.priority then 1 else 0 end,
          annunciated_at = case when "excluded"."priority" < a.priority then clock_timestamp() else a.annunciated_at end
     
  returning a.source_type, a.source_id, a.alarm_type,
                case when a.xmax = 0 then 'raised' else 'recurred' end as change)
    select *
  from returned
   
  union all select *
  from raised
   
  union all
    select r.source_type, r.source_id, r.alarm_type, 'missed'
  from recent as r
   
  where not exists (
      select
  from returned as b
     
  where (b.source_type, b.source_id, b.alarm_type) = (r.source_type, r.source_id, r.alarm_type));

-- describeAlarms
with w as (
      select g.source_type, g.source_id, g.alarm_type, g.source_name, g.details,
             coalesce(g.priority, t.priority) as priority, coalesce(g.title, t.title) as title,
             coalesce(g.message, '') as message
     
  from 
  jsonb_to_recordset($1::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    priority text, title text, message text, details jsonb, source_time timestamptz, user_id uuid)
      join alarms.alarm_types as t on t.alarm_type = g.alarm_type),
    locked as (
      select a.id
  from alarms.alarms as a join w using (source_type, source_id, alarm_type)
     
  where not a.is_resolved
        and (a.priority, a.title, a.message, a.details, a.source_name)
            is distinct
  from (w.priority, w.title, w.message, w.details, w.source_name)
     
  order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
   
  set 
          priority = "w"."priority", title = "w"."title",
          message = "w"."message", details = "w"."details",
          source_name = "w"."source_name",
          is_acknowledged = a.is_acknowledged and not "w"."priority" < a.priority,
          acknowledged_at = case when "w"."priority" < a.priority then null else a.acknowledged_at end,
          acknowledged_by = case when "w"."priority" < a.priority then null else a.acknowledged_by end,
          acknowledged_from = case when "w"."priority" < a.priority then null else a.acknowledged_from end,
          acknowledgement_note = case when "w"."priority" < a.priority then null else a.acknowledgement_note end,
          annunciation = a.annunciation + case when "w"."priority" < a.priority then 1 else 0 end,
          annunciated_at = case when "w"."priority" < a.priority then clock_timestamp() else a.annunciated_at end
   
  from w, locked
   
  where a.id = locked.id
      and (a.source_type, a.source_id, a.alarm_type) = (w.source_type, w.source_id, w.alarm_type)
   
  returning a.id;

-- clearAlarms
with locked as (
      select a.id
     
  from alarms.alarms as a
      join alarms.alarm_types as t on t.alarm_type = a.alarm_type and t.cleared_by = 'condition'
     
  where not a.is_resolved
        and (a.source_type, a.source_id, a.alarm_type) in (
          select g.source_type, g.source_id, g.alarm_type
  from 
  jsonb_to_recordset($1::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    priority text, title text, message text, details jsonb, source_time timestamptz, user_id uuid))
     
  order by a.source_type, a.source_id, a.alarm_type
      for update of a)
    update alarms.alarms as a
   
  set is_resolved = true, auto_resolved = true, resolved_at = clock_timestamp()
   
  from locked
   
  where a.id = locked.id
   
  returning a.id;

-- activeSources
select "source_type" as "type", "source_id" as "id"
  from "alarms"."alarms"
  where "alarm_type" = $1 and "is_resolved" = $2;

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
             when done.id is not null then 'acknowledged'
             when l.is_acknowledged then 'already-acknowledged'
             when not l.as_seen then 'changed'
             else 'note-required'
           end as result
   
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
