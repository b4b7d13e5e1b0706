-- Other applications of the suite: who is told what, the outbox that is written in the transaction of
-- what happened, and what every attempt to deliver it answered. Source 004, sync_events.

-- Who is told

create table shopfloor.sync_targets (
  id uuid primary key default platform.uuid_v7(),
  target_app varchar(50) not null,
  url text not null,
  event_types text[] not null,
  area_ids uuid[],
  secret text not null,
  allow_private boolean not null default false,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sync_targets_name_present check (btrim(target_app) <> ''),
  constraint sync_targets_url check (url ~ '^https?://' and length(url) <= 500),
  constraint sync_targets_http_private check (url ~ '^https://' or allow_private),
  constraint sync_targets_event_types check (cardinality(event_types) > 0),
  constraint sync_targets_area_ids check (area_ids is null or cardinality(area_ids) > 0)
);
comment on table shopfloor.sync_targets is 'Other applications that are told what happens on the shop floor.';
comment on column shopfloor.sync_targets.id is 'Key.';
comment on column shopfloor.sync_targets.target_app is 'Name of the application; what sync_events.target_app says.';
comment on column shopfloor.sync_targets.url is 'Where events are posted to: https, or http inside the own network.';
comment on column shopfloor.sync_targets.event_types is 'What it is told of.';
comment on column shopfloor.sync_targets.area_ids is 'Areas it is told of; null: all, and what belongs to no area.';
comment on column shopfloor.sync_targets.secret is 'Key that deliveries are signed with, sealed with AES-256-GCM bound to this row.';
comment on column shopfloor.sync_targets.allow_private is 'True: the address may lie in a private network or on this machine.';
comment on column shopfloor.sync_targets.active is 'False: nothing new is written for it and nothing is sent to it.';
comment on column shopfloor.sync_targets.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.sync_targets.created_at is 'When the row was made.';
comment on column shopfloor.sync_targets.updated_at is 'When the row last changed.';
create unique index sync_targets_name_key on shopfloor.sync_targets (lower(target_app));
create index sync_targets_by_name on shopfloor.sync_targets (target_app, id);
select platform.versioned('shopfloor.sync_targets');
select platform.watch('shopfloor.sync_targets');
grant select, insert, update on shopfloor.sync_targets to signalbox_app;
alter table shopfloor.sync_targets enable row level security;
alter table shopfloor.sync_targets force row level security;
create policy sync_targets_managed on shopfloor.sync_targets for all
  using ((select platform.is_system()) or (select identity.has_permission('token:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('token:manage')));

-- The outbox

alter table shopfloor.sync_events
  add column event_id uuid not null default platform.uuid_v7(),
  add column target_id uuid references shopfloor.sync_targets (id),
  add column idempotency_key varchar(200),
  add column next_attempt_at timestamptz not null default now(),
  add column claim uuid,
  add column discarded_at timestamptz,
  add column discarded_by uuid references identity.users (id),
  add constraint sync_events_discarded check (discarded_at is null or status = 'failed'),
  add constraint sync_events_discarded_by check (discarded_by is null or discarded_at is not null);
comment on column shopfloor.sync_events.event_id is 'The happening: the same for every application that is told of it, and for every repetition.';
comment on column shopfloor.sync_events.target_id is 'The subscription it was written for; null for what other applications told.';
comment on column shopfloor.sync_events.idempotency_key is 'For what another application told: its own key, by which a repetition is known.';
comment on column shopfloor.sync_events.next_attempt_at is 'A pending one is not sent before; a claimed one is sent again then unless an answer was recorded.';
comment on column shopfloor.sync_events.claim is 'The delivery under way; an answer is recorded only under its own claim.';
comment on column shopfloor.sync_events.discarded_at is 'When somebody decided that a failed one is not to be sent any more.';
comment on column shopfloor.sync_events.discarded_by is 'Who decided that.';
create unique index sync_events_told_once on shopfloor.sync_events (source_app, idempotency_key)
  where idempotency_key is not null;
create index sync_events_by_time on shopfloor.sync_events (created_at desc, id desc);
create index sync_events_by_target on shopfloor.sync_events (target_id, created_at desc, id desc);
create index sync_events_due on shopfloor.sync_events (target_id, next_attempt_at, id) where status = 'pending';
create index sync_events_queue on shopfloor.sync_events (target_id, resource_type, resource_id, id) where status = 'pending';
create index sync_events_given_up on shopfloor.sync_events (target_id, id) where status = 'failed' and discarded_at is null;
create index sync_events_done on shopfloor.sync_events (processed_at) where status = 'processed';
create index sync_events_by_discarder on shopfloor.sync_events (discarded_by) where discarded_by is not null;
select platform.watch('shopfloor.sync_events');
grant delete on shopfloor.sync_events to signalbox_app;
drop policy history_view on shopfloor.sync_events;
create policy history_view on shopfloor.sync_events for select
  using ((select platform.is_system()) or (select identity.has_permission('token:manage')));

create table shopfloor.sync_attempts (
  id bigint generated always as identity primary key,
  sync_event_id bigint not null references shopfloor.sync_events (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  duration_ms integer not null,
  http_status integer,
  answer varchar(1000),
  error varchar(500),
  constraint sync_attempts_duration check (duration_ms >= 0),
  constraint sync_attempts_outcome check (http_status is not null or error is not null)
);
comment on table shopfloor.sync_attempts is 'What every attempt to deliver an event answered. Goes with its event.';
comment on column shopfloor.sync_attempts.id is 'Key; grows with time.';
comment on column shopfloor.sync_attempts.sync_event_id is 'The event.';
comment on column shopfloor.sync_attempts.at is 'When the attempt ended.';
comment on column shopfloor.sync_attempts.duration_ms is 'How long it took. Milliseconds.';
comment on column shopfloor.sync_attempts.http_status is 'Status the application answered; null: it answered nothing.';
comment on column shopfloor.sync_attempts.answer is 'Beginning of what it answered.';
comment on column shopfloor.sync_attempts.error is 'Why the attempt counts as failed; null: it was accepted.';
create index sync_attempts_by_event on shopfloor.sync_attempts (sync_event_id, id);
grant select, insert on shopfloor.sync_attempts to signalbox_app;
select shopfloor.protect_history('shopfloor.sync_attempts', $$(select identity.has_permission('token:manage'))$$);

-- Writing it in the transaction of what happened

-- Both run with the owner's rights and, for as long as they run, as the program: whoever acts may not
-- write the outbox nor read who is told.
create function shopfloor.sync_wanted(wanted text[]) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  acting constant text := coalesce(current_setting('app.system', true), '');
  answer boolean;
begin
  perform set_config('app.system', 'shopfloor.sync-outbox', true);
  answer := exists (
    select from shopfloor.sync_targets as target where target.active and target.event_types && wanted);
  perform set_config('app.system', acting, true);
  return answer;
end
$$;
comment on function shopfloor.sync_wanted(text[]) is 'True when an application is told of one of these events. Asked first, so that nothing is put together for nobody.';
revoke execute on function shopfloor.sync_wanted(text[]) from public;
grant execute on function shopfloor.sync_wanted(text[]) to signalbox_app;

create function shopfloor.enqueue_sync(happened jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  acting constant text := coalesce(current_setting('app.system', true), '');
begin
  perform set_config('app.system', 'shopfloor.sync-outbox', true);
  with event as materialized (
    select platform.uuid_v7() as event_id, clock_timestamp() as at, told.*
    from jsonb_to_recordset(happened) as told(type text, resource jsonb, area jsonb, zone jsonb, data jsonb)
  )
  insert into shopfloor.sync_events
    (event_id, event_type, resource_type, resource_id, source_app, target_app, target_id, payload)
  select event.event_id, event.type, event.resource ->> 'type', event.resource ->> 'id', 'signalbox',
    target.target_app, target.id,
    jsonb_build_object(
      'version', 1, 'id', event.event_id, 'type', event.type, 'source', 'signalbox',
      'occurredAt', to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'resource', event.resource, 'area', event.area, 'zone', event.zone, 'data', event.data)
  from event
  join shopfloor.sync_targets as target on target.active and event.type = any (target.event_types)
    and (target.area_ids is null or (event.area ->> 'id')::uuid = any (target.area_ids))
  order by event.event_id, target.id;
  perform set_config('app.system', acting, true);
end
$$;
comment on function shopfloor.enqueue_sync(jsonb) is 'Writes events, one row for each application that is told of them. Argument: an array of objects with type, resource, area, zone and data.';
revoke execute on function shopfloor.enqueue_sync(jsonb) from public;
grant execute on function shopfloor.enqueue_sync(jsonb) to signalbox_app;

create function shopfloor.sync_utc(moment timestamptz) returns text
language sql stable parallel safe
as $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;
comment on function shopfloor.sync_utc(timestamptz) is 'A moment as other applications are told it: RFC 3339 in UTC with microseconds.';

create function shopfloor.sync_area(area uuid) returns jsonb
language sql stable
as $$ select jsonb_build_object('id', id, 'code', code, 'name', name) from shopfloor.areas where id = area $$;
comment on function shopfloor.sync_area(uuid) is 'An area as other applications are told it; null where there is none.';

create function shopfloor.sync_zone(zone uuid) returns jsonb
language sql stable
as $$ select jsonb_build_object('id', id, 'code', code, 'name', name) from shopfloor.zones where id = zone $$;
comment on function shopfloor.sync_zone(uuid) is 'A zone as other applications are told it; null where there is none.';

create function shopfloor.sync_person(person uuid) returns jsonb
language sql stable
as $$ select jsonb_build_object('id', id, 'username', username) from identity.users where id = person $$;
comment on function shopfloor.sync_person(uuid) is 'A person as other applications are told them: key and name of the account, never a badge. Null where there is none.';

-- Sessions are told from the machine's log, which is written in their transaction whoever ends them.
create function shopfloor.tell_of_log_lines() returns trigger
language plpgsql
as $$
declare
  happened jsonb;
begin
  if not shopfloor.sync_wanted(array['session.started', 'session.ended', 'session.warned', 'session.refused']) then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object(
    'type', replace(line.event_type, '-', '.'),
    'resource', jsonb_build_object('type', 'machine', 'id', machine.id, 'code', machine.machine_id, 'name', machine.name),
    'area', shopfloor.sync_area(line.area_id), 'zone', shopfloor.sync_zone(machine.zone_id),
    'data', jsonb_build_object(
      'at', shopfloor.sync_utc(line.timestamp), 'sessionId', line.session_id,
      'person', shopfloor.sync_person(coalesce(session.user_id, line.user_id)),
      'via', line.event_data -> 'via', 'reason', line.reason, 'endedBy', session.ended_by,
      'startedAt', shopfloor.sync_utc(session.start_time), 'endedAt', shopfloor.sync_utc(session.end_time))
    ) order by line.id)
  into happened
  from changed as line
  join shopfloor.machines as machine on machine.id = line.machine_id
  left join shopfloor.machine_sessions as session on session.id = line.session_id
  where line.event_type in ('session-started', 'session-ended', 'session-warned', 'session-refused');
  if happened is not null then
    perform shopfloor.enqueue_sync(happened);
  end if;
  return null;
end
$$;
comment on function shopfloor.tell_of_log_lines() is 'AFTER INSERT statement trigger of machine_logs: tells other applications of sessions that started, ended, were warned or refused.';
create trigger tell_of_log_lines after insert on shopfloor.machine_logs
  referencing new table as changed for each statement
  when (coalesce(current_setting('app.system', true), '') <> 'shopfloor.move-in')
  execute function shopfloor.tell_of_log_lines();

create function shopfloor.sync_stop(type text, stop shopfloor.estop_events) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'type', type,
    'resource', case when node.id is null then jsonb_build_object('type', 'zone', 'id', stop.zone_id)
      else jsonb_build_object('type', 'node', 'id', node.id, 'code', node.node_id, 'name', node.name) end,
    'area', shopfloor.sync_area(zone.area_id), 'zone', shopfloor.sync_zone(zone.id),
    'data', jsonb_build_object('at', shopfloor.sync_utc(stop.timestamp), 'stopId', stop.id,
      'acknowledgedBy', shopfloor.sync_person(stop.acknowledged_by),
      'acknowledgedAt', shopfloor.sync_utc(stop.acknowledged_at)))
  from (select) as one
  left join shopfloor.nodes as node on node.id = stop.node_id
  left join shopfloor.zones as zone on zone.id = stop.zone_id
$$;
comment on function shopfloor.sync_stop(text, shopfloor.estop_events) is 'What other applications are told of an emergency stop.';

create function shopfloor.tell_of_stops() returns trigger
language plpgsql
as $$
declare
  happened jsonb;
begin
  if not shopfloor.sync_wanted(array['estop.tripped', 'estop.reset', 'estop.test', 'estop.acknowledged']) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    select jsonb_agg(shopfloor.sync_stop(
      case stop.event_type when 'emergency_stop' then 'estop.tripped' else 'estop.' || stop.event_type end, stop)
      order by stop.timestamp, stop.id)
    into happened from changed as stop;
  else
    select jsonb_agg(shopfloor.sync_stop('estop.acknowledged', stop) order by stop.timestamp, stop.id)
    into happened from changed as stop join previous as before on before.id = stop.id
    where before.acknowledged_at is null and stop.acknowledged_at is not null;
  end if;
  if happened is not null then
    perform shopfloor.enqueue_sync(happened);
  end if;
  return null;
end
$$;
comment on function shopfloor.tell_of_stops() is 'AFTER statement trigger of estop_events: tells other applications of emergency stops, drills, resets and acknowledgements.';
create trigger tell_of_new_stops after insert on shopfloor.estop_events
  referencing new table as changed for each statement
  when (coalesce(current_setting('app.system', true), '') <> 'shopfloor.move-in')
  execute function shopfloor.tell_of_stops();
create trigger tell_of_acknowledged_stops after update on shopfloor.estop_events
  referencing new table as changed old table as previous for each statement
  execute function shopfloor.tell_of_stops();

create function shopfloor.tell_of_nodes() returns trigger
language plpgsql
as $$
declare
  happened jsonb;
begin
  if not shopfloor.sync_wanted(array['node.status', 'node.changed']) then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object(
    'type', told.type,
    'resource', jsonb_build_object('type', 'node', 'id', node.id, 'code', node.node_id, 'name', node.name),
    'area', shopfloor.sync_area(node.area_id), 'zone', shopfloor.sync_zone(node.zone_id),
    'data', case told.type
      when 'node.status' then jsonb_build_object('status', node.status, 'previous', before.status,
        'lastSeen', shopfloor.sync_utc(node.last_seen), 'firmwareVersion', node.firmware_version)
      else jsonb_build_object('change', 'updated', 'nodeType', node.node_type, 'active', node.active) end
    ) order by node.node_id, told.type)
  into happened
  from changed as node
  join previous as before on before.id = node.id
  cross join lateral (
    select 'node.status' as type where node.status <> before.status
    union all select 'node.changed' where node.version <> before.version
  ) as told;
  if happened is not null then
    perform shopfloor.enqueue_sync(happened);
  end if;
  return null;
end
$$;
comment on function shopfloor.tell_of_nodes() is 'AFTER UPDATE statement trigger of nodes: tells other applications of a new status or new settings.';
create trigger tell_of_nodes after update on shopfloor.nodes
  referencing new table as changed old table as previous for each statement
  execute function shopfloor.tell_of_nodes();

create function shopfloor.tell_of_machines() returns trigger
language plpgsql
as $$
declare
  happened jsonb;
  judged constant text[] := array['condition', 'condition_note', 'condition_since', 'condition_by', 'version', 'updated_at'];
begin
  if not shopfloor.sync_wanted(array['machine.condition', 'machine.changed']) then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object(
    'type', told.type,
    'resource', jsonb_build_object('type', 'machine', 'id', machine.id, 'code', machine.machine_id, 'name', machine.name),
    'area', shopfloor.sync_area(machine.area_id), 'zone', shopfloor.sync_zone(machine.zone_id),
    'data', case told.type
      when 'machine.condition' then jsonb_build_object('condition', machine.condition, 'previous', before.condition,
        'note', machine.condition_note, 'person', shopfloor.sync_person(machine.condition_by))
      else jsonb_build_object('change', 'updated', 'active', machine.active, 'requiresRfid', machine.requires_rfid,
        'timeoutMinutes', machine.timeout_minutes, 'warningMinutes', machine.warning_minutes) end
    ) order by machine.machine_id, told.type)
  into happened
  from changed as machine
  join previous as before on before.id = machine.id
  cross join lateral (
    select 'machine.condition' as type where machine.condition <> before.condition
    union all
    select 'machine.changed' where to_jsonb(machine) - judged is distinct from to_jsonb(before) - judged
  ) as told;
  if happened is not null then
    perform shopfloor.enqueue_sync(happened);
  end if;
  return null;
end
$$;
comment on function shopfloor.tell_of_machines() is 'AFTER UPDATE statement trigger of machines: tells other applications of a new condition or new settings.';
create trigger tell_of_machines after update on shopfloor.machines
  referencing new table as changed old table as previous for each statement
  execute function shopfloor.tell_of_machines();

create function shopfloor.tell_of_structure() returns trigger
language plpgsql
as $$
declare
  kind constant text := tg_argv[0];
  happened jsonb;
begin
  if not shopfloor.sync_wanted(array[kind || '.changed']) then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object(
    'type', kind || '.changed',
    'resource', jsonb_build_object('type', kind, 'id', thing.whole ->> 'id',
      'code', coalesce(thing.whole ->> 'machine_id', thing.whole ->> 'node_id', thing.whole ->> 'code'),
      'name', thing.whole ->> 'name'),
    'area', shopfloor.sync_area(case when kind = 'area' then thing.whole ->> 'id' else thing.whole ->> 'area_id' end::uuid),
    'zone', shopfloor.sync_zone(case when kind = 'zone' then thing.whole ->> 'id' else thing.whole ->> 'zone_id' end::uuid),
    'data', jsonb_build_object(
      'change', case when tg_op = 'INSERT' then 'created' else 'updated' end,
      'active', thing.whole -> 'active')
    ) order by thing.whole ->> 'id')
  into happened
  from (select to_jsonb(changed) as whole from changed) as thing;
  if happened is not null then
    perform shopfloor.enqueue_sync(happened);
  end if;
  return null;
end
$$;
comment on function shopfloor.tell_of_structure() is 'AFTER statement trigger of areas and zones, and of new machines and nodes: tells other applications. Argument: the kind of thing.';

create trigger tell_of_new_areas after insert on shopfloor.areas
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('area');
create trigger tell_of_changed_areas after update on shopfloor.areas
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('area');
create trigger tell_of_new_zones after insert on shopfloor.zones
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('zone');
create trigger tell_of_changed_zones after update on shopfloor.zones
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('zone');
create trigger tell_of_new_machines after insert on shopfloor.machines
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('machine');
create trigger tell_of_new_nodes after insert on shopfloor.nodes
  referencing new table as changed for each statement execute function shopfloor.tell_of_structure('node');

-- What is raised when an application cannot be told

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('sync_failed', 'Another application was not told',
   'The application is down, refuses what it is sent, or its address or key has changed.',
   'It does not know what happened on the shop floor. What it was not told is kept.',
   'Open Other applications and read what it answered. Put it right, then send the failed events again, or discard them.',
   'P4', 28800, 'condition', true);
