-- The program looking after itself: who leads, what its monitors did, what failed, what was saved.

create schema operations;
comment on schema operations is 'The running of the program: leadership, monitor runs, error logs and backups.';
grant usage on schema operations to signalbox_app, signalbox_readonly, signalbox_backup;

-- Who leads

create table operations.monitor_leader (
  only_row boolean not null default true,
  epoch bigint not null default 0,
  installation_id uuid,
  workstation varchar(100),
  process_id integer,
  led_since timestamptz,
  heartbeat_at timestamptz,
  constraint monitor_leader_pkey primary key (only_row),
  constraint monitor_leader_one_row check (only_row),
  constraint monitor_leader_epoch unique (epoch)
);
comment on table operations.monitor_leader is
  'The one process that runs the monitors. The unique constraint on epoch makes a takeover wait for, and be seen by, the FOR KEY SHARE lock of a fenced commit, while heartbeats pass it.';
comment on column operations.monitor_leader.only_row is 'Always true: the table has one row.';
comment on column operations.monitor_leader.epoch is 'Raised by one at each takeover; a monitor''s transaction commits only under the epoch it started in.';
comment on column operations.monitor_leader.installation_id is 'Installation of the leader; null when it stepped down and nobody has taken over.';
comment on column operations.monitor_leader.workstation is 'The leader''s station, for people.';
comment on column operations.monitor_leader.process_id is 'The leader''s process on that station.';
comment on column operations.monitor_leader.led_since is 'When it took over.';
comment on column operations.monitor_leader.heartbeat_at is 'Its last sign of life, about once a second.';
insert into operations.monitor_leader default values;

create table operations.monitors (
  name varchar(100) not null,
  interval_ms integer not null,
  deadline_ms integer not null,
  watched_since timestamptz not null default now(),
  last_started_at timestamptz,
  last_finished_at timestamptz,
  last_succeeded_at timestamptz,
  last_outcome varchar(20),
  failures_in_a_row integer not null default 0,
  constraint monitors_pkey primary key (name),
  constraint monitors_interval check (interval_ms > 0),
  constraint monitors_deadline check (deadline_ms > 0)
);
comment on table operations.monitors is 'Every monitor the leader runs, with its last run, so that any process can tell which is late.';
comment on column operations.monitors.name is 'domain.what, such as shopfloor.session-timeout.';
comment on column operations.monitors.interval_ms is 'From the start of one run to the start of the next. Milliseconds.';
comment on column operations.monitors.deadline_ms is 'A run that takes longer is aborted. Milliseconds.';
comment on column operations.monitors.watched_since is 'When the present leader took it on; lateness counts from then at the earliest.';
comment on column operations.monitors.last_started_at is 'Start of the last run.';
comment on column operations.monitors.last_finished_at is 'End of the last run, whatever came of it.';
comment on column operations.monitors.last_succeeded_at is 'End of the last run that did its work.';
comment on column operations.monitors.last_outcome is 'Outcome of the last run that ended; see monitor_runs.outcome.';
comment on column operations.monitors.failures_in_a_row is 'Runs that failed since the last success.';

create table operations.monitor_runs (
  id bigint generated always as identity,
  monitor varchar(100) not null,
  epoch bigint not null,
  workstation varchar(100) not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome varchar(20) not null default 'running',
  affected integer,
  note text,
  error text,
  constraint monitor_runs_pkey primary key (id),
  constraint monitor_runs_outcome check (outcome in ('running', 'succeeded', 'failed', 'timed-out', 'fenced', 'abandoned')),
  constraint monitor_runs_finished check ((outcome = 'running') = (finished_at is null))
);
comment on table operations.monitor_runs is 'One row for each run of a monitor. Kept for 30 days.';
comment on column operations.monitor_runs.id is 'Key; rises with time.';
comment on column operations.monitor_runs.monitor is 'Name of the monitor.';
comment on column operations.monitor_runs.epoch is 'Epoch of the leader that ran it.';
comment on column operations.monitor_runs.workstation is 'Station that ran it.';
comment on column operations.monitor_runs.started_at is 'Start of the run.';
comment on column operations.monitor_runs.finished_at is 'End of the run; null while it runs.';
comment on column operations.monitor_runs.outcome is 'running, succeeded, failed (threw), timed-out (deadline), fenced (another process led by then), abandoned (its process vanished).';
comment on column operations.monitor_runs.affected is 'Rows changed or things found; the unit is the monitor''s own.';
comment on column operations.monitor_runs.note is 'What the monitor said of the run.';
comment on column operations.monitor_runs.error is 'Why it failed, without values of rows.';
create index monitor_runs_of_monitor on operations.monitor_runs (monitor, id desc);
create index monitor_runs_running on operations.monitor_runs (epoch) where outcome = 'running';
create index monitor_runs_started on operations.monitor_runs using brin (started_at);

-- What failed

create table operations.error_logs (
  id bigint generated always as identity,
  incident varchar(20) not null,
  error_code integer,
  error_type varchar(100),
  message text not null,
  stack_trace text,
  user_id uuid references identity.users (id) on delete set null,
  ip_address inet,
  request_path varchar(255),
  request_method varchar(10),
  request_data jsonb,
  app_context varchar(50),
  timestamp timestamptz not null default now(),
  is_resolved boolean not null default false,
  resolved_by uuid references identity.users (id) on delete set null,
  resolved_at timestamptz,
  constraint error_logs_pkey primary key (id),
  constraint error_logs_incident unique (incident),
  constraint error_logs_resolution check (is_resolved = (resolved_at is not null))
);
comment on table operations.error_logs is 'Failures nobody foresaw, redacted before they are written (source 004, error_logs). The person sees only the incident.';
comment on column operations.error_logs.id is 'Key; rises with time.';
comment on column operations.error_logs.incident is 'What the person who met the failure was told, such as K7QX-2M9D; quoting it leads here.';
comment on column operations.error_logs.error_code is 'Numeric code of the failure, such as an HTTP status, where it has one.';
comment on column operations.error_logs.error_type is 'Class of the error, with its SQLSTATE or errno name.';
comment on column operations.error_logs.message is 'The message without values, secrets and addresses.';
comment on column operations.error_logs.stack_trace is 'Call frames of the error and its causes.';
comment on column operations.error_logs.user_id is 'Who met it; null when the program itself did.';
comment on column operations.error_logs.ip_address is 'Where they were; null at the desktop''s own window.';
comment on column operations.error_logs.request_path is 'The procedure called, such as shopfloor.machines.list.';
comment on column operations.error_logs.request_method is 'Transport: desktop, web, api or task.';
comment on column operations.error_logs.request_data is 'Redacted particulars of the call; never its input values.';
comment on column operations.error_logs.app_context is 'Part of the program, such as rpc or monitors.';
comment on column operations.error_logs.timestamp is 'When it happened.';
comment on column operations.error_logs.is_resolved is 'True once somebody has dealt with it.';
comment on column operations.error_logs.resolved_by is 'Who dealt with it.';
comment on column operations.error_logs.resolved_at is 'When they did.';
create index error_logs_timestamp on operations.error_logs (timestamp desc, id desc);
create index error_logs_error_type on operations.error_logs (error_type, id desc);
create index error_logs_unresolved on operations.error_logs (id desc) where not is_resolved;
create index error_logs_user_id on operations.error_logs (user_id);

-- What was saved

create table operations.backups (
  id uuid not null default platform.uuid_v7(),
  kind varchar(20) not null,
  status varchar(20) not null default 'running',
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  location text not null,
  bytes bigint,
  schema_version varchar(100) not null,
  server_version varchar(50) not null,
  workstation varchar(100) not null,
  requested_by uuid references identity.users (id) on delete set null,
  progress real not null default 0,
  error text,
  constraint backups_pkey primary key (id),
  constraint backups_kind check (kind in ('scheduled', 'manual')),
  constraint backups_status check (status in ('running', 'succeeded', 'failed')),
  constraint backups_finished check ((status = 'running') = (finished_at is null)),
  constraint backups_progress check (progress between 0 and 1)
);
comment on table operations.backups is 'Backups of the database, whether they worked, and where they lie.';
comment on column operations.backups.id is 'Key.';
comment on column operations.backups.kind is 'scheduled or manual.';
comment on column operations.backups.status is 'running, succeeded or failed.';
comment on column operations.backups.started_at is 'When it began.';
comment on column operations.backups.finished_at is 'When it ended; null while it runs.';
comment on column operations.backups.location is 'Folder or file on the station that made it.';
comment on column operations.backups.bytes is 'Size on disk. Bytes.';
comment on column operations.backups.schema_version is 'Newest migration in it: what a restore needs.';
comment on column operations.backups.server_version is 'Version of the database server.';
comment on column operations.backups.workstation is 'Station that made it.';
comment on column operations.backups.requested_by is 'Who asked for it; null when it was scheduled.';
comment on column operations.backups.progress is 'Share done, 0 to 1.';
comment on column operations.backups.error is 'Why it failed, in words for the administrator.';
create index backups_started on operations.backups (started_at desc, id desc);
create index backups_requested_by on operations.backups (requested_by);
create unique index backups_one_running on operations.backups ((true)) where status = 'running';

-- Who may see and change what

grant select, update on operations.monitor_leader to signalbox_app;
grant select, insert, update, delete on operations.monitors, operations.monitor_runs, operations.backups to signalbox_app;
grant select, insert, update, delete on operations.error_logs to signalbox_app;

alter table operations.monitor_leader enable row level security;
alter table operations.monitor_leader force row level security;
create policy monitor_leader_read on operations.monitor_leader for select
  using ((select platform.is_system()) or (select identity.has_permission('monitor:read')));
create policy monitor_leader_write on operations.monitor_leader for update
  using ((select platform.is_system()));

alter table operations.monitors enable row level security;
alter table operations.monitors force row level security;
create policy monitors_read on operations.monitors for select
  using ((select platform.is_system()) or (select identity.has_permission('monitor:read')));
create policy monitors_write on operations.monitors
  using ((select platform.is_system())) with check ((select platform.is_system()));

alter table operations.monitor_runs enable row level security;
alter table operations.monitor_runs force row level security;
create policy monitor_runs_read on operations.monitor_runs for select
  using ((select platform.is_system()) or (select identity.has_permission('monitor:read')));
create policy monitor_runs_write on operations.monitor_runs
  using ((select platform.is_system())) with check ((select platform.is_system()));

alter table operations.error_logs enable row level security;
alter table operations.error_logs force row level security;
create policy error_logs_read on operations.error_logs for select
  using ((select platform.is_system()) or (select identity.has_permission('error-log:read')));
create policy error_logs_resolve on operations.error_logs for update
  using ((select platform.is_system()) or (select identity.has_permission('error-log:resolve')));
create policy error_logs_write on operations.error_logs
  using ((select platform.is_system())) with check ((select platform.is_system()));

alter table operations.backups enable row level security;
alter table operations.backups force row level security;
create policy backups_read on operations.backups for select
  using ((select platform.is_system()) or (select identity.has_permission('backup:create')));
create policy backups_write on operations.backups
  using ((select platform.is_system())) with check ((select platform.is_system()));

select platform.watch('operations.error_logs');
select platform.watch('operations.backups');
select platform.watch('operations.monitor_runs', 'monitor');
