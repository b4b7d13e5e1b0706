-- What a console could not write while the database was away comes later, and once.

create table shopfloor.deferred_records (
  key text primary key,
  kind varchar(20) not null,
  happened_at timestamptz not null,
  queued_at timestamptz not null,
  workstation varchar(100) not null,
  written_at timestamptz not null default clock_timestamp(),
  constraint deferred_records_kind check (kind in ('activity', 'estop', 'refused-badge'))
);
comment on table shopfloor.deferred_records is 'Records that waited in the queue of a console while the database was away and are written now. A record that is delivered again after a crash is known by its key. Kept for some months.';
comment on column shopfloor.deferred_records.key is 'Given when it was queued.';
comment on column shopfloor.deferred_records.kind is 'activity of a machine, estop of a node, or refused-badge at a reader.';
comment on column shopfloor.deferred_records.happened_at is 'When it happened.';
comment on column shopfloor.deferred_records.queued_at is 'When it was queued, by the console''s clock.';
comment on column shopfloor.deferred_records.workstation is 'Where it waited.';
comment on column shopfloor.deferred_records.written_at is 'When it was written.';
create index deferred_records_by_time on shopfloor.deferred_records using brin (written_at);
grant select, insert, delete on shopfloor.deferred_records to signalbox_app;
select shopfloor.protect_history('shopfloor.deferred_records', 'false');
