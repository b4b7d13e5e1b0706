-- runs: startRun
update shopfloor.move_in_runs
  set status = 'interrupted', error = 'Its process ended.'
   
  where status = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => $1);
select source_key
  from shopfloor.move_in_runs
  order by started_at desc, id desc
  limit 1;
insert into shopfloor.move_in_runs (source_key, source_label, zone, started_by)
   
  values ($1, left($2, 300), $3, $4)
   
  returning id;
delete
  from shopfloor.move_in_rows;

-- runs: beatRun
update shopfloor.move_in_runs
  set heartbeat_at = clock_timestamp()
  where id = $1;

-- runs: interruptRun
update shopfloor.move_in_runs
  set status = 'interrupted', error = left($1, 500)
   
  where id = $2 and status = 'running';

-- runs: finishRun
update shopfloor.move_in_runs
   
  set status = 'done', finished_at = clock_timestamp(), report = $1::jsonb
   
  where id = $2 and status = 'running';

-- runs: listRuns
select "run"."id", "run"."source_label" as "sourceLabel", "run"."zone", run.status as "status", "run"."error", "person"."full_name" as "startedByName", "run"."started_at" as "startedAt", "run"."finished_at" as "finishedAt", run.report as "report"
  from "shopfloor"."move_in_runs" as "run"
  left join "identity"."users" as "person" on "person"."id" = "run"."started_by"
  order by "run"."started_at" desc, "run"."id" desc
  limit $1;

-- alerts: listMovedAlerts
select "alert"."id", "alert"."created_at", "alert"."alert_type", "alert"."severity", "alert"."title", "alert"."message", "alert"."acknowledged", "alert"."acknowledged_at", "acknowledger"."full_name" as "acknowledged_by", "machine"."id" as "machine_key", "machine"."name" as "machine_name", "node"."id" as "node_key", "node"."name" as "node_name", "person"."full_name", "run"."source_label"
  from "shopfloor"."moved_in_alerts" as "alert"
  left join "shopfloor"."machines" as "machine" on "machine"."id" = "alert"."machine_id"
  left join "shopfloor"."nodes" as "node" on "node"."id" = "alert"."node_id"
  left join "identity"."users" as "person" on "person"."id" = "alert"."user_id"
  left join "identity"."users" as "acknowledger" on "acknowledger"."id" = "alert"."acknowledged_by"
  inner join "shopfloor"."move_in_runs" as "run" on "run"."id" = "alert"."moved_in"
  where ("alert"."title" ilike $1 or "alert"."message" ilike $2 or "alert"."alert_type" ilike $3 or "machine"."machine_id" ilike $4 or "machine"."name" ilike $5 or "node"."node_id" ilike $6 or "person"."full_name" ilike $7) and "alert"."severity" = $8 and "alert"."acknowledged" = $9
  order by "alert"."created_at" desc, "alert"."id" desc
  limit $10;

-- staging: readHere
select lower(name) as value, id
  from identity.roles;
select lower(username) as value, id
  from identity.users
  where deleted_at is null;
select lower(email) as value, id
  from identity.users
  where deleted_at is null and email is not null;
select encode(uid_hmac, 'hex') as value, user_id as id
  from identity.badges
  where status <> 'retired';
select code as value, id
  from shopfloor.areas;
select area_id || ' ' || code as value, id
  from shopfloor.zones
  where code is not null;
select node_id as value, id
  from shopfloor.nodes;
select machine_id as value, id
  from shopfloor.machines;
select node_id || ' ' || node_port as value, id
  from shopfloor.machines
  where active and node_id is not null;
select node_id || ' ' || io_type || ' ' || io_number as value, id
  from shopfloor.accessory_io;
select device_address as value, id
  from shopfloor.bluetooth_devices;
select machine_id
  from shopfloor.machine_sessions
  where active;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_id
  from shopfloor.move_in_map
     
  where source_key = $1 and source_table = $2 and source_id > $3::bigint
     
  order by source_id
  limit $4;
select first_id, last_id
  from shopfloor.move_in_stretches
   
  where source_key = $1 and source_table = $2;
select source_table, source_id, id
  from shopfloor.move_in_map
   
  where source_key = $1 and source_table = any ($2) and id is not null;

-- staging: readStaged
select source_table, max(source_id) as last
  from shopfloor.move_in_rows
  group by source_table;

-- staging: stageRows
with alive as materialized (
      select id
  from shopfloor.move_in_runs
  where id = $1 and status = 'running' for share
    )
    insert into shopfloor.move_in_rows (source_table, source_id, "row")
    select $2, (element ->> 'id')::bigint, element
   
  from alive cross join jsonb_array_elements($3::jsonb) as element;

-- staging: clearStage
delete
  from shopfloor.move_in_rows;

-- moving: expectManyRows
select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true),
      set_config('plan_cache_mode', 'auto', true);

-- moving: nextSpan
select max(source_id) as up_to, count(*)::integer as rows,
      (count(*) filter (where stands is null))::integer as fresh
   
  from (
      select source_id, "row" ->> 'existing' as stands
  from shopfloor.move_in_rows
     
  where source_table = $1 and source_id > $2::bigint
     
  order by source_id
  limit $3
    ) as next;

-- moving: roles
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'roles' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into identity.roles (id, name, description, created_at)
      select own.id, r."row" ->> 'name', r."row" ->> 'description', coalesce((r."row" ->> 'created_at')::timestamp at time zone $1, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $2
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'roles' and r.source_id > $3::bigint and r.source_id <= $4::bigint and r."row" ->> 'existing' is null;

-- moving: users
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'users' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into identity.users (id, username, email, full_name, status, last_login_at, created_at)
      select own.id, r."row" ->> 'username', r."row" ->> 'email', r."row" ->> 'username', r."row" ->> 'status',
        (r."row" ->> 'last_login')::timestamp at time zone $1, coalesce((r."row" ->> 'created_at')::timestamp at time zone $2, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $3
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'users' and r.source_id > $4::bigint and r.source_id <= $5::bigint and r."row" ->> 'existing' is null;
insert into identity.user_roles (user_id, role_id, assigned_by)
      select own.id, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'roles' and m.source_id = (r."row" ->> 'role_id')::bigint), $2
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $3
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'users' and r.source_id > $4::bigint and r.source_id <= $5::bigint and r."row" ->> 'existing' is null
        and r."row" ->> 'role_id' is not null
     
  on conflict do nothing;
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, 'users.rfid_tag', r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
     
  where r.source_table = 'users' and r.source_id > $2::bigint and r.source_id <= $3::bigint and nullif(r."row" -> 'badge', 'null'::jsonb) is not null;
with given as (
        insert into identity.badges (id, user_id, uid_hmac, technology, last_four, label, issued_by)
        select badge.id, own.id, decode(r."row" #>> '{badge,hash}', 'hex'), 'unknown',
          r."row" #>> '{badge,lastFour}', 'ShopMonitor', $1
       
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $2
      and own.source_table = r.source_table and own.source_id = r.source_id
        join shopfloor.move_in_map as badge on badge.source_key = $3
          and badge.source_table = 'users.rfid_tag' and badge.source_id = r.source_id
       
  where r.source_table = 'users' and r.source_id > $4::bigint and r.source_id <= $5::bigint and nullif(r."row" -> 'badge', 'null'::jsonb) is not null
       
  returning id
      )
      insert into identity.badge_history (badge_id, status, reason, changed_by)
      select id, 'active', 'Moved in
  from ShopMonitor', $6
  from given;

-- moving: areas
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'areas' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.areas (id, name, description, code, active, created_at)
      select own.id, r."row" ->> 'name', r."row" ->> 'description', r."row" ->> 'code', (r."row" ->> 'active')::boolean,
        coalesce((r."row" ->> 'created_at')::timestamp at time zone $1, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $2
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'areas' and r.source_id > $3::bigint and r.source_id <= $4::bigint and r."row" ->> 'existing' is null;

-- moving: zones
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'zones' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.zones (id, name, description, area_id, code, active, created_at)
      select own.id, r."row" ->> 'name', r."row" ->> 'description', (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'areas' and m.source_id = (r."row" ->> 'area_id')::bigint),
        r."row" ->> 'code', (r."row" ->> 'active')::boolean, coalesce((r."row" ->> 'created_at')::timestamp at time zone $2, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $3
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'zones' and r.source_id > $4::bigint and r.source_id <= $5::bigint and r."row" ->> 'existing' is null;

-- moving: nodes
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'nodes' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.nodes (id, node_id, name, description, ip_address, node_type, zone_id, is_esp32,
        monitors_estop, last_seen, firmware_version, created_at)
      select own.id, r."row" ->> 'node_id', r."row" ->> 'name', r."row" ->> 'description', (r."row" ->> 'ip_address')::inet,
        r."row" ->> 'node_type', (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'zones' and m.source_id = (r."row" ->> 'zone_id')::bigint), (r."row" ->> 'is_esp32')::boolean,
        r."row" ->> 'node_type' = 'machine_monitor', (r."row" ->> 'last_seen')::timestamp at time zone $2, r."row" ->> 'firmware_version', coalesce((r."row" ->> 'created_at')::timestamp at time zone $3, now())
     
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $4
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'nodes' and r.source_id > $5::bigint and r.source_id <= $6::bigint and r."row" ->> 'existing' is null;

-- moving: machines
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'machines' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.machines (id, machine_id, name, description, zone_id, node_id, node_port, active,
        requires_rfid, timeout_minutes, warning_minutes, created_at)
      select own.id, r."row" ->> 'machine_id', r."row" ->> 'name', r."row" ->> 'description',
        (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'zones' and m.source_id = (r."row" ->> 'zone_id')::bigint), (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'nodes' and m.source_id = (r."row" ->> 'node_id')::bigint), (r."row" ->> 'node_port')::bigint,
        (r."row" ->> 'active')::boolean, (r."row" ->> 'requires_rfid')::boolean, (r."row" ->> 'timeout_minutes')::bigint, (r."row" ->> 'warning_minutes')::bigint,
        coalesce((r."row" ->> 'created_at')::timestamp at time zone $3, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $4
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'machines' and r.source_id > $5::bigint and r.source_id <= $6::bigint and r."row" ->> 'existing' is null;

-- moving: area_permissions
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'area_permissions' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into identity.user_scopes (user_id, scope_type, scope_id, permission_level, assigned_at, assigned_by)
      select (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'user_id')::bigint), 'area', (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'areas' and m.source_id = (r."row" ->> 'area_id')::bigint),
        r."row" ->> 'permission_level', coalesce((r."row" ->> 'created_at')::timestamp at time zone $3, now()), $4
  from shopfloor.move_in_rows as r 
   
  where r.source_table = 'area_permissions' and r.source_id > $5::bigint and r.source_id <= $6::bigint and r."row" ->> 'existing' is null
     
  on conflict do nothing;

-- moving: machine_sessions
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'machine_sessions' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.machine_sessions (id, user_id, machine_id, area_id, zone_id, badge_id, started_via,
        start_time, end_time, active, activity_count, last_activity, timeout_warning_sent, ended_by, notes, moved_in)
      select own.id, who.id, machine.id, machine.area_id, machine.zone_id, badge.id, r."row" ->> 'via',
        (r."row" ->> 'start_time')::timestamp at time zone $1,
        greatest((r."row" ->> 'end_time')::timestamp at time zone $2, case when r."row" ->> 'end_time' is not null then (r."row" ->> 'start_time')::timestamp at time zone $3 end),
        (r."row" ->> 'active')::boolean, (r."row" ->> 'activity_count')::bigint,
        greatest((r."row" ->> 'last_activity')::timestamp at time zone $4, (r."row" ->> 'start_time')::timestamp at time zone $5),
        (r."row" ->> 'timeout_warning_sent')::boolean, r."row" ->> 'ended_by', r."row" ->> 'notes', $6
     
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $7
      and own.source_table = r.source_table and own.source_id = r.source_id
     
  left join shopfloor.move_in_map as "what" on "what"."source_key" = $8
    and "what"."source_table" = 'machines'
    and "what"."source_id" = (r."row" ->> 'machine_id')::bigint
      join shopfloor.machines as machine on machine.id = what.id
     
  left join shopfloor.move_in_map as "who" on "who"."source_key" = $9
    and "who"."source_table" = 'users'
    and "who"."source_id" = (r."row" ->> 'user_id')::bigint
     
  left join shopfloor.move_in_map as "badge" on "badge"."source_key" = $10
    and "badge"."source_table" = 'users.rfid_tag'
    and "badge"."source_id" = (r."row" ->> 'badge_user')::bigint
     
  where r.source_table = 'machine_sessions' and r.source_id > $11::bigint and r.source_id <= $12::bigint;

-- moving: machine_logs
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'machine_logs' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into shopfloor.machine_logs (machine_id, area_id, user_id, session_id, event_type, event_data,
        timestamp, ip_address, moved_in)
      select machine.id, machine.area_id, who.id, session.id, r."row" ->> 'event_type',
        jsonb_strip_nulls(r."row" -> 'event_data'), (r."row" ->> 'timestamp')::timestamp at time zone $1,
        (r."row" ->> 'ip_address')::inet, $2
     
  from shopfloor.move_in_rows as r
     
  left join shopfloor.move_in_map as "what" on "what"."source_key" = $3
    and "what"."source_table" = 'machines'
    and "what"."source_id" = (r."row" ->> 'machine_id')::bigint
      join shopfloor.machines as machine on machine.id = what.id
     
  left join shopfloor.move_in_map as "who" on "who"."source_key" = $4
    and "who"."source_table" = 'users'
    and "who"."source_id" = (r."row" ->> 'user_id')::bigint
     
  left join shopfloor.move_in_map as "session" on "session"."source_key" = $5
    and "session"."source_table" = 'machine_sessions'
    and "session"."source_id" = (r."row" ->> 'session_id')::bigint
     
  where r.source_table = 'machine_logs' and r.source_id > $6::bigint and r.source_id <= $7::bigint
     
  order by r.source_id;

-- moving: accessory_io
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'accessory_io' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.accessory_io (id, node_id, name, description, io_type, io_number, linked_machine_id,
        activation_delay, invert_logic, current_state, last_changed, created_at)
      select own.id, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'nodes' and m.source_id = (r."row" ->> 'node_id')::bigint), r."row" ->> 'name', r."row" ->> 'description',
        r."row" ->> 'io_type', (r."row" ->> 'io_number')::bigint, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'machines' and m.source_id = (r."row" ->> 'linked_machine_id')::bigint),
        (r."row" ->> 'activation_delay')::bigint, (r."row" ->> 'invert_logic')::boolean, (r."row" ->> 'current_state')::boolean,
        (r."row" ->> 'last_changed')::timestamp at time zone $3, coalesce((r."row" ->> 'created_at')::timestamp at time zone $4, now())
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $5
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'accessory_io' and r.source_id > $6::bigint and r.source_id <= $7::bigint and r."row" ->> 'existing' is null;

-- moving: bluetooth_devices
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'bluetooth_devices' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.bluetooth_devices (id, node_id, device_name, device_address, device_type, last_seen,
        signal_strength, created_at)
      select own.id, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'nodes' and m.source_id = (r."row" ->> 'node_id')::bigint), r."row" ->> 'device_name', r."row" ->> 'device_address',
        r."row" ->> 'device_type', (r."row" ->> 'last_seen')::timestamp at time zone $2, (r."row" ->> 'signal_strength')::bigint, coalesce((r."row" ->> 'created_at')::timestamp at time zone $3, now())
     
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $4
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'bluetooth_devices' and r.source_id > $5::bigint and r.source_id <= $6::bigint and r."row" ->> 'existing' is null;

-- moving: api_tokens
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'api_tokens' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;

-- moving: estop_events
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'estop_events' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.estop_events (id, triggered_by, node_id, zone_id, event_type, description, timestamp,
        acknowledged_by, acknowledged_at, moved_in)
      select own.id, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'triggered_by')::bigint), (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'nodes' and m.source_id = (r."row" ->> 'node_id')::bigint),
        (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $3
    and m.source_table = 'zones' and m.source_id = (r."row" ->> 'zone_id')::bigint), r."row" ->> 'event_type', r."row" ->> 'description',
        (r."row" ->> 'timestamp')::timestamp at time zone $4,
        case when (r."row" ->> 'acknowledge')::boolean or r."row" ->> 'acknowledged_at' is not null
          then coalesce((select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $5
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'acknowledged_by')::bigint), $6) end,
        case when (r."row" ->> 'acknowledge')::boolean then greatest(now(), (r."row" ->> 'timestamp')::timestamp at time zone $7)
          when r."row" ->> 'acknowledged_at' is not null
          then greatest((r."row" ->> 'acknowledged_at')::timestamp at time zone $8, (r."row" ->> 'timestamp')::timestamp at time zone $9) end,
        $10
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $11
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'estop_events' and r.source_id > $12::bigint and r.source_id <= $13::bigint and r."row" ->> 'existing' is null;

-- moving: security_events
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'security_events' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into identity.security_events (event_type, user_id, ip_address, resource_type, resource_id,
        app_context, success, details, timestamp)
      select r."row" ->> 'event_type', (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'user_id')::bigint), (r."row" ->> 'ip_address')::inet,
        r."row" ->> 'resource_type', r."row" ->> 'resource_id', r."row" ->> 'app_context', (r."row" ->> 'success')::boolean,
        jsonb_strip_nulls(jsonb_build_object('movedIn', $2::text, 'data', r."row" -> 'details')),
        (r."row" ->> 'timestamp')::timestamp at time zone $3
  from shopfloor.move_in_rows as r 
   
  where r.source_table = 'security_events' and r.source_id > $4::bigint and r.source_id <= $5::bigint and r."row" ->> 'existing' is null
     
  order by r.source_id;

-- moving: failed_logins
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'failed_logins' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into identity.failed_logins (username, ip_address, user_agent, timestamp)
      select r."row" ->> 'username', (r."row" ->> 'ip_address')::inet, r."row" ->> 'user_agent', (r."row" ->> 'timestamp')::timestamp at time zone $1
     
  from shopfloor.move_in_rows as r 
   
  where r.source_table = 'failed_logins' and r.source_id > $2::bigint and r.source_id <= $3::bigint and r."row" ->> 'existing' is null
  order by r.source_id;

-- moving: error_logs
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'error_logs' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into operations.error_logs (incident, error_code, error_type, message, stack_trace, user_id,
        ip_address, request_path, request_method, request_data, app_context, timestamp, is_resolved, resolved_by,
        resolved_at)
      select left($1, 6) || '-' || r.source_id, (r."row" ->> 'error_code')::bigint, r."row" ->> 'error_type',
        r."row" ->> 'message', r."row" ->> 'stack_trace', (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'user_id')::bigint),
        (r."row" ->> 'ip_address')::inet, r."row" ->> 'request_path', r."row" ->> 'request_method', nullif(r."row" -> 'request_data', 'null'::jsonb),
        coalesce(r."row" ->> 'app_context', 'shopmonitor'), (r."row" ->> 'timestamp')::timestamp at time zone $3, (r."row" ->> 'is_resolved')::boolean,
        (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $4
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'resolved_by')::bigint), (r."row" ->> 'resolved_at')::timestamp at time zone $5
  from shopfloor.move_in_rows as r 
   
  where r.source_table = 'error_logs' and r.source_id > $6::bigint and r.source_id <= $7::bigint and r."row" ->> 'existing' is null
     
  order by r.source_id;

-- moving: alerts
insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select $1, r.source_table, r.source_id, platform.uuid_v7()
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'alerts' and r.source_id > $2::bigint and r.source_id <= $3::bigint;
insert into shopfloor.moved_in_alerts (id, alert_type, severity, title, message, source_type, source_id,
        user_id, machine_id, node_id, acknowledged, acknowledged_by, acknowledged_at, expires_at, created_at, moved_in)
      select own.id, r."row" ->> 'alert_type', r."row" ->> 'severity', r."row" ->> 'title', r."row" ->> 'message',
        r."row" ->> 'source_type', (r."row" ->> 'source_id')::bigint, (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $1
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'user_id')::bigint),
        (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $2
    and m.source_table = 'machines' and m.source_id = (r."row" ->> 'machine_id')::bigint), (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $3
    and m.source_table = 'nodes' and m.source_id = (r."row" ->> 'node_id')::bigint), (r."row" ->> 'acknowledged')::boolean,
        (select m.id
  from shopfloor.move_in_map as m
  where m.source_key = $4
    and m.source_table = 'users' and m.source_id = (r."row" ->> 'acknowledged_by')::bigint), (r."row" ->> 'acknowledged_at')::timestamp at time zone $5, (r."row" ->> 'expires_at')::timestamp at time zone $6,
        (r."row" ->> 'created_at')::timestamp at time zone $7, $8
  from shopfloor.move_in_rows as r 
    join shopfloor.move_in_map as own on own.source_key = $9
      and own.source_table = r.source_table and own.source_id = r.source_id
   
  where r.source_table = 'alerts' and r.source_id > $10::bigint and r.source_id <= $11::bigint and r."row" ->> 'existing' is null;

-- moving: sync_events
insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select $1, $2, min(source_id), max(source_id)
   
  from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
     
  from shopfloor.move_in_rows as r
  where r.source_table = 'sync_events' and r.source_id > $3::bigint and r.source_id <= $4::bigint
    ) as moved
   
  group by island
   
  returning last_id - first_id + 1 as rows;
insert into shopfloor.sync_events (event_type, resource_type, resource_id, source_app, target_app, status,
        payload, created_at, processed_at, error_message, retry_count, discarded_at)
      select r."row" ->> 'event_type', r."row" ->> 'resource_type', r."row" ->> 'resource_id', r."row" ->> 'source_app',
        r."row" ->> 'target_app', r."row" ->> 'status', nullif(r."row" -> 'payload', 'null'::jsonb), (r."row" ->> 'created_at')::timestamp at time zone $1,
        (r."row" ->> 'processed_at')::timestamp at time zone $2, r."row" ->> 'error_message', (r."row" ->> 'retry_count')::bigint,
        case when r."row" ->> 'status' = 'failed' then now() end
  from shopfloor.move_in_rows as r 
   
  where r.source_table = 'sync_events' and r.source_id > $3::bigint and r.source_id <= $4::bigint and r."row" ->> 'existing' is null
     
  order by r.source_id;
