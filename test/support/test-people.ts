import { randomUUID } from 'node:crypto';
import type { Permission } from '#contract/permissions.ts';
import type { TestDatabase } from './test-database.ts';

/** A person in the directory who holds exactly `permissions`, by a role of their own. */
export async function personWith(
  { admin }: TestDatabase,
  permissions: readonly Permission[],
): Promise<{ readonly userId: string; readonly username: string }> {
  const username = `person-${randomUUID().slice(0, 8)}`;
  const { rows } = await admin.query<{ id: string }>(
    `with person as (
       insert into identity.users (username, full_name) values ($1, $1) returning id),
     role as (
       insert into identity.roles (name) values ($1) returning id),
     granted as (
       insert into identity.role_permissions (role_id, permission_id)
       select role.id, p.id from role, identity.permissions as p where p.name = any ($2))
     insert into identity.user_roles (user_id, role_id)
     select person.id, role.id from person, role
     returning user_id as id`,
    [username, permissions],
  );
  return { userId: rows[0]?.id ?? '', username };
}
