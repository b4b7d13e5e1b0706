-- What every policy asks is in PL/pgSQL: a function in SQL is parsed again whenever a statement that meets
-- the policy is planned, which took more than half of the planning of nearly every statement. Each is
-- called as (select …), so nothing is gained by expanding it in the statement.

create or replace function platform.current_user_id() returns uuid
language plpgsql stable parallel safe
as $$ begin return nullif(current_setting('app.user_id', true), '')::uuid; end $$;

create or replace function platform.is_system() returns boolean
language plpgsql stable parallel safe
as $$
begin
  return coalesce(current_setting('app.system', true), '') <> ''
    and current_user in ('signalbox_app', 'signalbox_migrator');
end
$$;

-- With auto a plan is kept for the connection, whatever the connection says of its own statements.
create or replace function identity.has_permission(wanted text) returns boolean
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return exists (
    select
    from identity.users as person
    join identity.user_roles as held on held.user_id = person.id
    join identity.role_permissions as granted on granted.role_id = held.role_id
    join identity.permissions as permission on permission.id = granted.permission_id
    where person.id = platform.current_user_id() and person.is_active and permission.name = wanted
  );
end
$$;

create or replace function identity.has_all_scopes(wanted_type text, wanted_level text) returns boolean
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return exists (
    select
    from identity.user_scopes as scope
    join identity.users as person on person.id = scope.user_id
    where scope.user_id = platform.current_user_id() and person.is_active
      and scope.scope_type = wanted_type and scope.scope_id is null
      and identity.level_rank(scope.permission_level) >= identity.level_rank(wanted_level)
  );
end
$$;

create or replace function identity.scope_ids(wanted_type text, wanted_level text) returns uuid[]
language plpgsql stable parallel safe set plan_cache_mode = 'auto'
as $$
begin
  return (
    with recursive units as (
      select scope.scope_id as id
      from identity.user_scopes as scope
      join identity.users as person on person.id = scope.user_id
      where scope.user_id = platform.current_user_id() and person.is_active
        and scope.scope_type = wanted_type and scope.scope_id is not null
        and identity.level_rank(scope.permission_level) >= identity.level_rank(wanted_level)
      union
      select below.id
      from identity.departments as below
      join units on below.parent_id = units.id
      where wanted_type = 'department'
    )
    select coalesce(array_agg(units.id), '{}') from units
  );
end
$$;
