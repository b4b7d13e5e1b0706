-- Floor plans of areas, and where machines and nodes stand on them.

create table shopfloor.floor_plans (
  id uuid primary key default platform.uuid_v7(),
  area_id uuid not null references shopfloor.areas (id),
  revision integer not null,
  file_name varchar(200),
  svg text,
  width double precision not null,
  height double precision not null,
  made_by uuid references identity.users (id),
  created_at timestamptz not null default now(),
  constraint floor_plans_revision_key unique (area_id, revision),
  constraint floor_plans_revision check (revision > 0),
  constraint floor_plans_file check ((svg is null) = (file_name is null)),
  constraint floor_plans_svg_length check (length(svg) <= 600000),
  constraint floor_plans_size check (width between 10 and 100000 and height between 10 and 100000)
);
comment on table shopfloor.floor_plans is 'Floor plans of areas by revision; the highest one counts. Revisions are added, never changed.';
comment on column shopfloor.floor_plans.id is 'Key.';
comment on column shopfloor.floor_plans.area_id is 'The area it shows.';
comment on column shopfloor.floor_plans.revision is 'Counts up within the area; whoever adds one names the one that was read, so that two do not replace each other unseen.';
comment on column shopfloor.floor_plans.file_name is 'Name of the file it came from; null for the plain grid.';
comment on column shopfloor.floor_plans.svg is 'The drawing, written anew from what the allow-list let through; never the file as it was given. Null: a plain grid.';
comment on column shopfloor.floor_plans.width is 'Width in plan units.';
comment on column shopfloor.floor_plans.height is 'Height in plan units.';
comment on column shopfloor.floor_plans.made_by is 'Who added it.';
comment on column shopfloor.floor_plans.created_at is 'When it was added.';
create index floor_plans_by_area on shopfloor.floor_plans (area_id, revision desc);
create index floor_plans_by_maker on shopfloor.floor_plans (made_by);

create table shopfloor.plan_positions (
  id uuid primary key default platform.uuid_v7(),
  machine_id uuid references shopfloor.machines (id),
  node_id uuid references shopfloor.nodes (id),
  area_id uuid references shopfloor.areas (id),
  x double precision,
  y double precision,
  rotation smallint not null default 0,
  size double precision not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint plan_positions_machine_key unique (machine_id),
  constraint plan_positions_node_key unique (node_id),
  constraint plan_positions_one_thing check (num_nonnulls(machine_id, node_id) = 1),
  constraint plan_positions_point check ((x is null) = (y is null)),
  constraint plan_positions_placed check (x is null or area_id is not null),
  constraint plan_positions_range check (x between 0 and 100000 and y between 0 and 100000),
  constraint plan_positions_rotation check (rotation between 0 and 359),
  constraint plan_positions_size check (size between 1 and 10000)
);
comment on table shopfloor.plan_positions is 'Where machines and nodes stand on the floor plan of their area.';
comment on column shopfloor.plan_positions.id is 'Key.';
comment on column shopfloor.plan_positions.machine_id is 'The machine; null for a node.';
comment on column shopfloor.plan_positions.node_id is 'The node; null for a machine.';
comment on column shopfloor.plan_positions.area_id is 'Area of the machine or node, kept by trigger; decides who may see and change the row.';
comment on column shopfloor.plan_positions.x is 'Middle of the symbol from the left edge. Plan units. Null: taken off the plan.';
comment on column shopfloor.plan_positions.y is 'Middle of the symbol from the upper edge. Plan units. Null: taken off the plan.';
comment on column shopfloor.plan_positions.rotation is 'Turned clockwise. Degrees.';
comment on column shopfloor.plan_positions.size is 'Width of the symbol. Plan units.';
comment on column shopfloor.plan_positions.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column shopfloor.plan_positions.created_at is 'When the row was made.';
comment on column shopfloor.plan_positions.updated_at is 'When the row last changed.';
create index plan_positions_by_area on shopfloor.plan_positions (area_id);

create function shopfloor.leave_plan() returns trigger
language plpgsql
as $$
begin
  update shopfloor.plan_positions set area_id = new.area_id, x = null, y = null
  where machine_id = new.id or node_id = new.id;
  return null;
end
$$;
comment on function shopfloor.leave_plan() is
  'AFTER row trigger of machines and nodes that moved to another area: takes them off the plan of the one they left.';
create trigger leave_plan after update on shopfloor.machines
  for each row when (old.area_id is distinct from new.area_id) execute function shopfloor.leave_plan();
create trigger leave_plan after update on shopfloor.nodes
  for each row when (old.area_id is distinct from new.area_id) execute function shopfloor.leave_plan();

select platform.versioned('shopfloor.plan_positions');
select platform.watch('shopfloor.floor_plans', 'area_id');
select platform.watch('shopfloor.plan_positions');

grant select, insert on shopfloor.floor_plans to signalbox_app;
grant select, insert, update on shopfloor.plan_positions to signalbox_app;
select shopfloor.protect_area('shopfloor.floor_plans', 'area_id');
select shopfloor.protect_area('shopfloor.plan_positions', 'area_id');
