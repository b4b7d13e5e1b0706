-- Use of machines and refusals summed up by hour and by day, so that a report over a year never reads
-- the history itself.

create table shopfloor.use_statistics (
  only_row boolean not null default true,
  time_zone varchar(64),
  idle_after_minutes integer not null default 10,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  rolled_time_zone varchar(64),
  rolled_idle_after_minutes integer,
  rolled_at timestamptz,
  constraint use_statistics_pkey primary key (only_row),
  constraint use_statistics_one_row check (only_row),
  constraint use_statistics_time_zone check (
    time_zone is null or timestamptz '2000-01-01 00:00+00' at time zone time_zone is not null),
  constraint use_statistics_idle_after check (idle_after_minutes between 1 and 240)
);
comment on table shopfloor.use_statistics is 'How use is summed up, and how far that is done.';
comment on column shopfloor.use_statistics.only_row is 'Always true: the table has one row.';
comment on column shopfloor.use_statistics.time_zone is 'Zone of the site, by its IANA name: where its days and hours begin. Null until the first summing up takes that of the station that does it.';
comment on column shopfloor.use_statistics.idle_after_minutes is 'A session whose last use lies so far back is idle from that use on. Minutes.';
comment on column shopfloor.use_statistics.version is 'Raised by every change of zone or limit, not by summing up.';
comment on column shopfloor.use_statistics.updated_at is 'When zone or limit last changed.';
comment on column shopfloor.use_statistics.rolled_time_zone is 'The zone of what is summed up; while it differs from time_zone everything waits to be summed up anew.';
comment on column shopfloor.use_statistics.rolled_idle_after_minutes is 'The limit of what is summed up. Minutes.';
comment on column shopfloor.use_statistics.rolled_at is 'Up to when use is summed up.';
create trigger raise_version before update of time_zone, idle_after_minutes on shopfloor.use_statistics
  for each row execute function platform.raise_version();
create trigger set_updated_at before update of time_zone, idle_after_minutes on shopfloor.use_statistics
  for each row execute function platform.set_updated_at();
select platform.watch('shopfloor.use_statistics', 'only_row');

create table shopfloor.machine_use_hours (
  machine_id uuid not null references shopfloor.machines (id),
  hour timestamptz not null,
  user_id uuid references identity.users (id),
  area_id uuid references shopfloor.areas (id),
  used_microseconds bigint not null,
  idle_microseconds bigint not null,
  started integer not null,
  ended_user integer not null,
  ended_timeout integer not null,
  ended_admin integer not null,
  ended_estop integer not null,
  constraint machine_use_hours_key unique nulls not distinct (machine_id, hour, user_id, area_id),
  constraint machine_use_hours_used check (used_microseconds between 0 and 3600000000),
  constraint machine_use_hours_idle check (idle_microseconds between 0 and used_microseconds)
);
comment on table shopfloor.machine_use_hours is 'Use of each machine by each person in each hour, summed up from machine_sessions. Can be made anew from them at any time.';
comment on column shopfloor.machine_use_hours.machine_id is 'The machine.';
comment on column shopfloor.machine_use_hours.hour is 'When the hour begins; a full hour of the site''s zone.';
comment on column shopfloor.machine_use_hours.user_id is 'The person; null where a session names none.';
comment on column shopfloor.machine_use_hours.area_id is 'Area of the sessions; decides who may see the row.';
comment on column shopfloor.machine_use_hours.used_microseconds is 'How long sessions were active. Microseconds, so that parts add up to the whole.';
comment on column shopfloor.machine_use_hours.idle_microseconds is 'How much of that the session was held without use. Microseconds.';
comment on column shopfloor.machine_use_hours.started is 'Sessions that began in the hour.';
comment on column shopfloor.machine_use_hours.ended_user is 'Sessions that ended in the hour by the person.';
comment on column shopfloor.machine_use_hours.ended_timeout is 'Sessions that ended in the hour by time-out.';
comment on column shopfloor.machine_use_hours.ended_admin is 'Sessions that somebody else ended in the hour.';
comment on column shopfloor.machine_use_hours.ended_estop is 'Sessions that an emergency stop ended in the hour.';
create index machine_use_hours_by_hour on shopfloor.machine_use_hours (hour);
create index machine_use_hours_by_user on shopfloor.machine_use_hours (user_id, hour);
create index machine_use_hours_by_area on shopfloor.machine_use_hours (area_id, hour);

create table shopfloor.machine_use_days (
  machine_id uuid not null references shopfloor.machines (id),
  day date not null,
  user_id uuid references identity.users (id),
  area_id uuid references shopfloor.areas (id),
  used_microseconds bigint not null,
  idle_microseconds bigint not null,
  started integer not null,
  ended_user integer not null,
  ended_timeout integer not null,
  ended_admin integer not null,
  ended_estop integer not null,
  constraint machine_use_days_key unique nulls not distinct (machine_id, day, user_id, area_id),
  constraint machine_use_days_idle check (idle_microseconds between 0 and used_microseconds)
);
comment on table shopfloor.machine_use_days is 'machine_use_hours summed up by day of the site''s zone.';
comment on column shopfloor.machine_use_days.machine_id is 'The machine.';
comment on column shopfloor.machine_use_days.day is 'The day in the site''s zone on which the hours begin.';
comment on column shopfloor.machine_use_days.user_id is 'The person; null where a session names none.';
comment on column shopfloor.machine_use_days.area_id is 'Area of the sessions; decides who may see the row.';
comment on column shopfloor.machine_use_days.used_microseconds is 'How long sessions were active. Microseconds.';
comment on column shopfloor.machine_use_days.idle_microseconds is 'How much of that the session was held without use. Microseconds.';
comment on column shopfloor.machine_use_days.started is 'Sessions that began on the day.';
comment on column shopfloor.machine_use_days.ended_user is 'Sessions that ended on the day by the person.';
comment on column shopfloor.machine_use_days.ended_timeout is 'Sessions that ended on the day by time-out.';
comment on column shopfloor.machine_use_days.ended_admin is 'Sessions that somebody else ended on the day.';
comment on column shopfloor.machine_use_days.ended_estop is 'Sessions that an emergency stop ended on the day.';
create index machine_use_days_by_day on shopfloor.machine_use_days (day)
  include (machine_id, user_id, area_id, used_microseconds, idle_microseconds);
create index machine_use_days_by_user on shopfloor.machine_use_days (user_id, day);
create index machine_use_days_by_area on shopfloor.machine_use_days (area_id, day);

create table shopfloor.refusal_hours (
  machine_id uuid not null references shopfloor.machines (id),
  hour timestamptz not null,
  user_id uuid references identity.users (id),
  area_id uuid references shopfloor.areas (id),
  reason varchar(30) not null,
  refusals integer not null,
  constraint refusal_hours_key unique nulls not distinct (machine_id, hour, user_id, area_id, reason),
  constraint refusal_hours_some check (refusals > 0)
);
comment on table shopfloor.refusal_hours is 'Refusals at each machine in each hour by person and reason, summed up from machine_logs. Outlives them.';
comment on column shopfloor.refusal_hours.machine_id is 'The machine.';
comment on column shopfloor.refusal_hours.hour is 'When the hour begins; a full hour of the site''s zone.';
comment on column shopfloor.refusal_hours.user_id is 'The person; null where the badge named nobody.';
comment on column shopfloor.refusal_hours.area_id is 'Area of the machine then; decides who may see the row.';
comment on column shopfloor.refusal_hours.reason is 'Why; as machine_logs.reason.';
comment on column shopfloor.refusal_hours.refusals is 'How often.';
create index refusal_hours_by_hour on shopfloor.refusal_hours (hour);
create index refusal_hours_by_user on shopfloor.refusal_hours (user_id, hour);
create index refusal_hours_by_area on shopfloor.refusal_hours (area_id, hour);

-- What has to be summed up anew

create table shopfloor.stale_use (
  id bigint generated always as identity primary key,
  machine_id uuid not null references shopfloor.machines (id),
  from_time timestamptz not null,
  until_time timestamptz not null,
  constraint stale_use_order check (until_time >= from_time)
);
comment on table shopfloor.stale_use is 'Stretches of time of a machine in which something happened since it was last summed up. Written with the change itself, so one that commits late, or tells of long ago, is never missed.';
comment on column shopfloor.stale_use.id is 'Key; grows in the order of insertion.';
comment on column shopfloor.stale_use.machine_id is 'The machine.';
comment on column shopfloor.stale_use.from_time is 'When the stretch begins.';
comment on column shopfloor.stale_use.until_time is 'When it ends.';
create index stale_use_by_machine on shopfloor.stale_use (machine_id);

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
create trigger note_stale_use_of_new after insert on shopfloor.machine_sessions
  referencing new table as changed for each statement execute function shopfloor.note_stale_uses();
create trigger note_stale_use_of_removed after delete on shopfloor.machine_sessions
  referencing old table as changed for each statement execute function shopfloor.note_stale_uses();

create function shopfloor.note_stale_use() returns trigger
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
create trigger note_stale_use_of_change after update of
    machine_id, user_id, area_id, start_time, end_time, active, ended_by
  on shopfloor.machine_sessions for each row
  when (old.* is distinct from new.*) execute function shopfloor.note_stale_use();

create function shopfloor.note_stale_refusal() returns trigger
language plpgsql
as $$
begin
  insert into shopfloor.stale_use (machine_id, from_time, until_time)
  values (new.machine_id, new.timestamp, new.timestamp);
  return null;
end
$$;
comment on function shopfloor.note_stale_refusal() is
  'AFTER INSERT row trigger of machine_logs: notes the moment of a refusal, to be summed up.';
create trigger note_stale_refusal after insert on shopfloor.machine_logs
  for each row when (new.event_type = 'session-refused') execute function shopfloor.note_stale_refusal();

create function shopfloor.use_hour(at timestamptz, zone text) returns timestamptz
language sql stable parallel safe
as $$ select date_bin('1 hour', at, timestamp '2000-01-01 00:00' at time zone zone) $$;
comment on function shopfloor.use_hour(timestamptz, text) is
  'The hour to which a moment belongs. Hours follow each other without gap through changes of the clock, and begin with the full hours of the zone, also where it is half an hour off.';

create index machine_sessions_by_length on shopfloor.machine_sessions (machine_id, (end_time - start_time) desc)
  where not active;
comment on index shopfloor.machine_sessions_by_length is 'The longest session of a machine bounds how far back one may have begun that reaches into an hour. A range index would not serve: its operators are not leakproof, so row-level security keeps them from it.';
create index machine_logs_refusals_by_time on shopfloor.machine_logs (machine_id, timestamp)
  where event_type = 'session-refused';

-- Who may see and change what

grant select, update on shopfloor.use_statistics to signalbox_app;
grant select, insert, update, delete on
  shopfloor.machine_use_hours, shopfloor.machine_use_days, shopfloor.refusal_hours, shopfloor.stale_use
  to signalbox_app;

alter table shopfloor.use_statistics enable row level security;
alter table shopfloor.use_statistics force row level security;
create policy use_statistics_view on shopfloor.use_statistics for select
  using ((select platform.is_system()) or (select platform.current_user_id()) is not null);
create policy use_statistics_add on shopfloor.use_statistics for insert
  with check ((select platform.is_system()));
create policy use_statistics_change on shopfloor.use_statistics for update
  using ((select platform.is_system()) or (select identity.has_permission('structure:manage')));
select shopfloor.protect_history(tabled, $$(select identity.has_all_scopes('area', 'view')) or area_id = any ((select identity.scope_ids('area', 'view'))::uuid[])$$)
from unnest(array['shopfloor.machine_use_hours', 'shopfloor.machine_use_days', 'shopfloor.refusal_hours']::regclass[]) as tabled;
select shopfloor.protect_history('shopfloor.stale_use', 'false');

select set_config('app.system', 'migration', true);
insert into shopfloor.use_statistics default values;
