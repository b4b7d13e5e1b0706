import { sql } from 'kysely';
import type { Permission } from '#contract/permissions.ts';
import type { Tx } from '#platform/database/database.ts';

/** Every role with what it permits and how many people hold it, in order of names. */
export async function listRoles(tx: Tx) {
  return tx
    .selectFrom('identity.roles as role')
    .select(['role.id', 'role.version', 'role.name', 'role.description'])
    .select([
      'role.is_protected as isProtected',
      sql<Permission[]>`array(
        select permission.name
        from identity.role_permissions as granted
        join identity.permissions as permission on permission.id = granted.permission_id
        where granted.role_id = role.id
        order by permission.name)`.as('permissions'),
      sql<number>`(
        select count(*)::integer
        from identity.user_roles as held
        join identity.users as person on person.id = held.user_id
        where held.role_id = role.id and person.deleted_at is null)`.as('users'),
    ])
    .orderBy(sql`lower(role.name)`)
    .execute();
}

/** Every permission with its meaning. */
export async function listPermissions(tx: Tx) {
  return tx
    .selectFrom('identity.permissions')
    .select([sql<Permission>`name`.as('permission'), 'resource', 'action', 'description'])
    .orderBy('resource')
    .orderBy('action')
    .execute();
}

/** These roles, locked in the order of their keys so that two savers never wait for each other. */
export async function lockRoles(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom('identity.roles')
    .where('id', 'in', ids)
    .select(['id', 'version', 'name', 'description', 'is_protected'])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Permissions of one role. */
export async function readRolePermissions(tx: Tx, roleId: string): Promise<string[]> {
  const granted = await tx
    .selectFrom('identity.role_permissions as granted')
    .innerJoin('identity.permissions as permission', 'permission.id', 'granted.permission_id')
    .where('granted.role_id', '=', roleId)
    .select('permission.name')
    .orderBy('permission.name')
    .execute();
  return granted.map(({ name }) => name ?? '');
}

/** Makes a role and answers its key. Violates `roles_name_key` when the name is taken. */
export async function insertRole(tx: Tx, name: string, description: string | null) {
  const { id } = await tx
    .insertInto('identity.roles')
    .values({ name, description })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Renames a role and answers its new version. */
export async function updateRole(tx: Tx, id: string, name: string, description: string | null) {
  const { version } = await tx
    .updateTable('identity.roles')
    .set({ name, description })
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Replaces what a role permits. */
export async function replaceRolePermissions(
  tx: Tx,
  roleId: string,
  names: readonly string[],
): Promise<void> {
  await tx.deleteFrom('identity.role_permissions').where('role_id', '=', roleId).execute();
  if (names.length === 0) return;
  await tx
    .insertInto('identity.role_permissions')
    .columns(['role_id', 'permission_id'])
    .expression((eb) =>
      eb
        .selectFrom('identity.permissions')
        .select([sql<string>`${roleId}::uuid`.as('role_id'), 'id as permission_id'])
        .where('name', 'in', names),
    )
    .execute();
}

/** How many people hold a role, deleted accounts included: their history names it. */
export async function countRoleHolders(tx: Tx, roleId: string): Promise<number> {
  const { users } = await tx
    .selectFrom('identity.user_roles')
    .where('role_id', '=', roleId)
    .select((eb) => eb.fn.countAll<number>().as('users'))
    .executeTakeFirstOrThrow();
  return users;
}

/** Removes a role. Violates `user_roles_role_id_fkey` while somebody holds it. */
export async function deleteRole(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('identity.roles').where('id', '=', id).execute();
}
