-- What the screens of alarms follow live, and what a storm of raises costs.

select platform.watch('alarms.channels');
select platform.watch('alarms.routes');
select platform.watch('alarms.deliveries');

comment on table operations.monitor_runs is
  'Runs of monitors: each that did something or failed, and of each monitor the newest that found nothing to do. Kept for 30 days.';

-- Nodes lose their line together when a switch or a power strip of their area fails.
update alarms.alarm_types set group_size = 4 where alarm_type = 'node_offline';

create or replace function alarms.decide() returns trigger
language plpgsql
set plan_cache_mode to force_generic_plan
as $$
declare
  was_aside boolean := false;
  is_aside boolean;
  anew boolean := false;
begin
  if tg_op = 'INSERT' then
    if new.burst_id is not null then
      return new;
    end if;
    new.position_id := coalesce(new.position_id, alarms.position_of(new.source_type, new.area_id));
    new.burst_id := alarms.burst_of(new.id, new.position_id);
    new.shelving_id := (
      select s.id from alarms.shelvings as s
      where (s.source_type, s.source_id, s.alarm_type) = (new.source_type, new.source_id, new.alarm_type) and s.ended_at is null);
    new.suppressed_by := alarms.suppressing_rule(new.source_type, new.source_id, new.alarm_type);
    new.out_of_service_id := (
      select o.id from alarms.out_of_service as o
      where (o.source_type, o.source_id, o.alarm_type) = (new.source_type, new.source_id, new.alarm_type) and o.status = 'approved');
    return new;
  end if;
  was_aside := old.shelving_id is not null or old.suppressed_by is not null or old.parent_id is not null or old.out_of_service_id is not null;
  is_aside := new.shelving_id is not null or new.suppressed_by is not null or new.parent_id is not null or new.out_of_service_id is not null;
  if old.is_resolved and not new.is_resolved then
    anew := true;
    new.activated_at := clock_timestamp();
    new.burst_id := alarms.burst_of(new.id, new.position_id);
    new.is_latched := false;
    new.is_fleeting := false;
    new.is_stale := false;
  elsif not new.is_resolved then
    anew := new.priority < old.priority or (was_aside and not is_aside);
  elsif not old.is_resolved then
    new.clears_at := null;
    new.is_stale := false;
  elsif was_aside and not is_aside and not new.is_latched and not new.is_acknowledged then
    -- It came and went while it was set aside: nobody was to see it, so nobody is asked.
    new.is_acknowledged := true;
    new.acknowledged_at := clock_timestamp();
  end if;
  if anew then
    new.is_acknowledged := false;
    new.acknowledged_at := null;
    new.acknowledged_by := null;
    new.acknowledged_from := null;
    new.acknowledgement_note := null;
    new.annunciation := old.annunciation + 1;
    new.annunciated_at := clock_timestamp();
    new.escalation_level := 0;
    new.escalated_at := null;
  end if;
  return new;
end
$$;
comment on function alarms.decide() is
  'BEFORE row trigger: what a change means. A new alarm takes the overlays that stand for its source, unless the statement says its burst: then it has looked everything up for all its rows at once. One that returned, worsened, or whose last overlay ended while active, asks for attention anew; one that came and went under an overlay leaves with it.';

create or replace function alarms.journal_insert() returns trigger
language plpgsql
as $$
begin
  -- Members that are null say nothing: a replay reads what is not there as null.
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, after, user_id, task, source_time, annunciated, priority, position_id, area_id, site)
  select n.id, n.alarm_type, n.source_type, n.source_id, 'raised', jsonb_strip_nulls(alarms.state_of(n.*::alarms.alarms)),
         platform.current_user_id(), platform.current_task(), n.source_time, not n.is_set_aside, n.priority, n.position_id, n.area_id, n.site
  from inserted as n order by n.id;
  return null;
end
$$;

-- The texts that the console translates are those of the types.
update alarms.alarm_types as t set operator_action = w.operator_action
from (values
  ('backup_overdue', 'Open System › Backups, read why the last one failed, and start one by hand.'),
  ('monitor_late', 'Open System › Monitors, read the last runs, and restart the leading station if it does not recover by itself.'),
  ('token_expiring', 'Make a successor under API tokens, give it to the device, and let the old one end.')
) as w (alarm_type, operator_action)
where t.alarm_type = w.alarm_type and t.version = 1;
