import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import { type BackupMaker, createBackupsService } from './backups.service.ts';
import { changeTopics } from './change-feed.ts';
import { type IncidentRecorder, incidentRecorder } from './incident-recorder.ts';
import { lateMonitors, watchLeader } from './monitor-alarms.ts';
import { operationsHandlers } from './operations.handlers.ts';
import {
  type BackupInterval,
  backupOverdue,
  operationsRetentions,
  scheduledBackup,
} from './operations.monitors.ts';
import { createOperationsService } from './operations.service.ts';
import { createRetentionService } from './retention.service.ts';
import { watchReadOnly } from './read-only-alarm.ts';
import { createStatusService } from './status.service.ts';

/** What operations takes from others. */
export interface OperationsNeeds {
  readonly audit: AuditService;
  readonly alarms: AlarmRaiser;
  /** Version of this program, for the status bar. */
  readonly programVersion: string;
  /** Makes backups, or `null` where somebody else runs the database. */
  readonly backupMaker: BackupMaker | null;
  /** Hours between two backups, asked at each check. */
  readonly backupEveryHours: BackupInterval;
}

/** Operations as the composition root sees it. */
export interface OperationsDomain {
  readonly handlers: ReturnType<typeof operationsHandlers>;
  readonly monitors: readonly Monitor[];
  /** Keeps a failure that nobody foresaw; for the procedure layer. */
  readonly recordIncident: IncidentRecorder;
  /** Writes off backups left unfinished and looks after the leader until disposed. */
  start(): Promise<AsyncDisposable>;
}

/** Builds operations. */
export function createOperations(platform: Platform, needs: OperationsNeeds): OperationsDomain {
  const { audit, alarms, backupMaker, backupEveryHours } = needs;
  const backups = createBackupsService(platform, backupMaker, audit);
  const backupMonitors = backupMaker
    ? [scheduledBackup(backups, backupEveryHours), backupOverdue(alarms, backupEveryHours)]
    : [];
  return {
    handlers: operationsHandlers({
      operations: createOperationsService(platform, audit),
      status: createStatusService(platform, needs.programVersion),
      backups,
      retention: createRetentionService(platform.database, audit),
      database: platform.database,
      changes: platform.changes,
      topics: changeTopics,
    }),
    monitors: [lateMonitors(alarms), ...operationsRetentions, ...backupMonitors],
    recordIncident: incidentRecorder(platform),
    async start() {
      await using opened = new AsyncDisposableStack();
      opened.use(backups);
      if (backupMaker) await backups.writeOff();
      opened.use(watchLeader(platform, alarms));
      opened.use(watchReadOnly(platform, alarms));
      return opened.move();
    },
  };
}
