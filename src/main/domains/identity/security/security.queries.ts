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
