-- estops: lockCircuit
select
  from shopfloor.zones as zone
   
  where zone.id in (select zone_id
  from shopfloor.nodes
  where id = $1
      union select zone_id
  from shopfloor.machines
  where node_id = $2)
   
  order by zone.id for no key update;
select
  from shopfloor.nodes
  where id = $1 for no key update;
select open.id as open_id, open.kind, coalesce(open.acknowledged, false) as acknowledged,
      exists (select
  from shopfloor.standing_stops as stop
       
  where stop.node_id = node.id and stop.reset_at is not null) as waiting,
      (select drill.id
  from shopfloor.estop_drills as drill
       
  where drill.node_id = node.id and drill.status = 'running' and drill.ends_at > clock_timestamp()) as drill_id,
      node.active and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as seen
   
  from shopfloor.nodes as node
   
  left join lateral (
      select stop.id, stop.acknowledged_at is not null as acknowledged,
        case when stop.event_type = 'emergency_stop' then 'stop'
          when stop.drill_id is not null then 'drill' else 'test' end as kind
     
  from shopfloor.standing_stops as stop
     
  where stop.node_id = node.id and stop.reset_at is null
     
  order by stop.event_type = 'emergency_stop' desc, stop.since desc
  limit 1
    ) as open on true
   
  where node.id = $1;

-- estops: recordStop
insert into shopfloor.estop_events (node_id, zone_id, event_type, drill_id, timestamp)
    select node.id, node.zone_id, $1, $2::uuid,
      coalesce($3::timestamptz, clock_timestamp())
   
  from shopfloor.nodes as node
  where node.id = $4
   
  returning id;

-- estops: recordPastStop
insert into shopfloor.estop_events (node_id, zone_id, event_type, drill_id, timestamp)
    select node.id, node.zone_id, $1, $2::uuid,
      coalesce($3::timestamptz, clock_timestamp())
   
  from shopfloor.nodes as node
  where node.id = $4
   
  returning id;

-- estops: recordPastReset
insert into shopfloor.estop_events (node_id, zone_id, event_type, timestamp)
    select stop.node_id, stop.zone_id, 'reset',
      greatest($1::timestamptz, max(stop.since) + interval '1 microsecond')
   
  from shopfloor.standing_stops as stop
   
  where stop.node_id = $2 and stop.reset_at is null
      and stop.since <= $3::timestamptz + interval '5 seconds'
   
  group by stop.node_id, stop.zone_id;

-- estops: recordPresences
with stop as (
      select id, zone_id, node_id, timestamp as at
  from shopfloor.estop_events
  where id = $1
    ), stopped as (
      select machine.id, stop.at
  from shopfloor.machines as machine
      join stop on machine.zone_id = stop.zone_id or machine.node_id = stop.node_id
    ), running as (
      select session.user_id, session.machine_id, session.id as session_id,
        session.start_time as since, greatest(session.start_time, least(session.last_activity, stopped.at)) as last_seen
     
  from shopfloor.machine_sessions as session
      join stopped on stopped.id = session.machine_id
     
  where session.start_time <= stopped.at and (session.active or session.end_time > stopped.at
        or (session.ended_by = 'estop' and session.end_inferred
          and session.end_time > stopped.at - interval '5 seconds'))
    ), seen as (
      select line.user_id, line.machine_id, line.timestamp
     
  from shopfloor.machine_logs as line join stopped on stopped.id = line.machine_id
     
  where line.timestamp > stopped.at - make_interval(mins => $2) and line.timestamp <= stopped.at
     
  union all
      select session.user_id, session.machine_id, session.end_time
     
  from shopfloor.machine_sessions as session join stopped on stopped.id = session.machine_id
     
  where session.end_time > stopped.at - make_interval(mins => $3) and session.end_time <= stopped.at
    ), recent as (
      select distinct on (seen.user_id) seen.user_id, seen.machine_id, seen.timestamp
  from seen
     
  where seen.user_id is not null
        and not exists (select
  from running
  where running.user_id = seen.user_id)
     
  order by seen.user_id, seen.timestamp desc
    )
    insert into shopfloor.estop_presences
      (event_id, user_id, machine_id, session_id, presence, since, last_seen)
    select $4::uuid, user_id, machine_id, session_id, 'running', since, last_seen
  from running
   
  union all
    select $5::uuid, user_id, machine_id, null, 'recent', timestamp, timestamp
  from recent;

-- estops: recordReset
insert into shopfloor.estop_events (node_id, zone_id, event_type, timestamp)
    select distinct stop.node_id, stop.zone_id, 'reset', clock_timestamp()
   
  from shopfloor.standing_stops as stop
   
  where stop.node_id = $1 and stop.reset_at is null;

-- estops: findStoppedSessions
select session.id
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.nodes as node on node.id = $1
   
  where session.active and (machine.node_id = node.id or machine.zone_id = node.zone_id)
   
  order by session.machine_id;

-- estops: findSeenStop
select stop.event_type as type, stop.node_id as node_key, node.node_id as node_code, node.name as node_name
   
  from shopfloor.estop_events as stop
   
  left join shopfloor.nodes as node on node.id = stop.node_id
   
  where stop.id = $1 and stop.event_type in ('emergency_stop', 'test');

-- estops: acknowledgeStop
update shopfloor.estop_events
   
  set acknowledged_by = $1, acknowledged_at = clock_timestamp(), acknowledge_note = $2
   
  where id = $3 and event_type = 'emergency_stop' and acknowledged_at is null;

-- estops: describeStop
update shopfloor.estop_events
   
  set description = $1, triggered_by = $2
   
  where id = $3 and version = $4 and event_type in ('emergency_stop', 'test');

-- estops: declareReal
with meant as (
      update shopfloor.estop_events as stop
  set event_type = 'emergency_stop', drill_id = null
     
  from shopfloor.standing_stops as standing
     
  where stop.id = $1 and standing.id = stop.id and standing.reset_at is null
        and stop.event_type = 'test'
     
  returning stop.id, standing.drill_id
    ), called_off as (
      update shopfloor.estop_drills as drill
     
  set status = 'cancelled', finished_at = clock_timestamp(), result = null,
        machines_running = null, machines_locked = null, slowest_ms = null
     
  from meant
  where drill.id = meant.drill_id
    )
    select id
  from meant;

-- estops: listStandingStops
select "stop"."id", "stop"."event_type", "stop"."timestamp", "area"."id" as "area_id", "area"."name" as "area_name", "stop"."zone_id", "zone"."name" as "zone_name", "stop"."node_id" as "node_key", "node"."node_id" as "node_code", "node"."name" as "node_name", "stop"."triggered_by", "presser"."full_name" as "presser_name", "stop"."description", "stop"."acknowledged_at", "person"."full_name", "stop"."acknowledge_note", "stop"."drill_id", "stop"."version", (select min(event.timestamp)
 
  from shopfloor.estop_events as event
 
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct
  from stop.zone_id
    and event.node_id is not distinct
  from stop.node_id) as "reset_at", (select count(*)::integer
  from shopfloor.estop_presences as presence
 
  where presence.event_id = stop.id) as "presences"
  from "shopfloor"."estop_events" as "stop"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "stop"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "zone"."area_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "stop"."node_id"
  left join "identity"."users" as "person" on "person"."id" = "stop"."acknowledged_by"
  left join "identity"."users" as "presser" on "presser"."id" = "stop"."triggered_by"
  where "stop"."event_type" in ($1, $2) and "stop"."id" in (select standing.id as "id"
  from "shopfloor"."standing_stops" as "standing")
  order by "stop"."timestamp", "stop"."id";

-- estops: listStops
select "stop"."id", "stop"."event_type", "stop"."timestamp", "area"."id" as "area_id", "area"."name" as "area_name", "stop"."zone_id", "zone"."name" as "zone_name", "stop"."node_id" as "node_key", "node"."node_id" as "node_code", "node"."name" as "node_name", "stop"."triggered_by", "presser"."full_name" as "presser_name", "stop"."description", "stop"."acknowledged_at", "person"."full_name", "stop"."acknowledge_note", "stop"."drill_id", "stop"."version", (select min(event.timestamp)
 
  from shopfloor.estop_events as event
 
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct
  from stop.zone_id
    and event.node_id is not distinct
  from stop.node_id) as "reset_at", (select count(*)::integer
  from shopfloor.estop_presences as presence
 
  where presence.event_id = stop.id) as "presences"
  from "shopfloor"."estop_events" as "stop"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "stop"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "zone"."area_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "stop"."node_id"
  left join "identity"."users" as "person" on "person"."id" = "stop"."acknowledged_by"
  left join "identity"."users" as "presser" on "presser"."id" = "stop"."triggered_by"
  where "stop"."event_type" in ($1, $2) and "zone"."area_id" = $3 and "stop"."zone_id" = $4 and "stop"."event_type" = $5 and "stop"."timestamp" >= $6 and "stop"."timestamp" < $7
  order by "stop"."timestamp" desc, "stop"."id" desc
  limit $8;

-- estops: findStop
select "stop"."id", "stop"."event_type", "stop"."timestamp", "area"."id" as "area_id", "area"."name" as "area_name", "stop"."zone_id", "zone"."name" as "zone_name", "stop"."node_id" as "node_key", "node"."node_id" as "node_code", "node"."name" as "node_name", "stop"."triggered_by", "presser"."full_name" as "presser_name", "stop"."description", "stop"."acknowledged_at", "person"."full_name", "stop"."acknowledge_note", "stop"."drill_id", "stop"."version", (select min(event.timestamp)
 
  from shopfloor.estop_events as event
 
  where event.event_type = 'reset' and event.timestamp > stop.timestamp
    and event.zone_id is not distinct
  from stop.zone_id
    and event.node_id is not distinct
  from stop.node_id) as "reset_at", (select count(*)::integer
  from shopfloor.estop_presences as presence
 
  where presence.event_id = stop.id) as "presences"
  from "shopfloor"."estop_events" as "stop"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "stop"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "zone"."area_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "stop"."node_id"
  left join "identity"."users" as "person" on "person"."id" = "stop"."acknowledged_by"
  left join "identity"."users" as "presser" on "presser"."id" = "stop"."triggered_by"
  where "stop"."event_type" in ($1, $2) and "stop"."id" = $3;

-- estops: listPresences
select presence.user_id, person.full_name, person.phone, machine.id as machine_key,
      machine.machine_id, machine.name as machine_name, presence.presence, presence.since, presence.last_seen
   
  from shopfloor.estop_presences as presence
    join shopfloor.machines as machine on machine.id = presence.machine_id
   
  left join identity.users as person on person.id = presence.user_id
   
  where presence.event_id = $1
   
  order by presence.presence = 'running' desc, presence.last_seen desc, presence.id;

-- estops: listCircuits
select node.id as node_key, node.node_id, node.name, node.area_id, area.name as area_name,
      node.zone_id, zone.name as zone_name, link.online, node.last_seen,
      (select count(*)::integer
  from shopfloor.machines as machine
       
  where machine.active and (machine.zone_id = node.zone_id or machine.node_id = node.id)) as machine_count,
      open.event_type as open_type, open.acknowledged, open.since as open_since,
      (select min(stop.since)
  from shopfloor.standing_stops as stop
       
  where stop.node_id = node.id and stop.reset_at is not null) as waiting_since,
      node.drill_every_days,
      (select max(drill.finished_at)
  from shopfloor.estop_drills as drill
       
  where drill.node_id = node.id and drill.result = 'passed') as last_passed_at,
      shopfloor.drill_due(node.id) as due_at,
      next.id as drill_id, next.status as drill_status, coalesce(next.started_at, next.planned_for) as drill_at,
      next.version as drill_version
   
  from shopfloor.nodes as node
   
  left join shopfloor.zones as zone on zone.id = node.zone_id
   
  left join shopfloor.areas as area on area.id = node.area_id
   
  left join lateral (select node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as online) as link on true
   
  left join lateral (
      select stop.event_type, stop.acknowledged_at is not null as acknowledged, stop.since
     
  from shopfloor.standing_stops as stop
     
  where stop.node_id = node.id and stop.reset_at is null
     
  order by stop.event_type = 'emergency_stop' desc, stop.since desc
  limit 1
    ) as open on true
   
  left join lateral (
      select drill.id, drill.status, drill.started_at, drill.planned_for, drill.version
     
  from shopfloor.estop_drills as drill
     
  where drill.node_id = node.id and drill.status in ('planned', 'running')
     
  order by drill.status = 'running' desc, drill.planned_for
  limit 1
    ) as next on true
   
  where (node.active and node.monitors_estop)
      or exists (select
  from shopfloor.standing_stops as stop
  where stop.node_id = node.id)
   
  order by area.name, zone.name, node.node_id;

-- stop requests: findRequestedPlace, machine
select area_id
  from shopfloor.machines
  where id = $1;

-- stop requests: findRequestedPlace, zone
select area_id
  from shopfloor.zones
  where id = $1;

-- stop requests: findRequestedSessions
select session.id, machine.machine_id, machine.name, person.full_name
   
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  left join identity.users as person on person.id = session.user_id
   
  where session.active and (machine.id = $1::uuid or machine.zone_id = $2::uuid)
   
  order by session.machine_id;

-- drills: listDrills
select "drill".*, "node"."node_id" as "node_code", "node"."name" as "node_name", "zone"."name" as "zone_name", "area"."name" as "area_name", "planner"."full_name" as "planner_name", "starter"."full_name" as "starter_name", (select min(event.timestamp)
  from shopfloor.estop_events as event
       
  where event.drill_id = drill.id) as "tripped_at"
  from "shopfloor"."estop_drills" as "drill"
  inner join "shopfloor"."nodes" as "node" on "node"."id" = "drill"."node_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "drill"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "drill"."area_id"
  left join "identity"."users" as "planner" on "planner"."id" = "drill"."planned_by"
  left join "identity"."users" as "starter" on "starter"."id" = "drill"."started_by"
  where "drill"."area_id" = $1 and "drill"."zone_id" = $2 and "drill"."status" = $3 and "drill"."result" = $4 and "drill"."planned_for" >= $5 and "drill"."planned_for" < $6
  order by "drill"."planned_for" desc, "drill"."id" desc
  limit $7;

-- drills: findDrill
select "drill".*, "node"."node_id" as "node_code", "node"."name" as "node_name", "zone"."name" as "zone_name", "area"."name" as "area_name", "planner"."full_name" as "planner_name", "starter"."full_name" as "starter_name", (select min(event.timestamp)
  from shopfloor.estop_events as event
       
  where event.drill_id = drill.id) as "tripped_at"
  from "shopfloor"."estop_drills" as "drill"
  inner join "shopfloor"."nodes" as "node" on "node"."id" = "drill"."node_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "drill"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "drill"."area_id"
  left join "identity"."users" as "planner" on "planner"."id" = "drill"."planned_by"
  left join "identity"."users" as "starter" on "starter"."id" = "drill"."started_by"
  where "drill"."id" = $1;

-- drills: insertDrill
insert into shopfloor.estop_drills (node_id, zone_id, planned_for, allowed_seconds, planned_by)
    select node.id, node.zone_id, $1, $2, $3
   
  from shopfloor.nodes as node
  where node.id = $4
   
  returning id;

-- drills: whyNoDrill
select exists (select
  from shopfloor.standing_stops as stop
  where stop.node_id = node.id) as stands,
      not (node.active and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)) as silent
   
  from shopfloor.nodes as node
  where node.id = $1;

-- drills: startDrill
update shopfloor.estop_drills
   
  set status = 'running', started_at = clock_timestamp(), started_by = $1,
      ends_at = clock_timestamp() + make_interval(mins => $2)
   
  where id = $3 and status = 'planned';

-- drills: cancelDrill
update shopfloor.estop_drills
   
  set status = 'cancelled', finished_at = clock_timestamp(), note = $1
   
  where id = $2 and status in ('planned', 'running');

-- drills: noteDrill
update shopfloor.estop_drills
  set note = $1
   
  where id = $2 and version = $3;

-- drills: decideDrills
with trip as (
      select drill.id, drill.allowed_seconds, event.id as event_id, event.timestamp as at
     
  from shopfloor.estop_drills as drill
      join shopfloor.estop_events as event on event.drill_id = drill.id
     
  where drill.status = 'running'
    ), locks as (
      select trip.id, count(*)::integer as running,
        count(*) filter (where session.release_state is null
          or session.locked_at <= trip.at + make_interval(secs => trip.allowed_seconds))::integer as locked,
        max(greatest(0, extract(epoch
  from session.locked_at - trip.at) * 1000))::integer as slowest_ms
     
  from trip
      join shopfloor.estop_presences as presence
        on presence.event_id = trip.event_id and presence.presence = 'running'
      join shopfloor.machine_sessions as session on session.id = presence.session_id
     
  group by trip.id
    )
    update shopfloor.estop_drills as drill
   
  set status = 'done', finished_at = clock_timestamp(),
      result = case when coalesce(locks.locked = locks.running, true) then 'passed' else 'failed' end,
      machines_running = coalesce(locks.running, 0), machines_locked = coalesce(locks.locked, 0),
      slowest_ms = locks.slowest_ms
   
  from trip
  left join locks on locks.id = trip.id
   
  where drill.id = trip.id
      and (coalesce(locks.locked = locks.running, true)
        or trip.at + make_interval(secs => trip.allowed_seconds) < clock_timestamp());

-- drills: missDrills
update shopfloor.estop_drills
  set status = 'missed', finished_at = clock_timestamp()
   
  where (status = 'running' and ends_at < clock_timestamp()
        and not exists (select
  from shopfloor.estop_events as event
  where event.drill_id = estop_drills.id))
      or (status = 'planned' and planned_for < clock_timestamp() - interval '1 day');

-- drills: listOverdueCircuits
select node.id, node.node_id, node.name, zone.name as zone_name, circuit.due_at
   
  from shopfloor.nodes as node
   
  left join shopfloor.zones as zone on zone.id = node.zone_id
    cross join lateral (select shopfloor.drill_due(node.id) as due_at) as circuit
   
  where circuit.due_at < clock_timestamp()
   
  order by node.node_id;

-- accessories: listAccessories
select "io".*, "node"."node_id" as "node_code", "node"."name" as "node_name", "node"."zone_id", "zone"."name" as "zone_name", "node"."area_id", "area"."name" as "area_name", "tester"."full_name" as "tester_name", (
  select coalesce(json_agg(json_build_object('id', machine.id, 'machineId', machine.machine_id, 'name', machine.name)
   
  order by machine.id <> io.linked_machine_id, machine.machine_id), '[]')
 
  from shopfloor.machines as machine
 
  where machine.id = io.linked_machine_id
    or machine.id in (select also.machine_id
  from shopfloor.accessory_machines as also
  where also.accessory_id = io.id)) as "machines", node.active
        and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as "online", shopfloor.estop_since(node.zone_id, node.id) is not null as "stopped", coalesce(io.test_until > clock_timestamp(), false) as "tested"
  from "shopfloor"."accessory_io" as "io"
  inner join "shopfloor"."nodes" as "node" on "node"."id" = "io"."node_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "node"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "node"."area_id"
  left join "identity"."users" as "tester" on "tester"."id" = "io"."test_by"
  where "io"."id" = any ($1::uuid[])
  order by "io"."name", "io"."id";

-- accessories: accessoriesTouched
select io.id
  from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
   
  where node.id = any ($1::uuid[]) or exists (
      select
  from shopfloor.estop_events as stop
  where stop.id = any ($2::uuid[])
        and (stop.zone_id = node.zone_id or stop.node_id = node.id));

-- accessories: findAccessory
select "io".*, "node"."node_id" as "node_code", "node"."name" as "node_name", "node"."zone_id", "zone"."name" as "zone_name", "node"."area_id", "area"."name" as "area_name", "tester"."full_name" as "tester_name", (
  select coalesce(json_agg(json_build_object('id', machine.id, 'machineId', machine.machine_id, 'name', machine.name)
   
  order by machine.id <> io.linked_machine_id, machine.machine_id), '[]')
 
  from shopfloor.machines as machine
 
  where machine.id = io.linked_machine_id
    or machine.id in (select also.machine_id
  from shopfloor.accessory_machines as also
  where also.accessory_id = io.id)) as "machines", node.active
        and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as "online", shopfloor.estop_since(node.zone_id, node.id) is not null as "stopped", coalesce(io.test_until > clock_timestamp(), false) as "tested"
  from "shopfloor"."accessory_io" as "io"
  inner join "shopfloor"."nodes" as "node" on "node"."id" = "io"."node_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "node"."zone_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "node"."area_id"
  left join "identity"."users" as "tester" on "tester"."id" = "io"."test_by"
  where "io"."id" = $1;

-- accessories: insertAccessory
insert into "shopfloor"."accessory_io" ("node_id", "name", "description", "io_type", "io_number", "linked_machine_id", "activation_delay", "deactivation_delay", "invert_logic", "counts_as_activity", "active")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  returning "id";
delete
  from shopfloor.accessory_machines
   
  where accessory_id = $1 and machine_id <> all ($2::uuid[]);
insert into shopfloor.accessory_machines (accessory_id, machine_id)
    select $1::uuid, machine_id
  from unnest($2::uuid[]) as machine_id
   
  on conflict on constraint accessory_machines_pkey do nothing;

-- accessories: updateAccessory
update "shopfloor"."accessory_io"
  set "node_id" = $1, "name" = $2, "description" = $3, "io_type" = $4, "io_number" = $5, "linked_machine_id" = $6, "activation_delay" = $7, "deactivation_delay" = $8, "invert_logic" = $9, "counts_as_activity" = $10, "active" = $11, "raw_level" = case when (node_id = $12 and io_type = $13
    and io_number = $14 and invert_logic = $15 and active = $16) then raw_level end, "wanted" = case when (node_id = $17 and io_type = $18
    and io_number = $19 and invert_logic = $20 and active = $21) then wanted end, "wanted_since" = case when (node_id = $22 and io_type = $23
    and io_number = $24 and invert_logic = $25 and active = $26) then wanted_since end, "phase" = case when (node_id = $27 and io_type = $28
    and io_number = $29 and invert_logic = $30 and active = $31) then phase else 'off' end, "phase_until" = case when (node_id = $32 and io_type = $33
    and io_number = $34 and invert_logic = $35 and active = $36) then phase_until end, "test_state" = case when (node_id = $37 and io_type = $38
    and io_number = $39 and invert_logic = $40 and active = $41) then test_state end, "test_until" = case when (node_id = $42 and io_type = $43
    and io_number = $44 and invert_logic = $45 and active = $46) then test_until end
  where "id" = $47 and "version" = $48;
delete
  from shopfloor.accessory_machines
   
  where accessory_id = $1 and machine_id <> all ($2::uuid[]);
insert into shopfloor.accessory_machines (accessory_id, machine_id)
    select $1::uuid, machine_id
  from unnest($2::uuid[]) as machine_id
   
  on conflict on constraint accessory_machines_pkey do nothing;

-- accessories: listAccessoryChanges
select "change".*, "io"."name"
  from "shopfloor"."accessory_states" as "change"
  inner join "shopfloor"."accessory_io" as "io" on "io"."id" = "change"."accessory_id"
  where "change"."accessory_id" = $1 and "change"."cause" = $2 and "change"."timestamp" >= $3 and "change"."timestamp" < $4
  order by "change"."id" desc
  limit $5;

-- outputs: lockOutputs
select io.id, io.io_number as number, io.invert_logic, io.activation_delay * 1000 as delay_ms,
      io.deactivation_delay * 1000 as run_on_ms, io.phase, floor(extract(epoch
  from "io"."phase_until") * 1000)::double precision as phase_until,
      io.wanted, io.test_state, floor(extract(epoch
  from "io"."test_until") * 1000)::double precision as test_until,
      machines.running_since, machines.stopped_at,
      shopfloor.estop_since(node.zone_id, node.id) is not null as stopped, floor(extract(epoch
  from "moment"."at") * 1000)::double precision as at
   
  from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
    cross join (select clock_timestamp() as at) as moment
    cross join lateral (
      select min(floor(extract(epoch
  from "last"."since") * 1000)::double precision) filter (where last.runs) as running_since,
        max(floor(extract(epoch
  from "last"."until") * 1000)::double precision) filter (where not last.runs) as stopped_at
     
  from (
        select io.linked_machine_id as machine_id
        union select also.machine_id
  from shopfloor.accessory_machines as also
  where also.accessory_id = io.id
      ) as linked
      cross join lateral (
        select coalesce(session.released_at, session.start_time) as since,
          coalesce(session.locked_at, session.end_time) as until,
          case when session.active then session.release_state is null or session.released_at is not null
            else session.released_at is not null and session.lock_requested_at is not null
              and session.locked_at is null end as runs
       
  from shopfloor.machine_sessions as session
       
  where session.machine_id = linked.machine_id
          and (session.release_state is null or session.released_at is not null)
       
  order by session.start_time desc, session.id desc
  limit 1
      ) as last
    ) as machines
   
  where io.node_id = $1 and io.io_type = 'output' and io.active
   
  order by io.io_number for no key update of io;

-- outputs: writeOutput
update shopfloor.accessory_io
   
  set phase = $1, phase_until = to_timestamp($2::double precision / 1000),
      wanted = $3,
      wanted_since = case when wanted = $4 then wanted_since else clock_timestamp() end,
      test_state = case when test_until > clock_timestamp() then test_state end,
      test_until = case when test_until > clock_timestamp() then test_until end
   
  where id = $5;

-- outputs: outputNodesConcerned
with machine as (
      select machine_id
  from shopfloor.machine_sessions
  where id = any ($1::uuid[])
    )
    select distinct io.node_id
  from shopfloor.accessory_io as io
   
  where io.id = any ($2::uuid[])
      or (io.io_type = 'output' and (io.linked_machine_id in (select machine_id
  from machine)
        or exists (select
  from shopfloor.accessory_machines as also
         
  where also.accessory_id = io.id and also.machine_id in (select machine_id
  from machine))));

-- terminals: recordLevels
with said as (
      select *
  from unnest($1::integer[], $2::boolean[]) as terminal (number, level)
    ), changed as (
      update shopfloor.accessory_io as io
     
  set raw_level = said.level, current_state = said.level <> io.invert_logic,
        last_changed = clock_timestamp()
     
  from said
     
  where io.node_id = $3 and io.io_type = $4 and io.io_number = said.number
        and io.raw_level is distinct
  from said.level
     
  returning io.id, io.node_id, io.current_state, io.raw_level, io.wanted, io.test_until
    )
    insert into shopfloor.accessory_states (accessory_id, state, raw_level, cause)
    select changed.id, changed.current_state, changed.raw_level,
      case when $5::text = 'input' then 'input'
        when changed.wanted is distinct
  from changed.current_state then 'node'
        when changed.test_until > clock_timestamp() then 'test'
        when shopfloor.estop_since(node.zone_id, node.id) is not null then 'stop'
        else 'machine' end
   
  from changed join shopfloor.nodes as node on node.id = changed.node_id;

-- terminals: recordInputActivity
update shopfloor.machine_sessions as session
   
  set activity_count = activity_count + 1,
      last_activity = greatest(clock_timestamp(), session.last_activity), timeout_warning_sent = false
   
  from shopfloor.accessory_io as io
   
  where io.node_id = $1 and io.io_type = 'input' and io.active and io.counts_as_activity
      and io.raw_level is not null and io.current_state
      and session.machine_id = io.linked_machine_id and session.active
      and session.last_activity <= clock_timestamp() - make_interval(secs => $2);

-- terminals: listDisobedient
select io.id, io.name, node.name as node_name, io.wanted, node.area_id, area.name as area_name
   
  from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
   
  left join shopfloor.areas as area on area.id = node.area_id
   
  where io.io_type = 'output' and io.active and io.wanted is not null
      and (io.raw_level is null or io.current_state <> io.wanted)
      and io.wanted_since < clock_timestamp() - make_interval(secs => $1)
      and (io.last_changed is null or io.last_changed < clock_timestamp() - make_interval(secs => $2))
      and node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)
   
  order by io.id;

-- expected alarms: listExpectedAlarms
with standing as materialized (select zone_id, node_id
  from shopfloor.standing_stops),
    stopped as (
      select distinct on (machine.id) 'emergency_stop' as rule, 'machine' as source_type, machine.id,
             machine.name, 'node_no_answer' as alarm_type, 'An emergency stop stands there.' as reason
     
  from standing as stop
      join shopfloor.machines as machine on machine.zone_id = stop.zone_id or machine.node_id = stop.node_id),
    halted as (
      select distinct on (io.id) 'emergency_stop', 'accessory', io.id,
             io.name, 'accessory_no_answer', 'An emergency stop stands there.'
     
  from standing as stop
      join shopfloor.nodes as node on node.zone_id = stop.zone_id or node.id = stop.node_id
      join shopfloor.accessory_io as io on io.node_id = node.id and io.io_type = 'output')
    select *
  from stopped
   
  union all select *
  from halted
   
  union all
    select 'maintenance', 'machine', machine.id, machine.name, 'node_no_answer',
           case when machine.active then 'The machine is blocked.' else 'The machine is out of service.' end
   
  from shopfloor.machines as machine
  where not machine.active or machine.condition = 'blocked';

-- terminals: beginTest
update shopfloor.accessory_io as io
   
  set test_state = $1, test_by = $2,
      test_until = clock_timestamp() + make_interval(secs => $3)
   
  from shopfloor.nodes as node
   
  where io.id = $4 and node.id = io.node_id and io.io_type = 'output' and io.active and node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)
      and shopfloor.estop_since(node.zone_id, node.id) is null;

-- terminals: finishTest
update shopfloor.accessory_io
  set test_state = null, test_until = null
   
  where id = $1;
