import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp, version } from './procedure.ts';
import { savedViews } from './saved-views.ts';

/** Whether the database can be used now. */
export const databaseStatus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('online') }),
  /** Nothing works until it is back; the program keeps trying. */
  z.object({ kind: z.literal('reconnecting'), since: timestamp, reason: z.string() }),
  /** Reading works, saving does not. */
  z.object({ kind: z.literal('read-only'), since: timestamp, reason: z.string() }),
]);

/** The process that runs the background monitors for everybody. */
export const leaderStatus = z.object({
  workstation: z.string(),
  /** `true` when it is the process that answers. */
  self: z.boolean(),
  since: timestamp,
  heartbeatAt: timestamp,
});

/** What the status bar shows. */
export const systemStatus = z.object({
  database: databaseStatus,
  /** `null` while nobody leads, or while the database cannot say. */
  leader: leaderStatus.nullable(),
  versions: z.object({
    program: z.string(),
    /** Newest migration applied, such as `0004_alarms`; `null` while the database is away. */
    schema: z.string().nullable(),
    /** Version of the database server; `null` while it is away. */
    server: z.string().nullable(),
  }),
  workstation: z.string(),
  /** `true` only for a site filled by the demo. */
  demo: z.boolean(),
});

/** What became of a run. `fenced`: another process led by then; `abandoned`: its process vanished. */
export const runOutcome = z.enum([
  'running',
  'succeeded',
  'failed',
  'timed-out',
  'fenced',
  'abandoned',
]);

/** A background monitor and its last run. */
export const monitor = z.object({
  /** `domain.what`. */
  name: z.string(),
  intervalMs: z.int(),
  deadlineMs: z.int(),
  lastStartedAt: timestamp.nullable(),
  lastFinishedAt: timestamp.nullable(),
  lastSucceededAt: timestamp.nullable(),
  lastOutcome: runOutcome.nullable(),
  failuresInARow: z.int(),
  /** `true` when it has not succeeded for longer than its interval and deadline together. */
  late: z.boolean(),
});

/** One run of a monitor. */
export const monitorRun = z.object({
  id: z.int(),
  monitor: z.string(),
  workstation: z.string(),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  outcome: runOutcome,
  /** Rows changed or things found; the unit is the monitor's own. */
  affected: z.int().nullable(),
  note: z.string().nullable(),
  error: z.string().nullable(),
});

/** How long the records that one monitor removes are kept. Source 004, cleanup procedures. */
export const retentionPolicy = z.object({
  /** Name of the monitor, such as `shopfloor.machine-log-retention`. */
  monitor: z.string(),
  keepDays: z.int(),
  /** The least that may be set. */
  minimumDays: z.int(),
  defaultDays: z.int(),
  version,
  updatedAt: timestamp,
});

/** A failure that nobody foresaw, without values of rows. Source 004 `error_logs`. */
export const errorLog = z.object({
  id: z.int(),
  incident: z.string(),
  errorCode: z.int().nullable(),
  errorType: z.string().nullable(),
  message: z.string(),
  stackTrace: z.string().nullable(),
  userId: entityId.nullable(),
  ipAddress: z.string().nullable(),
  requestPath: z.string().nullable(),
  requestMethod: z.string().nullable(),
  appContext: z.string().nullable(),
  timestamp,
  isResolved: z.boolean(),
  resolvedBy: entityId.nullable(),
  resolvedAt: timestamp.nullable(),
});

/** A backup of the database. */
export const backup = z.object({
  id: entityId,
  kind: z.enum(['scheduled', 'manual']),
  status: z.enum(['running', 'succeeded', 'failed']),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** Folder or file on the station that made it. */
  location: z.string(),
  /** Size on disk, in bytes. */
  bytes: z.int().nullable(),
  schemaVersion: z.string(),
  workstation: z.string(),
  /** Share done, 0 to 1. */
  progress: z.number().min(0).max(1),
  error: z.string().nullable(),
});

/** Rows that changed somewhere, for throwing away what a screen has cached. */
export const changeNotice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('changes'),
    changes: z.array(
      z.object({
        /** The table, with its schema. */
        topic: z.string(),
        /** Keys of the rows, or `null` for "many". */
        ids: z.array(z.string()).nullable(),
      }),
    ),
  }),
  /** Some changes may have been missed: everything cached is stale. */
  z.object({ kind: z.literal('gap') }),
]);

/** The program looking after itself. */
export const operations = {
  /** What the status bar shows now. */
  status: procedure('signed-in', { level: 'badge', whileLocked: true }).output(systemStatus),
  /** The same, again after each change. */
  statusStream: procedure('signed-in', { level: 'badge', whileLocked: true }).output(
    eventIterator(systemStatus),
  ),
  /** Committed changes of what the person or display may see. Begins with a gap. */
  changes: procedure('signed-in', { level: 'badge', display: true }).output(
    eventIterator(changeNotice),
  ),
  monitors: {
    /** Every monitor by name. */
    list: procedure('monitor:read').output(z.array(monitor)),
    /** One page of runs, newest first. */
    runs: procedure('monitor:read')
      .input(
        pageInput.extend({
          monitor: z.string().max(100).optional(),
          outcome: runOutcome.optional(),
        }),
      )
      .output(pageOf(monitorRun)),
  },
  /** How people look at lists. */
  views: savedViews,
  retention: {
    /** How long every kind of record is kept. */
    list: procedure('monitor:read').output(z.array(retentionPolicy)),
    /** Changes it for one kind. Audited with the days before and after. */
    update: procedure('database:configure')
      .input(
        z.strictObject({
          monitor: z.string().max(100),
          version,
          keepDays: z.int().min(1).max(3650),
        }),
      )
      .errors({
        KEPT_TOO_SHORT: {
          status: 422,
          message: 'These records must be kept longer.',
        },
      })
      .output(retentionPolicy),
  },
  errors: {
    /** One page of failures, newest first. */
    list: procedure('error-log:read')
      .input(
        pageInput.extend({
          resolved: z.boolean().optional(),
          /** The number a person was given. */
          incident: z.string().max(20).optional(),
        }),
      )
      .output(pageOf(errorLog)),
    /** Marks failures as dealt with; answers those that were open. Safe to repeat. */
    resolve: procedure('error-log:resolve')
      .input(z.strictObject({ ids: z.array(z.int()).min(1).max(500) }))
      .output(z.object({ resolved: z.array(z.int()) })),
  },
  backup: {
    /** Starts a backup and answers at once; follow it with `progress`. */
    create: procedure('backup:create')
      .errors({
        BACKUP_RUNNING: { status: 409, message: 'A backup is being made already.' },
        BACKUP_NOT_OFFERED: {
          status: 409,
          message: 'This database is backed up by whoever runs its server.',
        },
      })
      .output(backup),
    /** One page of backups, newest first. */
    list: procedure('backup:create').input(pageInput).output(pageOf(backup)),
    /** One backup, again at each step until it has ended. */
    progress: procedure('backup:create')
      .input(z.strictObject({ id: entityId }))
      .output(eventIterator(backup)),
  },
};

/** See {@link systemStatus}. */
export type SystemStatus = z.infer<typeof systemStatus>;
/** See {@link monitor}. */
export type MonitorRow = z.infer<typeof monitor>;
/** See {@link monitorRun}. */
export type MonitorRunRow = z.infer<typeof monitorRun>;
/** See {@link retentionPolicy}. */
export type RetentionPolicy = z.infer<typeof retentionPolicy>;
/** See {@link errorLog}. */
export type ErrorLog = z.infer<typeof errorLog>;
/** See {@link backup}. */
export type Backup = z.infer<typeof backup>;
/** See {@link changeNotice}. */
export type ChangeNotice = z.infer<typeof changeNotice>;
