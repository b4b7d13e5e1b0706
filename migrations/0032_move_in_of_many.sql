-- A ShopMonitor with millions of log lines is moved in within minutes: what cost a look at another table
-- for each row is done once for all rows of a statement.

-- Rows that are only ever added have no key of their own worth keeping: which of them are here is kept as
-- stretches of keys that follow each other, and not one by one.
create table shopfloor.move_in_stretches (
  source_key varchar(64) not null,
  source_table varchar(40) not null,
  first_id bigint not null,
  last_id bigint not null,
  constraint move_in_stretches_pkey primary key (source_key, source_table, first_id),
  constraint move_in_stretches_order check (first_id <= last_id)
);
comment on table shopfloor.move_in_stretches is 'Which append-only rows of a ShopMonitor were moved: all those with keys in one of these stretches. They are never moved again. See move_in_map for all others.';
comment on column shopfloor.move_in_stretches.source_key is 'The ShopMonitor; see move_in_runs.';
comment on column shopfloor.move_in_stretches.source_table is 'Table they come from.';
comment on column shopfloor.move_in_stretches.first_id is 'The first key there.';
comment on column shopfloor.move_in_stretches.last_id is 'The last key there; every one between is here too.';
grant select, insert on shopfloor.move_in_stretches to signalbox_app;
select shopfloor.protect_history('shopfloor.move_in_stretches', $$(select identity.has_permission('database:configure'))$$);

select set_config('app.system', 'migration', true);
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
select source_key, source_table, min(source_id), max(source_id)
from (
  select source_key, source_table, source_id,
    source_id - row_number() over (partition by source_key, source_table order by source_id) as island
  from shopfloor.move_in_map where id is null
) as moved
group by source_key, source_table, island;
delete from shopfloor.move_in_map where id is null;
alter table shopfloor.move_in_map alter column id set not null;
comment on table shopfloor.move_in_map is 'Which row of a ShopMonitor became which here. A row that is in it is never moved again. Append-only rows are in move_in_stretches.';
comment on column shopfloor.move_in_map.id is 'Its key here.';
drop index shopfloor.move_in_map_by_id;
create index move_in_map_by_id on shopfloor.move_in_map (id);

-- Each row of the history would look at the one run that every other row points to, while the run's
-- process gives signs of life in it. A run is never removed and only the statement that moves rows
-- writes the mark.
alter table shopfloor.machine_sessions drop constraint machine_sessions_moved_in_fkey;
alter table shopfloor.machine_logs drop constraint machine_logs_moved_in_fkey;
drop index shopfloor.machine_sessions_moved_in;
drop index shopfloor.machine_logs_moved_in;
comment on column shopfloor.machine_sessions.moved_in is 'The run (move_in_runs.id) that brought it from another ShopMonitor; null: it happened here.';
comment on column shopfloor.machine_logs.moved_in is 'The run (move_in_runs.id) that brought it from another ShopMonitor; null: it happened here.';

-- What has to be summed up anew is noted once for each machine and day of a statement.
create function shopfloor.note_stale_uses() returns trigger
language plpgsql
as $$
begin
  insert into shopfloor.stale_use (machine_id, from_time, until_time)
  select machine_id, min(start_time), max(coalesce(end_time, greatest(start_time, now())))
  from changed group by machine_id, (start_time at time zone 'UTC')::date;
  return null;
end
$$;
comment on function shopfloor.note_stale_uses() is
  'AFTER statement trigger of machine_sessions with the transition table "changed": notes which stretches must be summed up anew, one for each machine and day.';
drop trigger note_stale_use on shopfloor.machine_sessions;
create trigger note_stale_use_of_new after insert on shopfloor.machine_sessions
  referencing new table as changed for each statement execute function shopfloor.note_stale_uses();
create trigger note_stale_use_of_removed after delete on shopfloor.machine_sessions
  referencing old table as changed for each statement execute function shopfloor.note_stale_uses();

create or replace function shopfloor.note_stale_use() returns trigger
language plpgsql
as $$
begin
  insert into shopfloor.stale_use (machine_id, from_time, until_time)
  values
    (old.machine_id, old.start_time, coalesce(old.end_time, greatest(old.start_time, now()))),
    (new.machine_id, new.start_time, coalesce(new.end_time, greatest(new.start_time, now())));
  return null;
end
$$;
comment on function shopfloor.note_stale_use() is
  'AFTER UPDATE row trigger of machine_sessions: notes which stretches must be summed up anew. What active sessions add meanwhile is summed up without being noted.';
