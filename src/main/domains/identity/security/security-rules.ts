import type { SecurityRule } from '#contract/identity/security.ts';
import { originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import type { Caller } from '../users/users.service.ts';
import { readSecurityRule, updateSecurityRule } from './security-rules.queries.ts';

const values = ({ threshold, withinSeconds, isEnabled }: SecurityRule) => ({
  threshold,
  withinSeconds,
  isEnabled,
});

/** Saves a rule with a trace of what stood before, and answers it; the version that stands when somebody saved first. */
export function saveSecurityRule(
  { audit, platform: { database } }: Pick<IdentityParts, 'audit' | 'platform'>,
  { actor, connection }: Caller,
  change: Omit<SecurityRule, 'updatedAt'>,
): Promise<SecurityRule | number> {
  return database.asUser(actor, async (tx) => {
    const before = await readSecurityRule(tx, change.rule);
    if (!(await updateSecurityRule(tx, change))) return before.version;
    const after = await readSecurityRule(tx, change.rule);
    await audit.record(tx, {
      userId: actor.userId,
      username: actor.username,
      action: 'security-rule.update',
      targetType: 'security-rule',
      targetId: change.rule,
      oldValues: values(before),
      newValues: values(after),
      origin: originOf(connection),
    });
    return after;
  });
}
