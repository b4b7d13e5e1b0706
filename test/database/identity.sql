-- insertAudit
insert into "identity"."audit_logs" ("username", "action", "canonical")
  values ($1, $2, $3);

-- insertDataAccess
insert into "identity"."data_access_logs" ("resource_type", "resource_id", "access_type", "fields")
  values ($1, $2, $3, $4);

-- listAudit, all filters, whole action
select record.id::text as "id", "record"."created_at" as "at", "record"."user_id" as "userId", "record"."username", "record"."action", "record"."target_type" as "targetType", "record"."target_id" as "targetId", "record"."success", "record"."failure_reason" as "failureReason", "record"."change_reason" as "changeReason"
  from "identity"."audit_logs" as "record"
  where "record"."user_id" = $1 and "record"."action" = $2 and "record"."target_type" = $3 and "record"."target_id" = $4 and "record"."success" = $5 and "record"."created_at" >= $6 and "record"."created_at" < $7
  order by "record"."created_at" desc, "record"."id" desc
  limit $8;

-- listAudit, beginning of the action
select record.id::text as "id", "record"."created_at" as "at", "record"."user_id" as "userId", "record"."username", "record"."action", "record"."target_type" as "targetType", "record"."target_id" as "targetId", "record"."success", "record"."failure_reason" as "failureReason", "record"."change_reason" as "changeReason"
  from "identity"."audit_logs" as "record"
  where starts_with(record.action, $1)
  order by "record"."created_at" desc, "record"."id" desc
  limit $2;

-- findAudit
select record.id::text as "id", "record"."created_at" as "at", "record"."user_id" as "userId", "record"."username", "record"."action", "record"."target_type" as "targetType", "record"."target_id" as "targetId", "record"."success", "record"."failure_reason" as "failureReason", "record"."change_reason" as "changeReason", record.old_values as "oldValues", record.new_values as "newValues", record.details as "details", host(record.ip_address) as "ipAddress", "record"."user_agent" as "userAgent", "record"."workstation", "record"."request_method" as "requestMethod", "record"."request_path" as "requestPath", "record"."response_status" as "responseStatus", (
        select encode(sha256(convert_to(record.canonical, 'UTF8')), 'hex')
       
  from identity.audit_seals as seal
       
  where seal.row_ids @> array[record.id]
       
  limit 1) as "hash"
  from "identity"."audit_logs" as "record"
  where "record"."id" = $1;

-- listActions
select distinct "action"
  from "identity"."audit_logs"
  order by "action";

-- listDataAccess
select access.id::text as "id", "access"."created_at" as "at", "access"."user_id" as "userId", "access"."username", "access"."resource_type" as "resourceType", "access"."resource_id" as "resourceId", access.access_type as "accessType", "access"."fields", "access"."purpose"
  from "identity"."data_access_logs" as "access"
  where "access"."user_id" = $1 and "access"."resource_type" = $2 and "access"."resource_id" = $3 and "access"."created_at" >= $4 and "access"."created_at" < $5
  order by "access"."created_at" desc, "access"."id" desc
  limit $6;

-- sealHead
select "id", encode(hash, 'hex') as "hash"
  from "identity"."audit_seals"
  order by "id" desc
  limit $1;

-- sealWaiting
with waiting as (
      delete
  from identity.audit_unsealed
     
  where audit_id in (
        select audit_id
  from identity.audit_unsealed
  order by audit_id
  limit $1)
     
  returning audit_id
    ),
    batch as (
      select array_agg(record.id
  order by record.id) as row_ids,
        string_agg(sha256(convert_to(record.canonical, 'UTF8')), ''::bytea
  order by record.id)
          as row_hashes
     
  from identity.audit_logs as record
      join waiting on waiting.audit_id = record.id
    ),
    head as (
      select coalesce(max(seal.id), 0) + 1 as id,
        coalesce((array_agg(seal.hash
  order by seal.id desc))[1], decode(repeat('00', 32), 'hex'))
          as previous_hash
     
  from (select id, hash
  from identity.audit_seals
  order by id desc
  limit 1) as seal
    ),
    sealed as (
      insert into identity.audit_seals (id, row_ids, row_hashes, previous_hash, hash)
      select head.id, batch.row_ids, batch.row_hashes, head.previous_hash,
        identity.seal_hash(head.id, head.previous_hash, batch.row_ids, batch.row_hashes)
     
  from head, batch
     
  where batch.row_ids is not null
     
  returning cardinality(row_ids) as rows
    )
    select coalesce((select rows
  from sealed), 0)::integer as sealed;

-- checkSeals
select seal.id, encode(seal.hash, 'hex') as hash,
      encode(seal.previous_hash, 'hex') as "previousHash", cardinality(seal.row_ids) as rows,
      seal.hash = identity.seal_hash(seal.id, seal.previous_hash, seal.row_ids, seal.row_hashes)
        as sound,
      found.missing::text, found.changed::text, found.swapped::text
   
  from (
      select *
  from identity.audit_seals
  where id > $1
  order by id
  limit $2
    ) as seal
    cross join lateral (
      select
        min(sealed.id) filter (where record.id is null) as missing,
        min(sealed.id) filter (where record.canonical <> identity.audit_canonical(record)
          or sha256(convert_to(record.canonical, 'UTF8'))
            <> substring(seal.row_hashes
  from (32 * (sealed.position - 1) + 1)::integer for 32))
          as changed,
        min(sealed.id) filter (where record.canonical is not null
          and (record.canonical::jsonb ->> 0)::bigint <> record.id) as swapped
     
  from unnest(seal.row_ids) with ordinality as sealed (id, position)
     
  left join identity.audit_logs as record on record.id = sealed.id
    ) as found
   
  order by seal.id;

-- findStrayRecord
select record.id::text as id
   
  from identity.audit_logs as record
   
  where not exists (select
  from identity.audit_unsealed as waiting
  where waiting.audit_id = record.id)
      and not exists (select
  from identity.audit_seals as seal
  where seal.row_ids @> array[record.id])
   
  order by record.id
  limit 1;

-- countUnsealed
select count(*) as "waiting"
  from "identity"."audit_unsealed";

-- findBadge
select "badge"."id", "badge"."version", "badge"."user_id" as "userId", "person"."full_name" as "fullName", "badge"."label", "badge"."technology", "badge"."last_four" as "lastFour", "badge"."status", "badge"."issued_at" as "issuedAt", "badge"."last_used_at" as "lastUsedAt", "person"."username", "person"."is_active" as "isActive", "badge"."uid_hmac" as "uidHmac", "badge"."node_keys" as "nodeKeys"
  from "identity"."badges" as "badge"
  inner join "identity"."users" as "person" on "person"."id" = "badge"."user_id"
  where "badge"."uid_hmac" in ($1, $2) and "badge"."status" != $3
  order by array_position($4::bytea[], badge.uid_hmac)
  limit $5;

-- stampBadge
with before as (
      select id, last_used_at, last_used_at_place
  from identity.badges
  where id = $1 for no key update
    )
    update identity.badges as badge
   
  set last_used_at = $2, last_used_at_place = $3
   
  from before
  where badge.id = before.id
   
  returning before.last_used_at as at, before.last_used_at_place as place;

-- setNodeKeys
update "identity"."badges"
  set "node_keys" = $1
  where "id" = $2;

-- listBadges
select "badge"."id", "badge"."version", "badge"."user_id" as "userId", "person"."full_name" as "fullName", "badge"."label", "badge"."technology", "badge"."last_four" as "lastFour", "badge"."status", "badge"."issued_at" as "issuedAt", "badge"."last_used_at" as "lastUsedAt"
  from "identity"."badges" as "badge"
  inner join "identity"."users" as "person" on "person"."id" = "badge"."user_id"
  where "badge"."user_id" = $1
  order by "badge"."issued_at" desc, "badge"."id";

-- lockBadge
select "badge"."id", "badge"."version", "badge"."user_id" as "userId", "person"."full_name" as "fullName", "badge"."label", "badge"."technology", "badge"."last_four" as "lastFour", "badge"."status", "badge"."issued_at" as "issuedAt", "badge"."last_used_at" as "lastUsedAt"
  from "identity"."badges" as "badge"
  inner join "identity"."users" as "person" on "person"."id" = "badge"."user_id"
  where "badge"."id" = $1 for no key update of "badge";

-- insertBadge
insert into "identity"."badges" ("user_id", "uid_hmac", "node_keys", "technology", "last_four", "label", "issued_by")
  values ($1, $2, $3, $4, $5, $6, $7)
  returning "id";

-- setBadgeStatus
update "identity"."badges"
  set "status" = $1
  where "id" = $2 and "version" = $3
  returning "version";

-- insertBadgeHistory
insert into "identity"."badge_history" ("badge_id", "status", "reason", "changed_by")
  values ($1, $2, $3, $4);

-- listBadgeHistory
select "entry"."at", "entry"."status", "entry"."reason", "person"."full_name" as "byName"
  from "identity"."badge_history" as "entry"
  left join "identity"."users" as "person" on "person"."id" = "entry"."changed_by"
  where "entry"."badge_id" = $1
  order by "entry"."id" desc;

-- listDepartments
select "department"."id", "department"."version", "department"."name", "department"."parent_id" as "parentId", "department"."description", "department"."manager_id" as "managerId", "manager"."full_name" as "managerName", (
        select count(*)::integer
  from identity.user_departments as member
       
  where member.dept_id = department.id) as "members"
  from "identity"."departments" as "department"
  left join "identity"."users" as "manager" on "manager"."id" = "department"."manager_id"
  order by "department"."name", "department"."id";

-- lockDepartment
select *
  from "identity"."departments"
  where "id" = $1 for no key update;

-- insertDepartment
insert into "identity"."departments" ("name", "parent_id", "description", "manager_id")
  values ($1, $2, $3, $4)
  returning "id";

-- updateDepartment
update "identity"."departments"
  set "name" = $1, "parent_id" = $2, "description" = $3, "manager_id" = $4
  where "id" = $5
  returning "version";

-- countDependants
select (select count(*) as "n"
  from "identity"."departments"
  where "parent_id" = $1) as "departments", (select count(*) as "n"
  from "identity"."user_scopes"
  where "scope_type" = $2 and "scope_id" = $3) as "members";

-- deleteDepartment
delete
  from "identity"."departments"
  where "id" = $1;

-- areasOfPlaces
select given.place, area.id as area_id, area.name as area_name
   
  from unnest($1::text[]) as given (place)
   
  left join identity.readers as reader on given.place = 'reader:' || reader.id
    join shopfloor.machines as machine
      on machine.id::text = coalesce(reader.machine_id::text, substring(given.place
  from '^machine:(.*)$'))
    join shopfloor.areas as area on area.id = machine.area_id;

-- listReaders
select "reader"."id", "reader"."version", "reader"."name", "reader"."endpoint", "reader"."profile", "reader"."form", "reader"."technology", "reader"."reversed", "reader"."purpose", "reader"."workstation", "reader"."machine_id" as "machineId", "reader"."installation_id" as "installationId", "reader"."is_active" as "isActive"
  from "identity"."readers" as "reader"
  order by "reader"."name", "reader"."id";

-- listActiveReaders
select "reader"."id", "reader"."version", "reader"."name", "reader"."endpoint", "reader"."profile", "reader"."form", "reader"."technology", "reader"."reversed", "reader"."purpose", "reader"."workstation", "reader"."machine_id" as "machineId", "reader"."installation_id" as "installationId", "reader"."is_active" as "isActive"
  from "identity"."readers" as "reader"
  where "reader"."installation_id" = $1 and "reader"."is_active" = $2;

-- findEndpointHolder
select "name"
  from "identity"."readers"
  where "installation_id" = $1 and "endpoint" = $2;

-- lockReader
select "reader"."id", "reader"."version", "reader"."name", "reader"."endpoint", "reader"."profile", "reader"."form", "reader"."technology", "reader"."reversed", "reader"."purpose", "reader"."workstation", "reader"."machine_id" as "machineId", "reader"."installation_id" as "installationId", "reader"."is_active" as "isActive"
  from "identity"."readers" as "reader"
  where "reader"."id" = $1 for no key update;

-- insertReader
insert into "identity"."readers" ("name", "endpoint", "profile", "purpose", "workstation", "installation_id")
  values ($1, $2, $3, $4, $5, $6)
  returning "id";

-- updateReader
update "identity"."readers"
  set "name" = $1
  where "id" = $2
  returning "version";

-- deleteReader
delete
  from "identity"."readers"
  where "id" = $1;

-- listRoles
select "role"."id", "role"."version", "role"."name", "role"."description", "role"."is_protected" as "isProtected", array(
        select permission.name
       
  from identity.role_permissions as granted
        join identity.permissions as permission on permission.id = granted.permission_id
       
  where granted.role_id = role.id
       
  order by permission.name) as "permissions", (
        select count(*)::integer
       
  from identity.user_roles as held
        join identity.users as person on person.id = held.user_id
       
  where held.role_id = role.id and person.deleted_at is null) as "users"
  from "identity"."roles" as "role"
  order by lower(role.name);

-- listPermissions
select name as "permission", "resource", "action", "description"
  from "identity"."permissions"
  order by "resource", "action";

-- lockRoles
select "id", "version", "name", "description", "is_protected"
  from "identity"."roles"
  where "id" in ($1, $2)
  order by "id" for no key update;

-- readRolePermissions
select "permission"."name"
  from "identity"."role_permissions" as "granted"
  inner join "identity"."permissions" as "permission" on "permission"."id" = "granted"."permission_id"
  where "granted"."role_id" = $1
  order by "permission"."name";

-- insertRole
insert into "identity"."roles" ("name", "description")
  values ($1, $2)
  returning "id";

-- updateRole
update "identity"."roles"
  set "name" = $1, "description" = $2
  where "id" = $3
  returning "version";

-- replaceRolePermissions
delete
  from "identity"."role_permissions"
  where "role_id" = $1;
insert into "identity"."role_permissions" ("role_id", "permission_id") select $1::uuid as "role_id", "id" as "permission_id"
  from "identity"."permissions"
  where "name" in ($2);

-- countRoleHolders
select count(*) as "users"
  from "identity"."user_roles"
  where "role_id" = $1;

-- deleteRole
delete
  from "identity"."roles"
  where "id" = $1;

-- listScopes
select "scope_type" as "scopeType", "scope_id" as "scopeId", "permission_level" as "permissionLevel"
  from "identity"."user_scopes"
  where "user_id" = $1
  order by "scope_type", "scope_id";

-- replaceScopes
delete
  from "identity"."user_scopes"
  where "user_id" = $1;
insert into "identity"."user_scopes" ("user_id", "scope_type", "scope_id", "permission_level", "assigned_by")
  values ($1, $2, $3, $4, $5);

-- insertSecurityEvent
insert into "identity"."security_events" ("event_type", "app_context", "success")
  values ($1, $2, $3);

-- insertFailedLogin
insert into "identity"."failed_logins" ("username")
  values ($1);

-- listSecurityEvents
select event.id::text as "id", "event"."event_type" as "eventType", "event"."user_id" as "userId", "person"."full_name" as "fullName", host(event.ip_address) as "ipAddress", "event"."resource_type" as "resourceType", "event"."resource_id" as "resourceId", "event"."app_context" as "appContext", "event"."success", event.details as "details", "event"."timestamp" as "at"
  from "identity"."security_events" as "event"
  left join "identity"."users" as "person" on "person"."id" = "event"."user_id"
  where "event"."timestamp" >= $1::timestamptz and "event"."timestamp" < $2::timestamptz and "event"."event_type" = $3 and "event"."user_id" = $4 and "event"."success" = $5
  order by "event"."timestamp" desc, "event"."id" desc
  limit $6;

-- listFailedLogins
select attempt.id::text as "id", "attempt"."username", host(attempt.ip_address) as "ipAddress", "attempt"."user_agent" as "userAgent", "attempt"."timestamp" as "at"
  from "identity"."failed_logins" as "attempt"
  where "attempt"."timestamp" >= $1::timestamptz and "attempt"."timestamp" < $2::timestamptz and "attempt"."username" = $3 and host(attempt.ip_address) = $4
  order by "attempt"."timestamp" desc, "attempt"."id" desc
  limit $5;

-- listEventTypes
select distinct "event_type"
  from "identity"."security_events"
  order by "event_type";

-- listSecurityRules
select rule as "rule", "threshold", "within_seconds" as "withinSeconds", "is_enabled" as "isEnabled", "version", "updated_at" as "updatedAt"
  from "identity"."security_rules"
  order by "rule";

-- readSecurityRule
select rule as "rule", "threshold", "within_seconds" as "withinSeconds", "is_enabled" as "isEnabled", "version", "updated_at" as "updatedAt"
  from "identity"."security_rules"
  where "rule" = $1;

-- updateSecurityRule
update "identity"."security_rules"
  set "threshold" = $1, "within_seconds" = $2, "is_enabled" = $3
  where "rule" = $4 and "version" = $5;

-- findMisuse
with counted as (
      select rule.rule, rule.threshold, rule.within_seconds, subject.id, subject.name
     
  from identity.security_rules as rule
      join identity.security_events as event
        on event.timestamp > now() - make_interval(secs => rule.within_seconds)
     
  left join identity.users as person on person.id = event.user_id
      cross join lateral (
        select case rule.rule
          when 'badge-unknown-burst' then event.details ->> 'place'
          when 'person-refused' then event.user_id::text
          when 'machine-refused' then case event.resource_type
            when 'machine' then event.resource_id
            else substring(event.details ->> 'place'
  from '^machine:(.*)$') end
          when 'token-misuse' then coalesce(event.resource_id, host(event.ip_address)) end as id,
        case rule.rule
          when 'badge-unknown-burst' then event.details ->> 'placeName'
          when 'person-refused' then person.full_name
          when 'machine-refused' then coalesce(event.details ->> 'machineName', event.details ->> 'placeName')
          when 'token-misuse' then host(event.ip_address) end as name
      ) as subject
     
  where rule.is_enabled and subject.id is not null and event.event_type = any (case rule.rule
        when 'badge-unknown-burst' then array['badge-unknown']
        when 'person-refused' then array['machine-start-refused', 'badge-blocked', 'badge-lost', 'badge-user-inactive']
        when 'machine-refused' then
          array['machine-start-refused', 'badge-unknown', 'badge-blocked', 'badge-lost', 'badge-user-inactive']
        when 'token-misuse' then array['token-unknown', 'token-expired', 'token-revoked', 'token-for-another-node']
        else array[]::text[] end)
    )
    select rule, id, coalesce(max(name), id) as name, count(*)::integer as occurrences,
      within_seconds as "withinSeconds"
   
  from counted
   
  group by rule, threshold, within_seconds, id
    having count(*) >= threshold
   
  order by rule, id;

-- isRecorded
select exists (select
  from identity.security_events
     
  where event_type = $1 and resource_id = $2
        and timestamp > now() - make_interval(secs => $3)) as found;

-- findClaimant
select "person"."id", "person"."username", "person"."full_name", "person"."email", "person"."locale", "person"."status", "proof"."password_hash", "proof"."password_changed_at", "proof"."must_change_password", "proof"."password_reset_token", "proof"."password_reset_expires", "proof"."mfa_enabled", "proof"."mfa_secret", "proof"."mfa_last_step", "proof"."mfa_failures", "proof"."mfa_window_start", "proof"."pin_hash", "proof"."pin_attempts"
  from "identity"."users" as "person"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "person"."id"
  where "person"."deleted_at" is null and (lower("person"."username") = $1 or lower("person"."email") = $2)
  order by lower(person.username) = $3 desc
  limit $4;

-- lockClaimant
select "person"."id", "person"."username", "person"."full_name", "person"."email", "person"."locale", "person"."status", "proof"."password_hash", "proof"."password_changed_at", "proof"."must_change_password", "proof"."password_reset_token", "proof"."password_reset_expires", "proof"."mfa_enabled", "proof"."mfa_secret", "proof"."mfa_last_step", "proof"."mfa_failures", "proof"."mfa_window_start", "proof"."pin_hash", "proof"."pin_attempts"
  from "identity"."users" as "person"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "person"."id"
  where "person"."deleted_at" is null and "person"."id" = $1 for no key update of "person";

-- findClaimantById
select "person"."id", "person"."username", "person"."full_name", "person"."email", "person"."locale", "person"."status", "proof"."password_hash", "proof"."password_changed_at", "proof"."must_change_password", "proof"."password_reset_token", "proof"."password_reset_expires", "proof"."mfa_enabled", "proof"."mfa_secret", "proof"."mfa_last_step", "proof"."mfa_failures", "proof"."mfa_window_start", "proof"."pin_hash", "proof"."pin_attempts"
  from "identity"."users" as "person"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "person"."id"
  where "person"."deleted_at" is null and "person"."id" = $1;

-- saveCredentials
update "identity"."credentials"
  set "pin_attempts" = $1
  where "user_id" = $2;

-- lockAccount
update "identity"."users"
  set "status" = $1
  where "id" = $2 and "status" = $3;

-- stampSignIn
update "identity"."users"
  set "last_login_at" = $1, "last_login_ip" = $2
  where "id" = $3;

-- replaceRecoveryCodes
delete
  from "identity"."recovery_codes"
  where "user_id" = $1;
insert into "identity"."recovery_codes" ("user_id", "code_hash")
  values ($1, $2);

-- useRecoveryCode
update "identity"."recovery_codes"
  set "used_at" = $1
  where "user_id" = $2 and "code_hash" = $3 and "used_at" is null;

-- countRecoveryCodes
select count(*) as "left"
  from "identity"."recovery_codes"
  where "user_id" = $1 and "used_at" is null;

-- takePinTry
update "identity"."credentials"
  set "pin_attempts" = pin_attempts + 1
  where "user_id" = $1 and "pin_attempts" < $2 and "pin_hash" is not null;

-- insertSession
insert into "identity"."sessions" ("user_id", "level", "fresh_until", "workstation", "transport", "address", "user_agent", "installation_id", "created_at", "last_activity", "ends_at", "handover_hash", "handover_expires_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  returning "id";

-- findSession
select "session"."id", "session"."user_id", "session"."level", "session"."fresh_until", "session"."locked_at", "session"."created_at", "session"."last_activity", "session"."ends_at", "session"."ended_at", "session"."ended_by", "person"."username", "person"."full_name", "person"."locale", "person"."is_active", proof.password_hash is not null as "has_password", proof.pin_hash is not null as "has_pin", coalesce(proof.mfa_enabled, false) as "has_code", array(
        select distinct permission.name
       
  from identity.user_roles as held
        join identity.role_permissions as granted on granted.role_id = held.role_id
        join identity.permissions as permission on permission.id = granted.permission_id
       
  where held.user_id = session.user_id
       
  order by permission.name) as "permissions"
  from "identity"."sessions" as "session"
  inner join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "session"."user_id"
  where "session"."id" = $1;

-- findSessions
select "session"."id", "session"."user_id", "session"."level", "session"."fresh_until", "session"."locked_at", "session"."created_at", "session"."last_activity", "session"."ends_at", "session"."ended_at", "session"."ended_by", "person"."username", "person"."full_name", "person"."locale", "person"."is_active", proof.password_hash is not null as "has_password", proof.pin_hash is not null as "has_pin", coalesce(proof.mfa_enabled, false) as "has_code", array(
        select distinct permission.name
       
  from identity.user_roles as held
        join identity.role_permissions as granted on granted.role_id = held.role_id
        join identity.permissions as permission on permission.id = granted.permission_id
       
  where held.user_id = session.user_id
       
  order by permission.name) as "permissions"
  from "identity"."sessions" as "session"
  inner join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "session"."user_id"
  where "session"."id" in ($1);

-- findSessionByToken
select "session"."id", "session"."user_id", "session"."level", "session"."fresh_until", "session"."locked_at", "session"."created_at", "session"."last_activity", "session"."ends_at", "session"."ended_at", "session"."ended_by", "person"."username", "person"."full_name", "person"."locale", "person"."is_active", proof.password_hash is not null as "has_password", proof.pin_hash is not null as "has_pin", coalesce(proof.mfa_enabled, false) as "has_code", array(
        select distinct permission.name
       
  from identity.user_roles as held
        join identity.role_permissions as granted on granted.role_id = held.role_id
        join identity.permissions as permission on permission.id = granted.permission_id
       
  where held.user_id = session.user_id
       
  order by permission.name) as "permissions"
  from "identity"."sessions" as "session"
  inner join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  left join "identity"."credentials" as "proof" on "proof"."user_id" = "session"."user_id"
  where "session"."token_hash" = $1 and "session"."ended_at" is null and "session"."ends_at" > $2;

-- endSession
update "identity"."sessions"
  set "ended_at" = $1, "ended_by" = $2, "handover_hash" = $3, "handover_expires_at" = $4
  where "id" = $5 and "ended_at" is null;

-- managesArea
select exists (
      select
  from shopfloor.areas as area
  where area.id = $1
        and (identity.has_all_scopes('area', 'manage')
          or area.id = any (identity.scope_ids('area', 'manage')))
    ) as manages;

-- listHolders
select person.id as "userId", person.username, person.full_name as "fullName", person.status,
      own.permission_level as level, everywhere.permission_level as everywhere,
      coalesce(own.assigned_at, everywhere.assigned_at) as since, giver.full_name as "givenBy"
   
  from identity.users as person
   
  left join identity.user_scopes as own
      on own.user_id = person.id and own.scope_type = 'area' and own.scope_id = $1
   
  left join identity.user_scopes as everywhere
      on everywhere.user_id = person.id and everywhere.scope_type = 'area' and everywhere.scope_id is null
   
  left join identity.users as giver on giver.id = coalesce(own.assigned_by, everywhere.assigned_by)
   
  where person.deleted_at is null and (own.id is not null or everywhere.id is not null)
   
  order by person.full_name, person.id;

-- listStrangers
select "person"."id" as "userId", "person"."username", "person"."full_name" as "fullName"
  from "identity"."users" as "person"
  where "person"."deleted_at" is null and "person"."status" = $1 and not exists (select "scope"."id"
  from "identity"."user_scopes" as "scope"
  where "scope"."user_id" = "person"."id" and "scope"."scope_type" = $2 and ("scope"."scope_id" = $3 or "scope"."scope_id" is null)) and ("person"."full_name" ilike $4 or "person"."username" ilike $5)
  order by "person"."full_name" asc, "person"."id" asc
  limit $6;

-- findAreaLevel
select "permission_level"
  from "identity"."user_scopes"
  where "user_id" = $1 and "scope_type" = $2 and "scope_id" = $3;

-- writeAreaLevel
delete
  from "identity"."user_scopes"
  where "user_id" = $1 and "scope_type" = $2 and "scope_id" = $3;
insert into "identity"."user_scopes" ("user_id", "scope_type", "scope_id", "permission_level", "assigned_by")
  values ($1, $2, $3, $4, $5);

-- endSessionsOf
update "identity"."sessions"
  set "ended_at" = $1, "ended_by" = $2, "handover_hash" = $3, "handover_expires_at" = $4
  where "user_id" = $5 and "ended_at" is null and "id" != $6;

-- endOverdueSessions
update "identity"."sessions"
  set "ended_at" = $1, "ended_by" = $2, "handover_hash" = $3, "handover_expires_at" = $4
  where "ended_at" is null and "ends_at" <= $5;

-- lockIdleSessions
update "identity"."sessions"
  set "locked_at" = $1
  where "ended_at" is null and "locked_at" is null and "last_activity" < $2;

-- lockSession
update "identity"."sessions"
  set "locked_at" = $1
  where "id" = $2 and "ended_at" is null and "locked_at" is null;

-- touchSession
update "identity"."sessions"
  set "last_activity" = $1
  where "id" = $2 and "ended_at" is null;

-- confirmSession
update "identity"."sessions"
  set "user_id" = $1, "level" = $2, "fresh_until" = $3, "workstation" = $4, "transport" = $5, "address" = $6, "user_agent" = $7, "installation_id" = $8, "created_at" = $9, "last_activity" = $10, "ends_at" = $11, "handover_hash" = $12, "handover_expires_at" = $13, "locked_at" = $14
  where "id" = $15 and "ended_at" is null;

-- exchangeHandover
update "identity"."sessions"
  set "token_hash" = $1, "handover_hash" = $2, "handover_expires_at" = $3
  where "handover_hash" = $4 and "handover_expires_at" > $5 and "ended_at" is null;

-- listOpenSessions
select "session"."id", "session"."user_id" as "userId", "person"."full_name" as "fullName", "session"."workstation", "session"."transport", host(session.address) as "address", "session"."level", "session"."fresh_until" as "freshUntil", session.locked_at is not null as "locked", "session"."created_at" as "startedAt", "session"."last_activity" as "lastActivity", "session"."ends_at" as "endsAt"
  from "identity"."sessions" as "session"
  inner join "identity"."users" as "person" on "person"."id" = "session"."user_id"
  where "session"."ended_at" is null and "session"."user_id" = $1
  order by "session"."created_at" desc;

-- anyUser
select exists (select "id"
  from "identity"."users") as "found";

-- lockSetUp
lock table identity.users in share row exclusive mode;

-- grantEverything
insert into identity.user_roles (user_id, role_id)
    select $1, role.id
  from identity.roles as role
  where role.is_protected;
insert into "identity"."user_scopes" ("user_id", "scope_type", "scope_id", "permission_level")
  values ($1, $2, $3, $4), ($5, $6, $7, $8), ($9, $10, $11, $12), ($13, $14, $15, $16), ($17, $18, $19, $20);

-- chargeAttempt
insert into identity.sign_in_throttles as throttle
      (kind, name, failed_login_attempts, last_failure_at)
   
  values ($1, $2, 1, $3)
   
  on conflict (kind, name) do update
  set
      failed_login_attempts = throttle.failed_login_attempts + 1,
      last_failure_at = excluded.last_failure_at,
      locked_until = case when throttle.failed_login_attempts + 1 >= $4::integer then
        excluded.last_failure_at + make_interval(secs =>
          least(power(2, least(throttle.failed_login_attempts + 1 - $5::integer, 20)), $6))
      end
   
  where throttle.locked_until is null or throttle.locked_until <= excluded.last_failure_at
   
  returning failed_login_attempts;

-- clearThrottle
delete
  from "identity"."sign_in_throttles"
  where "kind" = $1 and "name" = $2;

-- refundSource
update "identity"."sign_in_throttles"
  set "failed_login_attempts" = greatest(failed_login_attempts - 1, 0), "locked_until" = $1
  where "kind" = $2 and "name" = $3;

-- readThrottle
select "failed_login_attempts", "locked_until"
  from "identity"."sign_in_throttles"
  where "kind" = $1 and "name" = $2;

-- listTokens, usable
select "token"."id", "token"."name", "token"."prefix", "token"."machine_id" as "machineId", "token"."node_id" as "nodeId", (select node.node_id
  from shopfloor.nodes as node
  where node.id = token.node_id) as "nodeCode", exists (select
  from identity.api_tokens as next
       
  where next.replaces = token.id and not next.is_revoked) as "isReplaced", "maker"."full_name" as "createdByName", "token"."created_at" as "createdAt", "token"."expires_at" as "expiresAt", "token"."last_used" as "lastUsed", "token"."is_revoked" as "isRevoked", token.scopes as "scopes"
  from "identity"."api_tokens" as "token"
  left join "identity"."users" as "maker" on "maker"."id" = "token"."created_by"
  where "token"."node_id" = $1 and "token"."is_revoked" = $2 and "token"."expires_at" > $3
  order by "token"."created_at" desc, "token"."id" desc
  limit $4;

-- listTokens, ending
select "token"."id", "token"."name", "token"."prefix", "token"."machine_id" as "machineId", "token"."node_id" as "nodeId", (select node.node_id
  from shopfloor.nodes as node
  where node.id = token.node_id) as "nodeCode", exists (select
  from identity.api_tokens as next
       
  where next.replaces = token.id and not next.is_revoked) as "isReplaced", "maker"."full_name" as "createdByName", "token"."created_at" as "createdAt", "token"."expires_at" as "expiresAt", "token"."last_used" as "lastUsed", "token"."is_revoked" as "isRevoked", token.scopes as "scopes"
  from "identity"."api_tokens" as "token"
  left join "identity"."users" as "maker" on "maker"."id" = "token"."created_by"
  where "token"."is_revoked" = $1 and "token"."expires_at" > $2 and "token"."expires_at" <= $3
  order by "token"."created_at" desc, "token"."id" desc
  limit $4;

-- lockToken
select "token"."id", "token"."name", "token"."prefix", "token"."machine_id" as "machineId", "token"."node_id" as "nodeId", (select node.node_id
  from shopfloor.nodes as node
  where node.id = token.node_id) as "nodeCode", exists (select
  from identity.api_tokens as next
       
  where next.replaces = token.id and not next.is_revoked) as "isReplaced", "maker"."full_name" as "createdByName", "token"."created_at" as "createdAt", "token"."expires_at" as "expiresAt", "token"."last_used" as "lastUsed", "token"."is_revoked" as "isRevoked", token.scopes as "scopes"
  from "identity"."api_tokens" as "token"
  left join "identity"."users" as "maker" on "maker"."id" = "token"."created_by"
  where "token"."id" = $1 for no key update of "token";

-- insertToken
insert into "identity"."api_tokens" ("token_hash", "prefix", "name", "scopes", "machine_id", "node_id", "replaces", "created_by", "created_at", "expires_at")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  returning "id";

-- shortenToken
update "identity"."api_tokens"
  set "expires_at" = $1
  where "id" = $2 and "expires_at" > $3;

-- revokeToken
update "identity"."api_tokens"
  set "is_revoked" = $1, "revoked_at" = $2
  where "id" = $3 and "is_revoked" = $4;

-- findTokenByHash
select "token"."id", "token"."name", "token"."prefix", "token"."machine_id" as "machineId", "token"."node_id" as "nodeId", (select node.node_id
  from shopfloor.nodes as node
  where node.id = token.node_id) as "nodeCode", exists (select
  from identity.api_tokens as next
       
  where next.replaces = token.id and not next.is_revoked) as "isReplaced", "maker"."full_name" as "createdByName", "token"."created_at" as "createdAt", "token"."expires_at" as "expiresAt", "token"."last_used" as "lastUsed", "token"."is_revoked" as "isRevoked", token.scopes as "scopes"
  from "identity"."api_tokens" as "token"
  left join "identity"."users" as "maker" on "maker"."id" = "token"."created_by"
  where "token"."token_hash" = $1;

-- stampToken
update "identity"."api_tokens"
  set "last_used" = $1
  where "id" = $2 and ("last_used" is null or "last_used" < $3::timestamptz - interval '1 minute');

-- listEnding
select token.id, token.name, token.expires_at as "expiresAt"
  from identity.api_tokens as token
   
  where not token.is_revoked and token.expires_at > $1 and token.expires_at < $2
      and not exists (select
  from identity.api_tokens as next
       
  where next.replaces = token.id and not next.is_revoked and next.expires_at > token.expires_at)
   
  order by token.expires_at, token.id;

-- noticeExpiring
update "identity"."api_tokens"
  set "expiry_noticed_at" = $1
  where "is_revoked" = $2 and "expiry_noticed_at" is null and "expires_at" < $3
  returning "id", "name", "expires_at" as "expiresAt";

-- removeEndedTokens
delete
  from "identity"."api_tokens"
  where "id" in (select "id"
  from "identity"."api_tokens"
  where least(expires_at, revoked_at) < now() - make_interval(days => $1)
  limit $2)
  returning "id", "name", "prefix", "expires_at" as "expiresAt";

-- listUsers
select "person"."id", "person"."username", "person"."full_name" as "fullName", "person"."status", "person"."last_login_at" as "lastLoginAt", array(
        select role.name
       
  from identity.user_roles as held
        join identity.roles as role on role.id = held.role_id
       
  where held.user_id = person.id
       
  order by role.name) as "roles", (
        select count(*)::integer
       
  from identity.badges as badge
       
  where badge.user_id = person.id and badge.status = 'active') as "activeBadges"
  from "identity"."users" as "person"
  where "person"."deleted_at" is null and (person.full_name || ' ' || person.username) ilike $1 and "person"."status" = $2 and exists (select "held"."user_id"
  from "identity"."user_roles" as "held"
  where "held"."user_id" = "person"."id" and "held"."role_id" = $3)
  order by "person"."full_name" asc, "person"."id" asc
  limit $4;

-- findUser
select "person"."id", "person"."username", "person"."full_name" as "fullName", "person"."status", "person"."last_login_at" as "lastLoginAt", array(
        select role.name
       
  from identity.user_roles as held
        join identity.roles as role on role.id = held.role_id
       
  where held.user_id = person.id
       
  order by role.name) as "roles", (
        select count(*)::integer
       
  from identity.badges as badge
       
  where badge.user_id = person.id and badge.status = 'active') as "activeBadges", "person"."version", "person"."email", "person"."first_name" as "firstName", "person"."last_name" as "lastName", "person"."phone", "person"."locale", "person"."facility_id" as "facilityId", "person"."branch_id" as "branchId", "person"."partner_id" as "partnerId", "person"."oauth_provider" as "oauthProvider", "person"."email_verified" as "emailVerified", "person"."created_at" as "createdAt", "person"."updated_at" as "updatedAt", host(person.last_login_ip) as "lastLoginIp", array(
        select held.role_id
  from identity.user_roles as held
  where held.user_id = person.id
       
  order by held.role_id) as "roleIds"
  from "identity"."users" as "person"
  where "person"."deleted_at" is null and "person"."id" = $1;

-- readProofFlags
select "user_id" as "id", "mfa_enabled" as "mfaEnabled", "must_change_password" as "mustChangePassword", pin_hash is not null as "pinSet"
  from "identity"."credentials"
  where "user_id" in ($1);

-- insertUser
insert into "identity"."users" ("username", "full_name")
  values ($1, $2)
  returning "id";

-- lockUser
select *
  from "identity"."users"
  where "id" = $1 and "deleted_at" is null for no key update;

-- updateUser
update "identity"."users"
  set "full_name" = $1
  where "id" = $2
  returning "version";

-- replaceUserRoles
delete
  from "identity"."user_roles"
  where "user_id" = $1 and "role_id" not in ($2);
insert into "identity"."user_roles" ("user_id", "role_id", "assigned_by")
  values ($1, $2, $3)
  on conflict do nothing;

-- readRoleNames
select "role"."name"
  from "identity"."user_roles" as "held"
  inner join "identity"."roles" as "role" on "role"."id" = "held"."role_id"
  where "held"."user_id" = $1
  order by "role"."name";

-- hasAdministrator
select "id"
  from "identity"."roles"
  where "is_protected" = $1 for no key update;
select "person"."id"
  from "identity"."user_roles" as "held"
  inner join "identity"."roles" as "role" on "role"."id" = "held"."role_id"
  inner join "identity"."users" as "person" on "person"."id" = "held"."user_id"
  where "role"."is_protected" = $1 and "person"."is_active" = $2
  limit $3;
