import type { Platform } from '#platform/platform.ts';
import type { AuditService } from './audit/audit.service.ts';
import type { Hashing } from './passwords/hashing.ts';
import type { IdentityPolicy } from './policy.ts';
import type { IdentityAlarms } from './security/identity-alarms.ts';
import type { SecurityService } from './security/security.service.ts';

/** What the parts of identity are built from. */
export interface IdentityParts {
  readonly platform: Platform;
  readonly policy: IdentityPolicy;
  readonly hashing: Hashing;
  readonly audit: AuditService;
  readonly security: SecurityService;
  readonly alarms: IdentityAlarms;
}
