import { sql } from 'kysely';
import { scopeTypes } from '#contract/identity/users.ts';
import type { Tx } from '#platform/database/database.ts';

/** Whether any user was ever made, deleted ones included. */
export async function anyUser(tx: Tx): Promise<boolean> {
  const { found } = await tx
    .selectNoFrom((eb) => eb.exists(eb.selectFrom('identity.users').select('id')).as('found'))
    .executeTakeFirstOrThrow();
  return Boolean(found);
}

/** Lets one set-up at a time look whether anybody exists; held until the transaction ends. */
export async function lockSetUp(tx: Tx): Promise<void> {
  await sql`lock table identity.users in share row exclusive mode`.execute(tx);
}

/** Gives a person the administrator role and all units of all systems. */
export async function grantEverything(tx: Tx, userId: string): Promise<void> {
  await sql`
    insert into identity.user_roles (user_id, role_id)
    select ${userId}, role.id from identity.roles as role where role.is_protected`.execute(tx);
  await tx
    .insertInto('identity.user_scopes')
    .values(
      scopeTypes.map((scope_type) => ({
        user_id: userId,
        scope_type,
        scope_id: null,
        permission_level: 'admin',
      })),
    )
    .execute();
}
