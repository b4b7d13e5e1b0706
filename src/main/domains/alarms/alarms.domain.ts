import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { queueHandlers } from './alarms.handlers.ts';
import { alarmMonitors } from './alarms.monitors.ts';
import { type AlarmsService, createAlarmsService } from './alarms.service.ts';
import { handOverHandlers } from './hand-over/hand-over.handlers.ts';
import { createHandOver } from './hand-over/hand-over.service.ts';
import { journalHandlers } from './journal/journal.handlers.ts';
import { deliverer } from './notifications/deliverer.ts';
import { notificationsHandlers } from './notifications/notifications.handlers.ts';
import { createNotifications } from './notifications/notifications.service.ts';
import { createOutlet, type Outlet } from './notifications/outlets.ts';
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

function handlersOf(
  platform: Platform,
  service: AlarmsService,
  { audit, send }: { readonly audit: AuditService; readonly send: Outlet },
) {
  const keeper = { database: platform.database, audit };
  return {
    ...queueHandlers(service),
    ...overlaysHandlers(createOverlays(platform, audit)),
    types: typesHandlers(createAlarmTypes(platform, audit)),
    journal: journalHandlers(platform, audit),
    reports: reportsHandlers(createReports(platform), platform, audit),
    positions: positionsHandlers(keeper),
    handOver: handOverHandlers(createHandOver(keeper), platform),
    notifications: notificationsHandlers(createNotifications(keeper, platform, send), platform),
  };
}

/** Builds the alarm queue. */
export function createAlarms(
  platform: Platform,
  { audit }: { readonly audit: AuditService },
): AlarmsDomain {
  const service = createAlarmsService(platform, audit);
  const send = createOutlet(platform);
  return {
    service,
    handlers: handlersOf(platform, service, { audit, send }),
    monitors: [...alarmMonitors, ...watchingMonitors, deliverer(send)],
  };
}
