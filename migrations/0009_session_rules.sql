-- How a session may be lengthened or taken over, what a node decided alone, and who looked at a
-- machine after use: the rest of the life of a session (domain 3.8).

alter table shopfloor.machines
  add column take_over varchar(10) not null default 'none',
  add column take_over_idle_minutes integer not null default 10,
  add column extensions_max integer not null default 2,
  add column extension_minutes integer not null default 15,
  add column extend_by_badge boolean not null default false,
  add constraint machines_take_over check (take_over in ('none', 'manager', 'idle')),
  add constraint machines_take_over_idle check (take_over_idle_minutes between 1 and 1440),
  add constraint machines_extensions check (extensions_max between 0 and 20 and extension_minutes between 1 and 240);
comment on column shopfloor.machines.take_over is 'Who may take the machine from the person who runs it: none; manager: who holds manage in its area; idle: also anybody trained, once it was not used for take_over_idle_minutes.';
comment on column shopfloor.machines.take_over_idle_minutes is 'For take_over idle: minutes without activity. 1 to 1440.';
comment on column shopfloor.machines.extensions_max is 'How often a session may be lengthened; 0: never.';
comment on column shopfloor.machines.extension_minutes is 'What each extension adds. Minutes, 1 to 240.';
comment on column shopfloor.machines.extend_by_badge is 'True: the badge of whoever runs the machine, shown after the warning, lengthens the session while it may be; false: it always ends it.';

alter table shopfloor.machine_sessions
  add column extensions integer not null default 0,
  add column extended_until timestamptz,
  add column extended_at timestamptz,
  add column took_over_id uuid references shopfloor.machine_sessions (id),
  add column started_offline boolean not null default false,
  add column start_inferred boolean not null default false,
  add column end_inferred boolean not null default false,
  add constraint machine_sessions_extensions check (
    extensions >= 0 and (extensions = 0) = (extended_until is null) and (extended_until is null) = (extended_at is null)),
  add constraint machine_sessions_end_inferred check (not (active and end_inferred));
comment on column shopfloor.machine_sessions.extensions is 'How often it was lengthened.';
comment on column shopfloor.machine_sessions.extended_until is 'It does not time out before this moment; null: never lengthened.';
comment on column shopfloor.machine_sessions.extended_at is 'When it was last lengthened.';
comment on column shopfloor.machine_sessions.took_over_id is 'The session that it ended to take the machine over; null mostly.';
comment on column shopfloor.machine_sessions.started_offline is 'True: the node let the person at the machine alone, by its rights cache.';
comment on column shopfloor.machine_sessions.start_inferred is 'True: start_time was worked out, because the node had lost the time.';
comment on column shopfloor.machine_sessions.end_inferred is 'True: end_time was worked out from the node''s own log or from when it was last heard, not reported as it happened.';
create unique index machine_sessions_took_over_key on shopfloor.machine_sessions (took_over_id) where took_over_id is not null;

create function shopfloor.session_end(last_activity timestamptz, timeout_minutes integer, extended_until timestamptz)
returns timestamptz
language sql stable parallel safe
as $$ select greatest(last_activity + make_interval(mins => timeout_minutes), extended_until) $$;
comment on function shopfloor.session_end(timestamptz, integer, timestamptz) is
  'The one definition of when a session ends by itself: the time-out after its last use, but not before the moment it was lengthened to.';

create function shopfloor.take_over_from(take_over text, last_activity timestamptz, idle_minutes integer)
returns timestamptz
language sql stable parallel safe
as $$ select case when take_over = 'idle' then last_activity + make_interval(mins => idle_minutes) end $$;
comment on function shopfloor.take_over_from(text, timestamptz, integer) is
  'From when anybody trained may take a running machine over. Null: that never comes by waiting.';

alter table shopfloor.machine_logs
  drop constraint machine_logs_event_type,
  add constraint machine_logs_event_type check (event_type in (
    'session-started', 'session-ended', 'session-warned', 'session-refused', 'machine-released',
    'machine-locked', 'node-no-answer', 'node-lost', 'node-returned', 'condition-changed',
    'session-extended', 'session-taken-over', 'check-confirmed', 'problem-reported')),
  drop constraint machine_logs_reason,
  add constraint machine_logs_reason check (reason in (
    'badge-unknown', 'badge-blocked', 'badge-lost', 'user-inactive', 'not-trained',
    'machine-inactive', 'machine-to-check', 'machine-blocked', 'machine-busy', 'node-offline',
    'estop-active', 'not-in-cache', 'database-away'));
