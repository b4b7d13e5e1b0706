-- Nodes that work without a host: whom they let at which machine, and what they did alone.

alter table identity.badges add column node_keys text;
comment on column identity.badges.node_keys is 'Sealed: the hashes under which a node''s rights cache knows this badge, one per byte order. Null until the badge is enrolled or shown again.';

alter table shopfloor.nodes add column away_since timestamptz;
comment on column shopfloor.nodes.away_since is 'When it was last heard before it was last lost; what it did alone without saying when lies after this.';

create table shopfloor.node_rights (
  node_id uuid primary key references shopfloor.nodes (id),
  version bigint not null default 1,
  digest bytea not null,
  changed_at timestamptz not null default now(),
  applied_version bigint,
  applied text,
  applied_at timestamptz,
  constraint node_rights_version check (version > 0),
  constraint node_rights_applied check (
    (applied_version is null) = (applied is null) and (applied is null) = (applied_at is null))
);
comment on table shopfloor.node_rights is 'Which state of its rights cache each node should have, and which it has.';
comment on column shopfloor.node_rights.node_id is 'The node.';
comment on column shopfloor.node_rights.version is 'Rises whenever the node should hold something else.';
comment on column shopfloor.node_rights.digest is 'SHA-256 of what it should hold, to tell whether that changed.';
comment on column shopfloor.node_rights.changed_at is 'When the version last rose.';
comment on column shopfloor.node_rights.applied_version is 'What the node last confirmed to hold; null: nothing yet.';
comment on column shopfloor.node_rights.applied is 'Sealed: the entries of that version, so that what was taken away since can be told first.';
comment on column shopfloor.node_rights.applied_at is 'When the node confirmed it.';

create table shopfloor.node_entries (
  id bigint generated always as identity primary key,
  node_id uuid not null references shopfloor.nodes (id),
  boot_id text not null,
  n bigint not null,
  what varchar(20) not null,
  port integer,
  happened_at timestamptz not null,
  time_known boolean not null,
  machine_id uuid references shopfloor.machines (id),
  user_id uuid references identity.users (id),
  session_id uuid references shopfloor.machine_sessions (id),
  outcome varchar(20) not null,
  reason varchar(40),
  received_at timestamptz not null default now(),
  constraint node_entries_key unique (node_id, boot_id, n),
  constraint node_entries_what check (what in ('started', 'ended', 'refused', 'activity', 'estop', 'estop-reset')),
  constraint node_entries_outcome check (outcome in (
    'started', 'started-revoked', 'ended', 'corrected', 'kept', 'nothing-ran', 'no-machine')),
  constraint node_entries_port check (port between 0 and 15)
);
comment on table shopfloor.node_entries is 'The logs that nodes kept while no host answered them: each line once, in their order. The ledger from which sessions of that time were worked out.';
comment on column shopfloor.node_entries.id is 'Key; grows with the order in which lines were taken.';
comment on column shopfloor.node_entries.node_id is 'The node.';
comment on column shopfloor.node_entries.boot_id is 'The run that wrote the line.';
comment on column shopfloor.node_entries.n is 'Number of the line within the run.';
comment on column shopfloor.node_entries.what is 'What the node says: started, ended, refused, activity, estop or estop-reset.';
comment on column shopfloor.node_entries.port is 'Relay concerned; null: the node as a whole.';
comment on column shopfloor.node_entries.happened_at is 'When, by the node''s clock or as it was worked out.';
comment on column shopfloor.node_entries.time_known is 'False: the node had lost the time, happened_at is the earliest that it can have been.';
comment on column shopfloor.node_entries.machine_id is 'Machine at the relay when the line was taken.';
comment on column shopfloor.node_entries.user_id is 'Whose badge it was; null: nobody''s, or none was used.';
comment on column shopfloor.node_entries.session_id is 'The session that was made or changed.';
comment on column shopfloor.node_entries.outcome is 'What it led to: started, started-revoked (by somebody without the right), ended, corrected (a session was on record as ended later), kept, nothing-ran or no-machine.';
comment on column shopfloor.node_entries.reason is 'The node''s own word for why.';
comment on column shopfloor.node_entries.received_at is 'When the line was taken.';
create index node_entries_by_node on shopfloor.node_entries (node_id, id desc);
create index node_entries_by_machine on shopfloor.node_entries (machine_id, id desc);
create index node_entries_by_user on shopfloor.node_entries (user_id) where user_id is not null;
create index node_entries_by_session on shopfloor.node_entries (session_id) where session_id is not null;

select platform.watch('shopfloor.node_rights', 'node_id');
grant select, insert, update on shopfloor.node_rights to signalbox_app;
grant select, insert on shopfloor.node_entries to signalbox_app;
select shopfloor.protect_history('shopfloor.node_rights', 'exists (select from shopfloor.nodes as node where node.id = node_rights.node_id)');
select shopfloor.protect_history('shopfloor.node_entries', 'exists (select from shopfloor.nodes as node where node.id = node_entries.node_id)');

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('revoked_start', 'Machine was used without the right',
   'A node that worked alone let somebody at a machine whose right had been taken away meanwhile.',
   'Somebody whose badge was lost or blocked, whose account was closed or who is not trained used a machine; the session was ended when the node returned.',
   'Look who it was and whether the machine is in order. Take the badge away if it was reported lost.',
   'P2', 300, 'operator', true);
