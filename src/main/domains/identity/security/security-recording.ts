import type { Database, Tx } from '#platform/database/database.ts';
import { insertSecurityEvent } from './security.queries.ts';
import type { SecurityEvent, SecurityService } from './security.service.ts';

const write = (tx: Tx, event: SecurityEvent) =>
  insertSecurityEvent(tx, {
    event_type: event.eventType,
    user_id: event.userId,
    success: event.success,
    resource_type: event.resourceType ?? null,
    resource_id: event.resourceId ?? null,
    app_context: event.appContext,
    details: JSON.stringify(event.details ?? {}),
    ip_address: event.origin?.ipAddress ?? null,
    user_agent: event.origin?.userAgent ?? null,
    workstation: event.origin?.workstation ?? null,
  });

/** Writes security events. */
export function createSecurityService(database: Database): SecurityService {
  return {
    record: (tx, event) =>
      tx ? write(tx, event) : database.asSystem('security-event', (own) => write(own, event)),
  };
}
