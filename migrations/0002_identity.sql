-- People, what they may do, how they prove who they are, and the trail of what they did: the one
-- identity model of all five source designs. There is no default user and no default password.

create schema identity;
comment on schema identity is 'Users, roles, permissions, scopes, badges, sessions, tokens, security events and the audit trail of all five systems.';
grant usage on schema identity to signalbox_app, signalbox_readonly, signalbox_backup;
-- The directory
create table identity.users (
  id uuid primary key default platform.uuid_v7(),
  username varchar(64) not null,
  email varchar(254),
  full_name varchar(200) not null,
  first_name varchar(100),
  last_name varchar(100),
  phone varchar(30),
  locale varchar(5) not null default 'en',
  status varchar(20) not null default 'active',
  is_active boolean generated always as (status = 'active' and deleted_at is null) stored,
  email_verified boolean not null default false,
  facility_id uuid,
  branch_id uuid,
  partner_id uuid,
  oauth_provider varchar(50),
  oauth_id varchar(255),
  last_login_at timestamptz,
  last_login_ip inet,
  deleted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_status_known check (status in ('active', 'inactive', 'locked', 'pending_verification')),
  constraint users_locale_known check (locale in ('en', 'ko', 'ja')),
  constraint users_username_present check (btrim(username) <> ''),
  constraint users_full_name_present check (btrim(full_name) <> ''),
  constraint users_email_shape check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s.]+$'),
  constraint users_oauth_pair check ((oauth_provider is null) = (oauth_id is null)),
  constraint users_oauth_key unique (oauth_provider, oauth_id)
);
comment on table identity.users is 'The directory of people. Holds no secret: those are in identity.credentials. Sources 000-004, users.';
comment on column identity.users.id is 'Key.';
comment on column identity.users.username is 'Name to sign in with; unique without regard to case among accounts that are not deleted.';
comment on column identity.users.email is 'Address for messages, also accepted at sign-in. Personal data.';
comment on column identity.users.full_name is 'Name as shown. Source 002 calls it name.';
comment on column identity.users.first_name is 'Given name, where it is kept apart (source 001).';
comment on column identity.users.last_name is 'Family name, where it is kept apart (source 001).';
comment on column identity.users.phone is 'Telephone number. Personal data.';
comment on column identity.users.locale is 'Language of the console: en, ko or ja.';
comment on column identity.users.status is 'active, inactive, locked (by too many failures or an administrator) or pending_verification.';
comment on column identity.users.is_active is 'True while the person may sign in; follows from status and deleted_at. Source 004 calls it active.';
comment on column identity.users.email_verified is 'True once the person proved to read that address.';
comment on column identity.users.facility_id is 'Home facility (source 001).';
comment on column identity.users.branch_id is 'Home branch (source 003); null for head office.';
comment on column identity.users.partner_id is 'Partner company the person works for (source 003).';
comment on column identity.users.oauth_provider is 'Who vouches for the person instead of a password: azure-ad, google; null for local.';
comment on column identity.users.oauth_id is 'Key of the person at that provider.';
comment on column identity.users.last_login_at is 'Last sign-in that succeeded. Sources 000, 002 and 004 call it last_login.';
comment on column identity.users.last_login_ip is 'Address it came from; null for the desktop.';
comment on column identity.users.deleted_at is 'When the account was deleted. The row stays, so that history keeps its name.';
comment on column identity.users.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.users.created_at is 'When the row was made.';
comment on column identity.users.updated_at is 'When the row last changed.';
create unique index users_username_key on identity.users (lower(username)) where deleted_at is null;
create unique index users_email_key on identity.users (lower(email)) where deleted_at is null;
create index users_by_name on identity.users (full_name, id) where deleted_at is null;
create index users_name_words on identity.users using gin ((full_name || ' ' || username) gin_trgm_ops);
create index users_by_facility on identity.users (facility_id) where deleted_at is null;
create index users_by_branch on identity.users (branch_id) where deleted_at is null;
create trigger raise_version before update of username, email, full_name, first_name, last_name, phone, locale, status, email_verified, facility_id, branch_id, partner_id, oauth_provider, oauth_id, deleted_at on identity.users for each row execute function platform.raise_version();
create trigger set_updated_at before update on identity.users for each row execute function platform.set_updated_at();
select platform.watch('identity.users');
grant select, insert, update on identity.users to signalbox_app;
alter table identity.users enable row level security;
alter table identity.users force row level security;

create table identity.credentials (
  user_id uuid primary key references identity.users (id),
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  password_reset_token text,
  password_reset_expires timestamptz,
  email_verification_token text,
  mfa_enabled boolean not null default false,
  mfa_secret text,
  mfa_last_step bigint,
  mfa_failures integer not null default 0,
  mfa_window_start timestamptz,
  pin_hash text,
  pin_attempts integer not null default 0,
  updated_at timestamptz not null default now(),
  constraint credentials_mfa_has_secret check (not mfa_enabled or mfa_secret is not null),
  constraint credentials_reset_pair check ((password_reset_token is null) = (password_reset_expires is null))
);
comment on table identity.credentials is 'How each person proves who they are. Readable by the program only, never in a persons transaction.';
comment on column identity.credentials.user_id is 'The person.';
comment on column identity.credentials.password_hash is 'Argon2id in PHC form, or bcrypt until the next sign-in of an imported account; null where there is no password.';
comment on column identity.credentials.password_changed_at is 'When the password was last set by the person.';
comment on column identity.credentials.must_change_password is 'True after an administrator gave a one-time password: the next sign-in must replace it.';
comment on column identity.credentials.password_reset_token is 'Argon2id of the one-time password that an administrator gave; used up by the first sign-in with it.';
comment on column identity.credentials.password_reset_expires is 'When that one-time password stops working.';
comment on column identity.credentials.email_verification_token is 'SHA-256 in hex of the code sent to the address; null when none is open.';
comment on column identity.credentials.mfa_enabled is 'True once a second factor was confirmed.';
comment on column identity.credentials.mfa_secret is 'TOTP secret (RFC 6238), sealed with AES-256-GCM bound to this row; also present, unconfirmed, while it is being set up.';
comment on column identity.credentials.mfa_last_step is 'The 30-second step of the last accepted code; that step and older ones are refused.';
comment on column identity.credentials.mfa_failures is 'Wrong codes since mfa_window_start.';
comment on column identity.credentials.mfa_window_start is 'Start of the running five-minute window of tries.';
comment on column identity.credentials.pin_hash is 'Argon2id of the PIN; null where none is set.';
comment on column identity.credentials.pin_attempts is 'Wrong PINs since the last right one; at five the PIN stops working until it is set anew.';
comment on column identity.credentials.updated_at is 'When the row last changed.';
create trigger set_updated_at before update on identity.credentials for each row execute function platform.set_updated_at();
grant select, insert, update on identity.credentials to signalbox_app;
alter table identity.credentials enable row level security;
alter table identity.credentials force row level security;

create table identity.recovery_codes (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid not null references identity.users (id),
  code_hash bytea not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint recovery_codes_key unique (user_id, code_hash)
);
comment on table identity.recovery_codes is 'One-time codes for a person whose second factor is lost. Readable by the program only.';
comment on column identity.recovery_codes.id is 'Key.';
comment on column identity.recovery_codes.user_id is 'The person.';
comment on column identity.recovery_codes.code_hash is 'HMAC-SHA256 of the code.';
comment on column identity.recovery_codes.used_at is 'When it was used; null while it works.';
comment on column identity.recovery_codes.created_at is 'When the row was made.';
grant select, insert, update, delete on identity.recovery_codes to signalbox_app;
alter table identity.recovery_codes enable row level security;
alter table identity.recovery_codes force row level security;

create table identity.sign_in_throttles (
  kind varchar(10) not null,
  name varchar(255) not null,
  failed_login_attempts integer not null default 0,
  locked_until timestamptz,
  last_failure_at timestamptz not null,
  constraint sign_in_throttles_pkey primary key (kind, name),
  constraint sign_in_throttles_kind_known check (kind in ('account', 'source'))
);
comment on table identity.sign_in_throttles is 'Failures in a row, per account name and per source of calls. Names that do not exist are counted alike, so that nobody learns which do.';
comment on column identity.sign_in_throttles.kind is 'account or source.';
comment on column identity.sign_in_throttles.name is 'Account: the name as typed, in lower case. Source: an address or a workstation.';
comment on column identity.sign_in_throttles.failed_login_attempts is 'Failures since the last success (source 004).';
comment on column identity.sign_in_throttles.locked_until is 'Until when attempts are refused unseen; doubles with each failure from the fifth (source 004).';
comment on column identity.sign_in_throttles.last_failure_at is 'When it last failed.';
grant select, insert, update, delete on identity.sign_in_throttles to signalbox_app;
alter table identity.sign_in_throttles enable row level security;
alter table identity.sign_in_throttles force row level security;

-- Roles and permissions
create table identity.roles (
  id uuid primary key default platform.uuid_v7(),
  name varchar(100) not null,
  description text,
  is_protected boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint roles_name_present check (btrim(name) <> '')
);
comment on table identity.roles is 'Named sets of permissions. Sources 001-004, roles; source 000, users.role.';
comment on column identity.roles.id is 'Key.';
comment on column identity.roles.name is 'Name as people say it.';
comment on column identity.roles.description is 'What holders of the role do.';
comment on column identity.roles.is_protected is 'True for the administrator role: it holds every permission and cannot be changed.';
comment on column identity.roles.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.roles.created_at is 'When the row was made.';
comment on column identity.roles.updated_at is 'When the row last changed.';
create unique index roles_name_key on identity.roles (lower(name));
select platform.versioned('identity.roles');
select platform.watch('identity.roles');
grant select, insert, update, delete on identity.roles to signalbox_app;
alter table identity.roles enable row level security;
alter table identity.roles force row level security;

create table identity.permissions (
  id uuid primary key default platform.uuid_v7(),
  resource varchar(50) not null,
  action varchar(50) not null,
  description text not null,
  name varchar(101) generated always as (resource || ':' || action) stored,
  created_at timestamptz not null default now(),
  constraint permissions_key unique (resource, action)
);
comment on table identity.permissions is 'Everything that may be allowed, as resource and action. The list is the programs own; only a migration changes it. Source 001, permissions.';
comment on column identity.permissions.id is 'Key.';
comment on column identity.permissions.resource is 'What is acted on, such as machine.';
comment on column identity.permissions.action is 'What is done, such as operate.';
comment on column identity.permissions.description is 'What it allows, in one line.';
comment on column identity.permissions.name is 'Both together, as the program writes it: machine:operate.';
comment on column identity.permissions.created_at is 'When the row was made.';
create unique index permissions_name_key on identity.permissions (name);
grant select on identity.permissions to signalbox_app;
alter table identity.permissions enable row level security;
alter table identity.permissions force row level security;

create table identity.role_permissions (
  role_id uuid not null references identity.roles (id) on delete cascade,
  permission_id uuid not null references identity.permissions (id),
  created_at timestamptz not null default now(),
  constraint role_permissions_pkey primary key (role_id, permission_id)
);
comment on table identity.role_permissions is 'Which role permits what. Sources 001 and 002, role_permissions.';
comment on column identity.role_permissions.role_id is 'The role.';
comment on column identity.role_permissions.permission_id is 'What it permits.';
comment on column identity.role_permissions.created_at is 'When the row was made.';
grant select, insert, delete on identity.role_permissions to signalbox_app;
alter table identity.role_permissions enable row level security;
alter table identity.role_permissions force row level security;

create table identity.user_roles (
  user_id uuid not null references identity.users (id),
  role_id uuid not null references identity.roles (id),
  assigned_at timestamptz not null default now(),
  assigned_by uuid references identity.users (id),
  constraint user_roles_pkey primary key (user_id, role_id)
);
comment on table identity.user_roles is 'Which roles a person holds. Sources 001-003, user_roles; source 004, users.role_id.';
comment on column identity.user_roles.user_id is 'The person.';
comment on column identity.user_roles.role_id is 'The role. A role that somebody holds cannot be removed.';
comment on column identity.user_roles.assigned_at is 'Since when.';
comment on column identity.user_roles.assigned_by is 'Who gave it; null for set-up. Source 001 calls it assigned_by_user_id.';
create index user_roles_by_role on identity.user_roles (role_id);
select platform.watch('identity.user_roles', 'user_id');
grant select, insert, delete on identity.user_roles to signalbox_app;
alter table identity.user_roles enable row level security;
alter table identity.user_roles force row level security;

-- Units and scopes
create table identity.departments (
  id uuid primary key default platform.uuid_v7(),
  name varchar(255) not null,
  parent_id uuid references identity.departments (id),
  description text,
  manager_id uuid references identity.users (id),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint departments_name_present check (btrim(name) <> ''),
  constraint departments_not_own_parent check (parent_id <> id)
);
comment on table identity.departments is 'The organisations tree: company, region, store, department. Source 002, departments.';
comment on column identity.departments.id is 'Key.';
comment on column identity.departments.name is 'Name as people say it.';
comment on column identity.departments.parent_id is 'The department above; null at the top.';
comment on column identity.departments.description is 'Free text.';
comment on column identity.departments.manager_id is 'Who leads it.';
comment on column identity.departments.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.departments.created_at is 'When the row was made.';
comment on column identity.departments.updated_at is 'When the row last changed.';
create index departments_by_parent on identity.departments (parent_id);
create index departments_by_manager on identity.departments (manager_id);
select platform.versioned('identity.departments');
select platform.watch('identity.departments');
grant select, insert, update, delete on identity.departments to signalbox_app;
alter table identity.departments enable row level security;
alter table identity.departments force row level security;

create function identity.refuse_department_cycle() returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- One change of the tree at a time: two moves that each look harmless can close a circle together.
  perform pg_advisory_xact_lock(hashtext('identity.departments'));
  if exists (
    with recursive above as (
      select parent.id, parent.parent_id from identity.departments as parent where parent.id = new.parent_id
      union
      select next.id, next.parent_id from identity.departments as next join above on next.id = above.parent_id
    )
    select from above where above.id = new.id
  ) then
    raise exception 'A department cannot lie below itself.'
      using errcode = 'check_violation', constraint = 'departments_no_cycle';
  end if;
  return new;
end
$$;
comment on function identity.refuse_department_cycle() is 'BEFORE UPDATE OF parent_id row trigger: refuses, as constraint departments_no_cycle, a department below itself.';
create trigger refuse_cycle before update of parent_id on identity.departments
  for each row when (new.parent_id is not null) execute function identity.refuse_department_cycle();
create table identity.user_scopes (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid not null references identity.users (id),
  scope_type varchar(20) not null,
  scope_id uuid,
  permission_level varchar(20) not null default 'view',
  assigned_at timestamptz not null default now(),
  assigned_by uuid references identity.users (id),
  constraint user_scopes_key unique nulls not distinct (user_id, scope_type, scope_id),
  constraint user_scopes_type_known check (scope_type in ('customer', 'facility', 'department', 'branch', 'area')),
  constraint user_scopes_level_known check (permission_level in ('view', 'operate', 'manage', 'admin'))
);
comment on table identity.user_scopes is 'Which units of the five systems a person may see or work in: customer (000), facility (001), department (002, user_departments), branch (003), area (004, area_permissions).';
comment on column identity.user_scopes.id is 'Key.';
comment on column identity.user_scopes.user_id is 'The person.';
comment on column identity.user_scopes.scope_type is 'customer, facility, department, branch or area.';
comment on column identity.user_scopes.scope_id is 'The unit; null for all units of that type.';
comment on column identity.user_scopes.permission_level is 'view, operate, manage or admin; each includes those before it (source 004).';
comment on column identity.user_scopes.assigned_at is 'Since when.';
comment on column identity.user_scopes.assigned_by is 'Who gave it; null for set-up.';
create index user_scopes_by_unit on identity.user_scopes (scope_type, scope_id);
select platform.watch('identity.user_scopes', 'user_id');
grant select, insert, update, delete on identity.user_scopes to signalbox_app;
alter table identity.user_scopes enable row level security;
alter table identity.user_scopes force row level security;

create function identity.level_rank(level text) returns integer
language sql immutable strict parallel safe
as $$ select array_position(array['view', 'operate', 'manage', 'admin'], level) $$;
comment on function identity.level_rank(text) is 'Strength of a permission level, 1 view to 4 admin; null for anything else.';

create function identity.has_permission(wanted text) returns boolean
language sql stable parallel safe
as $$
  select exists (
    select
    from identity.users as person
    join identity.user_roles as held on held.user_id = person.id
    join identity.role_permissions as granted on granted.role_id = held.role_id
    join identity.permissions as permission on permission.id = granted.permission_id
    where person.id = platform.current_user_id() and person.is_active and permission.name = wanted
  )
$$;
comment on function identity.has_permission(text) is 'True when the acting person is active and a role of theirs permits it. In a policy write (select identity.has_permission(...)), which is evaluated once a statement.';

create function identity.has_all_scopes(wanted_type text, wanted_level text) returns boolean
language sql stable parallel safe
as $$
  select exists (
    select
    from identity.user_scopes as scope
    join identity.users as person on person.id = scope.user_id
    where scope.user_id = platform.current_user_id() and person.is_active
      and scope.scope_type = wanted_type and scope.scope_id is null
      and identity.level_rank(scope.permission_level) >= identity.level_rank(wanted_level)
  )
$$;
comment on function identity.has_all_scopes(text, text) is 'True when the acting person has all units of a type at that level or a higher one.';

create function identity.scope_ids(wanted_type text, wanted_level text) returns uuid[]
language sql stable parallel safe
as $$
  with recursive units as (
    select scope.scope_id as id
    from identity.user_scopes as scope
    join identity.users as person on person.id = scope.user_id
    where scope.user_id = platform.current_user_id() and person.is_active
      and scope.scope_type = wanted_type and scope.scope_id is not null
      and identity.level_rank(scope.permission_level) >= identity.level_rank(wanted_level)
    union
    select below.id
    from identity.departments as below
    join units on below.parent_id = units.id
    where wanted_type = 'department'
  )
  select coalesce(array_agg(units.id), '{}') from units
$$;
comment on function identity.scope_ids(text, text) is 'Units of a type that the acting person has by name, at that level or a higher one; a department includes those below it. Empty also where identity.has_all_scopes is true: ask both. In a policy write any((select identity.scope_ids(...))).';

create view identity.user_departments with (security_invoker = true) as
select id, user_id, scope_id as dept_id, assigned_at
from identity.user_scopes
where scope_type = 'department' and scope_id is not null;
comment on view identity.user_departments is 'Scopes on departments in the shape of source 002, user_departments.';
comment on column identity.user_departments.id is 'Key of the scope.';
comment on column identity.user_departments.user_id is 'The person.';
comment on column identity.user_departments.dept_id is 'The department.';
comment on column identity.user_departments.assigned_at is 'Since when.';
grant select on identity.user_departments to signalbox_app;
-- Sessions
create table identity.sessions (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid not null references identity.users (id),
  token_hash bytea,
  handover_hash bytea,
  handover_expires_at timestamptz,
  level varchar(10) not null,
  fresh_until timestamptz,
  workstation varchar(100) not null,
  transport varchar(10) not null,
  address inet,
  user_agent text,
  installation_id uuid not null,
  created_at timestamptz not null default now(),
  last_activity timestamptz not null default now(),
  locked_at timestamptz,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by varchar(10),
  constraint sessions_level_known check (level in ('badge', 'proven')),
  constraint sessions_transport_known check (transport in ('desktop', 'web', 'api')),
  constraint sessions_ended_by_known check (ended_by in ('user', 'switch', 'timeout', 'revoked', 'disabled')),
  constraint sessions_end_pair check ((ended_at is null) = (ended_by is null)),
  constraint sessions_longest check (ends_at > created_at and ends_at <= created_at + interval '12 hours')
);
comment on table identity.sessions is 'Sign-ins, open and ended. A session lives on one workstation.';
comment on column identity.sessions.id is 'Key.';
comment on column identity.sessions.user_id is 'Who is signed in.';
comment on column identity.sessions.token_hash is 'SHA-256 of the clients token, by which a reconnecting client finds its session; null until it took the token.';
comment on column identity.sessions.handover_hash is 'SHA-256 of the one-time code that a client exchanges for its token; null once used.';
comment on column identity.sessions.handover_expires_at is 'When that code stops working.';
comment on column identity.sessions.level is 'badge: identified by a badge alone; proven: by password, PIN or code.';
comment on column identity.sessions.fresh_until is 'Until when the last proof counts as fresh: five minutes after it was given.';
comment on column identity.sessions.workstation is 'Station it was opened at.';
comment on column identity.sessions.transport is 'desktop, web or api.';
comment on column identity.sessions.address is 'Network address; null for the desktop.';
comment on column identity.sessions.user_agent is 'What the client calls itself.';
comment on column identity.sessions.installation_id is 'Installation whose process opened it.';
comment on column identity.sessions.created_at is 'When it was opened.';
comment on column identity.sessions.last_activity is 'Last input of the person, to 15 seconds.';
comment on column identity.sessions.locked_at is 'Since when the console is locked; null while it is not.';
comment on column identity.sessions.ends_at is 'When it ends whatever happens: at most 12 hours after it was opened.';
comment on column identity.sessions.ended_at is 'When it ended; null while open.';
comment on column identity.sessions.ended_by is 'user, switch, timeout, revoked or disabled; null while open.';
create unique index sessions_token_key on identity.sessions (token_hash) where ended_at is null;
create unique index sessions_handover_key on identity.sessions (handover_hash) where handover_hash is not null;
create index sessions_open_by_user on identity.sessions (user_id) where ended_at is null;
create index sessions_open_by_end on identity.sessions (ends_at) where ended_at is null;
select platform.watch('identity.sessions');
grant select, insert, update, delete on identity.sessions to signalbox_app;
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;

-- Badges and readers
create table identity.badges (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid not null references identity.users (id),
  uid_hmac bytea not null,
  technology varchar(20) not null,
  last_four varchar(4) not null,
  label varchar(100),
  status varchar(10) not null default 'active',
  issued_at timestamptz not null default now(),
  issued_by uuid references identity.users (id),
  last_used_at timestamptz,
  last_used_at_place varchar(150),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint badges_status_known check (status in ('active', 'lost', 'blocked', 'retired')),
  constraint badges_hmac_length check (octet_length(uid_hmac) = 32)
);
comment on table identity.badges is 'Badges of people, several to a person. A badge is an identifier, never a proof. Source 004, users.rfid_tag.';
comment on column identity.badges.id is 'Key.';
comment on column identity.badges.user_id is 'Whose it is.';
comment on column identity.badges.uid_hmac is 'HMAC-SHA256 of technology and UID bytes under this installations key; the number itself is not kept.';
comment on column identity.badges.technology is 'Card family as the reader tells it, such as em4100; unknown where it does not.';
comment on column identity.badges.last_four is 'Last four hexadecimal digits of the UID, to tell badges apart.';
comment on column identity.badges.label is 'What people call it.';
comment on column identity.badges.status is 'active, lost, blocked or retired; only an active one identifies.';
comment on column identity.badges.issued_at is 'When it was given out.';
comment on column identity.badges.issued_by is 'Who gave it out.';
comment on column identity.badges.last_used_at is 'When it last identified its holder.';
comment on column identity.badges.last_used_at_place is 'Where that was: reader, machine or workstation.';
comment on column identity.badges.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.badges.created_at is 'When the row was made.';
comment on column identity.badges.updated_at is 'When the row last changed.';
create unique index badges_uid_held on identity.badges (uid_hmac) where status <> 'retired';
create index badges_by_user on identity.badges (user_id);
create trigger raise_version before update of user_id, status, label on identity.badges for each row execute function platform.raise_version();
create trigger set_updated_at before update on identity.badges for each row execute function platform.set_updated_at();
select platform.watch('identity.badges');
grant select, insert, update on identity.badges to signalbox_app;
alter table identity.badges enable row level security;
alter table identity.badges force row level security;

create table identity.badge_history (
  id bigint generated always as identity primary key,
  badge_id uuid not null references identity.badges (id),
  status varchar(10) not null,
  reason text,
  changed_by uuid,
  at timestamptz not null default now(),
  constraint badge_history_status_known check (status in ('active', 'lost', 'blocked', 'retired'))
);
comment on table identity.badge_history is 'What happened to a badge. Append-only.';
comment on column identity.badge_history.id is 'Key; grows in the order of insertion.';
comment on column identity.badge_history.badge_id is 'The badge.';
comment on column identity.badge_history.status is 'Status it got.';
comment on column identity.badge_history.reason is 'Why, as the person wrote it.';
comment on column identity.badge_history.changed_by is 'Who changed it; null for the program.';
comment on column identity.badge_history.at is 'When.';
create index badge_history_by_badge on identity.badge_history (badge_id, id desc);
grant select, insert on identity.badge_history to signalbox_app;
alter table identity.badge_history enable row level security;
alter table identity.badge_history force row level security;

create table identity.readers (
  id uuid primary key default platform.uuid_v7(),
  name varchar(100) not null,
  endpoint varchar(256) not null,
  profile varchar(30) not null,
  form varchar(20) not null default 'hex',
  technology varchar(20) not null default 'unknown',
  reversed boolean not null default false,
  purpose varchar(20) not null,
  workstation varchar(100),
  machine_id uuid,
  installation_id uuid not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint readers_purpose_known check (purpose in ('sign-in', 'machine', 'enrolment')),
  constraint readers_assignment check (case purpose when 'machine' then machine_id is not null and workstation is null else workstation is not null and machine_id is null end),
  constraint readers_endpoint_key unique (installation_id, endpoint)
);
comment on table identity.readers is 'Badge readers on serial ports and serial device servers, and what each is for.';
comment on column identity.readers.id is 'Key.';
comment on column identity.readers.name is 'Name as people say it.';
comment on column identity.readers.endpoint is 'Where it is plugged in: serial:/dev/ttyUSB0?baud=9600, serial:usb=10c4:ea60 or tcp://host:port.';
comment on column identity.readers.profile is 'How it speaks: key of a reader profile of the program.';
comment on column identity.readers.form is 'How a line reader writes the UID.';
comment on column identity.readers.technology is 'What badges a reader reads that does not tell.';
comment on column identity.readers.reversed is 'True where the reader sends the least significant byte first.';
comment on column identity.readers.purpose is 'sign-in, machine or enrolment.';
comment on column identity.readers.workstation is 'Station it serves, for sign-in and enrolment.';
comment on column identity.readers.machine_id is 'Machine it starts, for purpose machine.';
comment on column identity.readers.installation_id is 'Installation that holds the cable.';
comment on column identity.readers.is_active is 'False: the port is left alone.';
comment on column identity.readers.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.readers.created_at is 'When the row was made.';
comment on column identity.readers.updated_at is 'When the row last changed.';
create index readers_by_machine on identity.readers (machine_id) where machine_id is not null;
select platform.versioned('identity.readers');
select platform.watch('identity.readers');
grant select, insert, update, delete on identity.readers to signalbox_app;
alter table identity.readers enable row level security;
alter table identity.readers force row level security;

-- Tokens
create table identity.api_tokens (
  id uuid primary key default platform.uuid_v7(),
  token_hash bytea not null,
  prefix varchar(12) not null,
  name varchar(100) not null,
  machine_id uuid,
  node_id uuid,
  scopes text[] not null,
  replaces uuid references identity.api_tokens (id),
  created_by uuid references identity.users (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used timestamptz,
  is_revoked boolean not null default false,
  revoked_at timestamptz,
  expiry_noticed_at timestamptz,
  constraint api_tokens_hash_key unique (token_hash),
  constraint api_tokens_expires_later check (expires_at > created_at),
  constraint api_tokens_revoked_pair check (is_revoked = (revoked_at is not null)),
  constraint api_tokens_has_scope check (cardinality(scopes) > 0)
);
comment on table identity.api_tokens is 'Tokens of nodes, machines and other programs. Source 004, api_tokens.';
comment on column identity.api_tokens.id is 'Key.';
comment on column identity.api_tokens.token_hash is 'SHA-256 of the secret, which has 256 random bits; the secret itself is shown once and not kept.';
comment on column identity.api_tokens.prefix is 'First characters of the secret, to tell tokens apart.';
comment on column identity.api_tokens.name is 'What it is for.';
comment on column identity.api_tokens.machine_id is 'Machine it speaks for; null for any.';
comment on column identity.api_tokens.node_id is 'Node it speaks for; null for any.';
comment on column identity.api_tokens.scopes is 'What its holder may do. Source 004 keeps a comma-separated list.';
comment on column identity.api_tokens.replaces is 'Token it was made to replace.';
comment on column identity.api_tokens.created_by is 'Who made it.';
comment on column identity.api_tokens.created_at is 'When it was made.';
comment on column identity.api_tokens.expires_at is 'When it stops working.';
comment on column identity.api_tokens.last_used is 'When it was last accepted, to the minute.';
comment on column identity.api_tokens.is_revoked is 'True once it was taken back.';
comment on column identity.api_tokens.revoked_at is 'When that was.';
comment on column identity.api_tokens.expiry_noticed_at is 'When the coming end was reported; once per token.';
create index api_tokens_by_age on identity.api_tokens (created_at desc, id desc);
create index api_tokens_by_node on identity.api_tokens (node_id) where node_id is not null;
create index api_tokens_by_machine on identity.api_tokens (machine_id) where machine_id is not null;
create index api_tokens_by_expiry on identity.api_tokens (expires_at) where not is_revoked;
select platform.watch('identity.api_tokens');
grant select, insert, update on identity.api_tokens to signalbox_app;
alter table identity.api_tokens enable row level security;
alter table identity.api_tokens force row level security;

-- What happened
create table identity.security_events (
  id bigint generated always as identity primary key,
  event_type varchar(50) not null,
  user_id uuid,
  ip_address inet,
  user_agent text,
  workstation varchar(100),
  resource_type varchar(50),
  resource_id varchar(100),
  app_context varchar(50) not null,
  success boolean not null,
  details jsonb not null default '{}',
  timestamp timestamptz not null default now()
);
comment on table identity.security_events is 'What bears on security: sign-ins, refusals, badges at two places. Kept two years. Source 004, security_events.';
comment on column identity.security_events.id is 'Key; grows in the order of insertion.';
comment on column identity.security_events.event_type is 'What happened, in kebab case: badge-unknown, sign-in.';
comment on column identity.security_events.user_id is 'Who it concerns, where known. No foreign key: the record outlives the account.';
comment on column identity.security_events.ip_address is 'Address it came from.';
comment on column identity.security_events.user_agent is 'What the client calls itself.';
comment on column identity.security_events.workstation is 'Station it came from.';
comment on column identity.security_events.resource_type is 'What it concerns, such as badge.';
comment on column identity.security_events.resource_id is 'Key of that.';
comment on column identity.security_events.app_context is 'Part of the program that saw it.';
comment on column identity.security_events.success is 'False for refusals and failures.';
comment on column identity.security_events.details is 'More, depending on the kind; never a secret.';
comment on column identity.security_events.timestamp is 'When.';
create index security_events_by_time on identity.security_events ("timestamp" desc, id desc);
create index security_events_by_type on identity.security_events (event_type, "timestamp" desc, id desc);
create index security_events_by_user on identity.security_events (user_id, "timestamp" desc) where user_id is not null;
select platform.watch('identity.security_events');
grant select, insert, delete on identity.security_events to signalbox_app;
alter table identity.security_events enable row level security;
alter table identity.security_events force row level security;

create table identity.failed_logins (
  id bigint generated always as identity primary key,
  username varchar(64) not null,
  ip_address inet,
  user_agent text,
  workstation varchar(100),
  timestamp timestamptz not null default now()
);
comment on table identity.failed_logins is 'Attempts to sign in that failed. Kept 30 days. Source 004, failed_logins.';
comment on column identity.failed_logins.id is 'Key; grows in the order of insertion.';
comment on column identity.failed_logins.username is 'Name as typed, at most 64 characters. May be a password typed into the wrong field: shown to few, kept briefly.';
comment on column identity.failed_logins.ip_address is 'Address it came from; null for the desktop.';
comment on column identity.failed_logins.user_agent is 'What the client calls itself.';
comment on column identity.failed_logins.workstation is 'Station it came from.';
comment on column identity.failed_logins.timestamp is 'When.';
create index failed_logins_by_time on identity.failed_logins ("timestamp" desc, id desc);
create index failed_logins_by_address on identity.failed_logins (ip_address, "timestamp" desc);
create index failed_logins_by_name on identity.failed_logins (username, "timestamp" desc);
grant select, insert, delete on identity.failed_logins to signalbox_app;
alter table identity.failed_logins enable row level security;
alter table identity.failed_logins force row level security;

create table identity.data_access_logs (
  id bigint generated always as identity primary key,
  user_id uuid,
  username varchar(64),
  resource_type varchar(50) not null,
  resource_id varchar(100) not null,
  access_type varchar(10) not null,
  fields text[] not null,
  purpose text,
  ip_address inet,
  workstation varchar(100),
  created_at timestamptz not null default now(),
  constraint data_access_logs_type_known check (access_type in ('view', 'export', 'print'))
);
comment on table identity.data_access_logs is 'Who read whose personal data. Append-only. Named, not defined, by source 001.';
comment on column identity.data_access_logs.id is 'Key; grows in the order of insertion.';
comment on column identity.data_access_logs.user_id is 'Who read. No foreign key: the record outlives the account.';
comment on column identity.data_access_logs.username is 'Their name then.';
comment on column identity.data_access_logs.resource_type is 'Whose data, such as user or resident.';
comment on column identity.data_access_logs.resource_id is 'Key of that.';
comment on column identity.data_access_logs.access_type is 'view, export or print.';
comment on column identity.data_access_logs.fields is 'Which fields were shown.';
comment on column identity.data_access_logs.purpose is 'Why, where the person said.';
comment on column identity.data_access_logs.ip_address is 'Address it came from.';
comment on column identity.data_access_logs.workstation is 'Station it came from.';
comment on column identity.data_access_logs.created_at is 'When.';
create index data_access_logs_by_time on identity.data_access_logs (created_at desc, id desc);
create index data_access_logs_by_user on identity.data_access_logs (user_id, created_at desc);
create index data_access_logs_by_resource on identity.data_access_logs (resource_type, resource_id, created_at desc);
grant select, insert on identity.data_access_logs to signalbox_app;
alter table identity.data_access_logs enable row level security;
alter table identity.data_access_logs force row level security;

create table identity.audit_logs (
  id bigint generated always as identity primary key,
  created_at timestamptz not null default clock_timestamp(),
  user_id uuid,
  username varchar(100) not null,
  action varchar(100) not null,
  target_type varchar(50),
  target_id varchar(100),
  old_values jsonb,
  new_values jsonb,
  change_reason text,
  ip_address inet,
  user_agent text,
  workstation varchar(100),
  request_method varchar(10),
  request_path text,
  response_status integer,
  success boolean not null default true,
  failure_reason text,
  details jsonb,
  canonical text not null,
  constraint audit_logs_failure_has_reason check (success or failure_reason is not null)
);
comment on table identity.audit_logs is 'Who did what. Append-only, sealed by a hash chain. The union of the five source designs audit tables.';
comment on column identity.audit_logs.id is 'Key; grows in the order of insertion.';
comment on column identity.audit_logs.created_at is 'When. Source 001 calls it timestamp.';
comment on column identity.audit_logs.user_id is 'Who; null where the program acted. No foreign key: the record outlives the account.';
comment on column identity.audit_logs.username is 'Their name then, or the tasks.';
comment on column identity.audit_logs.action is 'Noun and verb: user.update.';
comment on column identity.audit_logs.target_type is 'What it was done to. Source 001 calls it resource_type, source 002 table_name.';
comment on column identity.audit_logs.target_id is 'Key of that. Source 001 calls it resource_id, source 002 record_id.';
comment on column identity.audit_logs.old_values is 'Changed fields before (source 002).';
comment on column identity.audit_logs.new_values is 'Changed fields after (source 002).';
comment on column identity.audit_logs.change_reason is 'Why, as the person wrote it (source 002).';
comment on column identity.audit_logs.ip_address is 'Address it came from.';
comment on column identity.audit_logs.user_agent is 'What the client calls itself.';
comment on column identity.audit_logs.workstation is 'Station it came from.';
comment on column identity.audit_logs.request_method is 'Method of a call over HTTP (source 000).';
comment on column identity.audit_logs.request_path is 'Path of a call over HTTP (source 000).';
comment on column identity.audit_logs.response_status is 'Status that was answered (source 000).';
comment on column identity.audit_logs.success is 'False for refusals and failures (source 001).';
comment on column identity.audit_logs.failure_reason is 'Why it failed (source 001).';
comment on column identity.audit_logs.details is 'More, depending on the action.';
comment on column identity.audit_logs.canonical is 'The whole record as one text, made when it was written; what the hash chain covers.';
create index audit_logs_by_time on identity.audit_logs (created_at desc, id desc);
create index audit_logs_by_user on identity.audit_logs (user_id, created_at desc, id desc);
create index audit_logs_by_action on identity.audit_logs (action text_pattern_ops, created_at desc, id desc);
create index audit_logs_by_target on identity.audit_logs (target_type, target_id, created_at desc, id desc);
grant select, insert on identity.audit_logs to signalbox_app;
alter table identity.audit_logs enable row level security;
alter table identity.audit_logs force row level security;

create table identity.audit_unsealed (
  audit_id bigint primary key
);
comment on table identity.audit_unsealed is 'Audit records that no seal covers yet. A record enters in the transaction that writes it, so one that commits late is sealed late and never missed.';
comment on column identity.audit_unsealed.audit_id is 'The record.';
grant select, insert, delete on identity.audit_unsealed to signalbox_app;
alter table identity.audit_unsealed enable row level security;
alter table identity.audit_unsealed force row level security;

create table identity.audit_seals (
  id bigint primary key,
  sealed_at timestamptz not null default clock_timestamp(),
  row_ids bigint[] not null,
  row_hashes bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_seals_covers check (cardinality(row_ids) > 0 and octet_length(row_hashes) = 32 * cardinality(row_ids)),
  constraint audit_seals_chain unique (previous_hash)
);
comment on table identity.audit_seals is 'Links of the hash chain, about one a second while there is anything to seal. Append-only.';
comment on column identity.audit_seals.id is 'Position in the chain, from 1 without gaps.';
comment on column identity.audit_seals.sealed_at is 'When.';
comment on column identity.audit_seals.row_ids is 'Keys of the audit records it covers, ascending.';
comment on column identity.audit_seals.row_hashes is 'SHA-256 of each records canonical text, in that order, 32 bytes each.';
comment on column identity.audit_seals.previous_hash is 'Hash of the link before; 32 zero bytes for the first.';
comment on column identity.audit_seals.hash is 'SHA-256 of id, previous_hash, row_ids as text and row_hashes.';
create index audit_seals_by_row on identity.audit_seals using gin (row_ids);
grant select, insert on identity.audit_seals to signalbox_app;
alter table identity.audit_seals enable row level security;
alter table identity.audit_seals force row level security;

create function identity.audit_canonical(record identity.audit_logs) returns text
language sql stable parallel safe
as $$
  select jsonb_build_array(
    record.id, to_char(record.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    record.user_id, record.username, record.action, record.target_type, record.target_id,
    record.old_values, record.new_values, record.change_reason, host(record.ip_address),
    record.user_agent, record.workstation, record.request_method, record.request_path,
    record.response_status, record.success, record.failure_reason, record.details
  )::text
$$;
comment on function identity.audit_canonical(identity.audit_logs) is 'The text that stands for an audit record in the hash chain. Depends on no setting of the session.';

create function identity.enter_audit_record() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.canonical := identity.audit_canonical(new);
  insert into identity.audit_unsealed (audit_id) values (new.id);
  return new;
end
$$;
comment on function identity.enter_audit_record() is 'BEFORE INSERT row trigger: writes the canonical text and queues the record for sealing.';
create trigger enter_audit_record before insert on identity.audit_logs
  for each row execute function identity.enter_audit_record();

create function identity.seal_hash(id bigint, previous_hash bytea, row_ids bigint[], row_hashes bytea) returns bytea
language sql immutable parallel safe
as $$
  select sha256(convert_to(id::text, 'UTF8') || previous_hash || convert_to(row_ids::text, 'UTF8') || row_hashes)
$$;
comment on function identity.seal_hash(bigint, bytea, bigint[], bytea) is 'Hash of one link of the audit chain.';

-- Row-level security. Policies compare with what was set for the transaction; unset shows nothing.
create policy users_select on identity.users for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy users_insert on identity.users for insert
  with check ((select platform.is_system()) or (select identity.has_permission('user:create')));
create policy users_update on identity.users for update
  using ((select platform.is_system()) or (select identity.has_permission('user:update')) or (select identity.has_permission('user:delete')));
create policy credentials_program on identity.credentials for all
  using ((select platform.is_system()))
  with check ((select platform.is_system()));
create policy recovery_codes_program on identity.recovery_codes for all
  using ((select platform.is_system()))
  with check ((select platform.is_system()));
create policy sign_in_throttles_program on identity.sign_in_throttles for all
  using ((select platform.is_system()))
  with check ((select platform.is_system()));
create policy roles_select on identity.roles for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy roles_insert on identity.roles for insert
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy roles_update on identity.roles for update
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy roles_delete on identity.roles for delete
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy role_permissions_select on identity.role_permissions for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy role_permissions_insert on identity.role_permissions for insert
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy role_permissions_update on identity.role_permissions for update
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy role_permissions_delete on identity.role_permissions for delete
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy permissions_select on identity.permissions for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy permissions_insert on identity.permissions for insert
  with check ((select platform.is_system()));
create policy permissions_update on identity.permissions for update
  using ((select platform.is_system()))
  with check ((select platform.is_system()));
create policy permissions_delete on identity.permissions for delete
  using ((select platform.is_system()));
create policy user_roles_select on identity.user_roles for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy user_roles_insert on identity.user_roles for insert
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy user_roles_update on identity.user_roles for update
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy user_roles_delete on identity.user_roles for delete
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy departments_select on identity.departments for select
  using ((select platform.current_user_id()) is not null or (select platform.is_system()));
create policy departments_insert on identity.departments for insert
  with check ((select platform.is_system()) or (select identity.has_permission('department:manage')));
create policy departments_update on identity.departments for update
  using ((select platform.is_system()) or (select identity.has_permission('department:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('department:manage')));
create policy departments_delete on identity.departments for delete
  using ((select platform.is_system()) or (select identity.has_permission('department:manage')));
create policy user_scopes_select on identity.user_scopes for select
  using ((select platform.is_system()) or user_id = (select platform.current_user_id()) or (select identity.has_permission('user:read')));
create policy user_scopes_insert on identity.user_scopes for insert
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy user_scopes_update on identity.user_scopes for update
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy user_scopes_delete on identity.user_scopes for delete
  using ((select platform.is_system()) or (select identity.has_permission('role:manage')));
create policy sessions_select on identity.sessions for select
  using ((select platform.is_system()) or user_id = (select platform.current_user_id()) or (select identity.has_permission('security-event:read')));
create policy sessions_insert on identity.sessions for insert
  with check ((select platform.is_system()));
create policy sessions_update on identity.sessions for update
  using ((select platform.is_system()))
  with check ((select platform.is_system()));
create policy sessions_delete on identity.sessions for delete
  using ((select platform.is_system()));
create policy badges_select on identity.badges for select
  using ((select platform.is_system()) or user_id = (select platform.current_user_id()) or (select identity.has_permission('badge:manage')) or (select identity.has_permission('user:read')));
create policy badges_insert on identity.badges for insert
  with check ((select platform.is_system()) or (select identity.has_permission('badge:manage')));
create policy badges_update on identity.badges for update
  using ((select platform.is_system()) or (select identity.has_permission('badge:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('badge:manage')));
create policy badges_delete on identity.badges for delete
  using ((select platform.is_system()) or (select identity.has_permission('badge:manage')));
create policy badge_history_select on identity.badge_history for select
  using ((select platform.is_system()) or (select identity.has_permission('badge:manage')));
create policy badge_history_insert on identity.badge_history for insert
  with check ((select platform.is_system()) or ((select identity.has_permission('badge:manage')) and changed_by = (select platform.current_user_id())));
create policy readers_select on identity.readers for select
  using ((select platform.is_system()) or (select identity.has_permission('reader:read')) or (select identity.has_permission('reader:manage')));
create policy readers_insert on identity.readers for insert
  with check ((select platform.is_system()) or (select identity.has_permission('reader:manage')));
create policy readers_update on identity.readers for update
  using ((select platform.is_system()) or (select identity.has_permission('reader:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('reader:manage')));
create policy readers_delete on identity.readers for delete
  using ((select platform.is_system()) or (select identity.has_permission('reader:manage')));
create policy api_tokens_managed on identity.api_tokens for all
  using ((select platform.is_system()) or (select identity.has_permission('token:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('token:manage')));
create policy security_events_select on identity.security_events for select
  using ((select platform.is_system()) or (select identity.has_permission('security-event:read')));
create policy security_events_insert on identity.security_events for insert
  with check ((select platform.is_system()) or user_id = (select platform.current_user_id()));
create policy security_events_delete on identity.security_events for delete
  using ((select platform.is_system()));
create policy failed_logins_select on identity.failed_logins for select
  using ((select platform.is_system()) or (select identity.has_permission('security-event:read')));
create policy failed_logins_insert on identity.failed_logins for insert
  with check ((select platform.is_system()));
create policy failed_logins_delete on identity.failed_logins for delete
  using ((select platform.is_system()));
create policy data_access_logs_select on identity.data_access_logs for select
  using ((select platform.is_system()) or (select identity.has_permission('audit:read')));
create policy data_access_logs_insert on identity.data_access_logs for insert
  with check ((select platform.is_system()) or user_id = (select platform.current_user_id()));
create policy audit_logs_select on identity.audit_logs for select
  using ((select platform.is_system()) or (select identity.has_permission('audit:read')));
create policy audit_logs_insert on identity.audit_logs for insert
  with check ((select platform.is_system()) or user_id = (select platform.current_user_id()));
create policy audit_unsealed_select on identity.audit_unsealed for select
  using ((select platform.is_system()) or (select identity.has_permission('audit:read')));
create policy audit_unsealed_insert on identity.audit_unsealed for insert
  with check ((select platform.is_system()) or (select platform.current_user_id()) is not null);
create policy audit_unsealed_delete on identity.audit_unsealed for delete
  using ((select platform.is_system()));
create policy audit_seals_select on identity.audit_seals for select
  using ((select platform.is_system()) or (select identity.has_permission('audit:read')));
create policy audit_seals_insert on identity.audit_seals for insert
  with check ((select platform.is_system()));
-- Permissions: the list of the program. A test holds it equal to src/contract/permissions.ts.
insert into identity.permissions (resource, action, description) values
  ('alarm', 'read', 'See the alarm queue and its journal'),
  ('alarm', 'acknowledge', 'Acknowledge and shelve alarms'),
  ('alarm', 'configure', 'Change alarm types, delays and suppression'),
  ('audit', 'read', 'Read and verify the audit trail'),
  ('audit', 'export', 'Export the audit trail'),
  ('backup', 'create', 'Make backups'),
  ('backup', 'restore', 'Restore backups'),
  ('badge', 'manage', 'Enrol, block and retire badges; set PINs'),
  ('database', 'configure', 'Choose and change the database'),
  ('department', 'manage', 'Change the tree of departments'),
  ('error-log', 'read', 'Read the error log'),
  ('error-log', 'resolve', 'Mark errors as resolved'),
  ('machine', 'read', 'See machines and their state'),
  ('machine', 'operate', 'Start and end machine sessions'),
  ('machine', 'manage', 'Change machines and end sessions of others'),
  ('monitor', 'read', 'See background monitors and their runs'),
  ('node', 'read', 'See nodes and their links'),
  ('node', 'manage', 'Change nodes and their ports'),
  ('reader', 'read', 'See badge readers and their links'),
  ('reader', 'manage', 'Change badge readers'),
  ('role', 'read', 'See roles and what they permit'),
  ('role', 'manage', 'Change roles, and give roles and scopes to people'),
  ('security-event', 'read', 'See security events, failed logins and open sessions'),
  ('session', 'read', 'See machine sessions'),
  ('session', 'end', 'End machine sessions'),
  ('structure', 'manage', 'Change areas and zones'),
  ('token', 'manage', 'Make and revoke API tokens'),
  ('user', 'read', 'See the directory and contact data'),
  ('user', 'create', 'Create users'),
  ('user', 'update', 'Change users, reset passwords, end their sessions'),
  ('user', 'delete', 'Delete users'),
  ('customer', 'read', 'See customers'),
  ('customer', 'manage', 'Change customers and contracts'),
  ('terminal', 'read', 'See payment terminals'),
  ('terminal', 'control', 'Restart terminals and order updates'),
  ('terminal', 'manage', 'Change terminals'),
  ('firmware', 'manage', 'Change the firmware catalogue and roll-outs'),
  ('mission', 'create', 'Create new missions'),
  ('mission', 'read', 'View mission details'),
  ('mission', 'update', 'Update mission (for example cancel)'),
  ('mission', 'delete', 'Delete mission'),
  ('mission', 'list', 'List all missions'),
  ('vehicle', 'read', 'View vehicle details'),
  ('vehicle', 'control', 'Control vehicle (stop request, reboot)'),
  ('resident', 'create', 'Add new residents'),
  ('resident', 'read', 'View resident profiles (personal data)'),
  ('request', 'read', 'See device requests and responses'),
  ('request', 'create', 'Make device requests'),
  ('request', 'write', 'Change device requests'),
  ('inventory', 'read', 'See parts and stock'),
  ('inventory', 'write', 'Change parts and stock'),
  ('order', 'read', 'See purchase orders'),
  ('order', 'create', 'Make purchase orders'),
  ('order', 'approve', 'Approve or reject purchase orders'),
  ('order', 'receive', 'Receive ordered parts'),
  ('installation', 'read', 'See installation orders'),
  ('installation', 'assign', 'Assign installers'),
  ('installation', 'confirm', 'Confirm appointments'),
  ('installation', 'complete', 'Close installation orders'),
  ('settlement', 'lock', 'Lock a settlement week'),
  ('settlement', 'unlock', 'Unlock a settlement week'),
  ('export', 'create', 'Export lists to files');
-- Roles of all five source designs
insert into identity.roles (name, description, is_protected) values
  ('admin', 'Full access: users, roles, configuration (sources 000, 001, 002).', true),
  ('operator', 'Control room: works the alarm queue, watches fleets, dispatches missions (sources 000, 001).', false),
  ('support', 'Helps customers: sees terminals, acknowledges alarms, orders restarts (source 000).', false),
  ('viewer', 'Reads, changes nothing (sources 000, 002).', false),
  ('nurse', 'Requests transport, views mission status, cancels own missions (source 001).', false),
  ('caregiver', 'Requests transport for assigned residents only (source 001).', false),
  ('maintenance', 'Views diagnostics, initiates maintenance mode (source 001).', false),
  ('guest', 'Views the public status dashboard only (source 001).', false),
  ('manager', 'Leads a department: requests, stock, orders (source 002).', false),
  ('technician', 'Device operations (source 002).', false),
  ('buyer', 'Reviews evidence, orders and receives parts (source 002).', false),
  ('approver', 'Approves purchase orders of others (source 002).', false),
  ('HQ_ADMIN', 'Head office: all branches, settlement (source 003).', false),
  ('BRANCH_MANAGER', 'Branch: assigns, confirms, closes installation orders (source 003).', false),
  ('PARTNER_COORDINATOR', 'Partner company: assigns its own installers (source 003).', false),
  ('INSTALLER', 'Installs: confirms and completes own orders (source 003).', false),
  ('shop operator', 'Badges in, runs a machine, badges out (source 004).', false),
  ('shop supervisor', 'Runs the shop floor: machines, nodes, sessions, badges (source 004).', false);
insert into identity.role_permissions (role_id, permission_id)
select role.id, permission.id
from identity.roles as role cross join identity.permissions as permission
where role.is_protected;
insert into identity.role_permissions (role_id, permission_id)
select role.id, permission.id
from (values
  ('operator', array['alarm:read', 'alarm:acknowledge', 'terminal:read', 'terminal:control', 'customer:read', 'vehicle:read', 'mission:create', 'mission:read', 'mission:update', 'mission:list', 'machine:read', 'node:read', 'session:read', 'monitor:read', 'installation:read', 'request:read']),
  ('support', array['alarm:read', 'alarm:acknowledge', 'terminal:read', 'terminal:control', 'customer:read', 'error-log:read']),
  ('viewer', array['alarm:read', 'error-log:read', 'machine:read', 'monitor:read', 'node:read', 'reader:read', 'session:read', 'customer:read', 'terminal:read', 'mission:read', 'vehicle:read', 'request:read', 'inventory:read', 'order:read', 'installation:read', 'mission:list']),
  ('nurse', array['mission:create', 'mission:read', 'mission:update', 'mission:list', 'vehicle:read', 'resident:read']),
  ('caregiver', array['mission:create', 'mission:read', 'resident:read']),
  ('maintenance', array['alarm:read', 'alarm:acknowledge', 'vehicle:read', 'vehicle:control', 'machine:read', 'node:read', 'node:manage', 'session:read', 'monitor:read', 'error-log:read', 'terminal:read']),
  ('guest', array['vehicle:read']),
  ('manager', array['request:read', 'request:create', 'request:write', 'inventory:read', 'order:read', 'order:create', 'order:approve', 'alarm:read', 'user:read', 'export:create']),
  ('technician', array['request:read', 'request:create', 'inventory:read', 'inventory:write', 'order:read', 'order:receive', 'machine:read', 'terminal:read']),
  ('buyer', array['request:read', 'inventory:read', 'inventory:write', 'order:read', 'order:create', 'order:receive', 'export:create']),
  ('approver', array['request:read', 'inventory:read', 'order:read', 'order:approve']),
  ('HQ_ADMIN', array['installation:read', 'installation:assign', 'installation:confirm', 'installation:complete', 'settlement:lock', 'settlement:unlock', 'export:create', 'user:read', 'alarm:read']),
  ('BRANCH_MANAGER', array['installation:read', 'installation:assign', 'installation:confirm', 'installation:complete', 'settlement:lock', 'export:create', 'alarm:read']),
  ('PARTNER_COORDINATOR', array['installation:read', 'installation:assign', 'installation:confirm']),
  ('INSTALLER', array['installation:read', 'installation:confirm', 'installation:complete']),
  ('shop operator', array['machine:read', 'machine:operate', 'session:read', 'alarm:read']),
  ('shop supervisor', array['machine:read', 'machine:operate', 'machine:manage', 'node:read', 'node:manage', 'session:read', 'session:end', 'structure:manage', 'reader:read', 'reader:manage', 'badge:manage', 'alarm:read', 'alarm:acknowledge', 'alarm:configure', 'user:read', 'monitor:read', 'error-log:read', 'security-event:read'])
) as seed (role, permissions)
join identity.roles as role on role.name = seed.role
join identity.permissions as permission on permission.name = any(seed.permissions);
