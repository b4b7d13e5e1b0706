-- Settings of nodes: what they are to be, every version of them, and what the node has applied.

alter table shopfloor.nodes
  add column config_version integer not null default 0,
  add column config_applied_version integer,
  add column config_error varchar(200),
  add column config_tried_at timestamptz,
  add constraint nodes_config_version check (config_version >= 0),
  add constraint nodes_config_known check ((config_version = 0) = (config is null));
comment on column shopfloor.nodes.config_version is 'Version of config that the node is to have; 0 while it was given none.';
comment on column shopfloor.nodes.config_applied_version is 'Version that the node last said it has; null while it has said none.';
comment on column shopfloor.nodes.config_error is 'Why the last attempt to give it config_version failed; null when none did.';
comment on column shopfloor.nodes.config_tried_at is 'When that attempt was made, or when the node said that it has the version.';

create table shopfloor.node_configs (
  node_id uuid not null references shopfloor.nodes (id),
  version integer not null,
  settings jsonb not null,
  restored_from integer,
  note varchar(200),
  changed_by uuid references identity.users (id),
  changed_at timestamptz not null default now(),
  constraint node_configs_pkey primary key (node_id, version),
  constraint node_configs_version check (version > 0 and restored_from < version)
);
comment on table shopfloor.node_configs is 'Every version of the settings of a node. Lines are added, never changed.';
comment on column shopfloor.node_configs.node_id is 'The node.';
comment on column shopfloor.node_configs.version is 'Counts up by one for each change of the node''s settings.';
comment on column shopfloor.node_configs.settings is 'All settings of the version, by name.';
comment on column shopfloor.node_configs.restored_from is 'The older version whose settings were taken; null where they were entered.';
comment on column shopfloor.node_configs.note is 'Why, as the person said.';
comment on column shopfloor.node_configs.changed_by is 'Who made the version.';
comment on column shopfloor.node_configs.changed_at is 'When.';
create index node_configs_by_person on shopfloor.node_configs (changed_by);

grant select, insert on shopfloor.node_configs to signalbox_app;
select shopfloor.protect_history('shopfloor.node_configs', 'exists (select from shopfloor.nodes as node where node.id = node_configs.node_id)');
create policy config_add on shopfloor.node_configs for insert with check (
  changed_by = (select platform.current_user_id())
  and exists (select from shopfloor.nodes as node where node.id = node_configs.node_id
    and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));
