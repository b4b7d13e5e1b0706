-- listMonitors
select "name", "interval_ms", "deadline_ms", "last_started_at", "last_finished_at", "last_succeeded_at", "last_outcome", "failures_in_a_row", (extract(epoch
  from
  clock_timestamp() - greatest(last_succeeded_at, watched_since)) * 1000)::float8 as "silent_ms"
  from "operations"."monitors"
  order by "name";

-- pageOfRuns
select "r"."id", "r"."monitor", "r"."workstation", "r"."started_at", "r"."finished_at", "r"."outcome", "r"."affected", "r"."note", "r"."error"
  from "operations"."monitor_runs" as "r"
  where "r"."monitor" = $1 and "r"."outcome" = $2
  order by "r"."id" desc
  limit $3;

-- insertErrorLog
insert into "operations"."error_logs" ("incident", "error_type", "message", "stack_trace", "user_id", "request_path", "request_method", "request_data", "app_context", "timestamp")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  on conflict ("incident") do nothing;

-- pageOfErrors
select "e"."id", "e"."incident", "e"."error_code", "e"."error_type", "e"."message", "e"."stack_trace", "e"."user_id", host(e.ip_address) as "ip_address", "e"."request_path", "e"."request_method", "e"."app_context", "e"."timestamp", "e"."is_resolved", "e"."resolved_by", "e"."resolved_at"
  from "operations"."error_logs" as "e"
  where "e"."is_resolved" = $1 and "e"."incident" = $2
  order by "e"."id" desc
  limit $3;

-- resolveErrors
update "operations"."error_logs"
  set "is_resolved" = $1, "resolved_by" = $2, "resolved_at" = now()
  where "id" in ($3) and "is_resolved" = $4
  returning "id";

-- pageOfBackups
select "b"."id", "b"."kind", "b"."status", "b"."started_at", "b"."finished_at", "b"."location", "b"."bytes", "b"."schema_version", "b"."workstation", "b"."progress", "b"."error"
  from "operations"."backups" as "b"
  order by "b"."started_at" desc, "b"."id" desc
  limit $1;

-- backupById
select "b"."id", "b"."kind", "b"."status", "b"."started_at", "b"."finished_at", "b"."location", "b"."bytes", "b"."schema_version", "b"."workstation", "b"."progress", "b"."error"
  from "operations"."backups" as "b"
  where "b"."id" = $1;

-- insertBackup
insert into "operations"."backups" ("kind", "location", "workstation", "requested_by", "schema_version", "server_version")
  values ($1, $2, $3, $4, (select max(name)
  from platform.schema_migrations), current_setting('server_version'))
  returning "id";

-- updateProgress
update "operations"."backups"
  set "progress" = $1
  where "id" = $2 and "status" = $3;

-- finishBackup
update "operations"."backups"
  set "status" = $1, "location" = $2, "bytes" = $3, "progress" = $4, "finished_at" = now()
  where "id" = $5;

-- abandonBackups
update "operations"."backups"
  set "status" = $1, "error" = $2, "finished_at" = now()
  where "status" = $3 and "workstation" = $4;

-- hoursSinceBackup
select (extract(epoch
  from now() - max(started_at)) / 3600)::float8 as hours
   
  from operations.backups
  where status = 'succeeded';

-- readVersions
select current_setting('server_version') as server,
           (select max(name)
  from platform.schema_migrations) as schema;

-- abandonRuns
update operations.monitor_runs
   
  set outcome = 'abandoned', finished_at = clock_timestamp()
   
  where outcome = 'running' and epoch < $1;

-- adoptMonitors
delete
  from operations.monitors
   
  where name not in (select m->>'name'
  from jsonb_array_elements($1::jsonb) as m);
insert into operations.monitors as known (name, interval_ms, deadline_ms)
    select m->>'name', (m->>'intervalMs')::integer, (m->>'deadlineMs')::integer
   
  from jsonb_array_elements($1::jsonb) as m
   
  on conflict (name) do update
   
  set interval_ms = excluded.interval_ms, deadline_ms = excluded.deadline_ms,
        watched_since = now()
   
  returning name,
      (extract(epoch
  from clock_timestamp() - known.last_started_at) * 1000)::float8 as age_ms;

-- listViews
select "view"."id", "view"."screen", "view"."name", "view"."is_shared" as "isShared", view.is_start and view.owner_id = platform.current_user_id() as "isStart", view.state as "state", view.owner_id = platform.current_user_id() as "own", "owner"."full_name" as "ownerName", "view"."version", "view"."updated_at" as "updatedAt"
  from "operations"."saved_views" as "view"
  inner join "identity"."users" as "owner" on "owner"."id" = "view"."owner_id"
  where "view"."screen" = $1
  order by "view"."name", "view"."id";

-- findView
select "view"."id", "view"."screen", "view"."name", "view"."is_shared" as "isShared", view.is_start and view.owner_id = platform.current_user_id() as "isStart", view.state as "state", view.owner_id = platform.current_user_id() as "own", "owner"."full_name" as "ownerName", "view"."version", "view"."updated_at" as "updatedAt"
  from "operations"."saved_views" as "view"
  inner join "identity"."users" as "owner" on "owner"."id" = "view"."owner_id"
  where "view"."id" = $1;

-- clearStart
update "operations"."saved_views"
  set "is_start" = $1
  where "owner_id" = $2 and "screen" = $3 and "is_start" = $4 and "id" != $5;

-- insertView
insert into "operations"."saved_views" ("owner_id", "screen", "name", "is_shared", "is_start", "state")
  values ($1, $2, $3, $4, $5, $6)
  returning "id";

-- updateView
update "operations"."saved_views"
  set "name" = $1, "is_shared" = $2, "is_start" = $3, "state" = $4
  where "id" = $5 and "version" = $6;

-- deleteView
delete
  from "operations"."saved_views"
  where "id" = $1;

-- listPolicies
select "monitor", "keep_days" as "keepDays", "minimum_days" as "minimumDays", "default_days" as "defaultDays", "version", "updated_at" as "updatedAt"
  from "operations"."retention_policies"
  order by "monitor";

-- findPolicy
select "monitor", "keep_days" as "keepDays", "minimum_days" as "minimumDays", "default_days" as "defaultDays", "version", "updated_at" as "updatedAt"
  from "operations"."retention_policies"
  where "monitor" = $1;

-- updatePolicy
update "operations"."retention_policies"
  set "keep_days" = $1
  where "monitor" = $2 and "version" = $3;

-- readKeepDays
select "keep_days"
  from "operations"."retention_policies"
  where "monitor" = $1;

-- removeOlder
delete
  from "operations"."monitor_runs"
   
  where ctid = any (array(
      select ctid
  from "operations"."monitor_runs"
     
  where "started_at" < now() - make_interval(days => $1) and true
     
  limit $2));

-- startRun
with started as (
      insert into operations.monitor_runs (monitor, epoch, workstation)
     
  values ($1, $2, $3)
     
  returning id, started_at),
    noted as (
      update operations.monitors
  set last_started_at = started_at
     
  from started
  where name = $4)
    select id
  from started;

-- finishRun
with finished as (
      update operations.monitor_runs
     
  set finished_at = clock_timestamp(), outcome = $1, affected = $2,
          note = $3, error = $4
     
  where id = $5 and outcome = 'running'
     
  returning finished_at, outcome),
    idle as (
      delete
  from operations.monitor_runs
     
  where id = (
          select before.id
  from operations.monitor_runs as before
         
  where before.monitor = $6 and before.id < $7
         
  order by before.id desc
  limit 1)
        and outcome = 'succeeded' and affected = 0)
    update operations.monitors
   
  set last_finished_at = finished.finished_at,
        last_outcome = finished.outcome,
        last_succeeded_at =
          case when finished.outcome = 'succeeded' then finished.finished_at else last_succeeded_at end,
        failures_in_a_row =
          case when finished.outcome = 'succeeded' then 0 else failures_in_a_row + 1 end
   
  from finished
   
  where name = $8;
