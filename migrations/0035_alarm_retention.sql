-- Alarms grow old by the one mechanism too, their journal in whole lives; many readers or outputs of
-- one area that fail together are one alarm.

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
