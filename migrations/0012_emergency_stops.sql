-- Emergency stops as domain.md 3.10 has them: circuits that are watched, who was there when one
-- tripped, notes, and drills. The hardware stops and resets; here it is only recorded.

-- Which node sees the stop circuit of its zone

alter table shopfloor.nodes
  add column monitors_estop boolean not null default true,
  add column drill_every_days integer default 30,
  add constraint nodes_drill_every check (drill_every_days between 1 and 366);
comment on column shopfloor.nodes.monitors_estop is 'True: it sees the emergency stop circuit of its zone. While it is silent nothing starts in the zone.';
comment on column shopfloor.nodes.drill_every_days is 'A drill of its stop circuit is due this long after the last one that was passed. Days; null: none is due.';
update shopfloor.nodes set monitors_estop = false where node_type <> 'machine_monitor';
create trigger raise_version_safety before update of monitors_estop, drill_every_days
  on shopfloor.nodes for each row execute function platform.raise_version();
create trigger set_updated_at_safety before update of monitors_estop, drill_every_days
  on shopfloor.nodes for each row execute function platform.set_updated_at();

create view shopfloor.unseen_circuits with (security_invoker = true) as
select node.id as node_id, node.node_id as node_code, node.name, node.zone_id, node.last_seen
from shopfloor.nodes as node
where node.active and node.monitors_estop and node.zone_id is not null
  and not shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds);
comment on view shopfloor.unseen_circuits is 'Stop circuits that nobody can vouch for: the node that sees them is silent. For new starts they count as tripped.';
comment on column shopfloor.unseen_circuits.node_id is 'Key of the node.';
comment on column shopfloor.unseen_circuits.node_code is 'Business code of the node.';
comment on column shopfloor.unseen_circuits.name is 'Name of the node.';
comment on column shopfloor.unseen_circuits.zone_id is 'The zone whose circuit it sees.';
comment on column shopfloor.unseen_circuits.last_seen is 'When it was last heard; null: never.';
grant select on shopfloor.unseen_circuits to signalbox_app;

alter table shopfloor.machine_logs
  drop constraint machine_logs_reason,
  add constraint machine_logs_reason check (reason in (
    'badge-unknown', 'badge-blocked', 'badge-lost', 'user-inactive', 'not-trained',
    'machine-inactive', 'machine-to-check', 'machine-blocked', 'machine-busy', 'node-offline',
    'estop-active', 'not-in-cache', 'database-away', 'estop-unseen'));

-- Drills

create table shopfloor.estop_drills (
  id uuid primary key default platform.uuid_v7(),
  node_id uuid not null references shopfloor.nodes (id),
  zone_id uuid,
  area_id uuid,
  status varchar(10) not null default 'planned',
  planned_for timestamptz not null,
  planned_by uuid references identity.users (id),
  allowed_seconds integer not null default 2,
  started_at timestamptz,
  started_by uuid references identity.users (id),
  ends_at timestamptz,
  finished_at timestamptz,
  result varchar(10),
  machines_running integer,
  machines_locked integer,
  slowest_ms integer,
  note varchar(500),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint estop_drills_zone_fkey foreign key (zone_id, area_id)
    references shopfloor.zones (id, area_id) on update cascade,
  constraint estop_drills_zone_with_area check ((zone_id is null) = (area_id is null)),
  constraint estop_drills_status check (status in ('planned', 'running', 'done', 'missed', 'cancelled')),
  constraint estop_drills_result check (result in ('passed', 'failed')),
  constraint estop_drills_allowed check (allowed_seconds between 1 and 60),
  constraint estop_drills_started check (
    (started_at is null) = (ends_at is null) and (status not in ('running', 'done') or started_at is not null)),
  constraint estop_drills_finished check (
    (status in ('planned', 'running')) = (finished_at is null) and (status = 'done') = (result is not null)),
  constraint estop_drills_counts check (
    machines_running >= 0 and machines_locked between 0 and machines_running and slowest_ms >= 0)
);
comment on table shopfloor.estop_drills is 'Drills of emergency stops: planned, started for a limited time, done or missed.';
comment on column shopfloor.estop_drills.id is 'Key.';
comment on column shopfloor.estop_drills.node_id is 'The node whose stop circuit is tried.';
comment on column shopfloor.estop_drills.zone_id is 'Zone in which the node stood when the drill was planned.';
comment on column shopfloor.estop_drills.area_id is 'Area of zone_id, kept by trigger and foreign key; decides who may see the row.';
comment on column shopfloor.estop_drills.status is 'planned; running: a trip counts as test; done; missed: its time passed without a trip; cancelled.';
comment on column shopfloor.estop_drills.planned_for is 'When it is to be held.';
comment on column shopfloor.estop_drills.planned_by is 'Who planned it.';
comment on column shopfloor.estop_drills.allowed_seconds is 'Every machine of the zone must be locked within this time for the drill to be passed. Seconds.';
comment on column shopfloor.estop_drills.started_at is 'When it was started.';
comment on column shopfloor.estop_drills.started_by is 'Who started it.';
comment on column shopfloor.estop_drills.ends_at is 'Until when a trip counts as test.';
comment on column shopfloor.estop_drills.finished_at is 'When it was decided, missed or cancelled.';
comment on column shopfloor.estop_drills.result is 'passed or failed; only of a drill that is done.';
comment on column shopfloor.estop_drills.machines_running is 'Machines of the zone that ran when the stop tripped.';
comment on column shopfloor.estop_drills.machines_locked is 'How many of them their node reported locked in time.';
comment on column shopfloor.estop_drills.slowest_ms is 'From the trip to the last confirmed lock. Milliseconds; null where no machine ran or none was confirmed.';
comment on column shopfloor.estop_drills.note is 'What was noticed, or why it was cancelled.';
comment on column shopfloor.estop_drills.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.estop_drills.created_at is 'When the row was made.';
comment on column shopfloor.estop_drills.updated_at is 'When the row last changed.';
create unique index estop_drills_one_running on shopfloor.estop_drills (node_id) where status = 'running';
create index estop_drills_by_node on shopfloor.estop_drills (node_id, planned_for desc, id desc);
create index estop_drills_by_time on shopfloor.estop_drills (planned_for desc, id desc);
create index estop_drills_by_area on shopfloor.estop_drills (area_id, planned_for desc, id desc);
create index estop_drills_by_zone on shopfloor.estop_drills (zone_id);
create index estop_drills_open on shopfloor.estop_drills (status, planned_for) where status in ('planned', 'running');
create index estop_drills_passed on shopfloor.estop_drills (node_id, finished_at desc) where result = 'passed';
comment on index shopfloor.estop_drills_one_running is 'Of two people who start a drill of one circuit, the database lets one.';
create trigger area_of_zone before insert or update of zone_id on shopfloor.estop_drills
  for each row execute function shopfloor.area_of_zone();
select platform.versioned('shopfloor.estop_drills');
select platform.watch('shopfloor.estop_drills');
grant select, insert, update on shopfloor.estop_drills to signalbox_app;
select shopfloor.protect_area('shopfloor.estop_drills', 'area_id');

-- What is known of a stop

alter table shopfloor.estop_events
  add column acknowledge_note varchar(500),
  add column drill_id uuid references shopfloor.estop_drills (id),
  add column version integer not null default 1,
  add constraint estop_events_note check (acknowledge_note is null or acknowledged_at is not null),
  add constraint estop_events_drill check (drill_id is null or event_type = 'test');
comment on column shopfloor.estop_events.acknowledge_note is 'What the person who acknowledged it said.';
comment on column shopfloor.estop_events.drill_id is 'The drill in which it was pressed; null for danger, and for a test that the hardware itself announced.';
comment on column shopfloor.estop_events.version is 'Raised by every change of what people write about it.';
create index estop_events_by_drill on shopfloor.estop_events (drill_id) where drill_id is not null;
create index estop_events_by_time on shopfloor.estop_events (timestamp desc, id desc);
create trigger raise_version before update of description, triggered_by on shopfloor.estop_events
  for each row execute function platform.raise_version();

create table shopfloor.estop_presences (
  id bigint generated always as identity primary key,
  event_id uuid not null references shopfloor.estop_events (id),
  user_id uuid references identity.users (id),
  machine_id uuid not null references shopfloor.machines (id),
  session_id uuid references shopfloor.machine_sessions (id),
  presence varchar(10) not null,
  since timestamptz not null,
  last_seen timestamptz not null,
  constraint estop_presences_presence check (presence in ('running', 'recent')),
  constraint estop_presences_times check (last_seen >= since)
);
comment on table shopfloor.estop_presences is 'Who was in the zone when an emergency stop tripped, as far as badges tell. Written with the event, never changed.';
comment on column shopfloor.estop_presences.id is 'Key.';
comment on column shopfloor.estop_presences.event_id is 'The stop.';
comment on column shopfloor.estop_presences.user_id is 'The person.';
comment on column shopfloor.estop_presences.machine_id is 'Where the person was seen.';
comment on column shopfloor.estop_presences.session_id is 'The session that ran; null for somebody seen shortly before.';
comment on column shopfloor.estop_presences.presence is 'running: had a session at that moment; recent: was seen there within the minutes before.';
comment on column shopfloor.estop_presences.since is 'Since when the session ran, or when the person was seen.';
comment on column shopfloor.estop_presences.last_seen is 'Last sign of the person at the machine before the stop.';
create index estop_presences_by_event on shopfloor.estop_presences (event_id);
create index estop_presences_by_user on shopfloor.estop_presences (user_id);
create index estop_presences_by_machine on shopfloor.estop_presences (machine_id);
create index estop_presences_by_session on shopfloor.estop_presences (session_id);
grant select, insert on shopfloor.estop_presences to signalbox_app;
select shopfloor.protect_history('shopfloor.estop_presences',
  'exists (select from shopfloor.estop_events as event where event.id = estop_presences.event_id)');

create or replace view shopfloor.standing_stops with (security_invoker = true) as
select stop.id, stop.zone_id, stop.node_id, stop.timestamp as since, stop.acknowledged_at,
  stop.acknowledged_by, reset.at as reset_at, stop.event_type, stop.drill_id, stop.triggered_by,
  stop.description, stop.acknowledge_note, stop.version
from shopfloor.estop_events as stop
left join lateral (
  select min(event.timestamp) as at from shopfloor.estop_events as event
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct from stop.zone_id
    and event.node_id is not distinct from stop.node_id
) as reset on true
where stop.event_type in ('emergency_stop', 'test')
  and (reset.at is null or (stop.event_type = 'emergency_stop' and stop.acknowledged_at is null));
comment on column shopfloor.standing_stops.event_type is 'emergency_stop, or test for a drill.';
comment on column shopfloor.standing_stops.drill_id is 'The drill in which it was pressed.';
comment on column shopfloor.standing_stops.triggered_by is 'Who pressed it, where known.';
comment on column shopfloor.standing_stops.description is 'What people wrote about it.';
comment on column shopfloor.standing_stops.acknowledge_note is 'What the person who acknowledged it said.';
comment on column shopfloor.standing_stops.version is 'Raised by every change of what people write about it.';

create function shopfloor.drill_due(node uuid) returns timestamptz
language sql stable
as $$
  select coalesce(
      (select max(drill.finished_at) from shopfloor.estop_drills as drill
       where drill.node_id = circuit.id and drill.result = 'passed'),
      circuit.created_at) + make_interval(days => circuit.drill_every_days)
  from shopfloor.nodes as circuit
  where circuit.id = node and circuit.active and circuit.monitors_estop
$$;
comment on function shopfloor.drill_due(uuid) is
  'When the next drill of a node''s stop circuit is due: its interval after the last one that was passed, or after the node was set up. Null: never.';

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('estop_drill_overdue', 'Emergency stop drill overdue',
   'No drill of this stop circuit was passed within its interval.',
   'A worn button, a welded contact or a cut wire stays unnoticed until somebody needs the stop.',
   'Plan a drill in the drill calendar, or hold one now: start it, press the button, and reset at the hardware.',
   'P4', 28800, 'condition', true);
