-- What is wrong with nodes, what they reported of themselves, and how good their lines are.

alter table shopfloor.nodes
  add column reported_type varchar(20),
  add constraint nodes_reported_type check (reported_type in ('machine_monitor', 'office_reader', 'accessory_io'));
comment on column shopfloor.nodes.reported_type is 'What the node says it is; null where it does not say. Another one than node_type is shown and recorded.';

create table shopfloor.node_troubles (
  node_id uuid not null references shopfloor.nodes (id),
  kind varchar(10) not null,
  code varchar(32) not null,
  message varchar(200) not null,
  since timestamptz not null default clock_timestamp(),
  constraint node_troubles_pkey primary key (node_id, kind, code),
  constraint node_troubles_kind check (kind in ('fault', 'line', 'brown-out', 'firmware'))
);
comment on table shopfloor.node_troubles is 'What is wrong with a node now. While a row stands, a node that is heard has the status error.';
comment on column shopfloor.node_troubles.node_id is 'The node.';
comment on column shopfloor.node_troubles.kind is 'fault: the node reports it; line: too many bad frames; brown-out: its supply sags; firmware: an update failed.';
comment on column shopfloor.node_troubles.code is 'Short word; of a fault the node''s own.';
comment on column shopfloor.node_troubles.message is 'What is wrong, as the node or the program says it.';
comment on column shopfloor.node_troubles.since is 'Since when.';
select platform.watch('shopfloor.node_troubles', 'node_id');

create table shopfloor.node_reports (
  id bigint generated always as identity primary key,
  node_id uuid not null references shopfloor.nodes (id),
  kind varchar(20) not null,
  code varchar(32),
  message varchar(200),
  boot_id text,
  firmware_version varchar(32),
  at timestamptz not null default clock_timestamp(),
  constraint node_reports_kind check (kind in (
    'restarted', 'trouble', 'trouble-over', 'wrong-type', 'config-applied', 'config-failed',
    'firmware-started', 'firmware-done', 'firmware-failed', 'firmware-cancelled')),
  constraint node_reports_restarted check (kind <> 'restarted' or code is not null)
);
comment on table shopfloor.node_reports is 'What happened to nodes themselves: restarts with their reason, troubles, settings and firmware. Lines are added, never changed; kept for a year.';
comment on column shopfloor.node_reports.id is 'Key; grows with time.';
comment on column shopfloor.node_reports.node_id is 'The node.';
comment on column shopfloor.node_reports.kind is 'What happened.';
comment on column shopfloor.node_reports.code is 'For restarted: why the node started; for troubles their kind or the node''s word.';
comment on column shopfloor.node_reports.message is 'Further words.';
comment on column shopfloor.node_reports.boot_id is 'The node''s run at that time.';
comment on column shopfloor.node_reports.firmware_version is 'What ran, or was to run.';
comment on column shopfloor.node_reports.at is 'When it was recorded.';
create index node_reports_by_node on shopfloor.node_reports (node_id, id desc);
create index node_reports_restarts on shopfloor.node_reports (node_id, at) where kind = 'restarted';
create index node_reports_by_time on shopfloor.node_reports using brin (at);
select platform.watch('shopfloor.node_reports', 'node_id');

create table shopfloor.node_line_minutes (
  node_id uuid not null references shopfloor.nodes (id),
  minute timestamptz not null,
  good_frames integer not null default 0,
  bad_frames integer not null default 0,
  resyncs integer not null default 0,
  lost_frames integer not null default 0,
  duplicates integer not null default 0,
  reconnects integer not null default 0,
  round_trip_ms real,
  round_trip_most_ms real,
  uptime_seconds bigint,
  constraint node_line_minutes_pkey primary key (node_id, minute),
  constraint node_line_minutes_minute check (minute = date_trunc('minute', minute, 'UTC')),
  constraint node_line_minutes_counts check (
    least(good_frames, bad_frames, resyncs, lost_frames, duplicates, reconnects) >= 0)
);
comment on table shopfloor.node_line_minutes is 'How good the line to a node was in each minute, as the process that drives it counted. Kept for some days.';
comment on column shopfloor.node_line_minutes.node_id is 'The node.';
comment on column shopfloor.node_line_minutes.minute is 'The minute, by the database''s clock.';
comment on column shopfloor.node_line_minutes.good_frames is 'Frames that passed their check.';
comment on column shopfloor.node_line_minutes.bad_frames is 'Frames whose check sum or form was wrong.';
comment on column shopfloor.node_line_minutes.resyncs is 'Times the beginning of a frame had to be found anew in noise.';
comment on column shopfloor.node_line_minutes.lost_frames is 'Sequence numbers that never arrived.';
comment on column shopfloor.node_line_minutes.duplicates is 'Messages that came again.';
comment on column shopfloor.node_line_minutes.reconnects is 'Times the link was opened anew.';
comment on column shopfloor.node_line_minutes.round_trip_ms is 'Mean time from sending a command to its answer; null when nothing was measured. Milliseconds.';
comment on column shopfloor.node_line_minutes.round_trip_most_ms is 'Longest such time. Milliseconds.';
comment on column shopfloor.node_line_minutes.uptime_seconds is 'Seconds since the node started, as it last said.';
create index node_line_minutes_by_time on shopfloor.node_line_minutes using brin (minute);

grant select, insert, update, delete on
  shopfloor.node_troubles, shopfloor.node_reports, shopfloor.node_line_minutes to signalbox_app;
revoke update on shopfloor.node_reports from signalbox_app;
grant delete on shopfloor.bluetooth_devices to signalbox_app;
create index bluetooth_devices_by_last_seen on shopfloor.bluetooth_devices (last_seen);

select shopfloor.protect_history('shopfloor.node_troubles', 'exists (select from shopfloor.nodes as node where node.id = node_troubles.node_id)');
select shopfloor.protect_history('shopfloor.node_reports', 'exists (select from shopfloor.nodes as node where node.id = node_reports.node_id)');
select shopfloor.protect_history('shopfloor.node_line_minutes', 'exists (select from shopfloor.nodes as node where node.id = node_line_minutes.node_id)');

create function shopfloor.node_may_release(node shopfloor.nodes) returns boolean
language sql stable
as $$
  select node.active and node.status in ('online', 'error')
    and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)
    and not exists (select from shopfloor.node_troubles as trouble
      where trouble.node_id = node.id and trouble.kind = 'fault')
$$;
comment on function shopfloor.node_may_release(shopfloor.nodes) is
  'Whether a session may be started at a node: it is heard, is not being updated, and reports no fault. A bad line alone stops nobody.';

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('node_fault', 'Node reports a fault',
   'Its self-test failed, a relay does not do what it is told, or its supply voltage sags again and again.',
   'Machines of the node cannot be started, and one that runs may not be locked.',
   'Read the fault in the node''s panel. Check its supply and relays; restart it. Exchange it when the fault stays.',
   'P3', 1800, 'condition', true),
  ('node_line_bad', 'Line to a node is bad',
   'A loose plug, a damaged or too long cable, interference from a drive, or a wrong baud rate.',
   'Commands are repeated and arrive late; in the end the node is lost.',
   'Check plug, cable and shield of the line. Compare the line quality of neighbouring nodes to find the source.',
   'P4', 14400, 'condition', true),
  ('firmware_failed', 'Firmware update of a node failed',
   'The link was lost for too long, the file does not fit the node, or the node did not come back with the new version.',
   'The node runs its old firmware or none; its machines cannot be started while it is silent.',
   'Look whether the node answers. Repeat the update, or load the firmware by cable.',
   'P3', 1800, 'condition', true),
  ('token_expiring', 'API token ends soon',
   'Tokens are made for a limited time.',
   'The node or program that uses it is refused from that moment on.',
   'Make a successor under Tokens, give it to the device, and let the old one end.',
   'P4', 28800, 'condition', true);
