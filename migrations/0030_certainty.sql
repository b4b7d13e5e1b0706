-- Sessions whose end was worked out are counted as such in reports and found in lists; so are those
-- that were brought along from another ShopMonitor.

alter table shopfloor.machine_use_hours add column ended_inferred integer not null default 0;
comment on column shopfloor.machine_use_hours.ended_inferred is 'Sessions that ended in the hour by an end that was worked out.';
alter table shopfloor.machine_use_days add column ended_inferred integer not null default 0;
comment on column shopfloor.machine_use_days.ended_inferred is 'Sessions that ended on the day by an end that was worked out.';

-- Everything is summed up anew, with the new column.
update shopfloor.use_statistics set rolled_time_zone = null;

drop trigger note_stale_use_of_change on shopfloor.machine_sessions;
create trigger note_stale_use_of_change after update of
    machine_id, user_id, area_id, start_time, end_time, active, ended_by, end_inferred
  on shopfloor.machine_sessions for each row
  when (old.* is distinct from new.*) execute function shopfloor.note_stale_use();

create index machine_sessions_inferred on shopfloor.machine_sessions (start_time desc, id desc) where end_inferred;
create index machine_sessions_moved_by_start on shopfloor.machine_sessions (start_time desc, id desc) where moved_in is not null;
