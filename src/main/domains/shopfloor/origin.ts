import type { AuditOrigin } from '#domains/identity/audit/audit.service.ts';
import type { Connection } from '#platform/rpc/context.ts';

/** Where a call came from, for audit. */
export const originOf = (connection: Connection): AuditOrigin => ({
  ipAddress: connection.address,
  userAgent: connection.userAgent || null,
  workstation: connection.workstation || null,
});
