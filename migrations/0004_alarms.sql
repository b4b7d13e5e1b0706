-- One alarm queue for all systems, after ISA-18.2: two axes (condition, acknowledgement), one
-- priority scale, a journal that cannot be changed.

create schema alarms;
comment on schema alarms is 'The alarm queue: what can be alarmed, what is alarmed, and everything that ever happened to an alarm.';
grant usage on schema alarms to signalbox_app, signalbox_readonly, signalbox_backup;

create table alarms.alarm_types (
  alarm_type varchar(50) not null,
  title varchar(200) not null,
  cause text,
  consequence text,
  operator_action text,
  priority varchar(2) not null,
  time_to_respond_seconds integer,
  cleared_by varchar(10) not null default 'condition',
  note_required boolean not null default false,
  re_alarm_seconds integer not null default 600,
  is_enabled boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint alarm_types_pkey primary key (alarm_type),
  constraint alarm_types_name check (alarm_type ~ '^[a-z][a-z0-9_]*$'),
  constraint alarm_types_priority check (priority in ('P1', 'P2', 'P3', 'P4')),
  constraint alarm_types_cleared_by check (cleared_by in ('condition', 'operator')),
  constraint alarm_types_times check (time_to_respond_seconds > 0 and re_alarm_seconds >= 0),
  constraint alarm_types_complete check (
    not is_enabled
    or (coalesce(btrim(cause), '') <> '' and coalesce(btrim(consequence), '') <> ''
        and coalesce(btrim(operator_action), '') <> '' and time_to_respond_seconds is not null))
);
comment on table alarms.alarm_types is 'Everything that may raise an alarm, rationalised as ISA-18.2 asks: without cause, consequence, action and time to respond it cannot be enabled.';
comment on column alarms.alarm_types.alarm_type is 'Name, such as node_offline. The alert_type of sources 000 and 004.';
comment on column alarms.alarm_types.title is 'Short text shown in the queue when the raise gives none.';
comment on column alarms.alarm_types.cause is 'What usually makes it happen.';
comment on column alarms.alarm_types.consequence is 'What happens when nobody responds.';
comment on column alarms.alarm_types.operator_action is 'What the operator is to do.';
comment on column alarms.alarm_types.priority is 'P1 (within a minute) to P4 (this shift), unless a raise says otherwise.';
comment on column alarms.alarm_types.time_to_respond_seconds is 'How long the operator has before the consequence. Seconds.';
comment on column alarms.alarm_types.cleared_by is 'condition: returns to normal by itself; operator: an event without an end, which a person closes with a note.';
comment on column alarms.alarm_types.note_required is 'True when an acknowledgement must say something.';
comment on column alarms.alarm_types.re_alarm_seconds is 'A condition that returns sooner than this continues its unacknowledged alarm; later it makes a new one. Seconds.';
comment on column alarms.alarm_types.is_enabled is 'False: raises of this type are ignored.';
comment on column alarms.alarm_types.version is 'Raised by each change.';
comment on column alarms.alarm_types.created_at is 'When it was described first.';
comment on column alarms.alarm_types.updated_at is 'When it was changed last.';
select platform.versioned('alarms.alarm_types');

create table alarms.alarms (
  id uuid not null default platform.uuid_v7(),
  alarm_type varchar(50) not null references alarms.alarm_types (alarm_type),
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  source_name varchar(200) not null,
  priority varchar(2) not null,
  title varchar(200) not null,
  message text not null default '',
  details jsonb,
  is_acknowledged boolean not null default false,
  acknowledged_by uuid references identity.users (id) on delete set null,
  acknowledged_at timestamptz,
  acknowledged_from varchar(100),
  acknowledgement_note text,
  is_resolved boolean not null default false,
  resolved_by uuid references identity.users (id) on delete set null,
  resolved_at timestamptz,
  resolution_notes text,
  auto_resolved boolean not null default false,
  occurrences integer not null default 1,
  annunciation integer not null default 1,
  annunciated_at timestamptz not null default clock_timestamp(),
  source_time timestamptz,
  received_at timestamptz not null default clock_timestamp(),
  user_id uuid references identity.users (id) on delete set null,
  expires_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  constraint alarms_pkey primary key (id),
  constraint alarms_priority check (priority in ('P1', 'P2', 'P3', 'P4')),
  constraint alarms_occurrences check (occurrences > 0 and annunciation > 0),
  constraint alarms_acknowledgement check (is_acknowledged = (acknowledged_at is not null)),
  constraint alarms_resolution check (is_resolved = (resolved_at is not null) and (is_resolved or not auto_resolved)),
  constraint alarms_manual_resolution check (not is_resolved or auto_resolved or coalesce(btrim(resolution_notes), '') <> '')
);
comment on table alarms.alarms is
  'Alarms of all systems; one unresolved row for each source and type. Active = not is_resolved; listed = not (is_resolved and is_acknowledged). Carries every column of the alerts tables of sources 000 and 004.';
comment on column alarms.alarms.id is 'Key.';
comment on column alarms.alarms.alarm_type is 'What kind of alarm; the alert_type of sources 000 and 004.';
comment on column alarms.alarms.source_type is 'Noun of what raised it: machine, node, terminal, vehicle, monitor, reader, database …';
comment on column alarms.alarms.source_id is 'Key of what raised it, as text.';
comment on column alarms.alarms.source_name is 'Its name as people know it, when the alarm was raised.';
comment on column alarms.alarms.priority is 'P1 to P4. Severity of source 000: CRITICAL, HIGH, MEDIUM (and WARNING), LOW; of source 004: critical, error, warning.';
comment on column alarms.alarms.title is 'One line for the queue.';
comment on column alarms.alarms.message is 'What happened, where, and what to look at.';
comment on column alarms.alarms.details is 'Measured values and keys, for the detail view.';
comment on column alarms.alarms.is_acknowledged is 'True once an operator has taken note of the present annunciation.';
comment on column alarms.alarms.acknowledged_by is 'Who did.';
comment on column alarms.alarms.acknowledged_at is 'When they did.';
comment on column alarms.alarms.acknowledged_from is 'Station they did it from.';
comment on column alarms.alarms.acknowledgement_note is 'What they said.';
comment on column alarms.alarms.is_resolved is 'True once the condition has returned to normal, or a person closed an event.';
comment on column alarms.alarms.resolved_by is 'Who closed it; null when it cleared by itself.';
comment on column alarms.alarms.resolved_at is 'When it cleared or was closed.';
comment on column alarms.alarms.resolution_notes is 'Why a person closed it.';
comment on column alarms.alarms.auto_resolved is 'True when the condition cleared by itself.';
comment on column alarms.alarms.occurrences is 'How often it was raised in the life of this row.';
comment on column alarms.alarms.annunciation is 'Raised each time it needs attention anew; an acknowledgement names the one it saw, so that it never covers a later one.';
comment on column alarms.alarms.annunciated_at is 'When it asked for attention last.';
comment on column alarms.alarms.source_time is 'When it happened by the clock of its source; null where the source has none.';
comment on column alarms.alarms.received_at is 'When the database learned of the last occurrence.';
comment on column alarms.alarms.user_id is 'The person it concerns, where there is one (source 004).';
comment on column alarms.alarms.expires_at is 'When it leaves by itself (source 004); null for alarms that wait.';
comment on column alarms.alarms.created_at is 'When it was first raised.';
comment on column alarms.alarms.updated_at is 'When anything about it changed last.';
comment on column alarms.alarms.version is 'Raised by each change.';
create unique index alarms_one_open on alarms.alarms (source_type, source_id, alarm_type) where not is_resolved;
create index alarms_listed on alarms.alarms (created_at desc, id desc) where not (is_resolved and is_acknowledged);
create index alarms_by_creation on alarms.alarms (created_at desc, id desc);
create index alarms_of_source on alarms.alarms (source_type, source_id, created_at desc);
create index alarms_returned on alarms.alarms (source_type, source_id, alarm_type, resolved_at desc) where is_resolved and not is_acknowledged;
create index alarms_alarm_type on alarms.alarms (alarm_type, created_at desc);
create index alarms_acknowledged_by on alarms.alarms (acknowledged_by);
create index alarms_resolved_by on alarms.alarms (resolved_by);
create index alarms_user_id on alarms.alarms (user_id);
select platform.versioned('alarms.alarms');
select platform.watch('alarms.alarms');

create table alarms.journal (
  id bigint generated always as identity,
  alarm_id uuid not null,
  alarm_type varchar(50) not null,
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  event varchar(20) not null,
  before jsonb,
  after jsonb,
  user_id uuid,
  task text,
  workstation varchar(100),
  note text,
  source_time timestamptz,
  at timestamptz not null default clock_timestamp(),
  constraint journal_pkey primary key (id),
  constraint journal_event check (event in ('raised', 'recurred', 'returned', 'worsened', 'eased', 'described', 'acknowledged', 'cleared', 'resolved', 'removed'))
);
comment on table alarms.journal is
  'Every transition of every alarm, written by trigger and never changed (ISA-18.2). The last after of each alarm_id is the alarm''s present state; no foreign key, because it outlives the alarm.';
comment on column alarms.journal.id is 'Key; the order of transitions of one alarm.';
comment on column alarms.journal.alarm_id is 'The alarm.';
comment on column alarms.journal.alarm_type is 'Its type.';
comment on column alarms.journal.source_type is 'Noun of its source.';
comment on column alarms.journal.source_id is 'Key of its source.';
comment on column alarms.journal.event is
  'raised, recurred (again while active), returned (active again), worsened or eased (priority), described (text), acknowledged, cleared (condition normal), resolved (closed by a person), removed (retention).';
comment on column alarms.journal.before is 'State before, null when raised.';
comment on column alarms.journal.after is 'State after, null when removed.';
comment on column alarms.journal.user_id is 'The person who did it; null for the program.';
comment on column alarms.journal.task is 'The system task that did it; null for a person.';
comment on column alarms.journal.workstation is 'Station of the person.';
comment on column alarms.journal.note is 'What they said.';
comment on column alarms.journal.source_time is 'When it happened by the source''s clock.';
comment on column alarms.journal.at is 'When it was recorded.';
create index journal_of_alarm on alarms.journal (alarm_id, id);
create index journal_at on alarms.journal using brin (at);

create function alarms.state_of(alarm alarms.alarms) returns jsonb
language sql immutable
as $$
  select jsonb_build_object(
    'priority', alarm.priority, 'title', alarm.title, 'message', alarm.message,
    'is_acknowledged', alarm.is_acknowledged, 'is_resolved', alarm.is_resolved,
    'auto_resolved', alarm.auto_resolved, 'occurrences', alarm.occurrences,
    'annunciation', alarm.annunciation)
$$;
comment on function alarms.state_of(alarms.alarms) is 'The part of an alarm that its journal keeps before and after each transition.';

create function alarms.event_between(old alarms.alarms, new alarms.alarms) returns text
language sql immutable
as $$
  select case
    when old.is_resolved and not new.is_resolved then 'returned'
    when not old.is_resolved and new.is_resolved and new.auto_resolved then 'cleared'
    when not old.is_resolved and new.is_resolved then 'resolved'
    when not old.is_acknowledged and new.is_acknowledged then 'acknowledged'
    when new.priority < old.priority then 'worsened'
    when new.priority > old.priority then 'eased'
    when new.occurrences > old.occurrences then 'recurred'
    else 'described'
  end
$$;
comment on function alarms.event_between(alarms.alarms, alarms.alarms) is 'Names the transition between two states of an alarm, as alarms.journal.event.';

create function alarms.journal_insert() returns trigger
language plpgsql
as $$
begin
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, after, user_id, task, source_time)
  select n.id, n.alarm_type, n.source_type, n.source_id, 'raised', alarms.state_of(n.*::alarms.alarms),
         platform.current_user_id(), platform.current_task(), n.source_time
  from inserted as n order by n.id;
  return null;
end
$$;
comment on function alarms.journal_insert() is 'AFTER INSERT statement trigger: journals raised alarms.';

create function alarms.journal_update() returns trigger
language plpgsql
as $$
begin
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, before, after, user_id, task, workstation, note, source_time)
  select n.id, n.alarm_type, n.source_type, n.source_id, c.event,
         alarms.state_of(o.*::alarms.alarms), alarms.state_of(n.*::alarms.alarms),
         platform.current_user_id(), platform.current_task(),
         case when c.event = 'acknowledged' then n.acknowledged_from end,
         case c.event when 'acknowledged' then n.acknowledgement_note when 'resolved' then n.resolution_notes end,
         n.source_time
  from updated as n
  join replaced as o on o.id = n.id
  cross join lateral (select alarms.event_between(o.*::alarms.alarms, n.*::alarms.alarms) as event) as c
  order by n.id;
  return null;
end
$$;
comment on function alarms.journal_update() is 'AFTER UPDATE statement trigger: journals each transition with the state before and after.';

create function alarms.journal_delete() returns trigger
language plpgsql
as $$
begin
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, before, user_id, task)
  select o.id, o.alarm_type, o.source_type, o.source_id, 'removed', alarms.state_of(o.*::alarms.alarms),
         platform.current_user_id(), platform.current_task()
  from removed as o order by o.id;
  return null;
end
$$;
comment on function alarms.journal_delete() is 'AFTER DELETE statement trigger: journals alarms that retention removed.';

create trigger journal_insert after insert on alarms.alarms
  referencing new table as inserted for each statement execute function alarms.journal_insert();
create trigger journal_update after update on alarms.alarms
  referencing old table as replaced new table as updated for each statement execute function alarms.journal_update();
create trigger journal_delete after delete on alarms.alarms
  referencing old table as removed for each statement execute function alarms.journal_delete();

create function alarms.refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception using errcode = 'insufficient_privilege',
    message = 'The alarm journal is append-only: it cannot be updated, deleted or truncated.';
end
$$;
comment on function alarms.refuse_change() is 'Statement trigger that keeps the journal immutable, for its owner as well.';
create trigger journal_immutable before update or delete or truncate on alarms.journal
  for each statement execute function alarms.refuse_change();

-- Who may see and change what

grant select, update on alarms.alarm_types to signalbox_app;
grant select, insert, update, delete on alarms.alarms to signalbox_app;
grant select, insert on alarms.journal to signalbox_app;

alter table alarms.alarm_types enable row level security;
alter table alarms.alarm_types force row level security;
create policy alarm_types_migrate on alarms.alarm_types to signalbox_migrator using (true) with check (true);
create policy alarm_types_read on alarms.alarm_types for select
  using ((select platform.is_system()) or (select identity.has_permission('alarm:read')));
create policy alarm_types_configure on alarms.alarm_types for update
  using ((select identity.has_permission('alarm:configure')));

alter table alarms.alarms enable row level security;
alter table alarms.alarms force row level security;
create policy alarms_read on alarms.alarms for select
  using ((select platform.is_system()) or (select identity.has_permission('alarm:read')));
create policy alarms_acknowledge on alarms.alarms for update
  using ((select platform.is_system()) or (select identity.has_permission('alarm:acknowledge')));
create policy alarms_write on alarms.alarms
  using ((select platform.is_system())) with check ((select platform.is_system()));

alter table alarms.journal enable row level security;
alter table alarms.journal force row level security;
create policy journal_read on alarms.journal for select
  using ((select platform.is_system()) or (select identity.has_permission('alarm:read')));
create policy journal_append on alarms.journal for insert
  with check ((select platform.is_system()) or (select identity.has_permission('alarm:acknowledge')));

-- The types that the platform itself raises

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('monitor_late', 'A background monitor is silent',
   'The process that runs the monitors hangs, is overloaded, or the monitor fails each time.',
   'What the monitor watches is no longer watched: time-outs, offline detection or backups may not happen.',
   'Open Operations › Monitors, read the last runs, and restart the leading station if it does not recover by itself.',
   'P2', 300, 'condition', true),
  ('node_offline', 'Node is offline',
   'The node lost power, its cable or its network, or hangs.',
   'Badges are not read there, machines cannot be started, and its emergency-stop state is unknown.',
   'Check power and cable at the node; treat its emergency stop as tripped until it is back.',
   'P2', 300, 'condition', true),
  ('reader_link_down', 'Badge reader is not connected',
   'The reader was unplugged, its port is taken by another program, or the station is off.',
   'Badges cannot be used at this reader.',
   'Check the cable and the port at the reader''s station; use another reader meanwhile.',
   'P3', 1800, 'condition', true),
  ('database_read_only', 'The database takes no changes',
   'The data disk is full, or the program is connected to a standby.',
   'Nothing can be saved; device events wait in each station''s local queue.',
   'Free space on the database''s disk, or point the program at the primary.',
   'P1', 60, 'condition', true),
  ('badge_anomaly', 'A badge was used in two places',
   'A badge was copied or passed on, or a reader''s clock is wrong.',
   'Somebody may act under another person''s name.',
   'Ask the holder where the badge is; block it if it cannot be explained, and enrol a new one.',
   'P2', 300, 'operator', true),
  ('audit_chain_broken', 'The audit trail was altered',
   'Rows of the audit trail were changed or removed outside the program.',
   'The trail can no longer prove who did what since that point.',
   'Do not restart anything. Tell the security officer, and secure the database and its backups.',
   'P1', 60, 'operator', true),
  ('backup_overdue', 'No backup was made in time',
   'The backup folder is full or unreachable, or the station that backs up is off.',
   'A failure of the disk now would lose everything since the last backup.',
   'Open Operations › Backups, read why the last one failed, and start one by hand.',
   'P3', 1800, 'condition', true);
