import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Platform } from '#platform/platform.ts';
import { syncDelivery, syncRetention, syncWatch } from './sync.monitors.ts';
import { syncDeliverer } from './sync-deliverer.ts';
import { syncHandlers } from './sync.handlers.ts';
import { sender } from './sync-sending.ts';
import { syncService } from './sync.service.ts';

/** Builds what tells other applications, and hears them. */
export function createSync(platform: Platform, audit: AuditService, alarms: AlarmRaiser) {
  const send = sender(platform);
  const service = syncService({ ...platform, audit, send });
  return {
    handlers: syncHandlers(platform.database, service),
    monitors: [
      syncDelivery(syncDeliverer({ ...platform, send })),
      syncWatch(alarms),
      syncRetention,
    ],
  };
}
