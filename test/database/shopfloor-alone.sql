-- deferred: claimRecord
insert into shopfloor.deferred_records (key, kind, happened_at, queued_at, workstation)
   
  values ($1, $2, $3, $4,
      left($5, 100))
   
  on conflict (key) do nothing
   
  returning key;

-- deferred: wasDecidedAt
select exists (
      select
  from shopfloor.machine_logs
     
  where machine_id = $1 and user_id is not distinct
  from $2::uuid
        and event_type in ('session-started', 'session-ended', 'session-extended', 'session-refused')
        and reason is distinct
  from 'database-away'
        and timestamp between $3::timestamptz - make_interval(secs => $4)
          and $5::timestamptz + make_interval(secs => $6)
    ) as known;

-- node entries: lockLedger
select
  from shopfloor.nodes
  where id = $1 for no key update;
select
      (select max(n)::float8
  from shopfloor.node_entries
  where node_id = node.id and boot_id = $1) as kept,
      least(clock_timestamp(), greatest(coalesce(node.away_since, node.last_seen, node.created_at),
        (select entry.happened_at
  from shopfloor.node_entries as entry
         
  where entry.node_id = node.id
  order by entry.id desc
  limit 1))) as earliest
   
  from shopfloor.nodes as node
  where node.id = $2;

-- node entries: momentAgo
select clock_timestamp() - make_interval(secs => $1) as at;

-- node entries: insertEntry
insert into shopfloor.node_entries (node_id, boot_id, n, what, port, happened_at, time_known,
      machine_id, user_id, session_id, outcome, reason)
   
  values ($1, $2, $3, $4, $5, $6,
      $7, $8, $9, $10, $11,
      $12);

-- node entries: insertOfflineSession
insert into shopfloor.machine_sessions
      (machine_id, area_id, zone_id, user_id, badge_id, started_via, start_time, last_activity,
       release_state, release_requested_at, released_at, started_offline, start_inferred,
       active, end_time, ended_by, end_inferred)
    select machine.id, machine.area_id, machine.zone_id, $1, $2,
      'node', $3, $4, 'released', $5, $6, true,
      $7, later.began is null, later.began,
      case when later.began is not null then 'timeout' end, later.began is not null
   
  from shopfloor.machines as machine
    cross join lateral (select min(start_time) as began
  from shopfloor.machine_sessions
     
  where machine_id = machine.id and start_time > $8::timestamptz) as later
   
  where machine.id = $9
   
  returning id, active;

-- node entries: correctEnds
update shopfloor.machine_sessions
  set end_time = $1::timestamptz, end_inferred = true
   
  where machine_id = $2 and not active
      and start_time <= $3::timestamptz and end_time > $4::timestamptz
   
  returning id;

-- node entries: recordPastActivity
update shopfloor.machine_sessions
   
  set activity_count = activity_count + 1,
      last_activity = greatest(last_activity, least($1::timestamptz, end_time)), timeout_warning_sent = false
   
  where machine_id = $2 and start_time <= $3::timestamptz
      and (active or end_time >= $4::timestamptz);

-- node entries: listStandingSessions
select session.id, session.machine_id, session.user_id,
      coalesce(person.is_active and coalesce(badge.status, 'active') = 'active'
        and exists (select
  from identity.user_scopes as scope
         
  where scope.user_id = session.user_id and scope.scope_type = 'area'
            and (scope.scope_id is null or scope.scope_id = machine.area_id)
            and scope.permission_level in ('operate', 'manage', 'admin')), false) as allowed,
      coalesce(session.start_time < clock_timestamp() - make_interval(secs => $1::integer + 1), false)
        as before_boot,
      least(clock_timestamp(), greatest(session.last_activity,
        case when node.away_since >= session.start_time then node.away_since
          else clock_timestamp() - make_interval(secs => coalesce($2::integer, 0)) end)) as last_known
   
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.nodes as node on node.id = machine.node_id
   
  left join identity.users as person on person.id = session.user_id
   
  left join identity.badges as badge on badge.id = session.badge_id
   
  where session.active and machine.node_id = $3 and machine.requires_rfid
      and session.release_state = 'released'
   
  order by session.id;

-- node rights: listRights
select badge.uid_hmac, badge.node_keys, bit_or(1 << machine.node_port) as ports,
      min(machine.timeout_minutes) as minutes
   
  from shopfloor.machines as machine
   
  left join shopfloor.zones as zone on zone.id = machine.zone_id
   
  left join shopfloor.areas as area on area.id = machine.area_id
    join identity.badges as badge on badge.status = 'active' and badge.node_keys is not null
    join identity.users as person on person.id = badge.user_id and person.is_active
   
  where machine.node_id = $1 and machine.requires_rfid and machine.active
      and coalesce(zone.active and area.active, true) and machine.condition = 'ok'
      and exists (select
  from identity.user_scopes as scope
       
  where scope.user_id = badge.user_id and scope.scope_type = 'area'
          and (scope.scope_id is null or scope.scope_id = machine.area_id)
          and scope.permission_level in ('operate', 'manage', 'admin'))
   
  group by badge.id
   
  order by badge.id;

-- node rights: versionOfRights
insert into shopfloor.node_rights as held (node_id, digest)
  values ($1, $2)
   
  on conflict (node_id) do update
   
  set version = held.version + 1, digest = excluded.digest, changed_at = clock_timestamp()
   
  where held.digest <> excluded.digest;
select version::float8 as version
  from shopfloor.node_rights
  where node_id = $1;

-- node rights: readAppliedRights
select applied_version::float8 as version, applied as sealed
  from shopfloor.node_rights
   
  where node_id = $1 and applied is not null;

-- node rights: keepAppliedRights
update shopfloor.node_rights
   
  set applied_version = $1, applied = $2, applied_at = clock_timestamp()
   
  where node_id = $3;

-- session state: readSessionFacts
select session.id, session.machine_id, session.area_id, session.user_id, session.active,
      session.timeout_warning_sent as warned, (extract(epoch
  from "session"."start_time") * 1000)::float8 as started_at,
      (extract(epoch
  from "session"."last_activity") * 1000)::float8 as last_activity,
      (extract(epoch
  from "session"."extended_until") * 1000)::float8 as extended_until, session.extensions,
      session.unconfirmed, session.ended_by, (extract(epoch
  from "session"."end_time") * 1000)::float8 as ended_at,
      session.end_inferred, machine.timeout_minutes, machine.warning_minutes, machine.take_over,
      machine.take_over_idle_minutes, machine.extensions_max, machine.extension_minutes,
      machine.extend_by_badge, (extract(epoch
  from clock_timestamp()) * 1000)::float8 as now
   
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.id = $1;

-- session state: readSessionFacts, at a machine
select session.id, session.machine_id, session.area_id, session.user_id, session.active,
      session.timeout_warning_sent as warned, (extract(epoch
  from "session"."start_time") * 1000)::float8 as started_at,
      (extract(epoch
  from "session"."last_activity") * 1000)::float8 as last_activity,
      (extract(epoch
  from "session"."extended_until") * 1000)::float8 as extended_until, session.extensions,
      session.unconfirmed, session.ended_by, (extract(epoch
  from "session"."end_time") * 1000)::float8 as ended_at,
      session.end_inferred, machine.timeout_minutes, machine.warning_minutes, machine.take_over,
      machine.take_over_idle_minutes, machine.extensions_max, machine.extension_minutes,
      machine.extend_by_badge, (extract(epoch
  from clock_timestamp()) * 1000)::float8 as now
   
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.machine_id = $1 and session.active;

-- session state: writeExtension
update shopfloor.machine_sessions
   
  set extensions = extensions + 1, extended_until = to_timestamp($1::float8),
      extended_at = clock_timestamp(), timeout_warning_sent = false
   
  where id = $2 and active;

-- node entries: listRunningAt
select session.machine_id
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active and machine.node_id = $1
   
  order by session.machine_id;
