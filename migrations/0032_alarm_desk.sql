-- What the screens of alarms follow live, and what they say.

select platform.watch('alarms.channels');
select platform.watch('alarms.routes');
select platform.watch('alarms.deliveries');

comment on table operations.monitor_runs is
  'Runs of monitors: each that did something or failed, and of each monitor the newest that found nothing to do. Kept for 30 days.';

-- Nodes lose their line together when a switch or a power strip of their area fails.
update alarms.alarm_types set group_size = 4 where alarm_type = 'node_offline';

-- The texts that the console translates are those of the types.
update alarms.alarm_types as t set operator_action = w.operator_action
from (values
  ('backup_overdue', 'Open System › Backups, read why the last one failed, and start one by hand.'),
  ('monitor_late', 'Open System › Monitors, read the last runs, and restart the leading station if it does not recover by itself.'),
  ('token_expiring', 'Make a successor under API tokens, give it to the device, and let the old one end.')
) as w (alarm_type, operator_action)
where t.alarm_type = w.alarm_type and t.version = 1;
