-- targets: listTargets
select "target"."id", "target"."target_app", "target"."url", target.event_types as "event_types", "target"."area_ids", "target"."allow_private", "target"."active", "target"."version", "target"."updated_at", (select count(*)::integer
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'pending') as "waiting", (select count(*)::integer
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'failed' and event.discarded_at is null) as "failed", (select event.processed_at
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'processed'
       
  order by event.created_at desc, event.id desc
  limit 1) as "last_delivered"
  from "shopfloor"."sync_targets" as "target"
  order by "target"."target_app" asc, "target"."id" asc
  limit $1;

-- targets: findTarget
select "target"."id", "target"."target_app", "target"."url", target.event_types as "event_types", "target"."area_ids", "target"."allow_private", "target"."active", "target"."version", "target"."updated_at", (select count(*)::integer
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'pending') as "waiting", (select count(*)::integer
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'failed' and event.discarded_at is null) as "failed", (select event.processed_at
  from shopfloor.sync_events as event
       
  where event.target_id = target.id and event.status = 'processed'
       
  order by event.created_at desc, event.id desc
  limit 1) as "last_delivered"
  from "shopfloor"."sync_targets" as "target"
  where "target"."id" = $1;

-- targets: insertTarget
insert into "shopfloor"."sync_targets" ("id", "secret", "target_app", "url", "event_types", "area_ids", "allow_private", "active")
  values ($1, $2, $3, $4, $5, $6, $7, $8);

-- targets: updateTarget
update "shopfloor"."sync_targets"
  set "target_app" = $1, "url" = $2, "event_types" = $3, "area_ids" = $4, "allow_private" = $5, "active" = $6
  where "id" = $7 and "version" = $8;

-- targets: updateSecret
update "shopfloor"."sync_targets"
  set "secret" = $1
  where "id" = $2 and "version" = $3;

-- targets: readAddress
select id, target_app, url, secret, allow_private
  from shopfloor.sync_targets
  where id = $1;

-- delivery: listDueTargets
select target.id, target.target_app, target.url, target.secret, target.allow_private
   
  from shopfloor.sync_targets as target
   
  where target.active and exists (
      select
  from shopfloor.sync_events as event
     
  where event.target_id = target.id and event.status = 'pending'
        and event.next_attempt_at <= clock_timestamp())
   
  order by target.target_app;

-- delivery: claimEvents
with due as (
      select event.id
  from shopfloor.sync_events as event
     
  where event.target_id = $1 and event.status = 'pending'
        and event.next_attempt_at <= clock_timestamp()
        and not exists (
          select
  from shopfloor.sync_events as earlier
         
  where earlier.target_id = event.target_id and earlier.status = 'pending'
            and earlier.resource_type = event.resource_type
            and earlier.resource_id = event.resource_id and earlier.id < event.id)
     
  order by event.next_attempt_at, event.id
     
  limit $2
      for update of event skip locked
    )
    update shopfloor.sync_events as event
   
  set claim = $3, next_attempt_at = clock_timestamp() + make_interval(secs => $4)
   
  from due
  where event.id = due.id
   
  returning event.id, event.event_id, event.event_type, event.payload, event.retry_count;

-- delivery: recordAttempt
with answered as (
      update shopfloor.sync_events
     
  set status = $1, retry_count = $2, claim = null,
        processed_at = case when $3 = 'processed' then clock_timestamp() end,
        next_attempt_at = clock_timestamp() + make_interval(secs => $4),
        error_message = $5
     
  where id = $6 and claim = $7 and status = 'pending'
     
  returning id
    )
    insert into shopfloor.sync_attempts (sync_event_id, duration_ms, http_status, answer, error)
    select id, $8::integer, $9::integer, $10, $11
   
  from answered;

-- delivery: listUntold
select target.id, target.target_app, count(*)::integer as failed,
      (array_agg(event.error_message
  order by event.id desc))[1] as error_message
   
  from shopfloor.sync_events as event
    join shopfloor.sync_targets as target on target.id = event.target_id
   
  where event.status = 'failed' and event.discarded_at is null
   
  group by target.id, target.target_app
   
  order by target.target_app;

-- delivery: forgetEvents
delete
  from shopfloor.sync_events
  where id in (
      select id
  from shopfloor.sync_events
     
  where (status = 'processed' and processed_at < now() - make_interval(days => $1))
        or (status = 'failed' and discarded_at < now() - make_interval(days => $2))
     
  limit $3);

-- events: listEvents, failed out
select "event"."id", "event"."event_id", "event"."event_type", "event"."resource_type", "event"."resource_id", "event"."source_app", "event"."target_app", "event"."status", "event"."retry_count", "event"."created_at", "event"."processed_at", case when event.status = 'pending' and event.next_attempt_at > clock_timestamp()
        then event.next_attempt_at end as "next_attempt_at", "event"."error_message", "event"."discarded_at"
  from "shopfloor"."sync_events" as "event"
  where "event"."target_id" = $1 and "event"."status" = $2 and "event"."discarded_at" is null and "event"."event_type" = $3 and "event"."target_id" is not null and "event"."created_at" >= $4
  order by "event"."created_at" desc, "event"."id" desc
  limit $5;

-- events: listEvents, discarded in
select "event"."id", "event"."event_id", "event"."event_type", "event"."resource_type", "event"."resource_id", "event"."source_app", "event"."target_app", "event"."status", "event"."retry_count", "event"."created_at", "event"."processed_at", case when event.status = 'pending' and event.next_attempt_at > clock_timestamp()
        then event.next_attempt_at end as "next_attempt_at", "event"."error_message", "event"."discarded_at"
  from "shopfloor"."sync_events" as "event"
  where "event"."status" = $1 and "event"."discarded_at" is not null and "event"."target_id" is null
  order by "event"."created_at" desc, "event"."id" desc
  limit $2;

-- events: findEvent
select "event"."id", "event"."event_id", "event"."event_type", "event"."resource_type", "event"."resource_id", "event"."source_app", "event"."target_app", "event"."status", "event"."retry_count", "event"."created_at", "event"."processed_at", case when event.status = 'pending' and event.next_attempt_at > clock_timestamp()
        then event.next_attempt_at end as "next_attempt_at", "event"."error_message", "event"."discarded_at", event.payload as "payload"
  from "shopfloor"."sync_events" as "event"
  where "event"."id" = $1::bigint;
select "id", "at", "duration_ms", "http_status", "answer", "error"
  from "shopfloor"."sync_attempts"
  where "sync_event_id" = $1
  order by "id";

-- events: countEvents
select
      (select count(*)::integer
  from shopfloor.sync_events
  where status = 'pending') as pending,
      (select count(*)::integer
  from shopfloor.sync_events
       
  where status = 'failed' and discarded_at is null) as failed,
      (select count(*)::integer
  from shopfloor.sync_events
       
  where status = 'failed' and discarded_at is not null) as discarded,
      (select count(*)::integer
  from shopfloor.sync_events
       
  where status = 'processed' and processed_at > now() - interval '1 day') as "processedLastDay";

-- events: retryEvents
update shopfloor.sync_events
   
  set status = 'pending', retry_count = 0, next_attempt_at = clock_timestamp(),
      discarded_at = null, discarded_by = null
   
  where status = 'failed' and target_id is not null
      and ($1::bigint[] is null and discarded_at is null or id = any ($2::bigint[]))
      and ($3::uuid is null or target_id = $4::uuid);

-- events: discardEvents
update shopfloor.sync_events
  set discarded_at = clock_timestamp(), discarded_by = $1
   
  where status = 'failed' and discarded_at is null and id = any ($2::bigint[]);

-- events: keepTold
insert into shopfloor.sync_events
      (event_type, resource_type, resource_id, source_app, target_app, status, processed_at, idempotency_key, payload)
   
  values ($1, $2, $3, $4, 'signalbox',
      'processed', clock_timestamp(), $5, $6::jsonb)
   
  on conflict (source_app, idempotency_key)
  where idempotency_key is not null do nothing
   
  returning id;
