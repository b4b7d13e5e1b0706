-- The rest of the shop floor's records grow old by the one mechanism too.

select set_config('app.system', 'migration', true);
insert into operations.retention_policies (monitor, keep_days, minimum_days, default_days) values
  ('shopfloor.accessory-retention', 90, 7, 90),
  ('shopfloor.line-minute-retention', 8, 7, 8),
  ('shopfloor.node-report-retention', 366, 30, 366),
  ('shopfloor.bluetooth-retention', 30, 1, 30),
  ('shopfloor.deferred-record-retention', 90, 30, 90),
  ('shopfloor.sync-retention', 90, 7, 90);
