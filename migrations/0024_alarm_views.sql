-- Alarms in the shape of sources 000 and 004, and alarms that leave by themselves.

create view alarms.terminal_alerts with (security_invoker = true) as
select
  a.id,
  a.source_id as terminal_id,
  a.alarm_type as alert_type,
  (case a.priority when 'P1' then 'CRITICAL' when 'P2' then 'HIGH' when 'P3' then 'MEDIUM' else 'LOW' end)::varchar(10) as severity,
  a.title,
  a.message,
  a.details,
  a.is_acknowledged,
  acknowledger.username as acknowledged_by,
  a.acknowledged_at,
  a.is_resolved,
  resolver.username as resolved_by,
  a.resolved_at,
  a.resolution_notes,
  a.auto_resolved,
  a.created_at
from alarms.alarms as a
left join identity.users as acknowledger on acknowledger.id = a.acknowledged_by
left join identity.users as resolver on resolver.id = a.resolved_by
where a.source_type = 'terminal';
comment on view alarms.terminal_alerts is 'Alarms of terminals in the shape of source 000, alerts.';
comment on column alarms.terminal_alerts.id is 'Key of the alarm.';
comment on column alarms.terminal_alerts.terminal_id is 'The terminal.';
comment on column alarms.terminal_alerts.alert_type is 'Type of the alarm.';
comment on column alarms.terminal_alerts.severity is 'CRITICAL P1, HIGH P2, MEDIUM P3, LOW P4; INFO is an event and not here.';
comment on column alarms.terminal_alerts.title is 'One line.';
comment on column alarms.terminal_alerts.message is 'What happened.';
comment on column alarms.terminal_alerts.details is 'Measured values and keys.';
comment on column alarms.terminal_alerts.is_acknowledged is 'True once an operator has taken note.';
comment on column alarms.terminal_alerts.acknowledged_by is 'User name of who did.';
comment on column alarms.terminal_alerts.acknowledged_at is 'When they did.';
comment on column alarms.terminal_alerts.is_resolved is 'True once the condition returned to normal or a person closed it.';
comment on column alarms.terminal_alerts.resolved_by is 'User name of who closed it.';
comment on column alarms.terminal_alerts.resolved_at is 'When.';
comment on column alarms.terminal_alerts.resolution_notes is 'Why.';
comment on column alarms.terminal_alerts.auto_resolved is 'True when it cleared by itself.';
comment on column alarms.terminal_alerts.created_at is 'When it was first raised.';

create view alarms.shop_alerts with (security_invoker = true) as
select
  a.id,
  a.alarm_type as alert_type,
  (case a.priority when 'P1' then 'critical' when 'P2' then 'error' else 'warning' end)::varchar(20) as severity,
  a.title,
  a.message,
  a.source_type,
  a.source_id,
  a.user_id,
  case when a.source_type = 'machine' then a.source_id end as machine_id,
  case when a.source_type = 'node' then a.source_id end as node_id,
  a.is_acknowledged as acknowledged,
  a.acknowledged_by,
  a.acknowledged_at,
  a.expires_at,
  a.created_at
from alarms.alarms as a
where a.source_type not in ('terminal', 'vehicle', 'mission', 'part', 'order', 'device');
comment on view alarms.shop_alerts is 'Alarms of the shop floor and of the program in the shape of source 004, alerts.';
comment on column alarms.shop_alerts.id is 'Key of the alarm.';
comment on column alarms.shop_alerts.alert_type is 'Type of the alarm.';
comment on column alarms.shop_alerts.severity is 'critical P1, error P2, warning P3 and P4; info is an event and not here.';
comment on column alarms.shop_alerts.title is 'One line.';
comment on column alarms.shop_alerts.message is 'What happened.';
comment on column alarms.shop_alerts.source_type is 'Noun of the source.';
comment on column alarms.shop_alerts.source_id is 'Key of the source.';
comment on column alarms.shop_alerts.user_id is 'The person it concerns.';
comment on column alarms.shop_alerts.machine_id is 'The machine, where it is one.';
comment on column alarms.shop_alerts.node_id is 'The node, where it is one.';
comment on column alarms.shop_alerts.acknowledged is 'True once an operator has taken note.';
comment on column alarms.shop_alerts.acknowledged_by is 'Who did.';
comment on column alarms.shop_alerts.acknowledged_at is 'When they did.';
comment on column alarms.shop_alerts.expires_at is 'When it leaves by itself.';
comment on column alarms.shop_alerts.created_at is 'When it was first raised.';
grant select on alarms.terminal_alerts, alarms.shop_alerts to signalbox_app;

create index alarms_expiring on alarms.alarms (expires_at) where expires_at is not null and is_listed;
