-- Nodes keep a copy of who may start their machines. Working it out anew is dear, so it happens
-- when something changed that it follows from, and not whenever somebody shows a badge.

create function platform.notify_topic() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('changes', json_build_object('topic', tg_argv[0], 'ids', null)::text);
  return null;
end
$$;
comment on function platform.notify_topic() is
  'AFTER trigger: notifies channel changes that a topic of no table''s own must be loaded afresh. Argument: the topic. Several in one transaction arrive once.';
revoke execute on function platform.notify_topic() from public;

create trigger notify_node_rights_rows after insert or delete on identity.badges
  for each statement execute function platform.notify_topic('shopfloor.rights');
create trigger notify_node_rights after update on identity.badges for each row
  when ((old.user_id, old.uid_hmac, old.status, old.node_keys) is distinct from (new.user_id, new.uid_hmac, new.status, new.node_keys))
  execute function platform.notify_topic('shopfloor.rights');

create trigger notify_node_rights after update on identity.users for each row
  when (old.is_active is distinct from new.is_active)
  execute function platform.notify_topic('shopfloor.rights');

create trigger notify_node_rights after insert or update or delete on identity.user_scopes
  for each statement execute function platform.notify_topic('shopfloor.rights');

create trigger notify_node_rights_rows after insert or delete on shopfloor.machines
  for each statement execute function platform.notify_topic('shopfloor.rights');
create trigger notify_node_rights after update on shopfloor.machines for each row
  when ((old.node_id, old.node_port, old.requires_rfid, old.active, old.condition, old.timeout_minutes, old.area_id, old.zone_id)
    is distinct from (new.node_id, new.node_port, new.requires_rfid, new.active, new.condition, new.timeout_minutes, new.area_id, new.zone_id))
  execute function platform.notify_topic('shopfloor.rights');

create trigger notify_node_rights after update on shopfloor.zones for each row
  when ((old.active, old.area_id) is distinct from (new.active, new.area_id))
  execute function platform.notify_topic('shopfloor.rights');

create trigger notify_node_rights after update on shopfloor.areas for each row
  when (old.active is distinct from new.active)
  execute function platform.notify_topic('shopfloor.rights');
