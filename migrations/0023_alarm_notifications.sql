-- Telling people who do not sit at a console: by e-mail and signed webhook, retried, with a journal.

create table alarms.channels (
  id uuid not null default platform.uuid_v7(),
  name varchar(100) not null,
  kind varchar(10) not null,
  is_enabled boolean not null default true,
  url text,
  allow_private boolean not null default false,
  smtp_host varchar(255),
  smtp_port integer,
  smtp_security varchar(10),
  smtp_username varchar(255),
  sender varchar(254),
  secret text,
  last_success_at timestamptz,
  last_error text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint channels_pkey primary key (id),
  constraint channels_name_key unique (name),
  constraint channels_kind check (kind in ('email', 'webhook')),
  constraint channels_email check (kind <> 'email' or (smtp_host is not null and smtp_port between 1 and 65535 and sender is not null and url is null)),
  constraint channels_security check (smtp_security in ('none', 'starttls', 'tls')),
  constraint channels_webhook check (kind <> 'webhook' or (url ~ '^https?://' and secret is not null and smtp_host is null))
);
comment on table alarms.channels is 'Ways out: mail servers and webhooks.';
comment on column alarms.channels.id is 'Key.';
comment on column alarms.channels.name is 'Name as people say it.';
comment on column alarms.channels.kind is 'email or webhook.';
comment on column alarms.channels.is_enabled is 'False: nothing is sent; what is due waits.';
comment on column alarms.channels.url is 'Webhook: where to post.';
comment on column alarms.channels.allow_private is 'Webhook: the address may lie in a private network.';
comment on column alarms.channels.smtp_host is 'E-mail: the server.';
comment on column alarms.channels.smtp_port is 'E-mail: its port.';
comment on column alarms.channels.smtp_security is 'E-mail: none, starttls (required) or tls.';
comment on column alarms.channels.smtp_username is 'E-mail: user name at the server; null: none.';
comment on column alarms.channels.sender is 'E-mail: the address mails come from.';
comment on column alarms.channels.secret is 'Sealed: the mail server''s password, or the key that signs webhooks.';
comment on column alarms.channels.last_success_at is 'When something was delivered last.';
comment on column alarms.channels.last_error is 'Why the last attempt failed; null after one that did not.';
comment on column alarms.channels.version is 'Raised by every change of settings; an editor saves with the one that was read.';
comment on column alarms.channels.created_at is 'When it was made.';
comment on column alarms.channels.updated_at is 'When its settings last changed.';
create trigger raise_version before update of name, kind, is_enabled, url, allow_private, smtp_host, smtp_port, smtp_security, smtp_username, sender, secret
  on alarms.channels for each row execute function platform.raise_version();
create trigger set_updated_at before update of name, kind, is_enabled, url, allow_private, smtp_host, smtp_port, smtp_security, smtp_username, sender, secret
  on alarms.channels for each row execute function platform.set_updated_at();

create table alarms.routes (
  id uuid not null default platform.uuid_v7(),
  name varchar(100) not null,
  channel_id uuid not null references alarms.channels (id),
  trigger varchar(20) not null,
  priorities text[] not null,
  position_id uuid references alarms.positions (id),
  alarm_types text[] not null default '{}',
  role_ids uuid[] not null default '{}',
  addresses text[] not null default '{}',
  is_enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint routes_pkey primary key (id),
  constraint routes_name_key unique (name),
  constraint routes_trigger check (trigger in ('annunciated', 'escalated')),
  constraint routes_priorities check (priorities <> '{}' and priorities <@ array['P1', 'P2', 'P3', 'P4'])
);
comment on table alarms.routes is 'Who is told of which alarms, by which channel.';
comment on column alarms.routes.id is 'Key.';
comment on column alarms.routes.name is 'Name as people say it.';
comment on column alarms.routes.channel_id is 'The way out.';
comment on column alarms.routes.trigger is 'annunciated (an alarm asks for attention) or escalated (nobody took note in time).';
comment on column alarms.routes.priorities is 'Priorities that are told.';
comment on column alarms.routes.position_id is 'Only alarms of this operator position; null: of all.';
comment on column alarms.routes.alarm_types is 'Only these types; empty: all.';
comment on column alarms.routes.role_ids is 'E-mail: to everybody of these roles.';
comment on column alarms.routes.addresses is 'E-mail: to these addresses as well. Personal data.';
comment on column alarms.routes.is_enabled is 'False: tells nothing.';
comment on column alarms.routes.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column alarms.routes.created_at is 'When it was made.';
comment on column alarms.routes.updated_at is 'When it last changed.';
create index routes_channel on alarms.routes (channel_id);
create index routes_position on alarms.routes (position_id);
select platform.versioned('alarms.routes');

create table alarms.deliveries (
  id bigint generated always as identity,
  route_id uuid not null references alarms.routes (id) on delete cascade,
  journal_id bigint not null,
  alarm_id uuid not null,
  status varchar(10) not null default 'pending',
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  recipients integer,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  constraint deliveries_pkey primary key (id),
  constraint deliveries_once unique (route_id, journal_id),
  constraint deliveries_status check (status in ('pending', 'sent', 'failed')),
  constraint deliveries_finished check ((status = 'pending') = (finished_at is null)),
  constraint deliveries_attempts check (attempts >= 0)
);
comment on table alarms.deliveries is 'What was told to whom: one row for each route and each line of the journal that it tells. Kept for 180 days.';
comment on column alarms.deliveries.id is 'Key; grows with time. The idempotency key of a webhook.';
comment on column alarms.deliveries.route_id is 'The route.';
comment on column alarms.deliveries.journal_id is 'The line of the journal that is told.';
comment on column alarms.deliveries.alarm_id is 'The alarm; no foreign key, because this outlives it.';
comment on column alarms.deliveries.status is 'pending, sent or failed (given up).';
comment on column alarms.deliveries.attempts is 'Attempts so far.';
comment on column alarms.deliveries.next_attempt_at is 'When it is tried next; while a process tries, when another may.';
comment on column alarms.deliveries.recipients is 'How many were told.';
comment on column alarms.deliveries.error is 'Why the last attempt failed, without addresses.';
comment on column alarms.deliveries.created_at is 'When it became due.';
comment on column alarms.deliveries.finished_at is 'When it was sent or given up.';
create index deliveries_due on alarms.deliveries (next_attempt_at) where status = 'pending';
create index deliveries_by_time on alarms.deliveries (created_at desc, id desc);
create index deliveries_of_alarm on alarms.deliveries (alarm_id, id);

create function alarms.enqueue_deliveries() returns trigger
language plpgsql
as $$
begin
  insert into alarms.deliveries (route_id, journal_id, alarm_id)
  select r.id, n.id, n.alarm_id
  from inserted as n
  join alarms.routes as r on r.is_enabled
    and ((r.trigger = 'annunciated' and n.annunciated) or (r.trigger = 'escalated' and n.event = 'escalated'))
    and n.priority = any (r.priorities)
    and (r.position_id is null or r.position_id = n.position_id)
    and (r.alarm_types = '{}' or n.alarm_type = any (r.alarm_types));
  return null;
end
$$;
comment on function alarms.enqueue_deliveries() is 'AFTER INSERT statement trigger of the journal: makes due what routes tell of it, in the same transaction.';
create trigger enqueue_deliveries after insert on alarms.journal
  referencing new table as inserted for each statement execute function alarms.enqueue_deliveries();

grant select, insert, update, delete on alarms.channels, alarms.routes, alarms.deliveries to signalbox_app;
select alarms.protect('alarms.routes', 'alarm:configure');
select alarms.protect('alarms.deliveries', 'alarm:acknowledge', 'alarm:configure');
select alarms.protect('alarms.channels', 'alarm:configure');
drop policy read on alarms.channels;
create policy read on alarms.channels for select
  using ((select platform.is_system()) or (select identity.has_permission('alarm:configure')));

insert into alarms.alarm_types
  (alarm_type, title, cause, consequence, operator_action, priority, time_to_respond_seconds, cleared_by, is_enabled)
values
  ('notification_failed', 'Notifications cannot be delivered',
   'The mail server or the receiver of a webhook cannot be reached, refuses the password or key, or a route has no address.',
   'People who do not sit at a console are not told of alarms, nor of alarms that nobody took note of.',
   'Open Alarms › Notifications, read the error of the channel, and send a test when it is repaired. Tell people by telephone meanwhile.',
   'P3', 1800, 'condition', true);
