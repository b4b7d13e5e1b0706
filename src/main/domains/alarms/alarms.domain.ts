import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { alarmsHandlers } from './alarms.handlers.ts';
import { alarmRetention } from './alarms.monitors.ts';
import { type AlarmsService, createAlarmsService } from './alarms.service.ts';

/** The alarm queue as the composition root sees it. */
export interface AlarmsDomain {
  readonly service: AlarmsService;
  readonly handlers: ReturnType<typeof alarmsHandlers>;
  readonly monitors: readonly Monitor[];
}

/** Builds the alarm queue. */
export function createAlarms(
  platform: Platform,
  { audit }: { readonly audit: AuditService },
): AlarmsDomain {
  const service = createAlarmsService(platform, audit);
  return { service, handlers: alarmsHandlers(service), monitors: [alarmRetention] };
}
