-- Nodes that read badges for a console and guard no machine

alter table shopfloor.nodes
  add column workstation varchar(100),
  add constraint nodes_workstation_present check (btrim(workstation) <> '');
comment on column shopfloor.nodes.workstation is 'The console that an office reader serves, by its name: people sign in there and badges are enrolled there; null for none.';
