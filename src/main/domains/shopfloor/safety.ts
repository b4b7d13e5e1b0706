import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Platform } from '#platform/platform.ts';
import { accessoryHandlers } from './accessories/accessories.handlers.ts';
import { accessoryAnswers } from './accessories/accessories.monitors.ts';
import { accessoryService } from './accessories/accessories.service.ts';
import { accessoryRecords } from './accessories/accessory-records.ts';
import { drillHandlers } from './drills/drills.handlers.ts';
import { estopDrills } from './drills/drills.monitors.ts';
import { drillService } from './drills/drills.service.ts';
import { estopHandlers } from './estops/estops.handlers.ts';
import { estopService } from './estops/estops.service.ts';
import { stopRequests } from './estops/stop-requests.service.ts';
import { nodeAlarms } from './nodes/node-alarms.ts';
import type { SessionRules } from './sessions/session-rules.ts';

/** What emergency stops, drills and accessories take from the rest. */
export interface SafetyServices {
  readonly audit: AuditService;
  readonly rules: SessionRules;
  readonly alarms: AlarmRaiser;
}

/** Emergency stops, their drills, and the accessories that follow machines. */
export function createSafety(
  { database, changes }: Pick<Platform, 'database' | 'changes'>,
  { audit, rules, alarms }: SafetyServices,
) {
  const stops = estopService({ database, audit, alarms: nodeAlarms(alarms) });
  return {
    handlers: {
      estops: estopHandlers(database, stops, stopRequests(database, rules, audit)),
      drills: drillHandlers(database, drillService(database, audit)),
      accessories: accessoryHandlers(database, changes, accessoryService(database, audit)),
    },
    /** What nodes' drivers keep of terminals. */
    records: accessoryRecords(database),
    monitors: [estopDrills(alarms), accessoryAnswers(alarms)],
  };
}
