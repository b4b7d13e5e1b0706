import type { Remover } from '#platform/monitors/retention.ts';
import type { AuditService } from '../audit/audit.service.ts';
import { removeEndedTokens } from './tokens.queries.ts';

/** Removes tokens that ended long ago. The trail keeps that each of them was there, and until when. */
export const removeTokens =
  (audit: AuditService): Remover =>
  async (tx, keepDays, limit) => {
    const removed = await removeEndedTokens(tx, keepDays, limit);
    for (const { id, name, prefix, expiresAt } of removed) {
      await audit.record(tx, {
        userId: null,
        username: 'identity.token-retention',
        action: 'token.remove',
        targetType: 'token',
        targetId: id,
        oldValues: { name, prefix, expiresAt },
      });
    }
    return removed.length;
  };
