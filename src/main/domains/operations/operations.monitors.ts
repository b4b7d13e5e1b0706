import { sql } from 'kysely';
import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { oldRows, retention } from '#platform/monitors/retention.ts';
import { hoursSinceBackup } from './backups.queries.ts';
import type { BackupsService } from './backups.service.ts';

const MINUTE_MS = 60_000;

/** Removes old runs of monitors, and failures that somebody dealt with long ago. */
export const operationsRetentions: readonly Monitor[] = [
  retention(
    'operations.run-retention',
    oldRows({ table: 'operations.monitor_runs', age: 'started_at' }),
  ),
  retention(
    'operations.error-log-retention',
    oldRows({
      table: 'operations.error_logs',
      age: 'resolved_at',
      only: sql<boolean>`is_resolved`,
    }),
  ),
];

/** How often backups are made. Hours. */
export type BackupInterval = () => number;

/** Starts a backup when the last one that worked is old enough. */
export function scheduledBackup(backups: BackupsService, everyHours: BackupInterval): Monitor {
  return {
    name: 'operations.scheduled-backup',
    intervalMs: 10 * MINUTE_MS,
    deadlineMs: MINUTE_MS,
    async run({ fenced }) {
      const age = await fenced(hoursSinceBackup);
      if (age !== null && age < everyHours()) return { affected: 0, note: 'Not due yet.' };
      const started = await backups.start(null);
      return typeof started === 'string'
        ? { affected: 0, note: `Not started: ${started}.` }
        : { affected: 1, note: `Started ${started.id}.` };
    },
  };
}

/** Alarms when the last backup that worked is twice as old as it may be. */
export function backupOverdue(alarms: AlarmRaiser, everyHours: BackupInterval): Monitor {
  return {
    name: 'operations.backup-overdue',
    intervalMs: 10 * MINUTE_MS,
    deadlineMs: MINUTE_MS,
    run: ({ fenced }) =>
      fenced(async (tx) => {
        const age = await hoursSinceBackup(tx);
        const overdue = age !== null && age > 2 * everyHours();
        const message = `The last backup is more than ${2 * everyHours()} hours old.`;
        const source = { type: 'database', id: 'backup', name: 'Database backup' };
        await alarms.reconcileIn(tx, 'backup_overdue', overdue ? [{ source, message }] : []);
        return { affected: overdue ? 1 : 0 };
      }),
  };
}
