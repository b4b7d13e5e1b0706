-- Wall displays: a right to look at alarms without a person, for weeks.

create function platform.current_display_id() returns uuid
language plpgsql stable parallel safe
as $$ begin return nullif(current_setting('app.display_id', true), '')::uuid; end $$;
comment on function platform.current_display_id() is
  'The wall display whom the running transaction acts for, from the setting app.display_id; null when a person or the program acts.';

create table identity.displays (
  id uuid not null default platform.uuid_v7(),
  name varchar(100) not null,
  area_ids uuid[],
  position_id uuid,
  sounds boolean not null default false,
  locale varchar(10) not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  code_hash bytea,
  code_expires_at timestamptz,
  token_hash bytea,
  paired_at timestamptz,
  last_seen timestamptz,
  address inet,
  user_agent text,
  revoked_at timestamptz,
  revoked_by uuid,
  constraint displays_pkey primary key (id),
  constraint displays_position_id_fkey foreign key (position_id) references alarms.positions (id),
  constraint displays_created_by_fkey foreign key (created_by) references identity.users (id),
  constraint displays_revoked_by_fkey foreign key (revoked_by) references identity.users (id),
  constraint displays_name_present check (btrim(name) <> ''),
  constraint displays_areas_named check (area_ids is null or cardinality(area_ids) between 1 and 200),
  constraint displays_locale_known check (locale in ('en', 'ko', 'ja')),
  constraint displays_longest check (expires_at > created_at and expires_at <= created_at + interval '366 days'),
  constraint displays_code_pair check ((code_hash is null) = (code_expires_at is null)),
  constraint displays_token_pair check (token_hash is null or paired_at is not null),
  constraint displays_revoked_pair check ((revoked_at is null) = (revoked_by is null)),
  constraint displays_revoked_code check (revoked_at is null or code_hash is null)
);
comment on table identity.displays is 'Wall displays: each a browser that may look at the alarms of its areas without a person, until it expires or is revoked.';
comment on column identity.displays.id is 'Key.';
comment on column identity.displays.name is 'What people call it, such as the place where it hangs.';
comment on column identity.displays.area_ids is 'Areas whose alarms it shows; null: all, also those that belong to no area.';
comment on column identity.displays.position_id is 'Operator position whose alarms it shows; null: of all.';
comment on column identity.displays.sounds is 'True where it sounds unacknowledged P1 and P2.';
comment on column identity.displays.locale is 'Language of its texts: en, ko or ja.';
comment on column identity.displays.created_by is 'Who made it.';
comment on column identity.displays.created_at is 'When it was made.';
comment on column identity.displays.expires_at is 'When its right ends by itself: at most 366 days after it was made.';
comment on column identity.displays.code_hash is 'SHA-256 of the one-time pairing code; null once used, or when it was revoked.';
comment on column identity.displays.code_expires_at is 'When that code stops working.';
comment on column identity.displays.token_hash is 'SHA-256 of the token that the paired browser keeps, which has 256 random bits; null until it was paired.';
comment on column identity.displays.paired_at is 'When a browser was paired last; null until then.';
comment on column identity.displays.last_seen is 'When it was connected last, to the minute; null until it was.';
comment on column identity.displays.address is 'Network address from which it was connected last.';
comment on column identity.displays.user_agent is 'What its browser called itself then.';
comment on column identity.displays.revoked_at is 'When its right was taken back; null while it was not.';
comment on column identity.displays.revoked_by is 'Who took it back.';
create unique index displays_code_key on identity.displays (code_hash) where code_hash is not null;
create unique index displays_token_key on identity.displays (token_hash) where token_hash is not null;
create index displays_by_age on identity.displays (created_at desc, id desc);
create index displays_position on identity.displays (position_id) where position_id is not null;
create index displays_created_by on identity.displays (created_by);
create index displays_revoked_by on identity.displays (revoked_by) where revoked_by is not null;
select platform.watch('identity.displays');

grant select, insert, update, delete on identity.displays to signalbox_app;
alter table identity.displays enable row level security;
alter table identity.displays force row level security;

-- What a display shows

create function identity.is_display() returns boolean
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return exists (
    select from identity.displays as display
    where display.id = platform.current_display_id() and display.revoked_at is null and display.expires_at > now());
end
$$;
comment on function identity.is_display() is
  'True when a wall display acts whose right stands. In a policy write (select identity.is_display()), which is evaluated once a statement.';

create function identity.display_shows_all_areas() returns boolean
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return identity.is_display() and exists (
    select from identity.displays as display where display.id = platform.current_display_id() and display.area_ids is null);
end
$$;
comment on function identity.display_shows_all_areas() is
  'True when the acting display was made for all areas, and for what belongs to none.';

-- Whoever is no display never runs these two; their usual cost would lead the planner of everybody else astray.
create function identity.display_areas() returns setof uuid
language plpgsql stable parallel safe cost 1 rows 1 set plan_cache_mode = 'auto'
as $$
begin
  return query select unnest(display.area_ids) from identity.displays as display
    where display.id = platform.current_display_id() and identity.is_display();
end
$$;
comment on function identity.display_areas() is
  'Areas that the acting display was made for by name; none also where identity.display_shows_all_areas() is true: ask both. In a policy write in (select identity.display_areas()); with any((select …)) on an array, backends of PostgreSQL 18.4 crashed in a storm of alarms, in the statement that marks chattering.';

create function identity.display_shows_all_positions() returns boolean
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return identity.is_display() and exists (
    select from identity.displays as display where display.id = platform.current_display_id() and display.position_id is null);
end
$$;
comment on function identity.display_shows_all_positions() is
  'True when the acting display was made for no operator position in particular.';

create function identity.display_positions() returns setof uuid
language plpgsql stable parallel safe cost 1 rows 1 set plan_cache_mode = 'auto'
as $$
begin
  return query select display.position_id from identity.displays as display
    where display.id = platform.current_display_id() and display.position_id is not null and identity.is_display();
end
$$;
comment on function identity.display_positions() is
  'The operator position that the acting display was made for; none where it was made for all of them.';

-- Who makes a display holds the areas that it shows, so that nobody sees more by a display than by themselves.
create policy displays_select on identity.displays for select
  using ((select platform.is_system()) or (select identity.has_permission('token:manage')) or id = (select platform.current_display_id()));
create policy displays_insert on identity.displays for insert
  with check ((select identity.has_permission('token:manage')) and created_by = (select platform.current_user_id())
    and ((select identity.has_all_scopes('area', 'view')) or area_ids <@ (select identity.scope_ids('area', 'view'))::uuid[]));
create policy displays_update on identity.displays for update
  using ((select platform.is_system()) or (select identity.has_permission('token:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('token:manage')));
create policy displays_delete on identity.displays for delete
  using ((select platform.is_system()));

-- A transaction of a display has no person, so that every other policy denies it everything.
create policy display_view on shopfloor.areas for select
  using ((select identity.is_display()) and ((select identity.display_shows_all_areas()) or id in (select identity.display_areas())));
create policy display_view on alarms.alarm_types for select
  using ((select identity.is_display()));
create policy display_view on alarms.alarms for select
  using ((select identity.is_display())
    and ((select identity.display_shows_all_areas()) or area_id in (select identity.display_areas()))
    and ((select identity.display_shows_all_positions()) or position_id in (select identity.display_positions())));
-- The policy asks for area and position of every row, and counting the queue is to read nothing but its index.
drop index alarms.alarms_queue;
create index alarms_queue on alarms.alarms (is_acknowledged, priority, annunciated_at desc, id) include (area_id, position_id)
  where is_listed and not is_set_aside;
create policy display_view on alarms.positions for select
  using ((select identity.is_display()) and (
    id in (select identity.display_positions())
    or (select identity.display_shows_all_positions()) and (
      (select identity.display_shows_all_areas()) or area_ids = '{}'
      or exists (select from identity.display_areas() as shown where shown = any (area_ids)))));
create policy display_view on alarms.floods for select
  using ((select identity.is_display()) and exists (select from alarms.positions as p where p.id = floods.position_id));
create policy display_view on alarms.shelvings for select
  using ((select identity.is_display()) and (
    ((select identity.display_shows_all_areas()) and (select identity.display_shows_all_positions()))
    or exists (select from alarms.alarms as a where a.shelving_id = shelvings.id)));
create policy display_view on alarms.out_of_service for select
  using ((select identity.is_display()) and (
    ((select identity.display_shows_all_areas()) and (select identity.display_shows_all_positions()))
    or exists (select from alarms.alarms as a where a.out_of_service_id = out_of_service.id)));

select set_config('app.system', 'migration', true);
insert into operations.retention_policies (monitor, keep_days, minimum_days, default_days) values
  ('identity.display-retention', 30, 1, 30);
