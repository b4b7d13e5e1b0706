import type { ErrorLog, MonitorRow, MonitorRunRow } from '#contract/operations.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Platform } from '#platform/platform.ts';
import {
  type ErrorFilter,
  type ErrorRow,
  pageOfErrors,
  resolveErrors,
} from './error-logs.queries.ts';
import {
  listMonitors,
  type MonitorState,
  pageOfRuns,
  type RunFilter,
  type RunRow,
} from './monitor-runs.queries.ts';

interface Reader {
  readonly userId: string;
}

/** Monitors, their runs, and what failed. */
export interface OperationsService {
  monitors(reader: Reader): Promise<MonitorRow[]>;
  runs(reader: Reader, filter: RunFilter, page: PageRequest): Promise<Page<MonitorRunRow>>;
  errors(reader: Reader, filter: ErrorFilter, page: PageRequest): Promise<Page<ErrorLog>>;
  /** Marks failures as dealt with; answers those that were open. */
  resolveErrors(
    person: Reader & { readonly username: string },
    ids: readonly number[],
  ): Promise<number[]>;
}

/** Makes the service. */
export function createOperationsService(
  { database }: Pick<Platform, 'database'>,
  audit: AuditService,
): OperationsService {
  return {
    monitors: async (reader) => (await database.asUser(reader, listMonitors)).map(monitorOf),
    async runs(reader, filter, page) {
      const found = await database.asUser(reader, (tx) => pageOfRuns(tx, filter, page));
      return { ...found, rows: found.rows.map(runOf) };
    },
    async errors(reader, filter, page) {
      const found = await database.asUser(reader, (tx) => pageOfErrors(tx, filter, page));
      return { ...found, rows: found.rows.map(errorOf) };
    },
    resolveErrors: (person, ids) =>
      database.asUser(person, async (tx) => {
        const resolved = await resolveErrors(tx, ids, person.userId);
        if (resolved.length > 0) {
          await audit.record(tx, {
            userId: person.userId,
            username: person.username,
            action: 'error-log.resolve',
            targetType: 'error_log',
            details: { ids: resolved },
          });
        }
        return resolved;
      }),
  };
}

/** Whether a monitor has been without success for longer than its interval and deadline together. */
export function isLate(
  monitor: Pick<MonitorState, 'interval_ms' | 'deadline_ms' | 'silent_ms'>,
): boolean {
  return monitor.silent_ms > monitor.interval_ms + monitor.deadline_ms;
}

function monitorOf(row: MonitorState): MonitorRow {
  return {
    name: row.name,
    intervalMs: row.interval_ms,
    deadlineMs: row.deadline_ms,
    lastStartedAt: row.last_started_at,
    lastFinishedAt: row.last_finished_at,
    lastSucceededAt: row.last_succeeded_at,
    lastOutcome: row.last_outcome as MonitorRow['lastOutcome'],
    failuresInARow: row.failures_in_a_row,
    late: isLate(row),
  };
}

function runOf(row: RunRow): MonitorRunRow {
  return {
    id: row.id,
    monitor: row.monitor,
    workstation: row.workstation,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome as MonitorRunRow['outcome'],
    affected: row.affected,
    note: row.note,
    error: row.error,
  };
}

function errorOf(row: ErrorRow): ErrorLog {
  return {
    id: row.id,
    incident: row.incident,
    errorCode: row.error_code,
    errorType: row.error_type,
    message: row.message,
    stackTrace: row.stack_trace,
    userId: row.user_id,
    ipAddress: row.ip_address,
    requestPath: row.request_path,
    requestMethod: row.request_method,
    appContext: row.app_context,
    timestamp: row.timestamp,
    isResolved: row.is_resolved,
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at,
  };
}
