-- alarm places: areasOfNodes
select n.id, a.id as area_id, a.name as area_name
   
  from shopfloor.nodes as n
    join shopfloor.zones as z on z.id = n.zone_id
    join shopfloor.areas as a on a.id = z.area_id
   
  where n.id = any ($1::uuid[]);

-- alarm places: areaOfMachine
select m.id, a.id as area_id, a.name as area_name
   
  from shopfloor.machines as m
   
  left join shopfloor.zones as z on z.id = m.zone_id
    join shopfloor.areas as a on a.id = coalesce(m.area_id, z.area_id)
   
  where m.id = $1;

-- node status: lockNodeStatus
select
  from shopfloor.nodes
  where id = $1 for no key update;
select node.status,
      coalesce(node.last_seen > clock_timestamp() - make_interval(secs => node.offline_after_seconds), false) as reachable,
      exists (select
  from shopfloor.node_troubles as trouble
  where trouble.node_id = node.id) as troubled
   
  from shopfloor.nodes as node
  where node.id = $1;

-- node status: writeNodeStatus
update shopfloor.nodes
  set status = $1
  where id = $2;

-- node troubles: insertTrouble
insert into shopfloor.node_troubles (node_id, kind, code, message)
   
  values ($1, $2, $3, left($4, 200))
   
  on conflict on constraint node_troubles_pkey do nothing
   
  returning code;

-- node troubles: deleteTroubles
delete
  from shopfloor.node_troubles
   
  where node_id = $1 and kind = $2 and ($3::text is null or code = $4)
   
  returning kind, code, message;

-- node troubles: listTroubles
select kind, code, message
  from shopfloor.node_troubles
   
  where node_id = $1
  order by since, kind, code;

-- node history: addNodeReport
insert into shopfloor.node_reports (node_id, kind, code, message, boot_id, firmware_version)
    select id, $1, left($2, 32), left($3, 200), boot_id,
      coalesce($4, firmware_version)
   
  from shopfloor.nodes
  where id = $5;

-- node history: listNodeReports
select "report"."id", "report"."kind", "report"."code", "report"."message", "report"."boot_id" as "bootId", "report"."firmware_version" as "firmwareVersion", "report"."at"
  from "shopfloor"."node_reports" as "report"
  where "report"."node_id" = $1
  order by "report"."id" desc
  limit $2;

-- node history: countRestarts
select code as reason, count(*)::integer as count
  from shopfloor.node_reports
   
  where node_id = $1 and kind = 'restarted' and at > now() - make_interval(hours => $2)
   
  group by code
  order by count(*) desc, code;

-- node history: findBrownOuts
select node_id
  from shopfloor.node_reports
   
  where kind = 'restarted' and code = 'brown-out' and at > now() - interval '1 hour'
   
  group by node_id having count(*) >= $1;

-- node history: findRecoveredSupplies
select trouble.node_id
  from shopfloor.node_troubles as trouble
   
  where trouble.kind = 'brown-out' and not exists (
      select
  from shopfloor.node_reports as report
     
  where report.node_id = trouble.node_id and report.kind = 'restarted'
        and report.code = 'brown-out' and report.at > now() - interval '1 hour');

-- line minutes: addLineSample
insert into shopfloor.node_line_minutes as kept (node_id, minute, good_frames, bad_frames, resyncs,
      lost_frames, duplicates, reconnects, round_trip_ms, round_trip_most_ms, uptime_seconds)
   
  values ($1, date_trunc('minute', clock_timestamp(), 'UTC'), $2,
      $3, $4, $5, $6,
      $7, $8, $9, $10)
   
  on conflict on constraint node_line_minutes_pkey do update
  set
      good_frames = kept.good_frames + excluded.good_frames,
      bad_frames = kept.bad_frames + excluded.bad_frames,
      resyncs = kept.resyncs + excluded.resyncs,
      lost_frames = kept.lost_frames + excluded.lost_frames,
      duplicates = kept.duplicates + excluded.duplicates,
      reconnects = kept.reconnects + excluded.reconnects,
      round_trip_ms = coalesce((kept.round_trip_ms + excluded.round_trip_ms) / 2,
        excluded.round_trip_ms, kept.round_trip_ms),
      round_trip_most_ms = greatest(kept.round_trip_most_ms, excluded.round_trip_most_ms),
      uptime_seconds = coalesce(excluded.uptime_seconds, kept.uptime_seconds);

-- line minutes: listLineMinutes
select "minute" as "at", "good_frames" as "goodFrames", "bad_frames" as "badFrames", "resyncs", "lost_frames" as "lostFrames", "duplicates", "reconnects", "round_trip_ms" as "roundTripMs", "round_trip_most_ms" as "roundTripMostMs", "uptime_seconds" as "uptimeSeconds"
  from "shopfloor"."node_line_minutes"
  where "node_id" = $1 and "minute" > now() - make_interval(hours => $2)
  order by "minute";

-- line minutes: listLineSums
select node.id as "nodeKey", coalesce(sum(line.good_frames), 0)::integer as "goodFrames",
      coalesce(sum(line.bad_frames), 0)::integer as "badFrames",
      exists (select
  from shopfloor.node_troubles as trouble
       
  where trouble.node_id = node.id and trouble.kind = 'line') as "wasBad"
   
  from shopfloor.nodes as node
   
  left join shopfloor.node_line_minutes as line
      on line.node_id = node.id and line.minute > now() - interval '5 minutes'
   
  group by node.id
    having count(line.minute) > 0 or exists (select
  from shopfloor.node_troubles as trouble
     
  where trouble.node_id = node.id and trouble.kind = 'line')
   
  order by node.id;

-- node configs: readConfig
select "node"."node_type", "node"."config", "node"."config_version" as "version", "node"."config_applied_version" as "appliedVersion", case
  when node.config_version = 0 then 'none'
  when node.config_applied_version = node.config_version then 'applied'
  when node.config_error is not null then 'failed'
  else 'pending' end as "state", "node"."config_error" as "error", "node"."config_tried_at" as "triedAt"
  from "shopfloor"."nodes" as "node"
  where "node"."id" = $1;

-- node configs: writeConfig
update shopfloor.nodes
   
  set config = $1::jsonb, config_version = config_version + 1,
      config_error = null, config_tried_at = null
   
  where id = $2 and config_version = $3;

-- node configs: addConfigVersion
insert into "shopfloor"."node_configs" ("node_id", "version", "settings", "restored_from", "note", "changed_by")
  values ($1, $2, $3, $4, $5, $6);

-- node configs: listConfigVersions
select "config"."version", "config"."settings", "config"."restored_from" as "restoredFrom", "config"."note", "person"."full_name" as "changedBy", "config"."changed_at" as "changedAt"
  from "shopfloor"."node_configs" as "config"
  left join "identity"."users" as "person" on "person"."id" = "config"."changed_by"
  where "config"."node_id" = $1
  order by "config"."version" desc
  limit $2;

-- node configs: readConfigVersion
select "settings"
  from "shopfloor"."node_configs"
  where "node_id" = $1 and "version" = $2;

-- node configs: forgetApplied
update shopfloor.nodes
   
  set config_applied_version = null, config_error = null, config_tried_at = null
   
  where id = $1 and config_version > 0;

-- node configs: readConfigDemand
select config_version as version, node_type as "nodeType", config
  from shopfloor.nodes
   
  where id = $1 and config_version > 0 and status <> 'updating'
      and config_applied_version is distinct
  from config_version
      and (config_error is null
        or config_tried_at < clock_timestamp() - make_interval(secs => $2));

-- office readers: readDesk
select workstation
  from shopfloor.nodes
   
  where id = $1 and node_type = 'office_reader';

-- node configs: offerConfig
with offered as (
      select id, config_tried_at is null or config_error is not null as fresh,
        config_tried_at < clock_timestamp() - make_interval(secs => $1) as late
     
  from shopfloor.nodes
  where id = $2 and config_version = $3 for no key update
    ), told as (
      update shopfloor.nodes as node
  set config_tried_at = clock_timestamp()
     
  from offered
  where offered.id = node.id and offered.fresh
    )
    select not fresh and late as overdue
  from offered;

-- node configs: recordApplied
update shopfloor.nodes
   
  set config_applied_version = $1,
      config_error = case when config_version = $2 then null else config_error end,
      config_tried_at = clock_timestamp()
   
  where id = $3 and config_applied_version is distinct
  from $4
   
  returning config_version = $5 as wanted;

-- node configs: recordConfigFailure
with tried as (
      select id, config_error as before
  from shopfloor.nodes
     
  where id = $1 and config_version = $2 for no key update
    )
    update shopfloor.nodes as node
  set config_error = left($3, 200), config_tried_at = clock_timestamp()
   
  from tried
  where tried.id = node.id
   
  returning tried.before;

-- node state: forgetConfig
update shopfloor.nodes
  set config_applied_version = null,
      config_tried_at = case when config_error is not null then config_tried_at end
   
  where id = $1 and config_version > 0;

-- node state: findManagedNode
select id, node_id, name
  from shopfloor.nodes
   
  where id = $1 and ((select identity.has_all_scopes('area', 'manage'))
      or area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]));

-- firmware images: listImages
select "image"."id", "image"."node_type" as "nodeType", "image"."version", "image"."file_name" as "fileName", "image"."size", coalesce(image.sha256, '') as "sha256", "image"."minimum_version" as "minimumVersion", "image"."release_notes" as "releaseNotes", "person"."full_name" as "createdBy", "image"."created_at" as "createdAt"
  from "shopfloor"."firmware_images" as "image"
  left join "identity"."users" as "person" on "person"."id" = "image"."created_by"
  where "image"."state" = $1
  order by "image"."node_type", "image"."created_at" desc;

-- firmware images: findImage
select "image"."id", "image"."node_type" as "nodeType", "image"."version", "image"."file_name" as "fileName", "image"."size", coalesce(image.sha256, '') as "sha256", "image"."minimum_version" as "minimumVersion", "image"."release_notes" as "releaseNotes", "person"."full_name" as "createdBy", "image"."created_at" as "createdAt"
  from "shopfloor"."firmware_images" as "image"
  left join "identity"."users" as "person" on "person"."id" = "image"."created_by"
  where "image"."state" = $1 and "image"."id" = $2;

-- firmware images: insertImage
insert into "shopfloor"."firmware_images" ("node_type", "version", "file_name", "size", "minimum_version", "release_notes", "created_by")
  values ($1, $2, $3, $4, $5, $6, $7)
  returning "id";

-- firmware images: lockUpload
select size
  from shopfloor.firmware_images
   
  where id = $1 and state = 'uploading' for no key update;
select coalesce(sum(octet_length(data)), 0)::integer as received
   
  from shopfloor.firmware_pieces
  where image_id = $1;

-- firmware images: insertPiece
insert into shopfloor.firmware_pieces (image_id, start_byte, data)
   
  values ($1, $2, $3);

-- firmware images: readPieces
select data
  from shopfloor.firmware_pieces
  where image_id = $1
  order by start_byte;

-- firmware images: readPieceFrom
select substring(data
  from $1::integer - start_byte + 1 for $2::integer) as data
   
  from shopfloor.firmware_pieces
  where image_id = $3 and start_byte <= $4
   
  order by start_byte desc
  limit 1;

-- firmware images: completeImage
update shopfloor.firmware_images
  set state = 'ready', sha256 = $1
   
  where id = $2 and state = 'uploading';

-- firmware images: withdrawImage
update shopfloor.firmware_images
  set state = 'withdrawn'
   
  where id = $1 and state <> 'withdrawn'
  returning version;

-- firmware images: forgetUploads
delete
  from shopfloor.firmware_images
   
  where state = 'uploading' and created_at < now() - make_interval(hours => $1);

-- firmware updates: listUpdates
select distinct on ("request"."node_id") "request"."id", "request"."node_id" as "nodeId", "image"."version", "request"."from_version" as "fromVersion", "image"."size", "request"."received", "request"."state", exists (
    select
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active and machine.node_id = "request"."node_id") as "busy", "request"."error", "person"."full_name" as "requestedBy", "request"."requested_at" as "requestedAt", "request"."started_at" as "startedAt", "request"."finished_at" as "finishedAt"
  from "shopfloor"."firmware_updates" as "request"
  inner join "shopfloor"."firmware_images" as "image" on "image"."id" = "request"."image_id"
  left join "identity"."users" as "person" on "person"."id" = "request"."requested_by"
  where "request"."node_id" = any ($1::uuid[])
  order by "request"."node_id", "request"."requested_at" desc;

-- firmware updates: readUpdatable
select id, node_type as "nodeType", firmware_version as "firmwareVersion"
   
  from shopfloor.nodes
  where id = any ($1::uuid[]);

-- firmware updates: insertUpdate
insert into shopfloor.firmware_updates (node_id, image_id, from_version, requested_by)
    select id, $1, firmware_version, $2
  from shopfloor.nodes
  where id = $3
   
  on conflict (node_id)
  where state in ('waiting', 'transferring', 'installing') do nothing
   
  returning id;

-- firmware updates: readUpdateDemand
select request.id, request.image_id as "imageId", image.version, image.size,
      coalesce(image.sha256, '') as sha256, request.state, exists (
    select
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active and machine.node_id = "request"."node_id") as busy
   
  from shopfloor.firmware_updates as request
    join shopfloor.firmware_images as image on image.id = request.image_id
   
  where request.node_id = $1 and request.state in ('waiting', 'transferring', 'installing');

-- firmware updates: beginTransfer
select
  from shopfloor.machines
  where node_id = $1
  order by id for no key update;
update shopfloor.firmware_updates as request
   
  set state = 'transferring', started_at = clock_timestamp(), progress_at = clock_timestamp()
   
  where request.id = $1 and request.state = 'waiting' and not exists (
    select
  from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
   
  where session.active and machine.node_id = "request"."node_id")
   
  returning request.id;

-- firmware updates: recordProgress
update shopfloor.firmware_updates
  set received = $1, progress_at = clock_timestamp()
   
  where id = $2 and state = 'transferring'
  returning id;

-- firmware updates: beginInstall
update shopfloor.firmware_updates as request
   
  set state = 'installing', received = image.size, progress_at = clock_timestamp()
   
  from shopfloor.firmware_images as image
   
  where image.id = request.image_id and request.id = $1 and request.state = 'transferring'
   
  returning request.id;

-- firmware updates: endUpdate
with open as (
      select id, state as before
  from shopfloor.firmware_updates
     
  where id = $1 and state = any ($2) for no key update
    )
    update shopfloor.firmware_updates as request
   
  set state = $3, error = left($4, 200), finished_at = clock_timestamp()
   
  from open
  where open.id = request.id
   
  returning open.before;

-- firmware updates: findUpdate
select request.node_id as "nodeKey", request.state, image.version
   
  from shopfloor.firmware_updates as request
    join shopfloor.firmware_images as image on image.id = request.image_id
   
  where request.id = $1;

-- firmware updates: findOverdue
select id, node_id as "nodeKey", state
  from shopfloor.firmware_updates
   
  where state in ('transferring', 'installing') and progress_at < clock_timestamp()
      - make_interval(secs => case state when 'installing' then $1::float8
          else $2::float8 end)
   
  order by requested_at;

-- bluetooth: recordDevice
insert into shopfloor.bluetooth_devices as known
      (node_id, device_address, device_name, device_type, is_connected, last_seen, signal_strength)
   
  values ($1, $2, left($3, 100), left($4, 50),
      $5, clock_timestamp(), $6)
   
  on conflict on constraint bluetooth_devices_address_key do update
  set
      node_id = excluded.node_id, device_name = coalesce(excluded.device_name, known.device_name),
      device_type = coalesce(excluded.device_type, known.device_type),
      is_connected = excluded.is_connected, last_seen = excluded.last_seen,
      signal_strength = coalesce(excluded.signal_strength, known.signal_strength);

-- bluetooth: listDevices
select "id", "device_name" as "name", "device_address" as "address", "device_type" as "kind", "is_connected" as "isConnected", "last_seen" as "lastSeen", "signal_strength" as "signalStrength"
  from "shopfloor"."bluetooth_devices"
  where "node_id" = $1
  order by "is_connected" desc, signal_strength desc nulls last, "device_address";

-- bluetooth: disconnectUnseen
update shopfloor.bluetooth_devices
  set is_connected = false
   
  where is_connected and last_seen < now() - make_interval(mins => $1);

-- bluetooth: forgetDevices
delete
  from shopfloor.bluetooth_devices
  where id in (
      select id
  from shopfloor.bluetooth_devices
     
  where coalesce(last_seen, created_at) < now() - make_interval(days => $1)
  limit $2);
