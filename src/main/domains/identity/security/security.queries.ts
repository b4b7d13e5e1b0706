import type { Insertable } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type {
  IdentityFailedLogins,
  IdentitySecurityEvents,
} from '#platform/database/schema.generated.ts';

/** Writes a security event. */
export async function insertSecurityEvent(
  tx: Tx,
  event: Insertable<IdentitySecurityEvents>,
): Promise<void> {
  await tx.insertInto('identity.security_events').values(event).execute();
}

/** Writes an attempt to sign in that failed. */
export async function insertFailedLogin(
  tx: Tx,
  attempt: Insertable<IdentityFailedLogins>,
): Promise<void> {
  await tx.insertInto('identity.failed_logins').values(attempt).execute();
}

/** Removes attempts older than `before` and answers how many. */
export async function deleteFailedLogins(tx: Tx, before: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('identity.failed_logins')
    .where('timestamp', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Removes events older than `before` and answers how many. */
export async function deleteSecurityEvents(tx: Tx, before: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('identity.security_events')
    .where('timestamp', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Removes counts of failures whose last one was before `before`. */
export async function deleteOldThrottles(tx: Tx, before: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('identity.sign_in_throttles')
    .where('last_failure_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
