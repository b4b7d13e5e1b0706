-- The whole alarm model of ISA-18.2: delays, limits, latches, overlays (shelved, suppressed by design,
-- out of service), parents with members, operator positions, and the rules that decide what a change
-- of an alarm means. The rules are one trigger, so that no statement can make an illegal state.

-- Operator positions

create table alarms.positions (
  id uuid not null default platform.uuid_v7(),
  name varchar(100) not null,
  description text,
  workstations text[] not null default '{}',
  role_ids uuid[] not null default '{}',
  area_ids uuid[] not null default '{}',
  source_types text[] not null default '{}',
  is_default boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint positions_pkey primary key (id),
  constraint positions_name_key unique (name),
  constraint positions_name_present check (btrim(name) <> ''),
  constraint positions_reach check (is_default = (area_ids = '{}' and source_types = '{}'))
);
comment on table alarms.positions is 'Operator positions: who answers which alarms. Floods and performance are told for each of them.';
comment on column alarms.positions.id is 'Key.';
comment on column alarms.positions.name is 'Name as people say it.';
comment on column alarms.positions.description is 'Free text.';
comment on column alarms.positions.workstations is 'Stations at which the position is worked.';
comment on column alarms.positions.role_ids is 'Roles whose holders work it where their station names no position.';
comment on column alarms.positions.area_ids is 'Areas whose alarms it answers; empty: of all areas.';
comment on column alarms.positions.source_types is 'Nouns of sources it answers; empty: of all.';
comment on column alarms.positions.is_default is 'True for the one position that answers what no other does.';
comment on column alarms.positions.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column alarms.positions.created_at is 'When the row was made.';
comment on column alarms.positions.updated_at is 'When the row last changed.';
create unique index positions_one_default on alarms.positions (is_default) where is_default;
insert into alarms.positions (name, is_default) values ('Control room', true);

create function alarms.position_of(source_type text, area uuid) returns uuid
language sql stable parallel safe
as $$
  select p.id from alarms.positions as p
  where (p.area_ids = '{}' or area = any (p.area_ids))
    and (p.source_types = '{}' or source_type = any (p.source_types))
  order by (p.area_ids <> '{}') desc, (p.source_types <> '{}') desc, p.id
  limit 1
$$;
comment on function alarms.position_of(text, uuid) is 'The operator position that answers alarms of such a source: the one that names the area, else the kind of source, else the default.';

-- What a type says beyond its response

alter table alarms.alarm_types
  add column on_delay_seconds integer not null default 0,
  add column off_delay_seconds integer not null default 0,
  add column limit_value double precision,
  add column limit_direction varchar(4),
  add column deadband double precision not null default 0,
  add column unit varchar(20),
  add column is_latching boolean not null default false,
  add column max_shelve_seconds integer not null default 28800,
  add column escalate_seconds integer,
  add column fleeting_seconds integer not null default 10,
  add column chatter_count integer not null default 3,
  add column chatter_seconds integer not null default 60,
  add column group_size integer,
  add column group_window_seconds integer not null default 120,
  add constraint alarm_types_delays check (on_delay_seconds between 0 and 86400 and off_delay_seconds between 0 and 86400),
  add constraint alarm_types_limit check ((limit_value is null) = (limit_direction is null) and limit_direction in ('high', 'low')),
  add constraint alarm_types_deadband check (deadband >= 0),
  add constraint alarm_types_max_shelve check (max_shelve_seconds between 0 and 604800),
  add constraint alarm_types_escalate check (escalate_seconds between 10 and 86400),
  add constraint alarm_types_flags check (fleeting_seconds between 0 and 3600 and chatter_count between 2 and 100 and chatter_seconds between 10 and 3600),
  add constraint alarm_types_group check (group_size between 2 and 1000 and group_window_seconds between 1 and 3600);
comment on column alarms.alarm_types.on_delay_seconds is 'A condition that lasts shorter raises nothing. Seconds.';
comment on column alarms.alarm_types.off_delay_seconds is 'The alarm stays for as long after its condition is gone; a return meanwhile continues it. Seconds.';
comment on column alarms.alarm_types.limit_value is 'For measured values: the limit. In unit.';
comment on column alarms.alarm_types.limit_direction is 'high: values above the limit alarm; low: values below.';
comment on column alarms.alarm_types.deadband is 'How far a value must return behind the limit before the alarm clears. In unit.';
comment on column alarms.alarm_types.unit is 'Unit of limit and values, such as °C or %.';
comment on column alarms.alarm_types.is_latching is 'True when a person must reset the alarm after its condition returned to normal.';
comment on column alarms.alarm_types.max_shelve_seconds is 'The longest it may be shelved; 0: never. P1 alarms never are. Seconds.';
comment on column alarms.alarm_types.escalate_seconds is 'Escalates when unacknowledged for as long; null: as its priority does. Seconds.';
comment on column alarms.alarm_types.fleeting_seconds is 'An activation that ended sooner, with nobody having acted, is marked fleeting. Seconds.';
comment on column alarms.alarm_types.chatter_count is 'So many activations within chatter_seconds are chattering.';
comment on column alarms.alarm_types.chatter_seconds is 'See chatter_count. Seconds.';
comment on column alarms.alarm_types.group_size is 'So many alarms of one parent within group_window_seconds become one alarm with members; null: never.';
comment on column alarms.alarm_types.group_window_seconds is 'See group_size. Seconds.';
select platform.watch('alarms.alarm_types', 'alarm_type');

create function alarms.shelvable_seconds(priority text, max_shelve_seconds integer) returns integer
language sql immutable parallel safe
as $$ select case when priority = 'P1' then 0 else max_shelve_seconds end $$;
comment on function alarms.shelvable_seconds(text, integer) is 'How long an alarm of a priority may be shelved, 0 for not at all. Seconds.';

create table alarms.escalation_rules (
  priority varchar(2) not null,
  after_seconds integer,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint escalation_rules_pkey primary key (priority),
  constraint escalation_rules_priority check (priority in ('P1', 'P2', 'P3', 'P4')),
  constraint escalation_rules_after check (after_seconds between 10 and 86400)
);
comment on table alarms.escalation_rules is 'After what time an unacknowledged alarm escalates, by priority, unless its type says otherwise.';
comment on column alarms.escalation_rules.priority is 'P1 to P4.';
comment on column alarms.escalation_rules.after_seconds is 'Time since its annunciation; null: never. It escalates anew each time as long has passed. Seconds.';
comment on column alarms.escalation_rules.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column alarms.escalation_rules.created_at is 'When the row was made.';
comment on column alarms.escalation_rules.updated_at is 'When the row last changed.';
insert into alarms.escalation_rules (priority, after_seconds) values ('P1', 60), ('P2', 300), ('P3', null), ('P4', null);

-- Overlays

create table alarms.shelvings (
  id uuid not null default platform.uuid_v7(),
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  alarm_type varchar(50) not null references alarms.alarm_types (alarm_type),
  source_name varchar(200) not null,
  reason text not null,
  one_shot boolean not null default false,
  shelved_by uuid not null references identity.users (id),
  shelved_at timestamptz not null default clock_timestamp(),
  shelved_from varchar(100),
  until timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references identity.users (id),
  ended_how varchar(20),
  constraint shelvings_pkey primary key (id),
  constraint shelvings_reason check (btrim(reason) <> ''),
  constraint shelvings_until check (until > shelved_at),
  constraint shelvings_ended check ((ended_at is null) = (ended_how is null)),
  constraint shelvings_ended_how check (ended_how in ('unshelved', 'expired', 'one-shot', 'worsened'))
);
comment on table alarms.shelvings is 'Alarms that operators set aside for a time, by source and type: a condition that returns meanwhile stays shelved.';
comment on column alarms.shelvings.id is 'Key.';
comment on column alarms.shelvings.source_type is 'Noun of the source.';
comment on column alarms.shelvings.source_id is 'Key of the source.';
comment on column alarms.shelvings.alarm_type is 'Type of the alarm.';
comment on column alarms.shelvings.source_name is 'Name of the source when it was shelved.';
comment on column alarms.shelvings.reason is 'Why.';
comment on column alarms.shelvings.one_shot is 'True: ends also when the condition returns to normal.';
comment on column alarms.shelvings.shelved_by is 'Who shelved it.';
comment on column alarms.shelvings.shelved_at is 'When.';
comment on column alarms.shelvings.shelved_from is 'At which station.';
comment on column alarms.shelvings.until is 'When it ends by itself.';
comment on column alarms.shelvings.ended_at is 'When it ended; null while it lasts.';
comment on column alarms.shelvings.ended_by is 'Who ended it; null when it ended by itself.';
comment on column alarms.shelvings.ended_how is 'unshelved (by a person), expired, one-shot (the condition cleared) or worsened (became P1).';
create unique index shelvings_one_standing on alarms.shelvings (source_type, source_id, alarm_type) where ended_at is null;
create index shelvings_standing_until on alarms.shelvings (until, id) where ended_at is null;
create index shelvings_alarm_type on alarms.shelvings (alarm_type);
create index shelvings_shelved_by on alarms.shelvings (shelved_by);
create index shelvings_ended_by on alarms.shelvings (ended_by);
create index shelvings_by_time on alarms.shelvings (shelved_at desc, id desc);

create table alarms.suppression_rules (
  rule varchar(50) not null,
  title varchar(200) not null,
  description text not null,
  is_enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint suppression_rules_pkey primary key (rule),
  constraint suppression_rules_name check (rule ~ '^[a-z][a-z0-9_]*$')
);
comment on table alarms.suppression_rules is 'Named rules by which alarms are suppressed by design. Only the program applies them; a person may switch a rule off.';
comment on column alarms.suppression_rules.rule is 'Name, such as maintenance.';
comment on column alarms.suppression_rules.title is 'Short text for lists.';
comment on column alarms.suppression_rules.description is 'When it applies and what it suppresses.';
comment on column alarms.suppression_rules.is_enabled is 'False: suppresses nothing.';
comment on column alarms.suppression_rules.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column alarms.suppression_rules.created_at is 'When it was described first.';
comment on column alarms.suppression_rules.updated_at is 'When it was changed last.';
insert into alarms.suppression_rules (rule, title, description) values
  ('maintenance', 'Maintenance mode', 'Somebody put the source into maintenance: what it reports meanwhile is expected.'),
  ('emergency_stop', 'Emergency stop', 'An emergency stop stands where the source is: what follows from it needs no response of its own.'),
  ('parent', 'Part of a parent alarm', 'Many alarms of one customer, network, zone or area became one alarm with members; the members are kept below it.');

create table alarms.suppressions (
  id uuid not null default platform.uuid_v7(),
  rule varchar(50) not null references alarms.suppression_rules (rule),
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  source_name varchar(200) not null,
  alarm_type varchar(50) references alarms.alarm_types (alarm_type),
  reason text not null default '',
  since timestamptz not null default clock_timestamp(),
  constraint suppressions_pkey primary key (id),
  constraint suppressions_key unique nulls not distinct (source_type, source_id, alarm_type, rule)
);
comment on table alarms.suppressions is 'Where a suppression rule holds now. The row goes when the rule ends; the journal keeps what it did.';
comment on column alarms.suppressions.id is 'Key.';
comment on column alarms.suppressions.rule is 'The rule.';
comment on column alarms.suppressions.source_type is 'Noun of the source.';
comment on column alarms.suppressions.source_id is 'Key of the source.';
comment on column alarms.suppressions.source_name is 'Name of the source when the rule began to hold.';
comment on column alarms.suppressions.alarm_type is 'The type that is suppressed; null: all of the source.';
comment on column alarms.suppressions.reason is 'What made the rule hold.';
comment on column alarms.suppressions.since is 'When it began to hold.';
create index suppressions_rule on alarms.suppressions (rule);
create index suppressions_alarm_type on alarms.suppressions (alarm_type);
create index suppressions_by_time on alarms.suppressions (since desc, id desc);

create table alarms.out_of_service (
  id uuid not null default platform.uuid_v7(),
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  alarm_type varchar(50) not null references alarms.alarm_types (alarm_type),
  source_name varchar(200) not null,
  status varchar(20) not null default 'requested',
  reason text not null,
  work_order varchar(100),
  expected_until timestamptz,
  requested_by uuid not null references identity.users (id),
  requested_at timestamptz not null default clock_timestamp(),
  decided_by uuid references identity.users (id),
  decided_at timestamptz,
  decision_note text,
  returned_by uuid references identity.users (id),
  returned_at timestamptz,
  return_note text,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint out_of_service_pkey primary key (id),
  constraint out_of_service_status check (status in ('requested', 'approved', 'rejected', 'withdrawn', 'returned')),
  constraint out_of_service_reason check (btrim(reason) <> ''),
  constraint out_of_service_decided check ((decided_at is null) = (decided_by is null) and (status <> 'requested' or decided_at is null)),
  constraint out_of_service_two_people check (status not in ('approved', 'returned') or decided_by <> requested_by),
  constraint out_of_service_returned check ((status = 'returned') = (returned_at is not null))
);
comment on table alarms.out_of_service is 'Alarms taken out of service for work, by source and type. Another person than the requester approves.';
comment on column alarms.out_of_service.id is 'Key.';
comment on column alarms.out_of_service.source_type is 'Noun of the source.';
comment on column alarms.out_of_service.source_id is 'Key of the source.';
comment on column alarms.out_of_service.alarm_type is 'Type of the alarm.';
comment on column alarms.out_of_service.source_name is 'Name of the source when it was requested.';
comment on column alarms.out_of_service.status is 'requested, approved (out of service), rejected, withdrawn (by the requester) or returned (to service).';
comment on column alarms.out_of_service.reason is 'Why.';
comment on column alarms.out_of_service.work_order is 'Number of the work order.';
comment on column alarms.out_of_service.expected_until is 'When the work should be done; nothing ends by itself.';
comment on column alarms.out_of_service.requested_by is 'Who asked.';
comment on column alarms.out_of_service.requested_at is 'When.';
comment on column alarms.out_of_service.decided_by is 'Who approved, rejected or withdrew.';
comment on column alarms.out_of_service.decided_at is 'When.';
comment on column alarms.out_of_service.decision_note is 'What they said.';
comment on column alarms.out_of_service.returned_by is 'Who returned it to service.';
comment on column alarms.out_of_service.returned_at is 'When.';
comment on column alarms.out_of_service.return_note is 'What they said.';
comment on column alarms.out_of_service.version is 'Raised by every change.';
comment on column alarms.out_of_service.created_at is 'When the row was made.';
comment on column alarms.out_of_service.updated_at is 'When the row last changed.';
create unique index out_of_service_one_open on alarms.out_of_service (source_type, source_id, alarm_type) where status in ('requested', 'approved');
create index out_of_service_alarm_type on alarms.out_of_service (alarm_type);
create index out_of_service_requested_by on alarms.out_of_service (requested_by);
create index out_of_service_decided_by on alarms.out_of_service (decided_by);
create index out_of_service_returned_by on alarms.out_of_service (returned_by);
create index out_of_service_by_time on alarms.out_of_service (requested_at desc, id desc);
select platform.versioned('alarms.out_of_service');
select platform.versioned('alarms.suppression_rules');
select platform.versioned('alarms.escalation_rules');
select platform.versioned('alarms.positions');
select platform.watch('alarms.shelvings');
select platform.watch('alarms.suppressions');
select platform.watch('alarms.out_of_service');
select platform.watch('alarms.positions');

-- Floods

create table alarms.floods (
  id uuid not null default platform.uuid_v7(),
  position_id uuid not null references alarms.positions (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  alarm_count integer not null,
  peak_count integer not null,
  peak_at timestamptz not null,
  constraint floods_pkey primary key (id),
  constraint floods_order check (ended_at >= started_at),
  constraint floods_counts check (alarm_count >= peak_count and peak_count > 0)
);
comment on table alarms.floods is 'Times in which more alarms came than an operator can answer: more than ten in ten minutes until fewer than five.';
comment on column alarms.floods.id is 'Key.';
comment on column alarms.floods.position_id is 'The operator position.';
comment on column alarms.floods.started_at is 'When the first of the ten minutes'' alarms came.';
comment on column alarms.floods.ended_at is 'When fewer than five had come in ten minutes; null while it goes on.';
comment on column alarms.floods.alarm_count is 'Annunciations from start to end.';
comment on column alarms.floods.peak_count is 'Most annunciations in ten minutes.';
comment on column alarms.floods.peak_at is 'When those ten minutes ended.';
create unique index floods_one_standing on alarms.floods (position_id) where ended_at is null;
create index floods_by_time on alarms.floods (started_at desc, id desc);
create index floods_position on alarms.floods (position_id, started_at desc);
select platform.watch('alarms.floods');

-- Conditions that wait for their on-delay

create table alarms.pending_conditions (
  source_type varchar(50) not null,
  source_id varchar(200) not null,
  alarm_type varchar(50) not null references alarms.alarm_types (alarm_type),
  raise jsonb not null,
  since timestamptz not null default clock_timestamp(),
  due_at timestamptz not null,
  constraint pending_conditions_pkey primary key (source_type, source_id, alarm_type)
);
comment on table alarms.pending_conditions is 'Conditions that are there but have not lasted their type''s on-delay. One that clears before goes without a trace, as ISA-18.2 asks.';
comment on column alarms.pending_conditions.source_type is 'Noun of the source.';
comment on column alarms.pending_conditions.source_id is 'Key of the source.';
comment on column alarms.pending_conditions.alarm_type is 'Type of the alarm.';
comment on column alarms.pending_conditions.raise is 'What will be raised, as the last raise said it.';
comment on column alarms.pending_conditions.since is 'When the condition began.';
comment on column alarms.pending_conditions.due_at is 'When it becomes an alarm.';
create index pending_conditions_due on alarms.pending_conditions (due_at);
create index pending_conditions_alarm_type on alarms.pending_conditions (alarm_type);

-- The alarm

create function alarms.condition_state(is_resolved boolean, is_acknowledged boolean, is_latched boolean) returns text
language sql immutable parallel safe
as $$
  select case
    when not is_resolved and not is_acknowledged then 'active-unacked'
    when not is_resolved then 'active-acked'
    when is_latched and not is_acknowledged then 'latched-unacked'
    when is_latched then 'latched-acked'
    when not is_acknowledged then 'returned-unacked'
    else 'normal'
  end
$$;
comment on function alarms.condition_state(boolean, boolean, boolean) is 'Where an alarm stands on its two axes and its latch; overlays leave it alone. The one place that names these states.';

create function alarms.isa_state(condition_state text, shelved boolean, suppressed boolean, out_of_service boolean) returns text
language sql immutable parallel safe
as $$
  select case
    when out_of_service then 'I'
    when suppressed then 'H'
    when shelved then 'G'
    else case condition_state
      when 'active-unacked' then 'B' when 'active-acked' then 'C' when 'returned-unacked' then 'D'
      when 'latched-unacked' then 'E' when 'latched-acked' then 'F' else 'A' end
  end
$$;
comment on function alarms.isa_state(text, boolean, boolean, boolean) is
  'Letter of the state in the ISA-18.2 diagram: A normal, B active unacknowledged, C active acknowledged, D returned unacknowledged, E and F latched (unacknowledged, acknowledged), G shelved, H suppressed by design, I out of service. Of several overlays the strongest counts.';

drop index alarms.alarms_listed;
drop index alarms.alarms_returned;
drop index alarms.journal_at;

alter table alarms.alarms
  add column activated_at timestamptz not null default clock_timestamp(),
  add column clears_at timestamptz,
  add column is_latched boolean not null default false,
  add column value double precision,
  add column limit_value double precision,
  add column area_id uuid,
  add column site varchar(100),
  add column position_id uuid references alarms.positions (id),
  add column parent_type varchar(50),
  add column parent_key varchar(200),
  add column parent_name varchar(200),
  add column parent_id uuid references alarms.alarms (id) on delete set null,
  add column is_parent boolean not null default false,
  add column member_count integer not null default 0,
  add column burst_id uuid,
  add column shelving_id uuid references alarms.shelvings (id),
  add column suppressed_by varchar(50) references alarms.suppression_rules (rule),
  add column out_of_service_id uuid references alarms.out_of_service (id),
  add column assigned_to uuid references identity.users (id) on delete set null,
  add column assigned_at timestamptz,
  add column comment_count integer not null default 0,
  add column last_comment text,
  add column is_chattering boolean not null default false,
  add column is_fleeting boolean not null default false,
  add column is_stale boolean not null default false,
  add column escalation_level integer not null default 0,
  add column escalated_at timestamptz,
  add column is_listed boolean not null generated always as (not is_resolved or not is_acknowledged or is_latched) stored,
  add column is_set_aside boolean not null generated always as
    (shelving_id is not null or suppressed_by is not null or parent_id is not null or out_of_service_id is not null) stored,
  add constraint alarms_latch check (not is_latched or is_resolved),
  add constraint alarms_clearing check (clears_at is null or not is_resolved),
  add constraint alarms_parent_named check ((parent_type is null) = (parent_key is null)),
  add constraint alarms_members check (is_parent or member_count = 0),
  add constraint alarms_one_generation check (not is_parent or parent_id is null),
  add constraint alarms_assignment check (assigned_at is not null or assigned_to is null),
  add constraint alarms_escalation check ((escalation_level > 0) = (escalated_at is not null));
comment on column alarms.alarms.activated_at is 'When its present or last activation began.';
comment on column alarms.alarms.clears_at is 'The condition is gone; when the off-delay will clear the alarm. Null otherwise.';
comment on column alarms.alarms.is_latched is 'True when the condition returned to normal and a person must still reset the alarm.';
comment on column alarms.alarms.value is 'The measured value, where there is one.';
comment on column alarms.alarms.limit_value is 'The limit it was held against.';
comment on column alarms.alarms.area_id is 'Area of the source, where it has one; rights go by area.';
comment on column alarms.alarms.site is 'Site, store or facility of the source, as its domain writes it.';
comment on column alarms.alarms.position_id is 'The operator position that answers it.';
comment on column alarms.alarms.parent_type is 'Noun of what the source is part of for grouping: customer, subnet, zone, area. Null: stands alone.';
comment on column alarms.alarms.parent_key is 'Its key.';
comment on column alarms.alarms.parent_name is 'Its name.';
comment on column alarms.alarms.parent_id is 'The parent alarm it is a member of.';
comment on column alarms.alarms.is_parent is 'True for an alarm that stands for its members; it clears when they have.';
comment on column alarms.alarms.member_count is 'Members that are active now.';
comment on column alarms.alarms.burst_id is 'The first alarm of the burst it came in: its own key when it was the first out.';
comment on column alarms.alarms.shelving_id is 'The shelving that stands for it; null: not shelved.';
comment on column alarms.alarms.suppressed_by is 'The suppression rule that holds for it; null: none.';
comment on column alarms.alarms.out_of_service_id is 'The approved order by which it is out of service; null: in service.';
comment on column alarms.alarms.assigned_to is 'Who looks after it.';
comment on column alarms.alarms.assigned_at is 'When that was said last.';
comment on column alarms.alarms.comment_count is 'How many comments the journal has of it.';
comment on column alarms.alarms.last_comment is 'The last of them.';
comment on column alarms.alarms.is_chattering is 'True while it comes and goes too often.';
comment on column alarms.alarms.is_fleeting is 'True when its last activation ended before anybody could act.';
comment on column alarms.alarms.is_stale is 'True when it has been active for more than a day.';
comment on column alarms.alarms.escalation_level is 'How often its present annunciation was escalated.';
comment on column alarms.alarms.escalated_at is 'When it was escalated last.';
comment on column alarms.alarms.is_listed is 'True until it has left the queue: condition normal, acknowledged, not latched.';
comment on column alarms.alarms.is_set_aside is 'True while an overlay keeps it from asking for attention.';

create index alarms_queue on alarms.alarms (is_acknowledged, priority, annunciated_at desc, id) where is_listed and not is_set_aside;
create index alarms_listed on alarms.alarms (created_at desc, id desc) where is_listed;
create index alarms_set_aside on alarms.alarms (created_at desc, id desc) where is_listed and is_set_aside;
create index alarms_listed_of_source on alarms.alarms (source_type, source_id, alarm_type, resolved_at desc) where is_listed;
create index alarms_unacknowledged on alarms.alarms (annunciated_at) where not is_acknowledged and not is_resolved and not is_set_aside;
create index alarms_active_since on alarms.alarms (activated_at) where not is_resolved;
create index alarms_clearing on alarms.alarms (clears_at) where clears_at is not null;
create index alarms_left on alarms.alarms (resolved_at) where not is_listed;
create index alarms_members on alarms.alarms (parent_id);
create index alarms_groupable on alarms.alarms (parent_type, parent_key, alarm_type, activated_at) where not is_resolved and parent_type is not null;
create index alarms_burst on alarms.alarms (burst_id);
create index alarms_position on alarms.alarms (position_id, activated_at desc);
create index alarms_shelving on alarms.alarms (shelving_id) where shelving_id is not null;
create index alarms_suppressed_by on alarms.alarms (suppressed_by) where suppressed_by is not null;
create index alarms_out_of_service on alarms.alarms (out_of_service_id) where out_of_service_id is not null;
create index alarms_assigned_to on alarms.alarms (assigned_to);
create index alarms_chattering on alarms.alarms (id) where is_chattering;

create function alarms.burst_of(own uuid, at_position uuid) returns uuid
language sql volatile
as $$
  select coalesce(
    (select first.id
     from (select burst_id from alarms.alarms
           where position_id = at_position and activated_at > clock_timestamp() - interval '10 seconds'
           order by activated_at desc limit 1) as last
     join alarms.alarms as first on first.id = last.burst_id and first.activated_at > clock_timestamp() - interval '1 minute'),
    own)
$$;
comment on function alarms.burst_of(uuid, uuid) is 'The first alarm of the burst that goes on at a position (less than ten seconds since the last, a minute at most), or own when there is none.';

-- The look-ups of each new row are the same for all rows: planned once, whatever the connection says.
create function alarms.decide() returns trigger
language plpgsql
set plan_cache_mode to force_generic_plan
as $$
declare
  was_aside boolean := false;
  is_aside boolean;
  anew boolean := false;
begin
  if tg_op = 'INSERT' then
    if new.burst_id is not null then
      return new;
    end if;
    new.position_id := coalesce(new.position_id, alarms.position_of(new.source_type, new.area_id));
    new.burst_id := alarms.burst_of(new.id, new.position_id);
    new.shelving_id := (
      select s.id from alarms.shelvings as s
      where (s.source_type, s.source_id, s.alarm_type) = (new.source_type, new.source_id, new.alarm_type) and s.ended_at is null);
    new.suppressed_by := alarms.suppressing_rule(new.source_type, new.source_id, new.alarm_type);
    new.out_of_service_id := (
      select o.id from alarms.out_of_service as o
      where (o.source_type, o.source_id, o.alarm_type) = (new.source_type, new.source_id, new.alarm_type) and o.status = 'approved');
    return new;
  end if;
  was_aside := old.shelving_id is not null or old.suppressed_by is not null or old.parent_id is not null or old.out_of_service_id is not null;
  is_aside := new.shelving_id is not null or new.suppressed_by is not null or new.parent_id is not null or new.out_of_service_id is not null;
  if old.is_resolved and not new.is_resolved then
    anew := true;
    new.activated_at := clock_timestamp();
    new.burst_id := alarms.burst_of(new.id, new.position_id);
    new.is_latched := false;
    new.is_fleeting := false;
    new.is_stale := false;
  elsif not new.is_resolved then
    anew := new.priority < old.priority or (was_aside and not is_aside);
  elsif not old.is_resolved then
    new.clears_at := null;
    new.is_stale := false;
  elsif was_aside and not is_aside and not new.is_latched and not new.is_acknowledged then
    -- It came and went while it was set aside: nobody was to see it, so nobody is asked.
    new.is_acknowledged := true;
    new.acknowledged_at := clock_timestamp();
  end if;
  if anew then
    new.is_acknowledged := false;
    new.acknowledged_at := null;
    new.acknowledged_by := null;
    new.acknowledged_from := null;
    new.acknowledgement_note := null;
    new.annunciation := old.annunciation + 1;
    new.annunciated_at := clock_timestamp();
    new.escalation_level := 0;
    new.escalated_at := null;
  end if;
  return new;
end
$$;
comment on function alarms.decide() is
  'BEFORE row trigger: what a change means. A new alarm takes the overlays that stand for its source, unless the statement says its burst: then it has looked everything up for all its rows at once. One that returned, worsened, or whose last overlay ended while active, asks for attention anew; one that came and went under an overlay leaves with it.';

create function alarms.suppressing_rule(of_type text, of_id text, of_alarm text) returns varchar
language sql stable
as $$
  select min(s.rule) from alarms.suppressions as s
  join alarms.suppression_rules as r on r.rule = s.rule and r.is_enabled
  where s.source_type = of_type and s.source_id = of_id and (s.alarm_type is null or s.alarm_type = of_alarm)
$$;
comment on function alarms.suppressing_rule(text, text, text) is 'The enabled rule that suppresses an alarm of this source and type now, the first by name of several; null: none.';

-- The journal

alter table alarms.journal
  add column annunciated boolean not null default false,
  add column priority varchar(2),
  add column position_id uuid,
  add column area_id uuid,
  add column site varchar(100),
  drop constraint journal_event,
  add constraint journal_event check (event in (
    'raised', 'recurred', 'returned', 'worsened', 'eased', 'described', 'acknowledged', 'cleared', 'resolved', 'removed',
    'reset', 'shelved', 'unshelved', 'suppressed', 'unsuppressed', 'out-of-service', 'returned-to-service',
    'assigned', 'commented', 'escalated', 'grouped', 'members-changed', 'clearing', 'flagged', 'restated'));
comment on table alarms.journal is
  'Every transition of every alarm, written by trigger and never changed (ISA-18.2). Its afters, laid over each other in order, are the alarm''s present state: see alarms.replay(). No foreign key, because it outlives the alarm.';
comment on column alarms.journal.event is
  'raised, recurred (again while active), returned (active again), worsened or eased (priority), described (text), acknowledged, clearing (off-delay begun), cleared (condition normal), resolved (closed by a person), reset (latch), shelved, unshelved, suppressed, unsuppressed, out-of-service, returned-to-service, grouped (became member of a parent), members-changed, assigned, commented, escalated, flagged (chattering, stale), removed (retention), restated (written out whole by a migration).';
comment on column alarms.journal.before is 'What stood before of what changed; the whole state when removed; null when raised.';
comment on column alarms.journal.after is 'What changed; the whole state when raised or restated; null when removed.';
comment on column alarms.journal.annunciated is 'True when this transition asked operators for attention.';
comment on column alarms.journal.priority is 'Priority after it; before it when removed.';
comment on column alarms.journal.position_id is 'Operator position of the alarm.';
comment on column alarms.journal.area_id is 'Area of its source.';
comment on column alarms.journal.site is 'Site of its source.';
create index journal_by_time on alarms.journal (at desc, id desc);
create index journal_of_source on alarms.journal (source_type, source_id, alarm_type, id);
create index journal_annunciations on alarms.journal (position_id, at) where annunciated;

create or replace function alarms.state_of(alarm alarms.alarms) returns jsonb
language sql stable
as $$ select to_jsonb(alarm) - array['version', 'updated_at'] $$;

create function alarms.difference(of jsonb, to_other jsonb) returns jsonb
language sql immutable parallel safe
as $$
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(of) where value is distinct from to_other -> key
$$;
comment on function alarms.difference(jsonb, jsonb) is 'The members of the first object that the second has not, or has otherwise.';

create or replace function alarms.event_between(old alarms.alarms, new alarms.alarms) returns text
language sql immutable
as $$
  select case
    when old.is_resolved and not new.is_resolved then 'returned'
    when not old.is_resolved and new.is_resolved and new.auto_resolved then 'cleared'
    when not old.is_resolved and new.is_resolved then 'resolved'
    when old.out_of_service_id is null and new.out_of_service_id is not null then 'out-of-service'
    when old.out_of_service_id is not null and new.out_of_service_id is null then 'returned-to-service'
    when old.shelving_id is null and new.shelving_id is not null then 'shelved'
    when old.shelving_id is not null and new.shelving_id is null then 'unshelved'
    when old.parent_id is null and new.parent_id is not null then 'grouped'
    when old.suppressed_by is null and new.suppressed_by is not null then 'suppressed'
    when (old.suppressed_by is not null and new.suppressed_by is null)
      or (old.parent_id is not null and new.parent_id is null) then 'unsuppressed'
    when old.is_latched and not new.is_latched then 'reset'
    when not old.is_acknowledged and new.is_acknowledged then 'acknowledged'
    when new.priority < old.priority then 'worsened'
    when new.priority > old.priority then 'eased'
    when new.occurrences > old.occurrences then 'recurred'
    when new.escalation_level > old.escalation_level then 'escalated'
    when new.comment_count > old.comment_count then 'commented'
    when new.assigned_at is distinct from old.assigned_at then 'assigned'
    when old.clears_at is null and new.clears_at is not null then 'clearing'
    when new.member_count <> old.member_count then 'members-changed'
    when (new.is_chattering, new.is_stale, new.is_fleeting) <> (old.is_chattering, old.is_stale, old.is_fleeting) then 'flagged'
    else 'described'
  end
$$;

create function alarms.acting_at() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.alarm_station', true), '') $$;
comment on function alarms.acting_at() is 'Station of the operator whose action the running transaction carries out.';
create function alarms.acting_note() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.alarm_note', true), '') $$;
comment on function alarms.acting_note() is 'What the operator said of the action that the running transaction carries out.';

create or replace function alarms.journal_insert() returns trigger
language plpgsql
as $$
begin
  -- Members that are null say nothing: a replay reads what is not there as null.
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, after, user_id, task, source_time, annunciated, priority, position_id, area_id, site)
  select n.id, n.alarm_type, n.source_type, n.source_id, 'raised', jsonb_strip_nulls(alarms.state_of(n.*::alarms.alarms)),
         platform.current_user_id(), platform.current_task(), n.source_time, not n.is_set_aside, n.priority, n.position_id, n.area_id, n.site
  from inserted as n order by n.id;
  return null;
end
$$;

create or replace function alarms.journal_update() returns trigger
language plpgsql
as $$
begin
  -- Each offset 0 keeps what it follows from being computed again wherever it is named.
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, before, after, user_id, task, workstation, note, source_time, annunciated, priority, position_id, area_id, site)
  select change.id, change.alarm_type, change.source_type, change.source_id, change.event,
         alarms.difference(change.old, change.new), change.after,
         platform.current_user_id(), platform.current_task(), alarms.acting_at(), alarms.acting_note(), change.source_time,
         change.annunciated, change.priority, change.position_id, change.area_id, change.site
  from (
    select state.*, alarms.difference(state.new, state.old) as after
    from (
      select n.id, n.alarm_type, n.source_type, n.source_id, n.source_time, n.priority, n.position_id, n.area_id, n.site,
             n.annunciation > o.annunciation and not n.is_set_aside as annunciated,
             alarms.event_between(o.*::alarms.alarms, n.*::alarms.alarms) as event,
             alarms.state_of(o.*::alarms.alarms) as old, alarms.state_of(n.*::alarms.alarms) as new
      from updated as n
      join replaced as o on o.id = n.id
      offset 0) as state
    offset 0) as change
  where change.after <> '{}'
  order by change.id;
  return null;
end
$$;

create or replace function alarms.journal_delete() returns trigger
language plpgsql
as $$
begin
  insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, before, user_id, task, priority, position_id, area_id, site)
  select o.id, o.alarm_type, o.source_type, o.source_id, 'removed', alarms.state_of(o.*::alarms.alarms),
         platform.current_user_id(), platform.current_task(), o.priority, o.position_id, o.area_id, o.site
  from removed as o order by o.id;
  return null;
end
$$;

create aggregate alarms.laid_over (jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
comment on aggregate alarms.laid_over (jsonb) is 'Objects laid over each other in order: of each member the last value.';

create function alarms.replay(until timestamptz default 'infinity') returns setof alarms.alarms
language sql stable
as $$
  select alarm.*
  from (
    select alarms.laid_over(coalesce(j.after, '{}') order by j.id) as state,
           bool_or(j.event = 'removed') as removed
    from alarms.journal as j
    where j.at <= until
    group by j.alarm_id) as life
  cross join lateral jsonb_populate_record(null::alarms.alarms, life.state) as alarm
  where not life.removed
$$;
comment on function alarms.replay(timestamptz) is 'The alarms as they stood at a moment, rebuilt from the journal alone. Version and updated_at are not journaled and null.';

-- What stands already takes the shape of the new model
update alarms.alarms set activated_at = created_at, burst_id = id,
  position_id = alarms.position_of(source_type, area_id);
insert into alarms.journal (alarm_id, alarm_type, source_type, source_id, event, after, task, priority, position_id)
select a.id, a.alarm_type, a.source_type, a.source_id, 'restated', alarms.state_of(a), 'migration', a.priority, a.position_id
from alarms.alarms as a order by a.id;

create trigger decide before insert or update on alarms.alarms
  for each row execute function alarms.decide();

-- Who may see and change what

grant select, insert, update, delete on alarms.positions, alarms.suppressions, alarms.pending_conditions to signalbox_app;
grant select, insert, update on alarms.shelvings, alarms.out_of_service, alarms.floods to signalbox_app;
grant select, update on alarms.suppression_rules, alarms.escalation_rules to signalbox_app;

create function alarms.protect(tabled regclass, variadic changed_by text[]) returns void
language plpgsql
as $$
declare
  system constant text := '(select platform.is_system())';
  changing constant text := (select string_agg(format('(select identity.has_permission(%L))', permission), ' or ') from unnest(changed_by) as permission);
begin
  execute format('alter table %s enable row level security', tabled);
  execute format('alter table %s force row level security', tabled);
  execute format('create policy migrate on %s to signalbox_migrator using (true) with check (true)', tabled);
  execute format('create policy read on %s for select using (%s or (select identity.has_permission(''alarm:read'')))', tabled, system);
  execute format('create policy add on %s for insert with check (%s or %s)', tabled, system, changing);
  execute format('create policy change on %s for update using (%s or %s)', tabled, system, changing);
  execute format('create policy remove on %s for delete using (%s or %s)', tabled, system, changing);
end
$$;
comment on function alarms.protect(regclass, text[]) is 'Gives a table of the alarm queue its policies: who may read alarms may see it, the program and holders of one of the named permissions change it.';
revoke execute on function alarms.protect(regclass, text[]) from public;

select alarms.protect('alarms.positions', 'alarm:configure');
select alarms.protect('alarms.suppression_rules', 'alarm:configure');
select alarms.protect('alarms.escalation_rules', 'alarm:configure');
select alarms.protect('alarms.suppressions', 'alarm:configure');
select alarms.protect('alarms.floods', 'alarm:configure');
select alarms.protect('alarms.shelvings', 'alarm:acknowledge');
select alarms.protect('alarms.out_of_service', 'alarm:acknowledge', 'alarm:configure');
select alarms.protect('alarms.pending_conditions', 'alarm:configure');

-- Approving an order, and switching a rule off, change alarms and are journaled.
create policy alarms_configure on alarms.alarms for update using ((select identity.has_permission('alarm:configure')));
create policy journal_configure on alarms.journal for insert with check ((select identity.has_permission('alarm:configure')));
