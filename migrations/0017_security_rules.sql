-- What counts as misuse of badges and tokens: limits that people may change, and the alarms they lead to.

create table identity.security_rules (
  rule varchar(40) not null,
  threshold integer not null,
  within_seconds integer,
  is_enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint security_rules_pkey primary key (rule),
  constraint security_rules_known check (rule in (
    'badge-two-places', 'session-elsewhere', 'badge-unknown-burst', 'person-refused', 'machine-refused',
    'token-misuse')),
  constraint security_rules_threshold check (threshold between 2 and 1000),
  constraint security_rules_within check (within_seconds between 1 and 86400)
);
comment on table identity.security_rules is 'From when on refusals and badges at several places are taken for misuse.';
comment on column identity.security_rules.rule is 'What is watched: badge-two-places, session-elsewhere, badge-unknown-burst, person-refused, machine-refused or token-misuse.';
comment on column identity.security_rules.threshold is 'So many are misuse: places, areas or refusals.';
comment on column identity.security_rules.within_seconds is 'Within this time; null where only the moment counts. Seconds.';
comment on column identity.security_rules.is_enabled is 'False: nothing is taken for misuse, and its alarms clear.';
comment on column identity.security_rules.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column identity.security_rules.created_at is 'When the row was made.';
comment on column identity.security_rules.updated_at is 'When the row last changed.';
select platform.versioned('identity.security_rules');
select platform.watch('identity.security_rules', 'rule');

grant select, update on identity.security_rules to signalbox_app;
alter table identity.security_rules enable row level security;
alter table identity.security_rules force row level security;
create policy security_rules_read on identity.security_rules for select
  using ((select platform.is_system()) or (select identity.has_permission('security-event:read')));
create policy security_rules_add on identity.security_rules for insert
  with check ((select platform.is_system()));
create policy security_rules_change on identity.security_rules for update
  using ((select identity.has_permission('alarm:configure')));

select set_config('app.system', 'migration', true);
insert into identity.security_rules (rule, threshold, within_seconds) values
  ('badge-two-places', 2, 5),
  ('session-elsewhere', 2, null),
  ('badge-unknown-burst', 5, 60),
  ('person-refused', 5, 600),
  ('machine-refused', 10, 600),
  ('token-misuse', 3, 600);

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('unknown_badges', 'Unknown badges are tried at one place',
   'Somebody tries one badge after the other, or new badges were given out and not enrolled.',
   'Somebody may find a badge that opens.',
   'Look who stands there. Enrol the badges if they are new; keep the people away if not.',
   'P3', 1800, 'condition', true),
  ('person_refused', 'A person is refused again and again',
   'The person is not trained for the area, their badge is blocked, or somebody else uses it.',
   'Work stands still, or somebody tries to get at machines that are not theirs.',
   'Read in the machine log why they are refused, and speak to them. Give them the right once they are trained.',
   'P4', 14400, 'condition', true),
  ('machine_refused', 'People are refused at one machine again and again',
   'The machine waits for a check, is blocked, or its node does not answer, and nobody knows.',
   'Work stands still at the machine.',
   'Look at the machine''s state and its log. Free it, or tell people which one to use.',
   'P4', 14400, 'condition', true),
  ('token_misuse', 'An API token is misused',
   'A device still uses a token that ended, somebody guesses tokens, or one was copied to another device.',
   'What the device reports is not taken, or somebody tries to pass for it.',
   'Find the device by its address. Give it a new token, or keep it off the network.',
   'P3', 1800, 'condition', true),
  ('session_elsewhere', 'One person runs machines in several areas',
   'A badge was copied or passed on, or somebody forgot to end a session and walked away.',
   'A machine runs that nobody watches, or somebody acts under another person''s name.',
   'Ask the person where they are. End the session of the machine that nobody watches; block the badge if it cannot be explained.',
   'P2', 300, 'condition', true);
