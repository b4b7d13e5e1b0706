import type { Insertable } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type {
  IdentityAuditLogs,
  IdentityDataAccessLogs,
} from '#platform/database/schema.generated.ts';

/** A new record; the database adds key, time and canonical text. */
export type NewAuditRecord = Omit<Insertable<IdentityAuditLogs>, 'id' | 'canonical' | 'created_at'>;

/** Writes one record of the trail. */
export async function insertAudit(tx: Tx, record: NewAuditRecord): Promise<void> {
  // The trigger writes the canonical text whatever stands here.
  await tx
    .insertInto('identity.audit_logs')
    .values({ ...record, canonical: '' })
    .execute();
}

/** Writes who read whose personal data. */
export async function insertDataAccess(
  tx: Tx,
  access: Insertable<IdentityDataAccessLogs>,
): Promise<void> {
  await tx.insertInto('identity.data_access_logs').values(access).execute();
}
