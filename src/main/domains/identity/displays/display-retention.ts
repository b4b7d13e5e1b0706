import type { Remover } from '#platform/monitors/retention.ts';
import type { AuditService } from '../audit/audit.service.ts';
import { removeEndedDisplays } from './displays.queries.ts';

/** Removes displays whose right ended long ago. The trail keeps that each was there, and until when. */
export const removeDisplays =
  (audit: AuditService): Remover =>
  async (tx, keepDays, limit) => {
    const removed = await removeEndedDisplays(tx, keepDays, limit);
    for (const { id, name, expiresAt } of removed) {
      await audit.record(tx, {
        userId: null,
        username: 'identity.display-retention',
        action: 'display.remove',
        targetType: 'display',
        targetId: id,
        oldValues: { name, expiresAt },
      });
    }
    return removed.length;
  };
