import { violatedConstraint, violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import { refusal } from '../refusal.ts';
import { lockUser } from './users.queries.ts';

const fields: Readonly<Record<string, string>> = {
  users_username_key: 'username',
  users_email_key: 'email',
};

/** The row of a user, locked, when it still has the version that an editor saw. */
export async function lockAtVersion(tx: Tx, id: string, version: number) {
  const user = await lockUser(tx, id);
  if (!user) throw refusal('NOT_FOUND', { what: 'user', id });
  if (user.version !== version)
    throw refusal('CONFLICT', { what: 'user', id, version: user.version });
  return user;
}

/** Turns a taken user name or address into `DUPLICATE`, and an unknown role into `NOT_FOUND`. */
export function translateUserError(error: unknown): unknown {
  const field = fields[violatedConstraint(error) ?? ''];
  if (field) return refusal('DUPLICATE', { field });
  if (violates(error, 'user_roles_role_id_fkey')) {
    return refusal('NOT_FOUND', { what: 'role', id: '' });
  }
  if (violates(error, 'user_scopes_key')) return refusal('DUPLICATE', { field: 'scopes' });
  return error;
}
