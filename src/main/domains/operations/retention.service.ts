import type { RetentionPolicy } from '#contract/operations.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { findPolicy, listPolicies, updatePolicy } from './retention-policies.queries.ts';

/** What became of a change. */
export type PolicySaved =
  | { readonly kind: 'saved'; readonly row: RetentionPolicy }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'conflict'; readonly version: number }
  /** Fewer days than the least that may be set. */
  | { readonly kind: 'too-short' };

/** How long records are kept. */
export interface RetentionService {
  list(reader: { readonly userId: string }): Promise<RetentionPolicy[]>;
  update(
    caller: ActorContext,
    change: { readonly monitor: string; readonly version: number; readonly keepDays: number },
  ): Promise<PolicySaved>;
}

/** Makes the service. */
export function createRetentionService(database: Database, audit: AuditService): RetentionService {
  return {
    list: (reader) => database.asUser(reader, listPolicies),
    async update({ actor, connection }, { monitor, version, keepDays }) {
      try {
        return await database.asUser(actor, async (tx): Promise<PolicySaved> => {
          const before = await findPolicy(tx, monitor);
          if (!before) return { kind: 'not-found' };
          if (!(await updatePolicy(tx, monitor, version, keepDays)))
            return { kind: 'conflict', version: before.version };
          await audit.record(tx, {
            userId: actor.userId,
            username: actor.username,
            action: 'retention.update',
            targetType: 'retention',
            targetId: monitor,
            oldValues: { keepDays: before.keepDays },
            newValues: { keepDays },
            origin: {
              ipAddress: connection.address,
              userAgent: connection.userAgent || null,
              workstation: connection.workstation || null,
            },
          });
          const row = await findPolicy(tx, monitor);
          return row ? { kind: 'saved', row } : { kind: 'not-found' };
        });
      } catch (error) {
        if (violates(error, 'retention_policies_minimum')) return { kind: 'too-short' };
        throw error;
      }
    },
  };
}
