-- What one shift tells the next: a sheet that is frozen when the outgoing operator signs it.

create table alarms.hand_overs (
  id uuid not null default platform.uuid_v7(),
  position_id uuid not null references alarms.positions (id),
  shift_from timestamptz not null,
  shift_to timestamptz not null,
  notes text not null default '',
  sheet jsonb not null,
  created_by uuid not null references identity.users (id),
  created_from varchar(100),
  signed_by uuid references identity.users (id),
  signed_at timestamptz,
  signed_from varchar(100),
  received_by uuid references identity.users (id),
  received_at timestamptz,
  received_from varchar(100),
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  constraint hand_overs_pkey primary key (id),
  constraint hand_overs_shift check (shift_to > shift_from),
  constraint hand_overs_signed check ((signed_at is null) = (signed_by is null)),
  constraint hand_overs_received check ((received_at is null) = (received_by is null) and (received_at is null or signed_at is not null)),
  constraint hand_overs_two_people check (received_by <> signed_by)
);
comment on table alarms.hand_overs is 'Shift hand-over sheets of an operator position. Signed ones never change; another person receives them.';
comment on column alarms.hand_overs.id is 'Key.';
comment on column alarms.hand_overs.position_id is 'The operator position.';
comment on column alarms.hand_overs.shift_from is 'Start of the shift.';
comment on column alarms.hand_overs.shift_to is 'End of the shift.';
comment on column alarms.hand_overs.notes is 'What the outgoing operator says.';
comment on column alarms.hand_overs.sheet is 'Standing, shelved, unacknowledged and out-of-service alarms, floods and the ten busiest sources, as they were when it was written last.';
comment on column alarms.hand_overs.created_by is 'Who began it.';
comment on column alarms.hand_overs.created_from is 'At which station.';
comment on column alarms.hand_overs.signed_by is 'The outgoing operator; null while it is a draft.';
comment on column alarms.hand_overs.signed_at is 'When it was signed.';
comment on column alarms.hand_overs.signed_from is 'At which station.';
comment on column alarms.hand_overs.received_by is 'The incoming operator.';
comment on column alarms.hand_overs.received_at is 'When it was received.';
comment on column alarms.hand_overs.received_from is 'At which station.';
comment on column alarms.hand_overs.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column alarms.hand_overs.created_at is 'When it was begun.';
comment on column alarms.hand_overs.updated_at is 'When it last changed.';
create index hand_overs_by_shift on alarms.hand_overs (shift_to desc, id desc);
create index hand_overs_position on alarms.hand_overs (position_id, shift_to desc);
create index hand_overs_created_by on alarms.hand_overs (created_by);
create index hand_overs_signed_by on alarms.hand_overs (signed_by);
create index hand_overs_received_by on alarms.hand_overs (received_by);

create function alarms.keep_signed() returns trigger
language plpgsql
as $$
begin
  if old.signed_at is not null
     and (tg_op = 'DELETE' or old.received_at is not null
          or (new.position_id, new.shift_from, new.shift_to, new.notes, new.sheet, new.signed_by, new.signed_at, new.signed_from)
             is distinct from
             (old.position_id, old.shift_from, old.shift_to, old.notes, old.sheet, old.signed_by, old.signed_at, old.signed_from)) then
    raise exception using errcode = 'check_violation', constraint = 'hand_overs_signed_stay',
      message = 'A signed hand-over sheet cannot be changed.';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function alarms.keep_signed() is 'BEFORE row trigger: refuses, as constraint hand_overs_signed_stay, to change or remove what is signed; receiving it once is all that may follow.';
create trigger keep_signed before update or delete on alarms.hand_overs for each row execute function alarms.keep_signed();
select platform.versioned('alarms.hand_overs');
select platform.watch('alarms.hand_overs');

create function alarms.hand_over_sheet(at_position uuid, since timestamptz) returns jsonb
language sql stable
as $$
  with listed as (
    select a.*, t.title as type_title,
           alarms.condition_state(a.is_resolved, a.is_acknowledged, a.is_latched) as state
    from alarms.alarms as a join alarms.alarm_types as t on t.alarm_type = a.alarm_type
    where a.is_listed and a.position_id = at_position),
  lines as (
    select l.*, jsonb_build_object(
      'alarmId', l.id, 'alarmType', l.alarm_type, 'title', l.title, 'sourceName', l.source_name, 'priority', l.priority,
      'state', l.state, 'since', to_char(l.activated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'comment', l.last_comment) as line
    from listed as l)
  select jsonb_build_object(
    'standing', coalesce((select jsonb_agg(line order by priority, activated_at) from (
        select * from lines where not is_resolved and is_acknowledged and not is_set_aside order by priority, activated_at limit 500) as l), '[]'),
    'unacknowledged', coalesce((select jsonb_agg(line order by priority, activated_at) from (
        select * from lines where not is_acknowledged and not is_set_aside order by priority, activated_at limit 500) as l), '[]'),
    'shelved', coalesce((select jsonb_agg(l.line || jsonb_build_object(
          'until', to_char(s.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'reason', s.reason, 'by', u.full_name)
          order by s.until)
        from lines as l join alarms.shelvings as s on s.id = l.shelving_id left join identity.users as u on u.id = s.shelved_by), '[]'),
    'outOfService', coalesce((select jsonb_agg(l.line || jsonb_build_object('reason', o.reason, 'workOrder', o.work_order) order by o.requested_at)
        from lines as l join alarms.out_of_service as o on o.id = l.out_of_service_id), '[]'),
    'topTen', coalesce((select jsonb_agg(jsonb_build_object('alarmType', b.alarm_type, 'sourceName', b.source_name, 'alarms', b.times) order by b.times desc, b.source_name)
        from (
          select j.alarm_type, coalesce(max(j.after ->> 'source_name'), j.source_id) as source_name, count(*)::integer as times
          from alarms.journal as j
          where j.position_id = at_position and j.annunciated and j.at >= since
          group by j.alarm_type, j.source_type, j.source_id
          order by count(*) desc, j.source_id limit 10) as b), '[]'),
    'floods', (select count(*)::integer from alarms.floods as f
        where f.position_id = at_position and coalesce(f.ended_at, 'infinity') >= since),
    'annunciated', (select count(*)::integer from alarms.journal as j
        where j.position_id = at_position and j.annunciated and j.at >= since))
$$;
comment on function alarms.hand_over_sheet(uuid, timestamptz) is 'What a shift hands over at a position now: standing, unacknowledged, shelved and out-of-service alarms, and what the shift was like since it began.';

grant select, insert, update, delete on alarms.hand_overs to signalbox_app;
select alarms.protect('alarms.hand_overs', 'alarm:acknowledge');
