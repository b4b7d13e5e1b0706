-- areas: listAreas
select "area"."id", "area"."name", "area"."description", "area"."code", "area"."active", "area"."version", "area"."updated_at", (select count(*)::integer
  from shopfloor.zones as zone
  where zone.area_id = area.id) as "zone_count", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.area_id = area.id) as "machine_count"
  from "shopfloor"."areas" as "area"
  where "area"."active" = $1 and ("area"."name" ilike $2 or "area"."code" ilike $3)
  order by "area"."name" asc, "area"."id" asc
  limit $4;

-- areas: findArea
select "area"."id", "area"."name", "area"."description", "area"."code", "area"."active", "area"."version", "area"."updated_at", (select count(*)::integer
  from shopfloor.zones as zone
  where zone.area_id = area.id) as "zone_count", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.area_id = area.id) as "machine_count"
  from "shopfloor"."areas" as "area"
  where "area"."id" = $1;

-- areas: insertArea
insert into "shopfloor"."areas" ("name", "description", "code", "active")
  values ($1, $2, $3, $4)
  returning "id";

-- areas: updateArea
update "shopfloor"."areas"
  set "name" = $1, "description" = $2, "code" = $3, "active" = $4
  where "id" = $5 and "version" = $6;

-- zones: listZones
select "zone"."id", "zone"."name", "zone"."description", "zone"."area_id", "area"."name" as "area_name", "zone"."code", "zone"."active", "zone"."version", "zone"."updated_at", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.zone_id = zone.id) as "machine_count"
  from "shopfloor"."zones" as "zone"
  inner join "shopfloor"."areas" as "area" on "area"."id" = "zone"."area_id"
  where "zone"."area_id" = $1 and "zone"."active" = $2 and ("zone"."name" ilike $3 or "zone"."code" ilike $4)
  order by "zone"."name" asc, "zone"."id" asc
  limit $5;

-- zones: findZone
select "zone"."id", "zone"."name", "zone"."description", "zone"."area_id", "area"."name" as "area_name", "zone"."code", "zone"."active", "zone"."version", "zone"."updated_at", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.zone_id = zone.id) as "machine_count"
  from "shopfloor"."zones" as "zone"
  inner join "shopfloor"."areas" as "area" on "area"."id" = "zone"."area_id"
  where "zone"."id" = $1;

-- zones: insertZone
insert into "shopfloor"."zones" ("name", "description", "code", "active", "area_id")
  values ($1, $2, $3, $4, $5)
  returning "id";

-- zones: updateZone
update "shopfloor"."zones"
  set "name" = $1, "description" = $2, "code" = $3, "active" = $4, "area_id" = $5
  where "id" = $6 and "version" = $7;

-- machines: listMachines
select "machine".*, "area"."name" as "area_name", "zone"."name" as "zone_name", "node"."node_id" as "node_code", "node"."name" as "node_name"
  from "shopfloor"."machines" as "machine"
  left join "shopfloor"."areas" as "area" on "area"."id" = "machine"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "machine"."zone_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "machine"."node_id"
  where "machine"."area_id" = $1 and "machine"."zone_id" = $2 and "machine"."node_id" = $3 and "machine"."active" = $4 and "machine"."condition" = $5 and ("machine"."machine_id" ilike $6 or "machine"."name" ilike $7)
  order by "machine"."machine_id" asc, "machine"."id" asc
  limit $8;

-- machines: findMachine
select "machine".*, "area"."name" as "area_name", "zone"."name" as "zone_name", "node"."node_id" as "node_code", "node"."name" as "node_name"
  from "shopfloor"."machines" as "machine"
  left join "shopfloor"."areas" as "area" on "area"."id" = "machine"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "machine"."zone_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "machine"."node_id"
  where "machine"."id" = $1;

-- machines: insertMachine
insert into "shopfloor"."machines" ("machine_id", "name", "description", "zone_id", "node_id", "node_port", "active", "requires_rfid", "timeout_minutes", "warning_minutes", "check_after_use", "take_over", "take_over_idle_minutes", "extensions_max", "extension_minutes", "extend_by_badge")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  returning "id";

-- machines: updateMachine
update "shopfloor"."machines"
  set "machine_id" = $1, "name" = $2, "description" = $3, "zone_id" = $4, "node_id" = $5, "node_port" = $6, "active" = $7, "requires_rfid" = $8, "timeout_minutes" = $9, "warning_minutes" = $10, "check_after_use" = $11, "take_over" = $12, "take_over_idle_minutes" = $13, "extensions_max" = $14, "extension_minutes" = $15, "extend_by_badge" = $16
  where "id" = $17 and "version" = $18;

-- machines: updateCondition
update "shopfloor"."machines"
  set "condition" = $1, "condition_note" = $2, "condition_since" = clock_timestamp(), "condition_by" = $3
  where "id" = $4 and "version" = $5;

-- tiles: listTiles
select machine.id, machine.machine_id, machine.name,
      machine.area_id, area.name as area_name, machine.zone_id, zone.name as zone_name,
      case
        when not (machine.active and coalesce(zone.active and area.active, true)) then 'disabled'
        when shopfloor.estop_since(machine.zone_id, machine.node_id) is not null then 'estop'
        when machine.condition = 'blocked' then 'blocked'
        when session.id is not null then 'in-use'
        when machine.condition = 'to-check' then 'to-check'
        when node.id is not null and machine.requires_rfid and not link.online then 'node-offline'
        when exists (select
  from shopfloor.unseen_circuits as circuit
         
  where circuit.zone_id = machine.zone_id) then 'estop-unseen'
        else 'free'
      end as state,
      machine.condition_note, node.id as node_key, node.node_id, link.online as node_online, node.last_seen,
      machine.requires_rfid, machine.timeout_minutes, machine.warning_minutes,
      session.id as session_id, session.user_id, person.full_name, session.start_time,
      ending.at - make_interval(mins => machine.warning_minutes) as warn_at, ending.at as ends_at,
      session.timeout_warning_sent as warned, session.started_offline,
      greatest(machine.extensions_max - session.extensions, 0) as extensions_left, machine.extension_minutes,
      shopfloor.take_over_from(machine.take_over, session.last_activity, machine.take_over_idle_minutes) as take_over_from,
      machine.take_over, before.full_name as taken_from, session.release_state, session.unconfirmed,
      refusal.reason as refusal_reason, refusal.timestamp as refused_at, refusal.full_name as refused_name
   
  from shopfloor.machines as machine
   
  left join shopfloor.zones as zone on zone.id = machine.zone_id
   
  left join shopfloor.areas as area on area.id = machine.area_id
   
  left join shopfloor.nodes as node on node.id = machine.node_id
   
  left join lateral (select coalesce(node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds), false) as online) as link on true
   
  left join shopfloor.machine_sessions as session on session.machine_id = machine.id and session.active
   
  left join identity.users as person on person.id = session.user_id
   
  left join lateral (select shopfloor.session_end(
      session.last_activity, machine.timeout_minutes, session.extended_until) as at) as ending on true
   
  left join shopfloor.machine_sessions as taken on taken.id = session.took_over_id
   
  left join identity.users as before on before.id = taken.user_id
   
  left join lateral (
      select line.reason, line.timestamp, refused.full_name
  from shopfloor.machine_logs as line
     
  left join identity.users as refused on refused.id = line.user_id
     
  where line.machine_id = machine.id and line.event_type = 'session-refused'
     
  order by line.id desc
  limit 1
    ) as refusal on refusal.timestamp > now() - interval '2 minutes'
   
  where ($1::uuid is null or machine.area_id = $2::uuid)
      and ($3::uuid is null or machine.zone_id = $4::uuid)
      and ($5::uuid[] is null or machine.id = any ($6::uuid[]))
   
  order by area.name, zone.name, machine.machine_id;

-- tiles: machinesTouched
select machine_id as id
  from shopfloor.machine_sessions
  where id = any ($1::uuid[])
    union
    select id
  from shopfloor.machines
   
  where node_id = any ($2::uuid[]) or zone_id = any ($3::uuid[])
      or area_id = any ($4::uuid[])
      or zone_id in (select node.zone_id
  from shopfloor.nodes as node
       
  where node.id = any ($5::uuid[]) and node.monitors_estop)
    union
    select machine.id
  from shopfloor.machines as machine
    join shopfloor.estop_events as stop
      on stop.zone_id = machine.zone_id or stop.node_id = machine.node_id
   
  where stop.id = any ($6::uuid[]);

-- tiles: readStatistics
select *
  from "shopfloor"."dashboard_stats";

-- service state: lockPlace, area
select
  from shopfloor.zones
  where area_id = $1
  order by id for no key update;
select
  from shopfloor.machines as machine
  where "machine"."area_id" = $1
   
  order by machine.id for no key update;
select name, "id" as area_id, active, version
  from "shopfloor"."areas"
   
  where id = $1 for no key update;

-- service state: lockPlace, zone
select
  from shopfloor.zones
  where id = $1
  order by id for no key update;
select
  from shopfloor.machines as machine
  where "machine"."zone_id" = $1
   
  order by machine.id for no key update;
select name, "area_id" as area_id, active, version
  from "shopfloor"."zones"
   
  where id = $1 for no key update;

-- service state: lockPlace, machine
select
  from shopfloor.machines as machine
  where "machine"."id" = $1
   
  order by machine.id for no key update;
select name, "area_id" as area_id, active, version
  from "shopfloor"."machines"
   
  where id = $1 for no key update;

-- service state: readAffected
select machine.id, machine.machine_id as "machineId", machine.name
   
  from shopfloor.machines as machine
   
  left join shopfloor.zones as zone on zone.id = machine.zone_id
   
  left join shopfloor.areas as area on area.id = machine.area_id
   
  where "machine"."area_id" = any ($1::uuid[]) and machine.active and coalesce(zone.active and area.active, true)
   
  order by machine.machine_id;
select session.id, session.start_time as "startTime",
      json_build_object('id', machine.id, 'machineId', machine.machine_id, 'name', machine.name) as machine,
      json_build_object('userId', person.id, 'fullName', person.full_name) as person
   
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  left join identity.users as person on person.id = session.user_id
   
  where session.active and "machine"."area_id" = any ($1::uuid[])
   
  order by session.start_time, session.id;

-- service state: setService
update "shopfloor"."zones"
  set active = $1
  where id = $2
  returning version;

-- service state: addServiceLines
insert into shopfloor.machine_logs (machine_id, area_id, user_id, event_type, event_data, ip_address)
    select id, area_id, $1, $2, $3::jsonb, $4::inet
   
  from shopfloor.machines
  where id = any ($5::uuid[])
  order by id;

-- plans: listRevisions
select "plan"."id", "plan"."area_id", "plan"."revision", "plan"."file_name", "plan"."width", "plan"."height", "plan"."created_at", "maker"."full_name" as "made_by"
  from "shopfloor"."floor_plans" as "plan"
  left join "identity"."users" as "maker" on "maker"."id" = "plan"."made_by"
  where "plan"."area_id" = $1
  order by "plan"."revision" desc, "plan"."id" desc
  limit $2;

-- plans: findPlan
select "plan"."id", "plan"."area_id", "plan"."revision", "plan"."file_name", "plan"."width", "plan"."height", "plan"."created_at", "maker"."full_name" as "made_by", "plan"."svg"
  from "shopfloor"."floor_plans" as "plan"
  left join "identity"."users" as "maker" on "maker"."id" = "plan"."made_by"
  where "plan"."area_id" = $1
  order by "plan"."revision" desc
  limit $2;

-- plans: insertPlan
insert into "shopfloor"."floor_plans" ("area_id", "revision", "file_name", "svg", "width", "height", "made_by")
  values ($1, $2, $3, $4, $5, $6, $7);

-- plans: scalePositions
update "shopfloor"."plan_positions"
  set "x" = least(x * $1::double precision, 100000), "y" = least(y * $2::double precision, 100000), "size" = greatest(least(size * $3::double precision, 10000), 1)
  where "area_id" = $4 and "x" is not null;

-- plans: listPositions
select thing.kind, thing.id, thing.code, thing.name, position.x, position.y, position.rotation,
      position.size, coalesce(position.version, 0) as version
   
  from (
      select 'machine' as kind, id, machine_id as code, name, area_id
  from shopfloor.machines
     
  union all
      select 'node', id, node_id, name, area_id
  from shopfloor.nodes
  where $1
    ) as thing
   
  left join shopfloor.plan_positions as position
      on position.machine_id = thing.id or position.node_id = thing.id
   
  where thing.area_id = $2
   
  order by thing.kind, thing.code;

-- plans: savePlace, new
insert into shopfloor.plan_positions ("machine_id", area_id, x, y, rotation, size)
    select thing.id, thing.area_id, $1, $2, $3, $4
   
  from "shopfloor"."machines" as thing
   
  where thing.id = $5 and thing.area_id = $6
   
  on conflict do nothing;

-- plans: savePlace, read
update "shopfloor"."plan_positions"
  set "x" = $1, "y" = $2, "rotation" = $3, "size" = $4
  where "machine_id" = $5 and "area_id" = $6 and "version" = $7;

-- start: lockMachine
select
  from shopfloor.zones
   
  where id = (select zone_id
  from shopfloor.machines
  where id = $1) for share;
select
  from shopfloor.machines
  where id = $1 for no key update;

-- start: readStartRow
select machine.machine_id, machine.name, machine.area_id, machine.zone_id,
      machine.active and coalesce(zone.active and area.active, true) as in_service,
      machine.condition, machine.condition_note,
      node.node_id as guard_node_id,
      coalesce(shopfloor.node_may_release(node), false) as guard_online,
      node.last_seen as guard_last_seen,
      shopfloor.estop_since(machine.zone_id, machine.node_id) as estop_since,
      (select json_build_object('nodeId', circuit.node_code, 'lastSeen',
          to_char(circuit.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
       
  from shopfloor.unseen_circuits as circuit
       
  where circuit.zone_id = machine.zone_id
  order by circuit.node_code
  limit 1) as unseen,
      (select json_build_object(
          'id', session.id, 'userId', session.user_id, 'fullName', person.full_name,
          'startTime', to_char(session.start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'takeOverFrom', to_char(shopfloor.take_over_from(machine.take_over, session.last_activity,
            machine.take_over_idle_minutes) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
       
  from shopfloor.machine_sessions as session
       
  left join identity.users as person on person.id = session.user_id
       
  where session.machine_id = machine.id and session.active) as running,
      exists (select
  from identity.user_scopes as scope
       
  where scope.user_id = $1 and scope.scope_type = 'area'
          and (scope.scope_id is null or scope.scope_id = machine.area_id)
          and scope.permission_level in ('operate', 'manage', 'admin')) as may_operate
   
  from shopfloor.machines as machine
   
  left join shopfloor.zones as zone on zone.id = machine.zone_id
   
  left join shopfloor.areas as area on area.id = machine.area_id
   
  left join shopfloor.nodes as node on node.id = machine.node_id and machine.requires_rfid
   
  where machine.id = $2;

-- start: readJustDone
select case when not active then 'ended' when extended_at > start_time then 'extended' else 'started' end as what,
      id as "sessionId"
   
  from shopfloor.machine_sessions
   
  where machine_id = $1 and user_id = $2
      and (active or ended_by = 'user')
      and coalesce(end_time, greatest(start_time, extended_at)) > clock_timestamp() - make_interval(secs => $3)
   
  order by start_time desc, id desc
   
  limit 1;

-- start: findMachineAtPort
select id
  from shopfloor.machines
   
  where node_id = $1 and node_port = $2 and active;

-- sessions: insertSession
insert into shopfloor.machine_sessions
      (machine_id, area_id, zone_id, user_id, badge_id, started_via, start_time, last_activity,
       release_state, release_requested_at, took_over_id)
    select machine.id, machine.area_id, machine.zone_id, $1, $2,
      $3, moment.at, moment.at,
      case when $4::boolean then 'requested' end,
      case when $5::boolean then moment.at end, $6::uuid
   
  from shopfloor.machines as machine
    cross join (select clock_timestamp() as at) as moment
   
  where machine.id = $7
   
  returning id;

-- sessions: endSession
with ended as (
      update shopfloor.machine_sessions
     
  set active = false,
        end_time = greatest(coalesce($1::timestamptz, clock_timestamp()), start_time),
        end_inferred = $2::timestamptz is not null,
        ended_by = $3, ended_by_user_id = $4, notes = $5,
        unconfirmed = false,
        lock_requested_at = case when release_state is not null and not $6::boolean
          then clock_timestamp() end
     
  where id = $7 and active
     
  returning id, machine_id, user_id
    ), checked as (
      update shopfloor.machines as machine
     
  set condition = 'to-check', condition_note = null, condition_since = clock_timestamp(), condition_by = null
     
  from ended
     
  where machine.id = ended.machine_id and machine.check_after_use and machine.condition = 'ok'
        and not $8::boolean
    )
    select id, machine_id, user_id
  from ended;

-- sessions: lockSession
select
  from shopfloor.machines as machine
   
  where machine.id = (select machine_id
  from shopfloor.machine_sessions
  where id = $1)
    for no key update;
select machine_id, area_id, user_id, active, ended_by, end_time
   
  from shopfloor.machine_sessions
  where id = $1;

-- sessions: holdsInArea
select exists (select
  from identity.user_scopes
     
  where user_id = $1 and scope_type = 'area'
        and (scope_id is null or scope_id = $2)
        and permission_level = any ($3)) as held;

-- sessions: recordActivity
update shopfloor.machine_sessions as session
   
  set activity_count = activity_count + $1,
      last_activity = greatest(clock_timestamp(), session.last_activity), timeout_warning_sent = false
   
  from shopfloor.machines as machine
   
  where machine.id = session.machine_id and session.active
      and machine.node_id = $2 and machine.node_port = $3;

-- sessions: listSessions
select "session"."id", "session"."user_id", "person"."full_name", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", "session"."area_id", "area"."name" as "area_name", "session"."zone_id", "zone"."name" as "zone_name", "session"."start_time", "session"."end_time", "session"."active", "session"."activity_count", "session"."last_activity", "session"."timeout_warning_sent", "session"."ended_by", "session"."notes", "session"."release_state", "session"."release_error", not session.active and session.release_state is not distinct
  from 'failed'
        and session.released_at is null as "never_released", "session"."unconfirmed", "session"."started_via", "session"."started_offline", "session"."start_inferred", "session"."end_inferred", session.moved_in is not null as "moved_in", "session"."extensions", "session"."extended_until", "before"."id" as "before_id", "before_person"."full_name" as "before_name", "next"."id" as "next_id", "next_person"."full_name" as "next_name", case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end as "ends_at"
  from "shopfloor"."machine_sessions" as "session"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "session"."machine_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "session"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "session"."zone_id"
  left join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "shopfloor"."machine_sessions" as "before" on "before"."id" = "session"."took_over_id"
  left join "identity"."users" as "before_person" on "before_person"."id" = "before"."user_id"
  left join "shopfloor"."machine_sessions" as "next" on "next"."took_over_id" = "session"."id"
  left join "identity"."users" as "next_person" on "next_person"."id" = "next"."user_id"
  where "session"."area_id" = $1 and "session"."machine_id" = $2 and "session"."user_id" = $3 and not session.active and "session"."ended_by" = $4 and "session"."start_time" >= $5 and "session"."start_time" < $6
  order by "session"."start_time" desc, "session"."id" desc
  limit $7;

-- sessions: listSessions, active
select "session"."id", "session"."user_id", "person"."full_name", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", "session"."area_id", "area"."name" as "area_name", "session"."zone_id", "zone"."name" as "zone_name", "session"."start_time", "session"."end_time", "session"."active", "session"."activity_count", "session"."last_activity", "session"."timeout_warning_sent", "session"."ended_by", "session"."notes", "session"."release_state", "session"."release_error", not session.active and session.release_state is not distinct
  from 'failed'
        and session.released_at is null as "never_released", "session"."unconfirmed", "session"."started_via", "session"."started_offline", "session"."start_inferred", "session"."end_inferred", session.moved_in is not null as "moved_in", "session"."extensions", "session"."extended_until", "before"."id" as "before_id", "before_person"."full_name" as "before_name", "next"."id" as "next_id", "next_person"."full_name" as "next_name", case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end as "ends_at"
  from "shopfloor"."machine_sessions" as "session"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "session"."machine_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "session"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "session"."zone_id"
  left join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "shopfloor"."machine_sessions" as "before" on "before"."id" = "session"."took_over_id"
  left join "identity"."users" as "before_person" on "before_person"."id" = "before"."user_id"
  left join "shopfloor"."machine_sessions" as "next" on "next"."took_over_id" = "session"."id"
  left join "identity"."users" as "next_person" on "next_person"."id" = "next"."user_id"
  where session.active
  order by "session"."start_time" desc, "session"."id" desc
  limit $1;

-- sessions: listSessions, marked
select "session"."id", "session"."user_id", "person"."full_name", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", "session"."area_id", "area"."name" as "area_name", "session"."zone_id", "zone"."name" as "zone_name", "session"."start_time", "session"."end_time", "session"."active", "session"."activity_count", "session"."last_activity", "session"."timeout_warning_sent", "session"."ended_by", "session"."notes", "session"."release_state", "session"."release_error", not session.active and session.release_state is not distinct
  from 'failed'
        and session.released_at is null as "never_released", "session"."unconfirmed", "session"."started_via", "session"."started_offline", "session"."start_inferred", "session"."end_inferred", session.moved_in is not null as "moved_in", "session"."extensions", "session"."extended_until", "before"."id" as "before_id", "before_person"."full_name" as "before_name", "next"."id" as "next_id", "next_person"."full_name" as "next_name", case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end as "ends_at"
  from "shopfloor"."machine_sessions" as "session"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "session"."machine_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "session"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "session"."zone_id"
  left join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "shopfloor"."machine_sessions" as "before" on "before"."id" = "session"."took_over_id"
  left join "identity"."users" as "before_person" on "before_person"."id" = "before"."user_id"
  left join "shopfloor"."machine_sessions" as "next" on "next"."took_over_id" = "session"."id"
  left join "identity"."users" as "next_person" on "next_person"."id" = "next"."user_id"
  where session.end_inferred
  order by "session"."start_time" desc, "session"."id" desc
  limit $1;

-- sessions: findSession
select "session"."id", "session"."user_id", "person"."full_name", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", "session"."area_id", "area"."name" as "area_name", "session"."zone_id", "zone"."name" as "zone_name", "session"."start_time", "session"."end_time", "session"."active", "session"."activity_count", "session"."last_activity", "session"."timeout_warning_sent", "session"."ended_by", "session"."notes", "session"."release_state", "session"."release_error", not session.active and session.release_state is not distinct
  from 'failed'
        and session.released_at is null as "never_released", "session"."unconfirmed", "session"."started_via", "session"."started_offline", "session"."start_inferred", "session"."end_inferred", session.moved_in is not null as "moved_in", "session"."extensions", "session"."extended_until", "before"."id" as "before_id", "before_person"."full_name" as "before_name", "next"."id" as "next_id", "next_person"."full_name" as "next_name", case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end as "ends_at"
  from "shopfloor"."machine_sessions" as "session"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "session"."machine_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "session"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "session"."zone_id"
  left join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "shopfloor"."machine_sessions" as "before" on "before"."id" = "session"."took_over_id"
  left join "identity"."users" as "before_person" on "before_person"."id" = "before"."user_id"
  left join "shopfloor"."machine_sessions" as "next" on "next"."took_over_id" = "session"."id"
  left join "identity"."users" as "next_person" on "next_person"."id" = "next"."user_id"
  where "session"."id" = $1;

-- sessions: listActiveSessions
select "session"."id", "session"."user_id", "person"."full_name", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", "session"."area_id", "area"."name" as "area_name", "session"."zone_id", "zone"."name" as "zone_name", "session"."start_time", "session"."end_time", "session"."active", "session"."activity_count", "session"."last_activity", "session"."timeout_warning_sent", "session"."ended_by", "session"."notes", "session"."release_state", "session"."release_error", not session.active and session.release_state is not distinct
  from 'failed'
        and session.released_at is null as "never_released", "session"."unconfirmed", "session"."started_via", "session"."started_offline", "session"."start_inferred", "session"."end_inferred", session.moved_in is not null as "moved_in", "session"."extensions", "session"."extended_until", "before"."id" as "before_id", "before_person"."full_name" as "before_name", "next"."id" as "next_id", "next_person"."full_name" as "next_name", case when session.active then shopfloor.session_end(
        session.last_activity, machine.timeout_minutes, session.extended_until) end as "ends_at"
  from "shopfloor"."machine_sessions" as "session"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "session"."machine_id"
  left join "shopfloor"."areas" as "area" on "area"."id" = "session"."area_id"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "session"."zone_id"
  left join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "shopfloor"."machine_sessions" as "before" on "before"."id" = "session"."took_over_id"
  left join "identity"."users" as "before_person" on "before_person"."id" = "before"."user_id"
  left join "shopfloor"."machine_sessions" as "next" on "next"."took_over_id" = "session"."id"
  left join "identity"."users" as "next_person" on "next_person"."id" = "next"."user_id"
  where session.active and "session"."area_id" = $1 and "session"."id" = any ($2::uuid[])
  order by "session"."start_time", "session"."id";

-- timeouts: warnIdleSessions
update shopfloor.machine_sessions as session
  set timeout_warning_sent = true
   
  from shopfloor.machines as machine
   
  where machine.id = session.machine_id and session.active and not session.timeout_warning_sent
      and machine.warning_minutes > 0
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until)
        - make_interval(mins => machine.warning_minutes) <= clock_timestamp()
   
  returning session.id, session.machine_id, session.user_id;

-- timeouts: findIdleSessions
select session.id
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until) <= clock_timestamp()
   
  order by session.last_activity;

-- timeouts: isStillIdle
select
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.id = $1 and session.active
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until) <= clock_timestamp();

-- logs: addLogLine
insert into shopfloor.machine_logs
      (machine_id, area_id, user_id, session_id, event_type, reason, event_data, ip_address, timestamp)
    select id, area_id, $1, $2, $3,
      $4, $5::jsonb,
      $6::inet, coalesce($7::timestamptz, now())
   
  from shopfloor.machines
  where id = $8;

-- logs: listLogs
select "line"."id", "line"."user_id", "person"."full_name", "line"."session_id", "line"."event_type", "line"."reason", "line"."timestamp", "machine"."id" as "machine_key", "machine"."machine_id", "machine"."name" as "machine_name", line.event_data as "event_data", host(line.ip_address) as "address"
  from "shopfloor"."machine_logs" as "line"
  inner join "shopfloor"."machines" as "machine" on "machine"."id" = "line"."machine_id"
  left join "identity"."users" as "person" on "person"."id" = "line"."user_id"
  where "line"."area_id" = $1 and "line"."machine_id" = $2 and "line"."user_id" = $3 and "line"."event_type" = $4 and "line"."timestamp" >= $5 and "line"."timestamp" < $6
  order by "line"."id" desc
  limit $7;

-- node events: claimNodeEvent
insert into shopfloor.node_events (node_id, boot_id, seq, outcome)
   
  values ($1, $2, $3, $4::jsonb)
   
  on conflict on constraint node_events_pkey do nothing
   
  returning seq;

-- node events: readNodeOutcome
select outcome
  from shopfloor.node_events
   
  where node_id = $1 and boot_id = $2 and seq = $3;

-- node events: isNodeEventKnown
select
  from shopfloor.node_events
   
  where node_id = $1 and boot_id = $2 and seq = $3;

-- node events: writeNodeOutcome
update shopfloor.node_events
  set outcome = $1::jsonb
   
  where node_id = $2 and boot_id = $3 and seq = $4;

-- node leases: holdLeases
insert into shopfloor.node_leases as lease (node_id, holder, held_until)
    select node_id, $1, clock_timestamp() + make_interval(secs => $2)
   
  from unnest($3::uuid[]) as node_id
  order by node_id
   
  on conflict (node_id) do update
  set holder = excluded.holder, held_until = excluded.held_until
   
  where lease.holder = excluded.holder or lease.held_until < clock_timestamp()
   
  returning node_id;

-- node leases: releaseLeases
delete
  from shopfloor.node_leases
  where holder = $1;

-- node state: listDrivenNodes
select id, node_id, name, endpoint
  from shopfloor.nodes
   
  where active and endpoint is not null
      and (installation_id is null or installation_id = $1)
   
  order by node_id;

-- node state: markNodeOnline
update shopfloor.nodes
   
  set away_since = case when status = 'offline' then coalesce(last_seen, away_since) else away_since end,
      last_seen = clock_timestamp(), boot_id = $1,
      firmware_version = left($2, 20), reset_reason = $3,
      reported_type = coalesce($4, reported_type)
   
  where id = $5;

-- node state: lockGreetingNode
select boot_id, node_type, reported_type
  from shopfloor.nodes
   
  where id = $1 for no key update;

-- node state: findAlarmedNode
select id, node_id, name
  from shopfloor.nodes
  where id = $1;

-- node state: markUnconfirmed
update shopfloor.machine_sessions as session
  set unconfirmed = true
   
  from shopfloor.machines as machine
   
  where machine.id = session.machine_id and machine.node_id = $1
      and session.active and session.release_state is not null and not session.unconfirmed
   
  returning session.machine_id;

-- node state: findUnconfirmed
select session.machine_id
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active and session.unconfirmed and machine.node_id = $1;

-- node state: recordHeard
update shopfloor.nodes
   
  set last_seen = clock_timestamp(), line_reported_at = clock_timestamp(),
      good_frames = $1, bad_frames = $2, lost_frames = $3
   
  where id = $4;

-- node state: listNodeConditions
select node.id, node.node_id, node.name, node.status,
      node.active and node.status <> 'updating'
        and not shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as offline
   
  from shopfloor.nodes as node
   
  where node.endpoint is not null or node.last_seen is not null
   
  order by node.node_id;

-- node reports: lockReportingNode
select id, node_id, name, active, endpoint, status, boot_id
  from shopfloor.nodes
   
  where id = $1 for no key update;

-- node reports: recordContact
update shopfloor.nodes
   
  set away_since = case when status = 'offline' then coalesce(last_seen, away_since) else away_since end,
      config_tried_at = case when status <> 'offline' or config_error is not null then config_tried_at end,
      last_seen = clock_timestamp(), ip_address = $1::inet
   
  where id = $2;

-- node reports: readGreeted
select boot_id, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
   
  from shopfloor.nodes
  where id = $1;

-- nodes: listNodes
select "node".*, "zone"."name" as "zone_name", node.active
  and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as "online", host(node.ip_address) as "address", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.node_id = node.id) as "machine_count"
  from "shopfloor"."nodes" as "node"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "node"."zone_id"
  where "node"."area_id" = $1 and node.active
  and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) = $2 and ("node"."node_id" ilike $3 or "node"."name" ilike $4)
  order by "node"."node_id" asc, "node"."id" asc
  limit $5;

-- nodes: findNode
select "node".*, "zone"."name" as "zone_name", node.active
  and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as "online", host(node.ip_address) as "address", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.node_id = node.id) as "machine_count"
  from "shopfloor"."nodes" as "node"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "node"."zone_id"
  where "node"."id" = $1;

-- nodes: listNodeLinks
select "node".*, "zone"."name" as "zone_name", node.active
  and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds) as "online", host(node.ip_address) as "address", (select count(*)::integer
  from shopfloor.machines as machine
  where machine.node_id = node.id) as "machine_count", case
  when node.config_version = 0 then 'none'
  when node.config_applied_version = node.config_version then 'applied'
  when node.config_error is not null then 'failed'
  else 'pending' end as "config_state", "recent"."bad_per_minute", "recent"."lost_per_minute", "recent"."round_trip_ms", (select coalesce(json_agg(json_build_object(
          'kind', trouble.kind, 'code', trouble.code, 'message', trouble.message,
          'since', to_char(trouble.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
         
  order by trouble.since), '[]'::json)
       
  from shopfloor.node_troubles as trouble
  where trouble.node_id = node.id) as "troubles"
  from "shopfloor"."nodes" as "node"
  left join "shopfloor"."zones" as "zone" on "zone"."id" = "node"."zone_id"
  left join lateral (select avg(line.bad_frames)::float8 as "bad_per_minute", avg(line.lost_frames)::float8 as "lost_per_minute", avg(line.round_trip_ms)::float8 as "round_trip_ms"
  from "shopfloor"."node_line_minutes" as "line"
  where "line"."node_id" = "node"."id" and "line"."minute" > now() - interval '5 minutes') as "recent" on true
  where "node"."active" = $1 and "node"."id" = any ($2::uuid[])
  order by "node"."node_id";

-- nodes: insertNode
insert into "shopfloor"."nodes" ("node_id", "name", "description", "node_type", "zone_id", "is_esp32", "endpoint", "installation_id", "offline_after_seconds", "monitors_estop", "drill_every_days", "workstation", "active")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  returning "id";

-- nodes: updateNode
update "shopfloor"."nodes"
  set "node_id" = $1, "name" = $2, "description" = $3, "node_type" = $4, "zone_id" = $5, "is_esp32" = $6, "endpoint" = $7, "installation_id" = $8, "offline_after_seconds" = $9, "monitors_estop" = $10, "drill_every_days" = $11, "workstation" = $12, "active" = $13
  where "id" = $14 and "version" = $15;

-- port commands: readPortDemands
select machine.node_port as port, machine.id as machine_id, session.id as session_id,
      coalesce(session.active and session.release_state <> 'failed', false) as released,
      coalesce(case when session.active then session.release_state = 'requested'
        else session.lock_requested_at is not null and session.locked_at is null
          and (session.release_state <> 'failed' or session.released_at is null) end,
        false) as open,
      coalesce(session.unconfirmed, false) as unconfirmed,
      case when session.active and session.timeout_warning_sent then greatest(0, extract(epoch
  from
        shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until)
          - clock_timestamp()))::integer
      end as warn_seconds
   
  from shopfloor.machines as machine
   
  left join lateral (
      select id, active, release_state, released_at, lock_requested_at, locked_at, last_activity,
        extended_until, timeout_warning_sent, unconfirmed
     
  from shopfloor.machine_sessions
     
  where machine_id = machine.id and release_state is not null
     
  order by start_time desc, id desc
  limit 1
    ) as session on true
   
  where machine.node_id = $1 and machine.requires_rfid and machine.active
   
  order by machine.node_port;

-- port commands: nodesConcerned
select distinct machine.node_id
  from shopfloor.machines as machine
   
  where machine.node_id is not null and (machine.id = any ($1::uuid[])
      or machine.id in (select machine_id
  from shopfloor.machine_sessions
  where id = any ($2::uuid[])));

-- port commands: confirmRelease
update shopfloor.machine_sessions
   
  set release_state = 'released', released_at = coalesce(released_at, clock_timestamp()), unconfirmed = false
   
  where id = $1 and (release_state = 'requested' or (active and unconfirmed))
   
  returning id;

-- port commands: confirmLock
update shopfloor.machine_sessions
   
  set locked_at = clock_timestamp(),
      release_state = case when released_at is null and release_state = 'failed' then 'failed' else 'locked' end,
      release_error = case when released_at is null then release_error end
   
  where id = $1 and not active and lock_requested_at is not null and locked_at is null
   
  returning id;

-- port commands: recordCommandFailure
update shopfloor.machine_sessions
   
  set release_state = 'failed', release_error = left($1, 200)
   
  where id = $2 and release_state <> 'failed'
      and (case when active then release_state = 'requested' else lock_requested_at is not null and locked_at is null end)
   
  returning active, machine_id;

-- port commands: findUnanswered
select id
  from shopfloor.machine_sessions as session
   
  where (release_state = 'requested' or (lock_requested_at is not null and locked_at is null))
      and release_state <> 'failed'
      and coalesce(lock_requested_at, release_requested_at)
        < clock_timestamp() - make_interval(secs => $1)
      and not exists (select
  from shopfloor.machine_sessions as later
       
  where later.machine_id = session.machine_id and later.start_time > session.start_time)
   
  order by id;

-- port commands: readMachineName
select name || ' (' || machine_id || ')' as name
   
  from shopfloor.machines
  where id = $1;

-- elsewhere: findElsewhere
select person.id as user_id, person.full_name,
      string_agg(machine.machine_id || ' (' || area.name || ')', ', '
  order by session.start_time) as machines,
      array_agg(session.id
  order by session.id) as session_ids
   
  from shopfloor.machine_sessions as session
    join identity.users as person on person.id = session.user_id
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.areas as area on area.id = session.area_id
    join identity.security_rules as rule on rule.rule = 'session-elsewhere' and rule.is_enabled
   
  where session.active
   
  group by person.id, person.full_name, rule.threshold
    having count(distinct session.area_id) >= rule.threshold
   
  order by person.id;

-- elsewhere: isElsewhereRecorded
select exists (select
  from identity.security_events
     
  where event_type = 'session-elsewhere' and user_id = $1
        and details -> 'sessions' = $2::jsonb) as found;

-- use rollup: takeStale
delete
  from shopfloor.stale_use
   
  where id in (select id
  from shopfloor.stale_use
  order by id
  limit $1 for update skip locked)
   
  returning machine_id, from_time, until_time;

-- use rollup: activeStretches
select machine_id, start_time as from_time, greatest(now(), start_time) as until_time
   
  from shopfloor.machine_sessions
  where active;

-- use rollup: noteEverything
insert into shopfloor.stale_use (machine_id, from_time, until_time)
    select machine_id, min(start_time), max(coalesce(end_time, now()))
   
  from (
      select machine_id, start_time, end_time, start_time::date as day
  from shopfloor.machine_sessions
     
  union all
      select machine_id, timestamp, timestamp, timestamp::date
  from shopfloor.machine_logs
     
  where event_type = 'session-refused'
    ) as happened
   
  group by machine_id, day;

-- use rollup: forgetUse
delete
  from shopfloor.machine_use_hours;
delete
  from shopfloor.machine_use_days;

-- use rollup: rollHours
with touched as materialized (
  select distinct stretch.machine_id, touched.hour
 
  from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[])
    as stretch (machine_id, begins, ends)
  cross join lateral generate_series(
    shopfloor.use_hour(stretch.begins, $4), stretch.ends, interval '1 hour') as touched (hour)
    ), longest as materialized (
      select machine.id as machine_id, coalesce((
        select session.end_time - session.start_time
  from shopfloor.machine_sessions as session
       
  where session.machine_id = machine.id and not session.active
       
  order by session.end_time - session.start_time desc
  limit 1), interval '0') as length
     
  from shopfloor.machines as machine
     
  where machine.id in (select machine_id
  from touched)
    ), piece as (
      select touched.machine_id, touched.hour, session.user_id, session.area_id,
        greatest(interval '0', least(session.ends, touched.hour + interval '1 hour')
          - greatest(session.start_time, touched.hour)) as used,
        case when session.ends - session.last_activity >= make_interval(mins => $5)
          then greatest(interval '0', least(session.ends, touched.hour + interval '1 hour')
            - greatest(session.last_activity, touched.hour)) else interval '0' end as idle,
        shopfloor.use_hour(session.start_time, $6) = touched.hour as started,
        case when shopfloor.use_hour(session.end_time, $7) = touched.hour then session.ended_by end as ended_by,
        session.end_inferred and shopfloor.use_hour(session.end_time, $8) = touched.hour as inferred
     
  from touched
      join longest on longest.machine_id = touched.machine_id
      cross join lateral (
        select user_id, area_id, start_time, end_time, end_time as ends, last_activity, ended_by, end_inferred
       
  from shopfloor.machine_sessions
       
  where machine_id = touched.machine_id and not active and end_time >= touched.hour
          and start_time >= touched.hour - longest.length and start_time < touched.hour + interval '1 hour'
       
  union all
        select user_id, area_id, start_time, null, greatest(now(), start_time), last_activity, null, false
       
  from shopfloor.machine_sessions
       
  where machine_id = touched.machine_id and active and start_time < touched.hour + interval '1 hour'
      ) as session
    ), summed as (
      select machine_id, hour, user_id, area_id,
        (extract(epoch
  from sum(used)) * 1000000)::bigint as used_microseconds,
        (extract(epoch
  from sum(idle)) * 1000000)::bigint as idle_microseconds,
        count(*) filter (where started)::integer as started,
        count(*) filter (where ended_by = 'user')::integer as ended_user,
        count(*) filter (where ended_by = 'timeout')::integer as ended_timeout,
        count(*) filter (where ended_by = 'admin')::integer as ended_admin,
        count(*) filter (where ended_by = 'estop')::integer as ended_estop,
        count(*) filter (where inferred)::integer as ended_inferred
     
  from piece
  group by machine_id, hour, user_id, area_id
    ), written as (
      insert into shopfloor.machine_use_hours as known
        (machine_id, hour, user_id, area_id, used_microseconds, idle_microseconds, started,
         ended_user, ended_timeout, ended_admin, ended_estop, ended_inferred)
      select *
  from summed
     
  on conflict on constraint machine_use_hours_key do update
  set
        used_microseconds = excluded.used_microseconds, idle_microseconds = excluded.idle_microseconds,
        started = excluded.started, ended_user = excluded.ended_user, ended_timeout = excluded.ended_timeout,
        ended_admin = excluded.ended_admin, ended_estop = excluded.ended_estop,
        ended_inferred = excluded.ended_inferred
     
  where (known.*) is distinct
  from (excluded.*)
     
  returning machine_id, hour
    ), removed as (
      delete
  from shopfloor.machine_use_hours as known using touched
     
  where known.machine_id = touched.machine_id and known.hour = touched.hour
        and not exists (select
  from summed
         
  where summed.machine_id = known.machine_id and summed.hour = known.hour
            and summed.user_id is not distinct
  from known.user_id
            and summed.area_id is not distinct
  from known.area_id)
     
  returning known.machine_id, known.hour
    )
    select distinct machine_id, (hour at time zone $9)::date::text as day
   
  from (select *
  from written
  union all select *
  from removed) as different;

-- use rollup: rollDays
with touched as materialized (
      select distinct machine_id, day
  from unnest($1::uuid[], $2::date[]) as list (machine_id, day)
    ), summed as (
      select touched.machine_id, touched.day, hours.user_id, hours.area_id,
        sum(used_microseconds)::bigint as used_microseconds, sum(idle_microseconds)::bigint as idle_microseconds,
        sum(started)::integer as started, sum(ended_user)::integer as ended_user,
        sum(ended_timeout)::integer as ended_timeout, sum(ended_admin)::integer as ended_admin,
        sum(ended_estop)::integer as ended_estop, sum(ended_inferred)::integer as ended_inferred
     
  from touched
      join shopfloor.machine_use_hours as hours on hours.machine_id = touched.machine_id
        and hours.hour >= (touched.day::timestamp at time zone $3) - interval '1 hour'
        and hours.hour < ((touched.day + 1)::timestamp at time zone $4)
        and (hours.hour at time zone $5)::date = touched.day
     
  group by touched.machine_id, touched.day, hours.user_id, hours.area_id
    ), written as (
      insert into shopfloor.machine_use_days as known
        (machine_id, day, user_id, area_id, used_microseconds, idle_microseconds, started,
         ended_user, ended_timeout, ended_admin, ended_estop, ended_inferred)
      select *
  from summed
     
  on conflict on constraint machine_use_days_key do update
  set
        used_microseconds = excluded.used_microseconds, idle_microseconds = excluded.idle_microseconds,
        started = excluded.started, ended_user = excluded.ended_user, ended_timeout = excluded.ended_timeout,
        ended_admin = excluded.ended_admin, ended_estop = excluded.ended_estop,
        ended_inferred = excluded.ended_inferred
     
  where (known.*) is distinct
  from (excluded.*)
     
  returning machine_id
    ), removed as (
      delete
  from shopfloor.machine_use_days as known using touched
     
  where known.machine_id = touched.machine_id and known.day = touched.day
        and not exists (select
  from summed
         
  where summed.machine_id = known.machine_id and summed.day = known.day
            and summed.user_id is not distinct
  from known.user_id
            and summed.area_id is not distinct
  from known.area_id)
     
  returning known.machine_id
    )
    select ((select count(*)
  from written) + (select count(*)
  from removed))::integer as changed;

-- use rollup: rollRefusals
with touched as materialized (
      select *
  from (
  select distinct stretch.machine_id, touched.hour
 
  from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[])
    as stretch (machine_id, begins, ends)
  cross join lateral generate_series(
    shopfloor.use_hour(stretch.begins, $4), stretch.ends, interval '1 hour') as touched (hour)) as hours
     
  where hour >= (select min(timestamp)
  from shopfloor.machine_logs)
        or shopfloor.use_hour((select min(timestamp)
  from shopfloor.machine_logs), $5) = hour
    ), summed as (
      select touched.machine_id, touched.hour, refused.*
     
  from touched
      cross join lateral (
        select user_id, area_id, reason, count(*)::integer as refusals
  from shopfloor.machine_logs
       
  where machine_id = touched.machine_id and event_type = 'session-refused'
          and timestamp >= touched.hour and timestamp < touched.hour + interval '1 hour'
       
  group by user_id, area_id, reason
      ) as refused
    ), removed as (
      delete
  from shopfloor.refusal_hours as known using touched
     
  where known.machine_id = touched.machine_id and known.hour = touched.hour
        and not exists (select
  from summed
         
  where summed.machine_id = known.machine_id and summed.hour = known.hour
            and summed.user_id is not distinct
  from known.user_id
            and summed.area_id is not distinct
  from known.area_id and summed.reason = known.reason)
    )
    insert into shopfloor.refusal_hours (machine_id, hour, user_id, area_id, reason, refusals)
    select *
  from summed
   
  on conflict on constraint refusal_hours_key do update
  set refusals = excluded.refusals
   
  where refusal_hours.refusals <> excluded.refusals;

-- use settings: readUseSettings
select coalesce(time_zone, 'UTC') as "timeZone", "idle_after_minutes" as "idleAfterMinutes", "rolled_at" as "rolledAt", "version"
  from "shopfloor"."use_statistics";

-- use settings: updateUseSettings
update "shopfloor"."use_statistics"
  set "time_zone" = $1, "idle_after_minutes" = $2
  where "version" = $3;

-- use settings: lockRules
update shopfloor.use_statistics as rules
   
  set time_zone = coalesce(rules.time_zone, $1),
      rolled_time_zone = coalesce(rules.time_zone, $2),
      rolled_idle_after_minutes = rules.idle_after_minutes, rolled_at = now()
   
  from (select rolled_time_zone, rolled_idle_after_minutes
  from shopfloor.use_statistics for update) as before
   
  returning rules.time_zone as zone, rules.idle_after_minutes,
      (before.rolled_time_zone, before.rolled_idle_after_minutes)
        is distinct
  from (rules.rolled_time_zone, rules.rolled_idle_after_minutes) as changed;

-- use report: readPeriodSums
select sums.*, refused.refusals, floor.machines, passed.seconds as "elapsedSeconds", doubtful.unconfirmed
   
  from (
      select coalesce((sum("used_microseconds") / 1000000)::float8, 0) as "usedSeconds", coalesce((sum("idle_microseconds") / 1000000)::float8, 0) as "idleSeconds",
        coalesce(sum(started), 0)::integer as sessions, coalesce(sum("ended_user"), 0)::integer as "user", coalesce(sum("ended_timeout"), 0)::integer as "timeout", coalesce(sum("ended_admin"), 0)::integer as "admin",
        coalesce(sum("ended_estop"), 0)::integer as "estop", coalesce(sum(ended_inferred), 0)::integer as "endsInferred", count(distinct machine_id)::integer as "machinesUsed",
        count(distinct user_id)::integer as people
     
  from shopfloor.machine_use_days
  where day >= $1::date and day <= $2::date and area_id = $3 and machine_id = $4 and user_id = $5
    ) as sums
    cross join (
      select coalesce(sum(refusals), 0)::integer as refusals
  from shopfloor.refusal_hours
  where hour >= ($6::date::timestamp at time zone $7) and hour < (($8::date + 1)::timestamp at time zone $9) and area_id = $10 and machine_id = $11 and user_id = $12
    ) as refused
    cross join (
      select count(*)::integer as machines
  from shopfloor.machines
     
  where active and ($13::uuid is null or area_id = $14::uuid)
        and ($15::uuid is null or id = $16::uuid)
    ) as floor
    cross join (
      select count(*)::integer as unconfirmed
  from shopfloor.machine_sessions
     
  where active and unconfirmed and start_time < (($17::date + 1)::timestamp at time zone $18) and now() >= ($19::date::timestamp at time zone $20)
        and ($21::uuid is null or area_id = $22::uuid)
        and ($23::uuid is null or machine_id = $24::uuid)
        and ($25::uuid is null or user_id = $26::uuid)
    ) as doubtful
    cross join (
      select greatest(0, extract(epoch
  from
        least(now(), (($27::date + 1)::timestamp at time zone $28)) - ($29::date::timestamp at time zone $30)))::float8 as seconds
    ) as passed;

-- use report: readDays
select list.day::date::text as day, coalesce(used.seconds, 0) as "usedSeconds",
      coalesce(used.idle, 0) as "idleSeconds", coalesce(used.sessions, 0) as sessions,
      coalesce(used.inferred, 0) as "endsInferred",
      coalesce(refused.refusals, 0) as refusals
   
  from generate_series($1::date, $2::date, interval '1 day') as list (day)
   
  left join (
      select day, coalesce((sum("used_microseconds") / 1000000)::float8, 0) as seconds, coalesce((sum("idle_microseconds") / 1000000)::float8, 0) as idle,
        sum(started)::integer as sessions, sum(ended_inferred)::integer as inferred
     
  from shopfloor.machine_use_days
  where day >= $3::date and day <= $4::date and area_id = $5 and machine_id = $6 and user_id = $7
  group by day
    ) as used on used.day = list.day::date
   
  left join (
      select (hour at time zone $8)::date as day, sum(refusals)::integer as refusals
     
  from shopfloor.refusal_hours
  where hour >= ($9::date::timestamp at time zone $10) and hour < (($11::date + 1)::timestamp at time zone $12) and area_id = $13 and machine_id = $14 and user_id = $15
  group by 1
    ) as refused on refused.day = list.day::date
   
  order by list.day;

-- use report: readMachineSums
select machine.id, machine.machine_id as "machineId", machine.name, area.name as "areaName",
      coalesce(sums."usedSeconds", 0) as "usedSeconds", coalesce(sums."idleSeconds", 0) as "idleSeconds",
      coalesce(sums.sessions, 0) as sessions, coalesce(sums."endsInferred", 0) as "endsInferred", coalesce(sums.refusals, 0) as refusals,
      coalesce(sums."usedBefore", 0) as "usedBefore"
   
  from shopfloor.machines as machine
   
  left join shopfloor.areas as area on area.id = machine.area_id
   
  left join (
  select coalesce(used.thing, refused.thing) as thing, coalesce(used.seconds, 0) as "usedSeconds",
    coalesce(used.idle, 0) as "idleSeconds", coalesce(used.sessions, 0) as sessions,
    coalesce(used.inferred, 0) as "endsInferred",
    coalesce(used.before, 0) as "usedBefore", coalesce(refused.refusals, 0) as refusals
 
  from (
    select "machine_id" as thing,
      (coalesce(sum(used_microseconds) filter (where day >= $1::date), 0) / 1000000)::float8 as seconds,
      (coalesce(sum(idle_microseconds) filter (where day >= $2::date), 0) / 1000000)::float8 as idle,
      coalesce(sum(started) filter (where day >= $3::date), 0)::integer as sessions,
      coalesce(sum(ended_inferred) filter (where day >= $4::date), 0)::integer as inferred,
      (coalesce(sum(used_microseconds) filter (where day < $5::date), 0) / 1000000)::float8 as before
   
  from shopfloor.machine_use_days
  where day >= $6::date and day <= $7::date and area_id = $8 and machine_id = $9 and user_id = $10
  group by "machine_id"
  ) as used
  full join (
    select "machine_id" as thing, sum(refusals)::integer as refusals
   
  from shopfloor.refusal_hours
  where hour >= ($11::date::timestamp at time zone $12) and hour < (($13::date + 1)::timestamp at time zone $14) and area_id = $15 and machine_id = $16 and user_id = $17
  group by "machine_id"
  ) as refused on refused.thing = used.thing) as sums on sums.thing = machine.id
   
  where sums.thing is not null or ($18::uuid is null and machine.active
      and ($19::uuid is null or machine.area_id = $20::uuid)
      and ($21::uuid is null or machine.id = $22::uuid))
   
  order by "usedSeconds" desc, machine.machine_id;

-- use report: readAreaSums
select area.id, area.name, sums."usedSeconds", sums."idleSeconds", sums.sessions, sums."endsInferred", sums.refusals,
      sums."usedBefore",
      (select count(*)::integer
  from shopfloor.machines
  where area_id = area.id and active) as machines
   
  from (
  select coalesce(used.thing, refused.thing) as thing, coalesce(used.seconds, 0) as "usedSeconds",
    coalesce(used.idle, 0) as "idleSeconds", coalesce(used.sessions, 0) as sessions,
    coalesce(used.inferred, 0) as "endsInferred",
    coalesce(used.before, 0) as "usedBefore", coalesce(refused.refusals, 0) as refusals
 
  from (
    select "area_id" as thing,
      (coalesce(sum(used_microseconds) filter (where day >= $1::date), 0) / 1000000)::float8 as seconds,
      (coalesce(sum(idle_microseconds) filter (where day >= $2::date), 0) / 1000000)::float8 as idle,
      coalesce(sum(started) filter (where day >= $3::date), 0)::integer as sessions,
      coalesce(sum(ended_inferred) filter (where day >= $4::date), 0)::integer as inferred,
      (coalesce(sum(used_microseconds) filter (where day < $5::date), 0) / 1000000)::float8 as before
   
  from shopfloor.machine_use_days
  where day >= $6::date and day <= $7::date and area_id = $8 and machine_id = $9 and user_id = $10
  group by "area_id"
  ) as used
  full join (
    select "area_id" as thing, sum(refusals)::integer as refusals
   
  from shopfloor.refusal_hours
  where hour >= ($11::date::timestamp at time zone $12) and hour < (($13::date + 1)::timestamp at time zone $14) and area_id = $15 and machine_id = $16 and user_id = $17
  group by "area_id"
  ) as refused on refused.thing = used.thing) as sums
    join shopfloor.areas as area on area.id = sums.thing
   
  order by sums."usedSeconds" desc, area.name;

-- use report: readWeek
select (extract(isodow
  from hour at time zone $1) * 24 - 24
        + extract(hour
  from hour at time zone $2))::integer as at,
      (sum(used) / 1000000)::float8 as seconds
   
  from (
      select hour, sum(used_microseconds) as used
  from shopfloor.machine_use_hours
     
  where hour >= ($3::date::timestamp at time zone $4) and hour < (($5::date + 1)::timestamp at time zone $6) and area_id = $7 and machine_id = $8 and user_id = $9
  group by hour
    ) as hours
   
  group by at;

-- use report: readReasons
select reason, coalesce(sum(refusals) filter (where hour >= ($1::date::timestamp at time zone $2)), 0)::integer as refusals,
      coalesce(sum(refusals) filter (where hour < ($3::date::timestamp at time zone $4)), 0)::integer as before
   
  from shopfloor.refusal_hours
  where hour >= ($5::date::timestamp at time zone $6) and hour < (($7::date + 1)::timestamp at time zone $8) and area_id = $9 and machine_id = $10 and user_id = $11
   
  group by reason
  order by refusals desc, reason;

-- use report: readRefusalDays
select (hour at time zone $1)::date::text as day, reason, sum(refusals)::integer as refusals
   
  from shopfloor.refusal_hours
  where hour >= ($2::date::timestamp at time zone $3) and hour < (($4::date + 1)::timestamp at time zone $5) and area_id = $6 and machine_id = $7 and user_id = $8
  group by 1, reason
  order by 1, reason;

-- people report: readPeople
select used.user_id as "userId", person.full_name as "fullName", used.seconds as "usedSeconds",
      used.idle as "idleSeconds", used.sessions,
      used.inferred as "endsInferred", coalesce(refused.refusals, 0) as refusals
   
  from (
      select user_id, coalesce((sum("used_microseconds") / 1000000)::float8, 0) as seconds, coalesce((sum("idle_microseconds") / 1000000)::float8, 0) as idle,
        sum(started)::integer as sessions, sum(ended_inferred)::integer as inferred
     
  from shopfloor.machine_use_days
  where day >= $1::date and day <= $2::date and area_id = $3 and machine_id = $4 and user_id = $5
     
  group by user_id
  order by seconds desc
  limit 100
    ) as used
   
  left join identity.users as person on person.id = used.user_id
   
  left join (
      select user_id, sum(refusals)::integer as refusals
     
  from shopfloor.refusal_hours
  where hour >= ($6::date::timestamp at time zone $7) and hour < (($8::date + 1)::timestamp at time zone $9) and area_id = $10 and machine_id = $11 and user_id = $12
  group by user_id
    ) as refused on refused.user_id = used.user_id
   
  order by used.seconds desc, person.full_name;

-- people report: readTraining
select person.id as "userId", person.full_name as "fullName", area.name as "areaName",
      refused.refusals, refused.last_at as "lastAt"
   
  from (
      select user_id, area_id, sum(refusals)::integer as refusals, max(hour) as last_at
     
  from shopfloor.refusal_hours
  where reason = 'not-trained' and hour >= ($1::date::timestamp at time zone $2) and hour < (($3::date + 1)::timestamp at time zone $4) and area_id = $5 and machine_id = $6 and user_id = $7
     
  group by user_id, area_id
  order by refusals desc
  limit 100
    ) as refused
    join identity.users as person on person.id = refused.user_id
   
  left join shopfloor.areas as area on area.id = refused.area_id
   
  order by refused.refusals desc, person.full_name;
