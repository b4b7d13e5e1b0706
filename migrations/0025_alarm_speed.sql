-- A storm of alarms costs what it must and no more.

-- The look-ups of each new row are the same for all rows: planned once, whatever the connection says.
alter function alarms.decide() set plan_cache_mode to force_generic_plan;

create or replace function alarms.journal_update() returns trigger
language plpgsql
as $$
begin
  -- Each offset 0 keeps what it follows from being computed again wherever it is named.
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, before, after, user_id, task, workstation, note, source_time, annunciated, priority, position_id, area_id, site)
  select change.id, change.alarm_type, change.source_type, change.source_id, change.event,
         alarms.difference(change.old, change.new), change.after,
         platform.current_user_id(), platform.current_task(), alarms.acting_at(), alarms.acting_note(), change.source_time,
         change.annunciated, change.priority, change.position_id, change.area_id, change.site
  from (
    select state.*, alarms.difference(state.new, state.old) as after
    from (
      select n.id, n.alarm_type, n.source_type, n.source_id, n.source_time, n.priority, n.position_id, n.area_id, n.site,
             n.annunciation > o.annunciation and not n.is_set_aside as annunciated,
             alarms.event_between(o.*::alarms.alarms, n.*::alarms.alarms) as event,
             alarms.state_of(o.*::alarms.alarms) as old, alarms.state_of(n.*::alarms.alarms) as new
      from updated as n
      join replaced as o on o.id = n.id
      offset 0) as state
    offset 0) as change
  where change.after <> '{}'
  order by change.id;
  return null;
end
$$;
