-- Machine access by badge: source 004, ShopMonitor, with its contradictions repaired. History
-- (sessions, logs, stop events) is never deleted through its machine; things are switched off.

create schema shopfloor;
comment on schema shopfloor is 'Areas, zones, machines, nodes and the sessions that badges start on them. Source 004.';
grant usage on schema shopfloor to signalbox_app, signalbox_readonly, signalbox_backup;

-- Structure

create table shopfloor.areas (
  id uuid primary key default platform.uuid_v7(),
  name varchar(64) not null,
  description text,
  code varchar(10) not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint areas_code_key unique (code),
  constraint areas_name_present check (btrim(name) <> ''),
  constraint areas_code_shape check (code ~ '^[A-Za-z0-9_-]+$')
);
comment on table shopfloor.areas is 'Top-level parts of the works, such as a hall. Rights are given per area.';
comment on column shopfloor.areas.id is 'Key; what identity.user_scopes names with scope type area.';
comment on column shopfloor.areas.name is 'Name as people say it.';
comment on column shopfloor.areas.description is 'Free text.';
comment on column shopfloor.areas.code is 'Short code as printed on signs.';
comment on column shopfloor.areas.active is 'False: no machine in it can be started.';
comment on column shopfloor.areas.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.areas.created_at is 'When the row was made.';
comment on column shopfloor.areas.updated_at is 'When the row last changed.';
create index areas_by_name on shopfloor.areas (name, id);
create index areas_active on shopfloor.areas (active) where active;

create table shopfloor.zones (
  id uuid primary key default platform.uuid_v7(),
  name varchar(64) not null,
  description text,
  area_id uuid not null references shopfloor.areas (id),
  code varchar(10),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint zones_code_key unique (area_id, code),
  constraint zones_id_area_key unique (id, area_id),
  constraint zones_name_present check (btrim(name) <> ''),
  constraint zones_code_shape check (code ~ '^[A-Za-z0-9_-]+$')
);
comment on table shopfloor.zones is 'Parts of an area: where machines stand and where an emergency stop works.';
comment on column shopfloor.zones.id is 'Key.';
comment on column shopfloor.zones.name is 'Name as people say it.';
comment on column shopfloor.zones.description is 'Free text.';
comment on column shopfloor.zones.area_id is 'The area it is part of. Machines and nodes follow when it changes.';
comment on column shopfloor.zones.code is 'Short code, unique within the area.';
comment on column shopfloor.zones.active is 'False: no machine in it can be started.';
comment on column shopfloor.zones.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.zones.created_at is 'When the row was made.';
comment on column shopfloor.zones.updated_at is 'When the row last changed.';
create index zones_by_name on shopfloor.zones (name, id);
create index zones_by_area on shopfloor.zones (area_id);
create index zones_active on shopfloor.zones (active) where active;

create function shopfloor.area_of_zone() returns trigger
language plpgsql
as $$
begin
  new.area_id := (select zone.area_id from shopfloor.zones as zone where zone.id = new.zone_id);
  return new;
end
$$;
comment on function shopfloor.area_of_zone() is
  'BEFORE row trigger of tables with zone_id and area_id: fills area_id. A zone that the person may not see leaves it null, which the table''s zone_with_area check refuses.';

-- Nodes

create function shopfloor.node_online(
  status text, last_seen timestamptz, offline_after_seconds integer, at timestamptz default now()
) returns boolean
language sql stable parallel safe
as $$
  select coalesce(
    status <> 'offline' and last_seen > at - make_interval(secs => offline_after_seconds), false)
$$;
comment on function shopfloor.node_online(text, timestamptz, integer, timestamptz) is
  'The one definition of a node being reachable: it was not reported lost, and it was heard within its own limit. A node never heard is not. Source 004 had 5 minutes in one place and 10 in another.';

create table shopfloor.nodes (
  id uuid primary key default platform.uuid_v7(),
  node_id varchar(32) not null,
  name varchar(64) not null,
  description text,
  ip_address inet,
  node_type varchar(20) not null default 'machine_monitor',
  zone_id uuid,
  area_id uuid,
  is_esp32 boolean not null default false,
  endpoint text,
  installation_id uuid,
  offline_after_seconds integer not null default 45,
  active boolean not null default true,
  config jsonb,
  last_seen timestamptz,
  firmware_version varchar(20),
  status varchar(20) not null default 'offline',
  boot_id text,
  reset_reason varchar(32),
  good_frames bigint,
  bad_frames bigint,
  lost_frames bigint,
  line_reported_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint nodes_node_id_key unique (node_id),
  constraint nodes_zone_fkey foreign key (zone_id, area_id)
    references shopfloor.zones (id, area_id) on update cascade,
  constraint nodes_zone_with_area check ((zone_id is null) = (area_id is null)),
  constraint nodes_name_present check (btrim(name) <> ''),
  constraint nodes_type check (node_type in ('machine_monitor', 'office_reader', 'accessory_io')),
  constraint nodes_status check (status in ('online', 'offline', 'error', 'updating')),
  constraint nodes_endpoint check (endpoint ~ '^(tcp://[^[:space:]/]+:[0-9]{1,5}|serial:[^[:space:]]+)$'),
  constraint nodes_offline_after check (offline_after_seconds between 20 and 3600),
  constraint nodes_counters check (good_frames >= 0 and bad_frames >= 0 and lost_frames >= 0)
);
comment on table shopfloor.nodes is 'Controllers that release machines, read badges or switch accessories.';
comment on column shopfloor.nodes.id is 'Key.';
comment on column shopfloor.nodes.node_id is 'Business code that the node reports of itself.';
comment on column shopfloor.nodes.name is 'Name as people say it.';
comment on column shopfloor.nodes.description is 'Free text.';
comment on column shopfloor.nodes.ip_address is 'Network address it last reported; null on a cable.';
comment on column shopfloor.nodes.node_type is 'What it is for: machine_monitor, office_reader or accessory_io.';
comment on column shopfloor.nodes.zone_id is 'Where it is mounted; null when nowhere in particular.';
comment on column shopfloor.nodes.area_id is 'Area of zone_id, kept by trigger and foreign key; decides who may see the row.';
comment on column shopfloor.nodes.is_esp32 is 'True for an ESP32 board.';
comment on column shopfloor.nodes.endpoint is 'Where it is reached: tcp://host:port or serial:device; null when no process opens a link to it.';
comment on column shopfloor.nodes.installation_id is 'The only installation that may open the endpoint; null: whichever process holds the advisory lock.';
comment on column shopfloor.nodes.offline_after_seconds is 'It counts as offline when not heard for this long. Seconds.';
comment on column shopfloor.nodes.active is 'False: no link is opened.';
comment on column shopfloor.nodes.config is 'Settings that were given to the node.';
comment on column shopfloor.nodes.last_seen is 'When it was last heard; written at most every few seconds. Null: never.';
comment on column shopfloor.nodes.firmware_version is 'What it last reported.';
comment on column shopfloor.nodes.status is 'What is known of it: online, offline, error (self-test, brown-out) or updating. Ask shopfloor.node_online() whether it is reachable.';
comment on column shopfloor.nodes.boot_id is 'Identifies its present run; changes with every restart.';
comment on column shopfloor.nodes.reset_reason is 'Why it last restarted, as it reported.';
comment on column shopfloor.nodes.good_frames is 'Frames that passed their check since the link was opened.';
comment on column shopfloor.nodes.bad_frames is 'Pieces of the stream that were no frame since the link was opened.';
comment on column shopfloor.nodes.lost_frames is 'Sequence numbers that never arrived since the link was opened.';
comment on column shopfloor.nodes.line_reported_at is 'When the three counters were written.';
comment on column shopfloor.nodes.version is 'Raised by every change of settings, not by what the node reports.';
comment on column shopfloor.nodes.created_at is 'When the row was made.';
comment on column shopfloor.nodes.updated_at is 'When its settings last changed.';
create unique index nodes_endpoint_key on shopfloor.nodes (endpoint) where endpoint is not null and active;
create index nodes_by_zone on shopfloor.nodes (zone_id);
create index nodes_by_area on shopfloor.nodes (area_id);
create index nodes_by_ip_address on shopfloor.nodes (ip_address);
create index nodes_by_status on shopfloor.nodes (status);
create index nodes_by_last_seen on shopfloor.nodes (last_seen);

create trigger area_of_zone before insert or update of zone_id on shopfloor.nodes
  for each row execute function shopfloor.area_of_zone();
create trigger raise_version before update of
    node_id, name, description, node_type, zone_id, area_id, is_esp32, endpoint, installation_id,
    offline_after_seconds, active, config
  on shopfloor.nodes for each row execute function platform.raise_version();
create trigger set_updated_at before update of
    node_id, name, description, node_type, zone_id, area_id, is_esp32, endpoint, installation_id,
    offline_after_seconds, active, config
  on shopfloor.nodes for each row execute function platform.set_updated_at();

create table shopfloor.node_events (
  node_id uuid not null references shopfloor.nodes (id),
  boot_id text not null,
  seq bigint not null,
  outcome jsonb not null,
  received_at timestamptz not null default now(),
  constraint node_events_pkey primary key (node_id, boot_id, seq)
);
comment on table shopfloor.node_events is 'Reports of nodes that were acted upon, so that a repeated one is answered and not acted upon again. Kept for some days.';
comment on column shopfloor.node_events.node_id is 'The node.';
comment on column shopfloor.node_events.boot_id is 'Its run.';
comment on column shopfloor.node_events.seq is 'Number of the report within the run.';
comment on column shopfloor.node_events.outcome is 'What was decided; the answer to a repetition.';
comment on column shopfloor.node_events.received_at is 'When it was acted upon.';
create index node_events_by_time on shopfloor.node_events using brin (received_at);

create table shopfloor.node_leases (
  node_id uuid primary key references shopfloor.nodes (id),
  holder text not null,
  held_until timestamptz not null
);
comment on table shopfloor.node_leases is 'Which process drives a node. Exactly one does: a lease is taken only after the one before ran out, by the database''s clock.';
comment on column shopfloor.node_leases.node_id is 'The node.';
comment on column shopfloor.node_leases.holder is 'Installation and process that drive it.';
comment on column shopfloor.node_leases.held_until is 'Until when, unless it is renewed.';

-- Machines

create table shopfloor.machines (
  id uuid primary key default platform.uuid_v7(),
  machine_id varchar(50) not null,
  name varchar(100) not null,
  description text,
  zone_id uuid,
  area_id uuid,
  node_id uuid constraint fk_machine_node references shopfloor.nodes (id),
  node_port integer not null default 0,
  active boolean not null default true,
  requires_rfid boolean not null default true,
  timeout_minutes integer not null default 60,
  warning_minutes integer not null default 5,
  check_after_use boolean not null default false,
  condition varchar(10) not null default 'ok',
  condition_note varchar(500),
  condition_since timestamptz,
  condition_by uuid references identity.users (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint machines_machine_id_key unique (machine_id),
  constraint machines_zone_fkey foreign key (zone_id, area_id)
    references shopfloor.zones (id, area_id) on update cascade,
  constraint machines_zone_with_area check ((zone_id is null) = (area_id is null)),
  constraint machines_name_present check (btrim(name) <> ''),
  constraint machines_node_port check (node_port between 0 and 15),
  constraint check_timeout_minutes check (timeout_minutes > 0 and timeout_minutes <= 1440),
  constraint check_warning_minutes check (warning_minutes >= 0 and warning_minutes < timeout_minutes),
  constraint machines_condition check (condition in ('ok', 'to-check', 'blocked'))
);
comment on table shopfloor.machines is 'Machines that a badge may start.';
comment on column shopfloor.machines.id is 'Key.';
comment on column shopfloor.machines.machine_id is 'Business code, as on the type plate.';
comment on column shopfloor.machines.name is 'Name as people say it.';
comment on column shopfloor.machines.description is 'Free text.';
comment on column shopfloor.machines.zone_id is 'Where it stands; null when not placed, and then only holders of all areas see it.';
comment on column shopfloor.machines.area_id is 'Area of zone_id, kept by trigger and foreign key; decides who may see and run the machine.';
comment on column shopfloor.machines.node_id is 'The node that releases it; null: sessions are only recorded.';
comment on column shopfloor.machines.node_port is 'Relay of the node.';
comment on column shopfloor.machines.active is 'False: out of service, no session starts.';
comment on column shopfloor.machines.requires_rfid is 'False: it also runs without a badge; the node is left alone and sessions are only recorded.';
comment on column shopfloor.machines.timeout_minutes is 'Minutes without activity after which a session ends.';
comment on column shopfloor.machines.warning_minutes is 'Minutes before the time-out at which the person is warned; 0: no warning.';
comment on column shopfloor.machines.check_after_use is 'True: after each session the condition becomes to-check.';
comment on column shopfloor.machines.condition is 'ok; to-check: somebody must look after the last use; blocked: maintenance or damage. Neither of the last two starts.';
comment on column shopfloor.machines.condition_note is 'Why.';
comment on column shopfloor.machines.condition_since is 'When the condition last changed.';
comment on column shopfloor.machines.condition_by is 'Who changed it; null: a session ended.';
comment on column shopfloor.machines.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.machines.created_at is 'When the row was made.';
comment on column shopfloor.machines.updated_at is 'When the row last changed.';
create unique index machines_node_port_key on shopfloor.machines (node_id, node_port) where node_id is not null and active;
create index machines_by_zone on shopfloor.machines (zone_id);
create index machines_by_area on shopfloor.machines (area_id);
create index machines_by_node on shopfloor.machines (node_id);
create index machines_active on shopfloor.machines (active) where active;
create trigger area_of_zone before insert or update of zone_id on shopfloor.machines
  for each row execute function shopfloor.area_of_zone();

-- Sessions

create table shopfloor.machine_sessions (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid references identity.users (id),
  machine_id uuid not null references shopfloor.machines (id),
  area_id uuid references shopfloor.areas (id),
  zone_id uuid references shopfloor.zones (id),
  badge_id uuid references identity.badges (id),
  started_via varchar(10) not null,
  start_time timestamptz not null default now(),
  end_time timestamptz,
  active boolean not null default true,
  activity_count integer not null default 0,
  last_activity timestamptz not null default now(),
  timeout_warning_sent boolean not null default false,
  ended_by varchar(20),
  ended_by_user_id uuid references identity.users (id),
  notes text,
  release_state varchar(10),
  release_requested_at timestamptz,
  released_at timestamptz,
  lock_requested_at timestamptz,
  locked_at timestamptz,
  release_error varchar(200),
  unconfirmed boolean not null default false,
  constraint check_session_times check (end_time is null or end_time >= start_time),
  constraint machine_sessions_ended check (
    active = (end_time is null) and active = (ended_by is null)),
  constraint machine_sessions_ended_by check (ended_by in ('user', 'timeout', 'admin', 'estop')),
  constraint machine_sessions_started_via check (started_via in ('reader', 'node', 'console')),
  constraint machine_sessions_activity check (activity_count >= 0 and last_activity >= start_time),
  constraint machine_sessions_release_state check (
    release_state in ('requested', 'released', 'locked', 'failed')),
  constraint machine_sessions_release_times check (
    (release_state is null) = (release_requested_at is null)
    and (release_state <> 'locked' or locked_at is not null)
    and (not active or lock_requested_at is null)
    and (release_error is null or release_state = 'failed')),
  constraint machine_sessions_unconfirmed check (active or not unconfirmed)
);
comment on table shopfloor.machine_sessions is 'One row per use of a machine by a person. A refused badge makes no row here.';
comment on column shopfloor.machine_sessions.id is 'Key.';
comment on column shopfloor.machine_sessions.user_id is 'Who uses the machine; null only for sessions brought over from elsewhere.';
comment on column shopfloor.machine_sessions.machine_id is 'The machine.';
comment on column shopfloor.machine_sessions.area_id is 'Area in which the machine stood at the start; decides who may see the row.';
comment on column shopfloor.machine_sessions.zone_id is 'Zone in which the machine stood at the start.';
comment on column shopfloor.machine_sessions.badge_id is 'The badge that started it; null from the console. Takes the place of source 004''s rfid_tag, which kept the number in clear.';
comment on column shopfloor.machine_sessions.started_via is 'reader: a serial reader of the machine; node: the node''s own reader; console: a touch screen.';
comment on column shopfloor.machine_sessions.start_time is 'When it began.';
comment on column shopfloor.machine_sessions.end_time is 'When it ended; null while active.';
comment on column shopfloor.machine_sessions.active is 'True until it ends. At most one per machine.';
comment on column shopfloor.machine_sessions.activity_count is 'How often the machine reported being used.';
comment on column shopfloor.machine_sessions.last_activity is 'When it was last used; the time-out counts from here. The start counts as use.';
comment on column shopfloor.machine_sessions.timeout_warning_sent is 'True from the warning until the next activity.';
comment on column shopfloor.machine_sessions.ended_by is 'user, timeout, admin or estop; null while active.';
comment on column shopfloor.machine_sessions.ended_by_user_id is 'Who ended it, for user and admin.';
comment on column shopfloor.machine_sessions.notes is 'Reason given when somebody else ended it.';
comment on column shopfloor.machine_sessions.release_state is 'What the node has confirmed: requested, released, locked, or failed. Null when no node guards the machine.';
comment on column shopfloor.machine_sessions.release_requested_at is 'When the node was first to release the machine.';
comment on column shopfloor.machine_sessions.released_at is 'When the node confirmed the release.';
comment on column shopfloor.machine_sessions.lock_requested_at is 'When the node was to lock the machine.';
comment on column shopfloor.machine_sessions.locked_at is 'When the node confirmed the lock.';
comment on column shopfloor.machine_sessions.release_error is 'Why release_state is failed.';
comment on column shopfloor.machine_sessions.unconfirmed is 'True while the node is lost: whether the machine runs is not known.';
create unique index machine_sessions_one_active on shopfloor.machine_sessions (machine_id) where active;
create index machine_sessions_by_start on shopfloor.machine_sessions (start_time desc, id desc);
create index machine_sessions_by_machine on shopfloor.machine_sessions (machine_id, start_time desc, id desc);
create index machine_sessions_by_user on shopfloor.machine_sessions (user_id, start_time desc, id desc);
create index machine_sessions_by_area on shopfloor.machine_sessions (area_id, start_time desc, id desc);
create index machine_sessions_active on shopfloor.machine_sessions (last_activity) where active;
create index machine_sessions_by_badge on shopfloor.machine_sessions (badge_id) where badge_id is not null;
create index machine_sessions_open_command on shopfloor.machine_sessions (machine_id)
  where release_state = 'requested' or (lock_requested_at is not null and locked_at is null);
comment on index shopfloor.machine_sessions_one_active is 'Two people never run one machine: the database decides who was first.';

create table shopfloor.machine_logs (
  id bigint generated always as identity primary key,
  machine_id uuid not null references shopfloor.machines (id),
  area_id uuid references shopfloor.areas (id),
  user_id uuid references identity.users (id),
  session_id uuid references shopfloor.machine_sessions (id),
  event_type varchar(50) not null,
  reason varchar(30),
  event_data jsonb,
  timestamp timestamptz not null default now(),
  ip_address inet,
  constraint machine_logs_event_type check (event_type in (
    'session-started', 'session-ended', 'session-warned', 'session-refused', 'machine-released',
    'machine-locked', 'node-no-answer', 'node-lost', 'node-returned', 'condition-changed')),
  constraint machine_logs_reason check (reason in (
    'badge-unknown', 'badge-blocked', 'badge-lost', 'user-inactive', 'not-trained',
    'machine-inactive', 'machine-to-check', 'machine-blocked', 'machine-busy', 'node-offline',
    'estop-active')),
  constraint machine_logs_refusal check ((event_type = 'session-refused') = (reason is not null))
);
comment on table shopfloor.machine_logs is 'What happened at machines. Lines are added, never changed.';
comment on column shopfloor.machine_logs.id is 'Key; grows with time.';
comment on column shopfloor.machine_logs.machine_id is 'The machine.';
comment on column shopfloor.machine_logs.area_id is 'Area in which it stood; decides who may see the line.';
comment on column shopfloor.machine_logs.user_id is 'The person concerned; null when not known.';
comment on column shopfloor.machine_logs.session_id is 'The session concerned.';
comment on column shopfloor.machine_logs.event_type is 'What happened.';
comment on column shopfloor.machine_logs.reason is 'For session-refused: why.';
comment on column shopfloor.machine_logs.event_data is 'Further facts; never a badge number.';
comment on column shopfloor.machine_logs.timestamp is 'When.';
comment on column shopfloor.machine_logs.ip_address is 'Address of the console, where one was used.';
create index machine_logs_by_machine on shopfloor.machine_logs (machine_id, id desc);
create index machine_logs_by_area on shopfloor.machine_logs (area_id, id desc);
create index machine_logs_by_user on shopfloor.machine_logs (user_id, id desc);
create index machine_logs_by_session on shopfloor.machine_logs (session_id);
create index machine_logs_by_event_type on shopfloor.machine_logs (event_type, id desc);
create index machine_logs_by_time on shopfloor.machine_logs (timestamp desc, id desc);
create index machine_logs_refusals on shopfloor.machine_logs (machine_id, id desc) where event_type = 'session-refused';

-- Accessories, emergency stops, other applications

create table shopfloor.accessory_io (
  id uuid primary key default platform.uuid_v7(),
  node_id uuid not null references shopfloor.nodes (id),
  name varchar(64) not null,
  description text,
  io_type varchar(10) not null,
  io_number integer not null,
  linked_machine_id uuid references shopfloor.machines (id),
  activation_delay integer not null default 0,
  invert_logic boolean not null default false,
  current_state boolean not null default false,
  last_changed timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint accessory_io_number_key unique (node_id, io_number, io_type),
  constraint accessory_io_type check (io_type in ('input', 'output')),
  constraint accessory_io_number check (io_number >= 0),
  constraint accessory_io_delay check (activation_delay >= 0)
);
comment on table shopfloor.accessory_io is 'Inputs and outputs of nodes beside the machine itself, such as a dust extractor.';
comment on column shopfloor.accessory_io.id is 'Key.';
comment on column shopfloor.accessory_io.node_id is 'The node that has the terminal.';
comment on column shopfloor.accessory_io.name is 'Name as people say it.';
comment on column shopfloor.accessory_io.description is 'Free text.';
comment on column shopfloor.accessory_io.io_type is 'input or output.';
comment on column shopfloor.accessory_io.io_number is 'Number of the terminal.';
comment on column shopfloor.accessory_io.linked_machine_id is 'The machine it follows; null: none.';
comment on column shopfloor.accessory_io.activation_delay is 'How long after the machine it follows. Seconds.';
comment on column shopfloor.accessory_io.invert_logic is 'True: electrical low means on.';
comment on column shopfloor.accessory_io.current_state is 'On or off, after inversion.';
comment on column shopfloor.accessory_io.last_changed is 'When the state last changed; null: never seen.';
comment on column shopfloor.accessory_io.version is 'Raised by every change.';
comment on column shopfloor.accessory_io.created_at is 'When the row was made.';
comment on column shopfloor.accessory_io.updated_at is 'When the row last changed.';
create index accessory_io_by_node_type on shopfloor.accessory_io (node_id, io_type);
create index accessory_io_by_machine on shopfloor.accessory_io (linked_machine_id) where linked_machine_id is not null;

create table shopfloor.bluetooth_devices (
  id uuid primary key default platform.uuid_v7(),
  node_id uuid not null references shopfloor.nodes (id),
  device_name varchar(100),
  device_address varchar(17) not null,
  device_type varchar(50),
  is_connected boolean not null default false,
  last_seen timestamptz,
  signal_strength integer,
  created_at timestamptz not null default now(),
  constraint bluetooth_devices_address_key unique (device_address),
  constraint bluetooth_devices_address check (device_address ~ '^([0-9A-F]{2}:){5}[0-9A-F]{2}$'),
  constraint bluetooth_devices_signal check (signal_strength between -127 and 20)
);
comment on table shopfloor.bluetooth_devices is 'Bluetooth devices that ESP32-CYD nodes see.';
comment on column shopfloor.bluetooth_devices.id is 'Key.';
comment on column shopfloor.bluetooth_devices.node_id is 'The node that sees it.';
comment on column shopfloor.bluetooth_devices.device_name is 'What it calls itself.';
comment on column shopfloor.bluetooth_devices.device_address is 'Its address: six pairs of capital hexadecimal digits with colons.';
comment on column shopfloor.bluetooth_devices.device_type is 'What it is.';
comment on column shopfloor.bluetooth_devices.is_connected is 'Whether the node is connected to it.';
comment on column shopfloor.bluetooth_devices.last_seen is 'When the node last saw it.';
comment on column shopfloor.bluetooth_devices.signal_strength is 'Received signal strength. dBm.';
comment on column shopfloor.bluetooth_devices.created_at is 'When the row was made.';
create index bluetooth_devices_by_node on shopfloor.bluetooth_devices (node_id);

create table shopfloor.estop_events (
  id uuid primary key default platform.uuid_v7(),
  triggered_by uuid references identity.users (id),
  node_id uuid references shopfloor.nodes (id),
  zone_id uuid references shopfloor.zones (id),
  event_type varchar(20) not null default 'emergency_stop',
  description text,
  timestamp timestamptz not null default now(),
  acknowledged_by uuid references identity.users (id),
  acknowledged_at timestamptz,
  constraint estop_events_type check (event_type in ('emergency_stop', 'reset', 'test')),
  constraint estop_events_acknowledged check ((acknowledged_by is null) = (acknowledged_at is null)),
  constraint estop_events_order check (acknowledged_at >= timestamp)
);
comment on table shopfloor.estop_events is 'Mirror of the hardware''s emergency stops. The console records them and blocks starts; it never is the stop and never resets one.';
comment on column shopfloor.estop_events.id is 'Key.';
comment on column shopfloor.estop_events.triggered_by is 'Who pressed it, where known.';
comment on column shopfloor.estop_events.node_id is 'The node that reported it.';
comment on column shopfloor.estop_events.zone_id is 'Where it works.';
comment on column shopfloor.estop_events.event_type is 'emergency_stop, reset (the hardware reports released and reset) or test.';
comment on column shopfloor.estop_events.description is 'Free text.';
comment on column shopfloor.estop_events.timestamp is 'When.';
comment on column shopfloor.estop_events.acknowledged_by is 'Who acknowledged it.';
comment on column shopfloor.estop_events.acknowledged_at is 'When it was acknowledged.';
create index estop_events_by_zone on shopfloor.estop_events (zone_id, timestamp desc);
create index estop_events_by_node on shopfloor.estop_events (node_id, timestamp desc);
create index estop_events_unacknowledged on shopfloor.estop_events (timestamp desc)
  where acknowledged_at is null and event_type = 'emergency_stop';

create view shopfloor.standing_stops with (security_invoker = true) as
select stop.id, stop.zone_id, stop.node_id, stop.timestamp as since, stop.acknowledged_at,
  stop.acknowledged_by, reset.at as reset_at
from shopfloor.estop_events as stop
left join lateral (
  select min(event.timestamp) as at from shopfloor.estop_events as event
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct from stop.zone_id
    and event.node_id is not distinct from stop.node_id
) as reset on true
where stop.event_type in ('emergency_stop', 'test')
  and (reset.at is null or (stop.event_type = 'emergency_stop' and stop.acknowledged_at is null));
comment on view shopfloor.standing_stops is 'Emergency stops that the hardware has not reset or nobody has acknowledged, and drills that go on. While one stands no session starts there.';
comment on column shopfloor.standing_stops.id is 'The event that began it.';
comment on column shopfloor.standing_stops.zone_id is 'Where it works.';
comment on column shopfloor.standing_stops.node_id is 'The node that reported it.';
comment on column shopfloor.standing_stops.since is 'When.';
comment on column shopfloor.standing_stops.acknowledged_at is 'When it was acknowledged; null until then.';
comment on column shopfloor.standing_stops.acknowledged_by is 'Who acknowledged it.';
comment on column shopfloor.standing_stops.reset_at is 'When the hardware reported released and reset; null until then.';
grant select on shopfloor.standing_stops to signalbox_app;

create function shopfloor.estop_since(zone uuid, node uuid) returns timestamptz
language sql stable
as $$
  select min(stop.since) from shopfloor.standing_stops as stop
  where stop.zone_id = zone or stop.node_id = node
$$;
comment on function shopfloor.estop_since(uuid, uuid) is
  'Since when an emergency stop stands in the zone or at the node of a machine. Null: none.';

create table shopfloor.sync_events (
  id bigint generated always as identity primary key,
  event_type varchar(50) not null,
  resource_type varchar(50) not null,
  resource_id varchar(64),
  source_app varchar(50) not null,
  target_app varchar(50),
  status varchar(20) not null default 'pending',
  payload jsonb,
  created_at timestamptz not null default now(),
  processed_at timestamptz,
  error_message text,
  retry_count integer not null default 0,
  constraint sync_events_status check (status in ('pending', 'processed', 'failed')),
  constraint sync_events_processed check ((status = 'processed') = (processed_at is not null)),
  constraint sync_events_retry_count check (retry_count between 0 and 5)
);
comment on table shopfloor.sync_events is 'Messages to and from other applications of the suite.';
comment on column shopfloor.sync_events.id is 'Key; grows with time.';
comment on column shopfloor.sync_events.event_type is 'What happened.';
comment on column shopfloor.sync_events.resource_type is 'Kind of the thing it happened to.';
comment on column shopfloor.sync_events.resource_id is 'Key of the thing, as its application writes it.';
comment on column shopfloor.sync_events.source_app is 'Application that tells.';
comment on column shopfloor.sync_events.target_app is 'Application that is told; null: all.';
comment on column shopfloor.sync_events.status is 'pending, processed or failed.';
comment on column shopfloor.sync_events.payload is 'The message.';
comment on column shopfloor.sync_events.created_at is 'When it was written.';
comment on column shopfloor.sync_events.processed_at is 'When it was processed; null until then.';
comment on column shopfloor.sync_events.error_message is 'Why the last attempt failed.';
comment on column shopfloor.sync_events.retry_count is 'Attempts after the first; after five it stays failed.';
create index sync_events_by_status_app on shopfloor.sync_events (status, target_app);

-- What identity keeps about machines and nodes

alter table identity.readers
  add constraint readers_machine_fkey foreign key (machine_id) references shopfloor.machines (id);
alter table identity.api_tokens
  add constraint api_tokens_machine_fkey foreign key (machine_id) references shopfloor.machines (id),
  add constraint api_tokens_node_fkey foreign key (node_id) references shopfloor.nodes (id);

-- Views

create view shopfloor.area_permissions with (security_invoker = true) as
select
  scope.id,
  scope.user_id,
  area.id as area_id,
  scope.permission_level,
  scope.assigned_at as created_at
from identity.user_scopes as scope
join shopfloor.areas as area on scope.scope_id is null or scope.scope_id = area.id
where scope.scope_type = 'area';
comment on view shopfloor.area_permissions is 'Rights of people per area in the shape of source 004; a right over all areas appears once per area.';
comment on column shopfloor.area_permissions.id is 'Key of the right in identity.user_scopes.';
comment on column shopfloor.area_permissions.user_id is 'The person.';
comment on column shopfloor.area_permissions.area_id is 'The area.';
comment on column shopfloor.area_permissions.permission_level is 'view, operate, manage or admin.';
comment on column shopfloor.area_permissions.created_at is 'When the right was given.';

create view shopfloor.dashboard_stats with (security_invoker = true) as
select
  (select count(*)::integer from shopfloor.machine_sessions where active) as active_machines,
  machine.enabled as enabled_machines,
  machine.zones as zones_with_machines,
  node.online as online_nodes,
  node.offline as offline_nodes,
  machine.to_check as machines_to_check,
  machine.blocked as machines_blocked,
  (select count(*)::integer from shopfloor.machine_sessions where active and unconfirmed) as unconfirmed_sessions
from (
  select
    count(*) filter (where active)::integer as enabled,
    count(distinct zone_id)::integer as zones,
    count(*) filter (where condition = 'to-check')::integer as to_check,
    count(*) filter (where condition = 'blocked')::integer as blocked
  from shopfloor.machines
) as machine
cross join (
  select
    count(*) filter (where shopfloor.node_online(status, last_seen, offline_after_seconds))::integer as online,
    count(*) filter (where not shopfloor.node_online(status, last_seen, offline_after_seconds))::integer as offline
  from shopfloor.nodes
  where active
) as node;
comment on view shopfloor.dashboard_stats is 'Counts of this moment over what the reader may see. Source 004 kept them in a materialised view that did not compile.';
comment on column shopfloor.dashboard_stats.active_machines is 'Machines with an active session.';
comment on column shopfloor.dashboard_stats.enabled_machines is 'Machines that are switched on in their settings.';
comment on column shopfloor.dashboard_stats.zones_with_machines is 'Zones in which machines stand.';
comment on column shopfloor.dashboard_stats.online_nodes is 'Nodes that can be reached.';
comment on column shopfloor.dashboard_stats.offline_nodes is 'Nodes in use that cannot be reached.';
comment on column shopfloor.dashboard_stats.machines_to_check is 'Machines that wait for a check.';
comment on column shopfloor.dashboard_stats.machines_blocked is 'Machines that are blocked.';
comment on column shopfloor.dashboard_stats.unconfirmed_sessions is 'Active sessions whose node is lost.';

-- Edits and live changes

select platform.versioned('shopfloor.areas');
select platform.versioned('shopfloor.zones');
select platform.versioned('shopfloor.machines');
select platform.versioned('shopfloor.accessory_io');

select platform.watch('shopfloor.areas');
select platform.watch('shopfloor.zones');
select platform.watch('shopfloor.nodes');
select platform.watch('shopfloor.machines');
select platform.watch('shopfloor.machine_sessions');
select platform.watch('shopfloor.machine_logs', 'machine_id');
select platform.watch('shopfloor.accessory_io');
select platform.watch('shopfloor.bluetooth_devices');
select platform.watch('shopfloor.estop_events');

-- Who may see and change what

grant select, insert, update on
  shopfloor.areas, shopfloor.zones, shopfloor.nodes, shopfloor.machines, shopfloor.machine_sessions,
  shopfloor.accessory_io, shopfloor.bluetooth_devices, shopfloor.estop_events, shopfloor.sync_events
  to signalbox_app;
grant select, insert on shopfloor.machine_logs to signalbox_app;
grant select, insert, update, delete on shopfloor.node_events, shopfloor.node_leases to signalbox_app;
grant select on shopfloor.area_permissions, shopfloor.dashboard_stats to signalbox_app;

create function shopfloor.protect_area(tabled regclass, area_column name) returns void
language plpgsql
as $$
declare
  allowed constant text := '(select platform.is_system()) or (select identity.has_all_scopes(''area'', %2$L)) or %3$I = any ((select identity.scope_ids(''area'', %2$L))::uuid[])';
begin
  execute format('alter table %s enable row level security', tabled);
  execute format('alter table %s force row level security', tabled);
  execute format('create policy area_view on %1$s for select using (' || allowed || ')', tabled, 'view', area_column);
  execute format('create policy area_add on %1$s for insert with check (' || allowed || ')', tabled, 'manage', area_column);
  execute format('create policy area_change on %1$s for update using (' || allowed || ')', tabled, 'manage', area_column);
end
$$;
comment on function shopfloor.protect_area(regclass, name) is
  'Gives a table its policies: people see rows of areas they hold view on and write those they hold manage on; rows without area belong to holders of all areas. The program itself may do both.';
revoke execute on function shopfloor.protect_area(regclass, name) from public;

select shopfloor.protect_area('shopfloor.areas', 'id');
select shopfloor.protect_area('shopfloor.zones', 'area_id');
select shopfloor.protect_area('shopfloor.nodes', 'area_id');
select shopfloor.protect_area('shopfloor.machines', 'area_id');

-- Sessions, logs and reports of devices are written by the program alone, whoever asked for it.
create function shopfloor.protect_history(tabled regclass, visible text) returns void
language plpgsql
as $$
declare
  system constant text := '(select platform.is_system())';
begin
  execute format('alter table %s enable row level security', tabled);
  execute format('alter table %s force row level security', tabled);
  execute format('create policy history_view on %s for select using (%s or %s)', tabled, system, visible);
  execute format('create policy history_add on %s for insert with check (%s)', tabled, system);
  execute format('create policy history_change on %s for update using (%s)', tabled, system);
  execute format('create policy history_remove on %s for delete using (%s)', tabled, system);
end
$$;
comment on function shopfloor.protect_history(regclass, text) is
  'Gives a table its policies: people see rows for which the given condition holds, only the program writes.';
revoke execute on function shopfloor.protect_history(regclass, text) from public;

select shopfloor.protect_history(tabled, $$(select identity.has_all_scopes('area', 'view')) or area_id = any ((select identity.scope_ids('area', 'view'))::uuid[])$$)
from unnest(array['shopfloor.machine_sessions', 'shopfloor.machine_logs']::regclass[]) as tabled;
create policy condition_add on shopfloor.machine_logs for insert with check (
  event_type = 'condition-changed' and user_id = (select platform.current_user_id())
  and ((select identity.has_all_scopes('area', 'manage')) or area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[])));
select shopfloor.protect_history('shopfloor.accessory_io', 'exists (select from shopfloor.nodes as node where node.id = accessory_io.node_id)');
select shopfloor.protect_history('shopfloor.bluetooth_devices', 'exists (select from shopfloor.nodes as node where node.id = bluetooth_devices.node_id)');
select shopfloor.protect_history('shopfloor.estop_events', $$(select identity.has_all_scopes('area', 'view')) or exists (select from shopfloor.zones as zone where zone.id = estop_events.zone_id)$$);
select shopfloor.protect_history('shopfloor.node_events', 'false');
select shopfloor.protect_history('shopfloor.node_leases', 'false');
select shopfloor.protect_history('shopfloor.sync_events', $$(select identity.has_all_scopes('area', 'manage'))$$);

-- What the shop floor raises beside node_offline

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('node_no_answer', 'Node did not release or lock a machine',
   'The node hangs, its relay failed, or its line is bad although beats arrive.',
   'A machine that should be locked may still run, or a person waits at a machine that does not start.',
   'Go to the machine. Switch it off at its main switch if it runs without a session; then restart the node.',
   'P2', 300, 'condition', true),
  ('estop_tripped', 'Emergency stop tripped',
   'Somebody pressed an emergency stop, or its circuit is broken.',
   'The machines of the zone stand still and their sessions have ended; somebody may be in danger.',
   'Go there. Help first. The stop is released and reset at the hardware only; then acknowledge it.',
   'P1', 60, 'condition', true);
