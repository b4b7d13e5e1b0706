-- How people look at lists: filters and columns under a name, for themselves or for everybody.

create table operations.saved_views (
  id uuid primary key default platform.uuid_v7(),
  owner_id uuid not null references identity.users (id),
  screen varchar(60) not null,
  name varchar(80) not null,
  state jsonb not null,
  is_shared boolean not null default false,
  is_start boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint saved_views_name_present check (btrim(name) <> ''),
  constraint saved_views_state check (jsonb_typeof(state) = 'object' and pg_column_size(state) < 16384)
);
comment on table operations.saved_views is 'Filters and columns of a list under a name. A shared one is seen by everybody and changed by its owner.';
comment on column operations.saved_views.id is 'Key.';
comment on column operations.saved_views.owner_id is 'Who saved it.';
comment on column operations.saved_views.screen is 'Id of the screen, such as shopfloor.log.';
comment on column operations.saved_views.name is 'Name as its owner wrote it.';
comment on column operations.saved_views.state is 'Choices of the screen and arrangements of its tables; the contract says their shape.';
comment on column operations.saved_views.is_shared is 'True: everybody sees it. It shows nobody more rows than they may read.';
comment on column operations.saved_views.is_start is 'True: the owner''s screen opens with it. At most one for each screen.';
comment on column operations.saved_views.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column operations.saved_views.created_at is 'When the row was made.';
comment on column operations.saved_views.updated_at is 'When the row last changed.';
create unique index saved_views_name_key on operations.saved_views (owner_id, screen, lower(name));
create unique index saved_views_one_start on operations.saved_views (owner_id, screen) where is_start;
create index saved_views_by_screen on operations.saved_views (screen, name, id);
select platform.versioned('operations.saved_views');
select platform.watch('operations.saved_views');

grant select, insert, update, delete on operations.saved_views to signalbox_app;
alter table operations.saved_views enable row level security;
alter table operations.saved_views force row level security;
create policy saved_views_read on operations.saved_views for select
  using (owner_id = (select platform.current_user_id())
    or (is_shared and (select platform.current_user_id()) is not null));
create policy saved_views_add on operations.saved_views for insert
  with check (owner_id = (select platform.current_user_id()));
create policy saved_views_change on operations.saved_views for update
  using (owner_id = (select platform.current_user_id()));
create policy saved_views_remove on operations.saved_views for delete
  using (owner_id = (select platform.current_user_id()));
