-- Moving an existing ShopMonitor in (source 004, Migration Scripts): where rows wait until all of them
-- are moved in one transaction, which row became which, and a mark on the history that was brought along.

create table shopfloor.move_in_runs (
  id uuid primary key default platform.uuid_v7(),
  source_key varchar(64) not null,
  source_label varchar(300) not null,
  zone varchar(64) not null,
  status varchar(20) not null default 'running',
  report jsonb,
  error varchar(500),
  started_by uuid references identity.users (id),
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint move_in_runs_status check (status in ('running', 'interrupted', 'done')),
  constraint move_in_runs_finished check ((status = 'done') = (finished_at is not null))
);
comment on table shopfloor.move_in_runs is 'Attempts to move an existing ShopMonitor in, and what each came to.';
comment on column shopfloor.move_in_runs.id is 'Key; what moved rows point to.';
comment on column shopfloor.move_in_runs.source_key is 'Tells one ShopMonitor from another, whatever its file is called now: a hash of its first rows.';
comment on column shopfloor.move_in_runs.source_label is 'File or database it was read from, without a password.';
comment on column shopfloor.move_in_runs.zone is 'Time zone in which its times were written.';
comment on column shopfloor.move_in_runs.status is 'running; interrupted (cancelled, failed or its process died: can be resumed); done.';
comment on column shopfloor.move_in_runs.report is 'Counts by table and what was adapted or rejected; null until done.';
comment on column shopfloor.move_in_runs.error is 'Why it was interrupted.';
comment on column shopfloor.move_in_runs.started_by is 'Who started it.';
comment on column shopfloor.move_in_runs.started_at is 'When.';
comment on column shopfloor.move_in_runs.heartbeat_at is 'Last sign of life of the process that runs it.';
comment on column shopfloor.move_in_runs.finished_at is 'When everything was moved.';
create unique index move_in_runs_one_running on shopfloor.move_in_runs ((true)) where status = 'running';
create index move_in_runs_by_start on shopfloor.move_in_runs (started_at desc, id desc);
create index move_in_runs_by_starter on shopfloor.move_in_runs (started_by) where started_by is not null;
select platform.watch('shopfloor.move_in_runs');
grant select, insert, update on shopfloor.move_in_runs to signalbox_app;
select shopfloor.protect_history('shopfloor.move_in_runs', $$(select identity.has_permission('database:configure'))$$);

-- Unlogged: after a crash of the server it is empty, and staging begins again; nothing else depends on it.
create unlogged table shopfloor.move_in_rows (
  source_table varchar(40) not null,
  source_id bigint not null,
  "row" jsonb not null,
  constraint move_in_rows_pkey primary key (source_table, source_id)
);
comment on table shopfloor.move_in_rows is 'Rows of a ShopMonitor on their way in, as they will be kept. Empty unless a run is under way or interrupted. No badge number and no password is ever in it.';
comment on column shopfloor.move_in_rows.source_table is 'Table it comes from.';
comment on column shopfloor.move_in_rows.source_id is 'Its key there.';
comment on column shopfloor.move_in_rows."row" is 'Its values, checked and adapted; times are still without zone.';
grant select, insert, delete on shopfloor.move_in_rows to signalbox_app;
revoke select on shopfloor.move_in_rows from signalbox_readonly;
select shopfloor.protect_history('shopfloor.move_in_rows', 'false');

create table shopfloor.move_in_map (
  source_key varchar(64) not null,
  source_table varchar(40) not null,
  source_id bigint not null,
  id uuid not null,
  constraint move_in_map_pkey primary key (source_key, source_table, source_id)
);
comment on table shopfloor.move_in_map is 'Which row of a ShopMonitor became which here. A row that is in it is never moved again. Append-only rows are in move_in_stretches.';
comment on column shopfloor.move_in_map.source_key is 'The ShopMonitor; see move_in_runs.';
comment on column shopfloor.move_in_map.source_table is 'Table it comes from; users.rfid_tag for the badge of a person.';
comment on column shopfloor.move_in_map.source_id is 'Its key there.';
comment on column shopfloor.move_in_map.id is 'Its key here.';
create index move_in_map_by_id on shopfloor.move_in_map (id);
grant select, insert on shopfloor.move_in_map to signalbox_app;
select shopfloor.protect_history('shopfloor.move_in_map', $$(select identity.has_permission('database:configure'))$$);

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

-- The mark of history that was brought along

-- Each row of the history would look at the one run that every other row points to, while the run's
-- process gives signs of life in it. A run is never removed and only the statement that moves rows
-- writes the mark: it has no foreign key.
alter table shopfloor.machine_sessions add column moved_in uuid;
comment on column shopfloor.machine_sessions.moved_in is 'The run (move_in_runs.id) that brought it from another ShopMonitor; null: it happened here.';
alter table shopfloor.machine_logs add column moved_in uuid;
comment on column shopfloor.machine_logs.moved_in is 'The run (move_in_runs.id) that brought it from another ShopMonitor; null: it happened here.';
alter table shopfloor.estop_events add column moved_in uuid references shopfloor.move_in_runs (id);
comment on column shopfloor.estop_events.moved_in is 'The run that brought it from another ShopMonitor; null: it happened here.';
create index estop_events_moved_in on shopfloor.estop_events (moved_in) where moved_in is not null;

-- Other programs name events as they like: what has no name here keeps its own in event_data.
do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
  where conrelid = 'shopfloor.machine_logs'::regclass and conname = 'machine_logs_event_type';
  execute 'alter table shopfloor.machine_logs drop constraint machine_logs_event_type';
  execute format('alter table shopfloor.machine_logs add constraint machine_logs_event_type check (%s or event_type = %L)', known, 'moved-in');
end
$$;

create table shopfloor.moved_in_alerts (
  id uuid primary key default platform.uuid_v7(),
  alert_type varchar(50) not null,
  severity varchar(20) not null,
  title varchar(200) not null,
  message text,
  source_type varchar(50),
  source_id bigint,
  user_id uuid references identity.users (id),
  machine_id uuid references shopfloor.machines (id),
  node_id uuid references shopfloor.nodes (id),
  acknowledged boolean not null,
  acknowledged_by uuid references identity.users (id),
  acknowledged_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  moved_in uuid not null references shopfloor.move_in_runs (id),
  constraint moved_in_alerts_severity check (severity in ('info', 'warning', 'error', 'critical'))
);
comment on table shopfloor.moved_in_alerts is 'Alerts of another ShopMonitor, for reading only: an alarm here is a condition that holds now, and theirs are over. Source 004, alerts.';
comment on column shopfloor.moved_in_alerts.id is 'Key.';
comment on column shopfloor.moved_in_alerts.alert_type is 'What it was about.';
comment on column shopfloor.moved_in_alerts.severity is 'info, warning, error or critical.';
comment on column shopfloor.moved_in_alerts.title is 'Short text.';
comment on column shopfloor.moved_in_alerts.message is 'Long text.';
comment on column shopfloor.moved_in_alerts.source_type is 'Kind of thing that raised it.';
comment on column shopfloor.moved_in_alerts.source_id is 'Key of that thing there.';
comment on column shopfloor.moved_in_alerts.user_id is 'Person concerned.';
comment on column shopfloor.moved_in_alerts.machine_id is 'Machine concerned.';
comment on column shopfloor.moved_in_alerts.node_id is 'Node concerned.';
comment on column shopfloor.moved_in_alerts.acknowledged is 'Whether somebody took note of it.';
comment on column shopfloor.moved_in_alerts.acknowledged_by is 'Who took note.';
comment on column shopfloor.moved_in_alerts.acknowledged_at is 'When they did.';
comment on column shopfloor.moved_in_alerts.expires_at is 'Until when it was shown.';
comment on column shopfloor.moved_in_alerts.created_at is 'When it was raised.';
comment on column shopfloor.moved_in_alerts.moved_in is 'The run that brought it.';
create index moved_in_alerts_by_time on shopfloor.moved_in_alerts (created_at desc, id desc);
create index moved_in_alerts_by_user on shopfloor.moved_in_alerts (user_id) where user_id is not null;
create index moved_in_alerts_by_machine on shopfloor.moved_in_alerts (machine_id) where machine_id is not null;
create index moved_in_alerts_by_node on shopfloor.moved_in_alerts (node_id) where node_id is not null;
create index moved_in_alerts_by_acknowledger on shopfloor.moved_in_alerts (acknowledged_by) where acknowledged_by is not null;
create index moved_in_alerts_by_run on shopfloor.moved_in_alerts (moved_in);
grant select, insert on shopfloor.moved_in_alerts to signalbox_app;
select shopfloor.protect_history('shopfloor.moved_in_alerts', $$(select identity.has_all_scopes('area', 'view'))$$);
