import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { queueHandlers } from './alarms.handlers.ts';
import { alarmMonitors } from './alarms.monitors.ts';
import { type AlarmsService, createAlarmsService } from './alarms.service.ts';
import { journalHandlers } from './journal/journal.handlers.ts';
import { overlaysHandlers } from './overlays/overlays.handlers.ts';
import { createOverlays } from './overlays/overlays.service.ts';
import { positionsHandlers } from './positions/positions.handlers.ts';
import { reportsHandlers } from './reports/reports.handlers.ts';
import { createReports } from './reports/reports.service.ts';
import { typesHandlers } from './types/types.handlers.ts';
import { createAlarmTypes } from './types/types.service.ts';
import { watchingMonitors } from './watching/watching.monitors.ts';

/** The alarm queue as the composition root sees it. */
export interface AlarmsDomain {
  readonly service: AlarmsService;
  readonly handlers: ReturnType<typeof handlersOf>;
  readonly monitors: readonly Monitor[];
}

function handlersOf(platform: Platform, service: AlarmsService, audit: AuditService) {
  return {
    ...queueHandlers(service),
    ...overlaysHandlers(createOverlays(platform, audit)),
    types: typesHandlers(createAlarmTypes(platform, audit)),
    journal: journalHandlers(platform, audit),
    reports: reportsHandlers(createReports(platform), platform, audit),
    positions: positionsHandlers({ database: platform.database, audit }),
  };
}

/** Builds the alarm queue. */
export function createAlarms(
  platform: Platform,
  { audit }: { readonly audit: AuditService },
): AlarmsDomain {
  const service = createAlarmsService(platform, audit);
  return {
    service,
    handlers: handlersOf(platform, service, audit),
    monitors: [...alarmMonitors, ...watchingMonitors],
  };
}
