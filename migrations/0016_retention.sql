-- How long records are kept, in days that an administrator may change within limits.

create table operations.retention_policies (
  monitor varchar(100) not null,
  keep_days integer not null,
  minimum_days integer not null,
  default_days integer not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint retention_policies_pkey primary key (monitor),
  constraint retention_policies_minimum check (minimum_days >= 1 and keep_days >= minimum_days),
  constraint retention_policies_maximum check (keep_days <= 3650)
);
comment on table operations.retention_policies is 'How long records are kept before a monitor removes them. Source 004, cleanup procedures.';
comment on column operations.retention_policies.monitor is 'The monitor that removes them.';
comment on column operations.retention_policies.keep_days is 'Records older than this are removed. Days.';
comment on column operations.retention_policies.minimum_days is 'The least that may be set: below it, records would be gone before they are needed. Days.';
comment on column operations.retention_policies.default_days is 'What stands until somebody changes it. Days.';
comment on column operations.retention_policies.version is 'Raised by every change; an editor saves with the one that was read.';
comment on column operations.retention_policies.created_at is 'When the row was made.';
comment on column operations.retention_policies.updated_at is 'When the row last changed.';
select platform.versioned('operations.retention_policies');
select platform.watch('operations.retention_policies', 'monitor');

grant select, update on operations.retention_policies to signalbox_app;
alter table operations.retention_policies enable row level security;
alter table operations.retention_policies force row level security;
create policy retention_policies_read on operations.retention_policies for select
  using ((select platform.is_system()) or (select identity.has_permission('monitor:read')));
create policy retention_policies_add on operations.retention_policies for insert
  with check ((select platform.is_system()));
create policy retention_policies_change on operations.retention_policies for update
  using ((select identity.has_permission('database:configure')));

select set_config('app.system', 'migration', true);
insert into operations.retention_policies (monitor, keep_days, minimum_days, default_days) values
  ('shopfloor.machine-log-retention', 365, 90, 365),
  ('shopfloor.node-event-retention', 3, 2, 3),
  ('identity.security-event-retention', 730, 365, 730),
  ('identity.failed-login-retention', 30, 7, 30),
  ('identity.throttle-retention', 30, 1, 30),
  ('identity.token-retention', 30, 1, 30),
  ('operations.error-log-retention', 183, 30, 183),
  ('operations.run-retention', 30, 7, 30);

-- What may be removed now, and how it is found

grant delete on shopfloor.machine_logs to signalbox_app;
grant delete on identity.api_tokens to signalbox_app;
create index error_logs_resolved on operations.error_logs (resolved_at) where is_resolved;
create index api_tokens_ended on identity.api_tokens (least(expires_at, revoked_at));

alter table identity.api_tokens drop constraint api_tokens_replaces_fkey;
alter table identity.api_tokens add constraint api_tokens_replaces_fkey
  foreign key (replaces) references identity.api_tokens (id) on delete set null;
create index api_tokens_by_replaced on identity.api_tokens (replaces) where replaces is not null;
