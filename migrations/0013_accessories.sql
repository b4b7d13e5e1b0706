-- Accessories that follow machines: run-on, several machines for one, what was ordered, what the node
-- reports, and the history of both.

drop trigger raise_version on shopfloor.accessory_io;
drop trigger set_updated_at on shopfloor.accessory_io;

alter table shopfloor.accessory_io
  drop constraint accessory_io_number,
  drop constraint accessory_io_delay,
  add column active boolean not null default true,
  add column deactivation_delay integer not null default 0,
  add column counts_as_activity boolean not null default false,
  add column raw_level boolean,
  add column phase varchar(10) not null default 'off',
  add column phase_until timestamptz,
  add column wanted boolean,
  add column wanted_since timestamptz,
  add column test_state boolean,
  add column test_until timestamptz,
  add column test_by uuid references identity.users (id),
  add constraint accessory_io_number check (io_number between 0 and 31),
  add constraint accessory_io_delay check (activation_delay between 0 and 3600),
  add constraint accessory_io_run_on check (deactivation_delay between 0 and 3600),
  add constraint accessory_io_name_present check (btrim(name) <> ''),
  add constraint accessory_io_activity check (io_type = 'input' or not counts_as_activity),
  add constraint accessory_io_phase check (phase in ('off', 'starting', 'on', 'run-on')
    and (phase_until is not null) = (phase in ('starting', 'run-on'))),
  add constraint accessory_io_wanted check ((wanted is null) = (wanted_since is null)
    and (io_type = 'output' or wanted is null)),
  add constraint accessory_io_test check ((test_state is null) = (test_until is null)
    and (io_type = 'output' or test_state is null));
comment on column shopfloor.accessory_io.active is 'False: an output is left alone, an input is not looked at.';
comment on column shopfloor.accessory_io.activation_delay is 'An output switches on this long after the first of its machines was released. Seconds.';
comment on column shopfloor.accessory_io.deactivation_delay is 'Run-on: an output switches off this long after the last of its machines was locked. Seconds.';
comment on column shopfloor.accessory_io.counts_as_activity is 'Of an input: while it is on, its machine counts as being used, so that the session does not time out.';
comment on column shopfloor.accessory_io.current_state is 'On or off as the node reports it, after inversion. Worth nothing while raw_level is null.';
comment on column shopfloor.accessory_io.raw_level is 'Electrical level as the node last reported it; null: never.';
comment on column shopfloor.accessory_io.phase is 'Of an output, by what its machines do: off, starting (waits for the delay), on, run-on.';
comment on column shopfloor.accessory_io.phase_until is 'When starting or run-on ends.';
comment on column shopfloor.accessory_io.wanted is 'Of an output: whether it is to be on now, by its machines or by a test; null until its node was driven.';
comment on column shopfloor.accessory_io.wanted_since is 'Since when.';
comment on column shopfloor.accessory_io.test_state is 'Of an output: what a person who tries it has ordered; null: no test.';
comment on column shopfloor.accessory_io.test_until is 'When the test ends by itself.';
comment on column shopfloor.accessory_io.test_by is 'Who tried it last.';
create index accessory_io_by_name on shopfloor.accessory_io (name, id);
create index accessory_io_test_by on shopfloor.accessory_io (test_by) where test_by is not null;
create trigger raise_version before update of
    node_id, name, description, io_type, io_number, linked_machine_id, activation_delay, deactivation_delay,
    invert_logic, counts_as_activity, active
  on shopfloor.accessory_io for each row execute function platform.raise_version();
create trigger set_updated_at before update of
    node_id, name, description, io_type, io_number, linked_machine_id, activation_delay, deactivation_delay,
    invert_logic, counts_as_activity, active
  on shopfloor.accessory_io for each row execute function platform.set_updated_at();

create policy accessory_add on shopfloor.accessory_io for insert with check (
  exists (select from shopfloor.nodes as node where node.id = accessory_io.node_id
    and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));
create policy accessory_change on shopfloor.accessory_io for update using (
  exists (select from shopfloor.nodes as node where node.id = accessory_io.node_id
    and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));

create table shopfloor.accessory_machines (
  accessory_id uuid not null references shopfloor.accessory_io (id),
  machine_id uuid not null references shopfloor.machines (id),
  constraint accessory_machines_pkey primary key (accessory_id, machine_id)
);
comment on table shopfloor.accessory_machines is 'Machines that share an output beside its linked_machine_id, such as several saws at one extractor: it is on while any of them runs.';
comment on column shopfloor.accessory_machines.accessory_id is 'The output.';
comment on column shopfloor.accessory_machines.machine_id is 'A further machine that it follows.';
create index accessory_machines_by_machine on shopfloor.accessory_machines (machine_id);
grant select, insert, delete on shopfloor.accessory_machines to signalbox_app;
select shopfloor.protect_history('shopfloor.accessory_machines',
  'exists (select from shopfloor.accessory_io as io where io.id = accessory_machines.accessory_id)');
create policy accessory_machines_add on shopfloor.accessory_machines for insert with check (
  exists (select from shopfloor.accessory_io as io join shopfloor.nodes as node on node.id = io.node_id
    where io.id = accessory_machines.accessory_id
      and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));
create policy accessory_machines_remove on shopfloor.accessory_machines for delete using (
  exists (select from shopfloor.accessory_io as io join shopfloor.nodes as node on node.id = io.node_id
    where io.id = accessory_machines.accessory_id
      and ((select identity.has_all_scopes('area', 'manage')) or node.area_id = any ((select identity.scope_ids('area', 'manage'))::uuid[]))));

create table shopfloor.accessory_states (
  id bigint generated always as identity primary key,
  accessory_id uuid not null references shopfloor.accessory_io (id),
  state boolean not null,
  raw_level boolean not null,
  cause varchar(10) not null,
  timestamp timestamptz not null default clock_timestamp(),
  constraint accessory_states_cause check (cause in ('input', 'machine', 'test', 'stop', 'node'))
);
comment on table shopfloor.accessory_states is 'Every change of an input or output that a node reported. Kept for ninety days.';
comment on column shopfloor.accessory_states.id is 'Key; grows with time.';
comment on column shopfloor.accessory_states.accessory_id is 'The input or output.';
comment on column shopfloor.accessory_states.state is 'On or off, after inversion.';
comment on column shopfloor.accessory_states.raw_level is 'Electrical level.';
comment on column shopfloor.accessory_states.cause is 'input: the input changed; of an output machine: it follows its machines; test: a person tries it; stop: an emergency stop stands; node: it was not ordered.';
comment on column shopfloor.accessory_states.timestamp is 'When the report was received.';
create index accessory_states_by_accessory on shopfloor.accessory_states (accessory_id, id desc);
create index accessory_states_by_time on shopfloor.accessory_states using brin (timestamp);
grant select, insert, delete on shopfloor.accessory_states to signalbox_app;
select shopfloor.protect_history('shopfloor.accessory_states',
  'exists (select from shopfloor.accessory_io as io where io.id = accessory_states.accessory_id)');

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('accessory_no_answer', 'Accessory does not follow its order',
   'The output of the node, its relay or its wiring failed, or somebody switched it by hand.',
   'A machine may run without its extraction or coolant, or an accessory runs on without need.',
   'Go to the accessory and look. Stop the machine where it must not run without it; then check the node''s output.',
   'P3', 1800, 'condition', true);
