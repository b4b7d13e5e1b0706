-- Alarms grow old by the one mechanism too, their journal in whole lives; many readers or outputs of
-- one area that fail together are one alarm, and a parent tells of members that join it later.

select set_config('app.system', 'migration', true);
insert into operations.retention_policies (monitor, keep_days, minimum_days, default_days) values
  ('alarms.retention', 180, 30, 180),
  ('alarms.delivery-retention', 180, 30, 180),
  ('alarms.journal-retention', 1095, 365, 1095);

comment on table alarms.deliveries is 'What was told to whom: one row for each route and each line of the journal that it tells. Kept for as long as operations.retention_policies says.';

-- A life of the journal is removed whole, or it could no longer be replayed
drop trigger journal_immutable on alarms.journal;
create trigger journal_immutable before update or truncate on alarms.journal
  for each statement execute function alarms.refuse_change();
comment on function alarms.refuse_change() is 'Statement trigger that keeps the journal from being changed or emptied, by its owner as well.';

create function alarms.refuse_early_removal() returns trigger
language plpgsql
as $$
declare
  keep_days constant integer := (
    select p.keep_days from operations.retention_policies as p where p.monitor = 'alarms.journal-retention');
begin
  if exists (
    select from gone as g
    group by g.alarm_id
    having not coalesce(bool_or(g.event = 'removed' and g.at < now() - make_interval(days => keep_days)), false)
      or exists (select from alarms.journal as j where j.alarm_id = g.alarm_id)) then
    raise exception using errcode = 'insufficient_privilege',
      message = 'The alarm journal is append-only: only whole lives of alarms go, when they are older than its retention.';
  end if;
  return null;
end
$$;
comment on function alarms.refuse_early_removal() is
  'AFTER DELETE statement trigger of the journal, for its owner as well: all lines of an alarm go together, and only when the alarm itself was removed longer ago than the retention policy says.';
create trigger journal_kept after delete on alarms.journal
  referencing old table as gone for each statement execute function alarms.refuse_early_removal();

grant delete on alarms.journal to signalbox_app;
create policy journal_remove on alarms.journal for delete using ((select platform.is_system()));
create index journal_removed on alarms.journal (at) where event = 'removed';

comment on table alarms.journal is
  'Every transition of every alarm, written by trigger and never changed (ISA-18.2). Its afters, laid over each other in order, are the alarm''s present state: see alarms.replay(). No foreign key, because it outlives the alarm; removed in whole lives when operations.retention_policies says.';

-- A device server or the power of an area takes many with it at once
update alarms.alarm_types set group_size = 4
where alarm_type in ('reader_link_down', 'accessory_no_answer') and group_size is null;

-- Sources whose clocks agree with ours order what they report by themselves
create function alarms.occurred_at(source_time timestamptz, received_at timestamptz) returns timestamptz
language sql immutable parallel safe
as $$
  select case when abs(extract(epoch from received_at - source_time)) <= 2 then source_time else received_at end
$$;
comment on function alarms.occurred_at(timestamptz, timestamptz) is
  'When something happened: as its source says where the clocks agree within two seconds, else when we learned of it (ISA-18.2).';
drop index alarms.alarms_burst;
create index alarms_burst on alarms.alarms (burst_id, activated_at, id);
comment on column alarms.alarms.activated_at is 'When its present or last activation began: by the clock of its source where that agrees with ours within two seconds.';
comment on column alarms.alarms.burst_id is 'The alarm with which the burst began that it came in: its own key when it was that.';

-- A parent that somebody took note of asks again when a member joins it
create or replace function alarms.decide() returns trigger
language plpgsql
set plan_cache_mode to force_generic_plan
as $$
declare
  was_aside boolean := false;
  is_aside boolean;
  anew boolean := false;
  occurred timestamptz;
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
    occurred := alarms.occurred_at(
      case when new.source_time is distinct from old.source_time then new.source_time end, clock_timestamp());
    new.activated_at := occurred;
    new.burst_id := alarms.burst_of(new.id, new.position_id);
    new.is_latched := false;
    new.is_fleeting := false;
    new.is_stale := false;
  elsif not new.is_resolved then
    -- Who took note of four silent nodes has not taken note of the fifth.
    anew := new.priority < old.priority or (was_aside and not is_aside)
      or (new.is_parent and old.is_acknowledged and new.member_count > old.member_count);
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
    new.annunciated_at := coalesce(occurred, clock_timestamp());
    new.escalation_level := 0;
    new.escalated_at := null;
  end if;
  return new;
end
$$;
comment on function alarms.decide() is
  'BEFORE row trigger: what a change means. A new alarm takes the overlays that stand for its source, unless the statement says its burst: then it has looked everything up for all its rows at once. One that returned, worsened, gained a member after it was acknowledged, or whose last overlay ended while active, asks for attention anew; one that came and went under an overlay leaves with it.';
