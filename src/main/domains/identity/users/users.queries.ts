import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type PageRequest, readPage, type SortOrder } from '#platform/database/paging.ts';
import type { IdentityUsers } from '#platform/database/schema.generated.ts';

/** What a list of users is narrowed by. */
export interface UserFilter {
  readonly search?: string | undefined;
  readonly status?: string | undefined;
  readonly roleId?: string | undefined;
}

function rows(tx: Tx) {
  return tx
    .selectFrom('identity.users as person')
    .where('person.deleted_at', 'is', null)
    .select([
      'person.id',
      'person.username',
      'person.full_name as fullName',
      'person.status',
      'person.last_login_at as lastLoginAt',
    ])
    .select([
      sql<string[]>`array(
        select role.name
        from identity.user_roles as held
        join identity.roles as role on role.id = held.role_id
        where held.user_id = person.id
        order by role.name)`.as('roles'),
      sql<number>`(
        select count(*)::integer
        from identity.badges as badge
        where badge.user_id = person.id and badge.status = 'active')`.as('activeBadges'),
    ]);
}

/** One row of the directory, without contact data. */
export type DirectoryRow = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

const byName: SortOrder<DirectoryRow> = [
  { column: 'person.full_name', property: 'fullName', direction: 'asc' },
  { column: 'person.id', property: 'id', direction: 'asc' },
];

/** One page of the directory in order of names. */
export async function listUsers(tx: Tx, filter: UserFilter, page: PageRequest) {
  let query = rows(tx);
  if (filter.search) {
    const pattern = `%${filter.search.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
    query = query.where(
      sql<boolean>`(person.full_name || ' ' || person.username) ilike ${pattern}`,
    );
  }
  if (filter.status) query = query.where('person.status', '=', filter.status);
  if (filter.roleId) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('identity.user_roles as held')
          .select('held.user_id')
          .whereRef('held.user_id', '=', 'person.id')
          .where('held.role_id', '=', filter.roleId ?? ''),
      ),
    );
  }
  return readPage(query, byName, page);
}

/** Everything about a person but secrets. */
export async function findUser(tx: Tx, id: string) {
  return rows(tx)
    .where('person.id', '=', id)
    .select([
      'person.version',
      'person.email',
      'person.first_name as firstName',
      'person.last_name as lastName',
      'person.phone',
      'person.locale',
      'person.facility_id as facilityId',
      'person.branch_id as branchId',
      'person.partner_id as partnerId',
      'person.oauth_provider as oauthProvider',
      'person.email_verified as emailVerified',
      'person.created_at as createdAt',
      'person.updated_at as updatedAt',
    ])
    .select([
      sql<string | null>`host(person.last_login_ip)`.as('lastLoginIp'),
      sql<string[]>`array(
        select held.role_id from identity.user_roles as held where held.user_id = person.id
        order by held.role_id)`.as('roleIds'),
    ])
    .executeTakeFirst();
}

/** Whether people have a second factor and a PIN, and must change their password. System only. */
export async function readProofFlags(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('identity.credentials')
    .where('user_id', 'in', ids)
    .select([
      'user_id as id',
      'mfa_enabled as mfaEnabled',
      'must_change_password as mustChangePassword',
      sql<boolean>`pin_hash is not null`.as('pinSet'),
    ])
    .execute();
}

/** Makes a user and answers the key. */
export async function insertUser(tx: Tx, user: Insertable<IdentityUsers>): Promise<string> {
  const { id } = await tx
    .insertInto('identity.users')
    .values(user)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A user's row, locked for a change; undefined when deleted or not there. */
export async function lockUser(tx: Tx, id: string) {
  return tx
    .selectFrom('identity.users')
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .selectAll()
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Saves a user and answers the new version. The row is locked and its version was compared. */
export async function updateUser(
  tx: Tx,
  id: string,
  values: Updateable<IdentityUsers>,
): Promise<number> {
  const { version } = await tx
    .updateTable('identity.users')
    .set(values)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Replaces the roles of a person. */
export async function replaceUserRoles(
  tx: Tx,
  userId: string,
  roleIds: readonly string[],
  by: string,
): Promise<void> {
  let stale = tx.deleteFrom('identity.user_roles').where('user_id', '=', userId);
  if (roleIds.length > 0) stale = stale.where('role_id', 'not in', roleIds);
  await stale.execute();
  if (roleIds.length === 0) return;
  await tx
    .insertInto('identity.user_roles')
    .values(roleIds.map((role_id) => ({ user_id: userId, role_id, assigned_by: by })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Names of the roles a person holds, for audit. */
export async function readRoleNames(tx: Tx, userId: string): Promise<string[]> {
  const held = await tx
    .selectFrom('identity.user_roles as held')
    .innerJoin('identity.roles as role', 'role.id', 'held.role_id')
    .where('held.user_id', '=', userId)
    .orderBy('role.name')
    .select('role.name')
    .execute();
  return held.map(({ name }) => name);
}

/**
 * Whether somebody can still manage users and roles. Locks the administrator role, so that two
 * administrators cannot take each other's rights at the same moment.
 */
export async function hasAdministrator(tx: Tx): Promise<boolean> {
  await tx
    .selectFrom('identity.roles')
    .where('is_protected', '=', true)
    .select('id')
    .forNoKeyUpdate()
    .execute();
  const found = await tx
    .selectFrom('identity.user_roles as held')
    .innerJoin('identity.roles as role', 'role.id', 'held.role_id')
    .innerJoin('identity.users as person', 'person.id', 'held.user_id')
    .where('role.is_protected', '=', true)
    .where('person.is_active', '=', true)
    .select('person.id')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
