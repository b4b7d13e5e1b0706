import type { z } from 'zod';
import type { userScope } from '#contract/identity/users.ts';
import type { Tx } from '#platform/database/database.ts';

/** One unit a person may see or work in. */
export type UserScope = z.infer<typeof userScope>;

/** A person's scopes. */
export async function listScopes(tx: Tx, userId: string): Promise<UserScope[]> {
  const scopes = await tx
    .selectFrom('identity.user_scopes')
    .where('user_id', '=', userId)
    .select([
      'scope_type as scopeType',
      'scope_id as scopeId',
      'permission_level as permissionLevel',
    ])
    .orderBy('scope_type')
    .orderBy('scope_id')
    .execute();
  return scopes as UserScope[];
}

/** Replaces a person's scopes. Violates `user_scopes_key` when one unit is named twice. */
export async function replaceScopes(
  tx: Tx,
  userId: string,
  scopes: readonly UserScope[],
  by: string,
): Promise<void> {
  await tx.deleteFrom('identity.user_scopes').where('user_id', '=', userId).execute();
  if (scopes.length === 0) return;
  await tx
    .insertInto('identity.user_scopes')
    .values(
      scopes.map((scope) => ({
        user_id: userId,
        scope_type: scope.scopeType,
        scope_id: scope.scopeId,
        permission_level: scope.permissionLevel,
        assigned_by: by,
      })),
    )
    .execute();
}
