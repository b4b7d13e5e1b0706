-- Firmware of nodes: the catalogue with its files, and what is being put on which node.

create table shopfloor.firmware_images (
  id uuid primary key default platform.uuid_v7(),
  node_type varchar(20) not null,
  version varchar(20) not null,
  file_name varchar(200) not null,
  size integer not null,
  sha256 varchar(64),
  minimum_version varchar(20),
  release_notes text,
  state varchar(10) not null default 'uploading',
  created_by uuid references identity.users (id),
  created_at timestamptz not null default now(),
  constraint firmware_images_type check (node_type in ('machine_monitor', 'office_reader', 'accessory_io')),
  constraint firmware_images_version check (version ~ '^[0-9A-Za-z][0-9A-Za-z.+-]*$'),
  constraint firmware_images_size check (size between 1 and 16777216),
  constraint firmware_images_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint firmware_images_state check (state in ('uploading', 'ready', 'withdrawn')),
  constraint firmware_images_ready check (state <> 'ready' or sha256 is not null)
);
comment on table shopfloor.firmware_images is 'Firmware that nodes may be given.';
comment on column shopfloor.firmware_images.id is 'Key.';
comment on column shopfloor.firmware_images.node_type is 'The type of node it is for.';
comment on column shopfloor.firmware_images.version is 'What a node that runs it reports as its firmware.';
comment on column shopfloor.firmware_images.file_name is 'Name of the file that was uploaded.';
comment on column shopfloor.firmware_images.size is 'Length of the file. Bytes, at most 16 MiB.';
comment on column shopfloor.firmware_images.sha256 is 'SHA-256 of the file, lower-case hexadecimal; null until all of it is here.';
comment on column shopfloor.firmware_images.minimum_version is 'Oldest version from which a node may be brought to this one; null: any.';
comment on column shopfloor.firmware_images.release_notes is 'What is new.';
comment on column shopfloor.firmware_images.state is 'uploading; ready; withdrawn: no node is given it any more.';
comment on column shopfloor.firmware_images.created_by is 'Who uploaded it.';
comment on column shopfloor.firmware_images.created_at is 'When the upload began.';
create unique index firmware_images_version_key on shopfloor.firmware_images (node_type, version) where state <> 'withdrawn';
create index firmware_images_by_person on shopfloor.firmware_images (created_by);
create index firmware_images_uploading on shopfloor.firmware_images (created_at) where state = 'uploading';
select platform.watch('shopfloor.firmware_images');

create table shopfloor.firmware_pieces (
  image_id uuid not null references shopfloor.firmware_images (id) on delete cascade,
  start_byte integer not null,
  data bytea not null,
  constraint firmware_pieces_pkey primary key (image_id, start_byte),
  constraint firmware_pieces_bounds check (start_byte >= 0 and octet_length(data) between 1 and 1048576)
);
comment on table shopfloor.firmware_pieces is 'The files of firmware, piece by piece as they were uploaded.';
comment on column shopfloor.firmware_pieces.image_id is 'The firmware.';
comment on column shopfloor.firmware_pieces.start_byte is 'Where in the file the piece begins. Bytes.';
comment on column shopfloor.firmware_pieces.data is 'The piece.';

create table shopfloor.firmware_updates (
  id uuid primary key default platform.uuid_v7(),
  node_id uuid not null references shopfloor.nodes (id),
  image_id uuid not null references shopfloor.firmware_images (id),
  state varchar(12) not null default 'waiting',
  received integer not null default 0,
  from_version varchar(20),
  error varchar(200),
  requested_by uuid references identity.users (id),
  requested_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  progress_at timestamptz,
  finished_at timestamptz,
  constraint firmware_updates_state check (state in (
    'waiting', 'transferring', 'installing', 'done', 'failed', 'cancelled')),
  constraint firmware_updates_received check (received >= 0),
  constraint firmware_updates_finished check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
  constraint firmware_updates_error check ((state = 'failed') = (error is not null))
);
comment on table shopfloor.firmware_updates is 'Firmware that was asked to be put on a node, and what became of it. At most one is under way for each node.';
comment on column shopfloor.firmware_updates.id is 'Key.';
comment on column shopfloor.firmware_updates.node_id is 'The node.';
comment on column shopfloor.firmware_updates.image_id is 'The firmware.';
comment on column shopfloor.firmware_updates.state is 'waiting for the node and the end of sessions at its machines; transferring; installing, until the node greets with the version; done, failed or cancelled.';
comment on column shopfloor.firmware_updates.received is 'Bytes that the node has; a transfer that broke off goes on from there.';
comment on column shopfloor.firmware_updates.from_version is 'What the node reported before.';
comment on column shopfloor.firmware_updates.error is 'Why it failed.';
comment on column shopfloor.firmware_updates.requested_by is 'Who asked for it.';
comment on column shopfloor.firmware_updates.requested_at is 'When.';
comment on column shopfloor.firmware_updates.started_at is 'When the transfer began.';
comment on column shopfloor.firmware_updates.progress_at is 'When it last went on; too long ago, and it has failed.';
comment on column shopfloor.firmware_updates.finished_at is 'When it was done, failed or cancelled.';
create unique index firmware_updates_open_key on shopfloor.firmware_updates (node_id)
  where state in ('waiting', 'transferring', 'installing');
create index firmware_updates_by_node on shopfloor.firmware_updates (node_id, requested_at desc);
create index firmware_updates_by_image on shopfloor.firmware_updates (image_id);
create index firmware_updates_by_person on shopfloor.firmware_updates (requested_by);
select platform.watch('shopfloor.firmware_updates', 'node_id');

grant select, insert, update, delete on shopfloor.firmware_images to signalbox_app;
grant select, insert, delete on shopfloor.firmware_pieces to signalbox_app;
grant select, insert, update on shopfloor.firmware_updates to signalbox_app;

alter table shopfloor.firmware_images enable row level security;
alter table shopfloor.firmware_images force row level security;
create policy firmware_images_read on shopfloor.firmware_images for select
  using ((select platform.is_system()) or (select identity.has_permission('node:read')));
create policy firmware_images_managed on shopfloor.firmware_images for all
  using ((select platform.is_system()) or (select identity.has_permission('node:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('node:manage')));

alter table shopfloor.firmware_pieces enable row level security;
alter table shopfloor.firmware_pieces force row level security;
create policy firmware_pieces_managed on shopfloor.firmware_pieces for all
  using ((select platform.is_system()) or (select identity.has_permission('node:manage')))
  with check ((select platform.is_system()) or (select identity.has_permission('node:manage')));

select shopfloor.protect_history('shopfloor.firmware_updates', 'exists (select from shopfloor.nodes as node where node.id = firmware_updates.node_id)');
create policy update_ask on shopfloor.firmware_updates for insert with check (
  requested_by = (select platform.current_user_id())
  and exists (select from shopfloor.nodes as node where node.id = firmware_updates.node_id
    and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));
