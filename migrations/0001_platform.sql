-- Functions and grants that every later migration builds on. The roles themselves belong to the
-- cluster and exist before the first migration runs.

create schema if not exists platform;
comment on schema platform is 'SQL functions that every schema shares, and the record of applied migrations.';

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

alter default privileges grant usage on schemas to signalbox_app, signalbox_readonly, signalbox_backup;
alter default privileges grant select on tables to signalbox_readonly, signalbox_backup;
alter default privileges grant select on sequences to signalbox_backup;
grant usage on schema platform to signalbox_app, signalbox_readonly, signalbox_backup;

-- Keys

create function platform.uuid_v7() returns uuid
language sql volatile parallel safe
as $$
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6
        ),
        52, 1
      ),
      53, 1
    ),
    'hex'
  )::uuid
$$;
comment on function platform.uuid_v7() is
  'A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, then random bits. Default of every entity key; sorts by time of making.';

-- Who is acting

create function platform.current_user_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
comment on function platform.current_user_id() is
  'The person whom the running transaction acts for, from the setting app.user_id; null when none was set.';

create function platform.current_task() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.system', true), '') $$;
comment on function platform.current_task() is
  'Name of the system task that runs the transaction, from the setting app.system; null when a person does.';

create function platform.is_system() returns boolean
language sql stable parallel safe
as $$
  select coalesce(current_setting('app.system', true), '') <> ''
     and current_user in ('signalbox_app', 'signalbox_migrator')
$$;
comment on function platform.is_system() is
  'True when the program itself acts, not a person. Reporting roles can never make it true. In a policy write (select platform.is_system()), which is evaluated once a statement.';

-- Triggers

create function platform.set_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function platform.set_updated_at() is
  'BEFORE UPDATE row trigger: stamps updated_at with the start of the transaction.';

create function platform.raise_version() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
comment on function platform.raise_version() is
  'BEFORE UPDATE row trigger: raises version by one, whatever the statement wrote, so that an editor can say which state they saw.';

create function platform.notify_change() returns trigger
language plpgsql
as $$
declare
  keys text[];
  topic constant text := tg_table_schema || '.' || tg_table_name;
  payload text;
begin
  execute format('select array_agg(key) from (select distinct %I::text as key from changed limit 201) as k', tg_argv[0])
    into keys;
  if keys is null then
    return null;
  end if;
  payload := json_build_object('topic', topic, 'ids', keys)::text;
  if cardinality(keys) > 200 or octet_length(payload) > 7900 then
    payload := json_build_object('topic', topic, 'ids', null)::text;
  end if;
  perform pg_notify('changes', payload);
  return null;
end
$$;
comment on function platform.notify_change() is
  'AFTER statement trigger with the transition table "changed": notifies channel changes of the keys, never of rows. Above 200 keys, or 7,900 bytes, ids is null and the reader loads afresh. Argument: the key column.';

create function platform.watch(watched regclass, key_column name default 'id') returns void
language plpgsql
as $$
begin
  execute format(
    'create trigger notify_insert after insert on %s referencing new table as changed
       for each statement execute function platform.notify_change(%L)', watched, key_column);
  execute format(
    'create trigger notify_update after update on %s referencing new table as changed
       for each statement execute function platform.notify_change(%L)', watched, key_column);
  execute format(
    'create trigger notify_delete after delete on %s referencing old table as changed
       for each statement execute function platform.notify_change(%L)', watched, key_column);
end
$$;
comment on function platform.watch(regclass, name) is
  'Makes a table live: attaches notify_change() to insert, update and delete. Called once by the migration that makes the table; key_column is what the topic''s ids hold.';
revoke execute on function platform.watch(regclass, name) from public;

create function platform.versioned(edited regclass) returns void
language plpgsql
as $$
begin
  execute format('create trigger raise_version before update on %s for each row execute function platform.raise_version()', edited);
  execute format('create trigger set_updated_at before update on %s for each row execute function platform.set_updated_at()', edited);
end
$$;
comment on function platform.versioned(regclass) is
  'Attaches raise_version() and set_updated_at() to a table that people edit. Called once by the migration that makes the table.';
revoke execute on function platform.versioned(regclass) from public;

-- Whether writing works

create table platform.write_probe (
  id bigint generated always as identity primary key,
  filler bytea not null
);
alter table platform.write_probe alter column filler set storage plain;
comment on table platform.write_probe is
  'Always empty. While the program is in read-only mode it inserts a page-sized row here and rolls back, to learn whether the disk has room again.';
comment on column platform.write_probe.id is 'Key; no row is ever committed.';
comment on column platform.write_probe.filler is 'About one page of zeros, kept in the row so that the insert needs a new page.';
grant select, insert on platform.write_probe to signalbox_app;
alter table platform.write_probe enable row level security;
alter table platform.write_probe force row level security;
create policy write_probe_system on platform.write_probe
  using ((select platform.is_system())) with check ((select platform.is_system()));

-- Which migrations were applied

grant select on platform.schema_migrations to signalbox_app, signalbox_readonly, signalbox_backup;
comment on table platform.schema_migrations is 'Applied migrations, written by the migrator. The same for everybody, so it has no row-level security.';
comment on column platform.schema_migrations.name is 'File name without .sql, such as 0001_platform.';
comment on column platform.schema_migrations.timestamp is 'When it was applied, ISO 8601 in UTC.';
comment on table platform.schema_migrations_lock is 'One row that the migration library expects; the real lock is an advisory one.';
comment on column platform.schema_migrations_lock.id is 'Always migration_lock.';
comment on column platform.schema_migrations_lock.is_locked is 'Always 0.';

create view platform.schema_versions with (security_invoker = true) as
select
  row_number() over (order by name)::integer as id,
  split_part(name, '_', 1)::varchar(20) as version,
  replace(substring(name from position('_' in name) + 1), '_', ' ') as description,
  timestamp::timestamptz as applied_at,
  'signalbox_migrator'::varchar(64) as applied_by
from platform.schema_migrations;
comment on view platform.schema_versions is 'Applied migrations in the shape of source 004, schema_versions.';
comment on column platform.schema_versions.id is 'Position in the order of application, from 1.';
comment on column platform.schema_versions.version is 'Number of the migration, such as 0001.';
comment on column platform.schema_versions.description is 'What the migration is about, from its file name.';
comment on column platform.schema_versions.applied_at is 'When it was applied.';
comment on column platform.schema_versions.applied_by is 'The role that applied it: always signalbox_migrator.';
grant select on platform.schema_versions to signalbox_app;
