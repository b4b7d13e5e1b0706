-- Taking machines out of service and back shows in their logs.

do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint
  where conrelid = 'shopfloor.machine_logs'::regclass and conname = 'machine_logs_event_type';
  execute 'alter table shopfloor.machine_logs drop constraint machine_logs_event_type';
  execute format(
    'alter table shopfloor.machine_logs add constraint machine_logs_event_type check (%s or event_type in (%L, %L))',
    known, 'taken-out-of-service', 'put-back-into-service');
end
$$;
