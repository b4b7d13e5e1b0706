-- What looks at the queue every few seconds must not read all of it, however long it is.

-- The newest decides whether the burst goes on: where it is too old, none of the others is younger.
create or replace function alarms.burst_of(own uuid, at_position uuid) returns uuid
language sql volatile
as $$
  select coalesce(
    (select first.id
     from (select burst_id, activated_at from alarms.alarms
           where position_id = at_position order by activated_at desc limit 1) as last
     join alarms.alarms as first on first.id = last.burst_id and first.activated_at > clock_timestamp() - interval '1 minute'
     where last.activated_at > clock_timestamp() - interval '10 seconds'),
    own)
$$;

-- What was escalated as often as it may be stays unacknowledged for days and need not be looked at again.
drop index alarms.alarms_unacknowledged;
create index alarms_to_escalate on alarms.alarms (annunciated_at)
  where not is_acknowledged and not is_resolved and not is_set_aside and escalation_level < 5;

create index alarms_not_stale on alarms.alarms (activated_at) where not is_resolved and not is_stale;
create index alarms_parents on alarms.alarms (id) where is_parent and not is_resolved;
