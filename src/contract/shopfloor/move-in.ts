import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { entityId, pageInput, pageOf, procedure, timestamp } from '../procedure.ts';

/** Tables of source 004 in the order in which they are moved: what others point to first. */
export const moveInTables = [
  'roles',
  'users',
  'areas',
  'zones',
  'nodes',
  'machines',
  'area_permissions',
  'machine_sessions',
  'machine_logs',
  'accessory_io',
  'bluetooth_devices',
  'api_tokens',
  'estop_events',
  'security_events',
  'failed_logins',
  'error_logs',
  'alerts',
  'sync_events',
] as const;

/** Why a row does not fit as it is. The renderer says in words what to do about each. */
export const moveInReasons = [
  'required-missing',
  'too-long',
  'not-a-time',
  'not-a-number',
  'not-an-address',
  'not-json',
  'out-of-range',
  'unknown-value',
  'duplicate',
  'parent-missing',
  'reference-missing',
  'already-here',
  'role-needs-permissions',
  'password-unusable',
  'email-invalid',
  'badge-unusable',
  'badge-held',
  'badge-not-enrolled',
  'code-invalid',
  'warning-too-long',
  'port-taken',
  'second-active-session',
  'ended-by-while-running',
  'end-missing',
  'end-before-start',
  'stop-unacknowledged',
  'stop-without-node',
  'token-unusable',
  'secret-removed',
  'settings-by-hand',
  'never-sent',
] as const;

/** One thing that does not fit: where, why, and whether the row is moved in spite of it. */
export const moveInFinding = z.object({
  table: z.enum(moveInTables),
  /** Key of the row there. */
  id: z.number(),
  kind: z.enum(['adapted', 'rejected']),
  column: z.string(),
  reason: z.enum(moveInReasons),
});

/** What becomes of the rows of one table. `read` = `moved` + `already` + `rejected`. */
export const moveInCounts = z.object({
  table: z.enum(moveInTables),
  /** False: the source has no such table. */
  present: z.boolean(),
  read: z.int(),
  moved: z.int(),
  /** Moved by an earlier run. */
  already: z.int(),
  /** Of the moved ones: not exactly as they were. */
  adapted: z.int(),
  rejected: z.int(),
});

/** What a rehearsal or a run came to. */
export const moveInReport = z.object({
  sourceLabel: z.string(),
  zone: z.string(),
  tables: z.array(moveInCounts),
  /** How often each reason was met. */
  reasons: z.array(
    z.object({
      table: z.enum(moveInTables),
      kind: z.enum(['adapted', 'rejected']),
      column: z.string(),
      reason: z.enum(moveInReasons),
      count: z.int(),
    }),
  ),
  /** The first of each reason: up to 200 adapted and 2,000 rejected ones. */
  findings: z.array(moveInFinding),
  /** People who were moved without a password. */
  peopleWithoutPassword: z.int(),
  seconds: z.number(),
  rowsPerSecond: z.number(),
});

/** How far it is. */
const progress = z.object({
  kind: z.literal('progress'),
  /** `reading` checks and stages; `moving` is the one transaction at the end. */
  phase: z.enum(['reading', 'moving']),
  table: z.enum(moveInTables),
  rowsDone: z.int(),
  rowsTotal: z.int(),
  rowsPerSecond: z.number(),
  /** `null` while nobody can tell. */
  secondsLeft: z.number().nullable(),
});

const outcome = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('report'), report: moveInReport }),
]);

/** Whether a name is a time zone that this program knows. */
function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Which ShopMonitor, and how to read it. */
export const moveInSource = z.strictObject({
  kind: z.enum(['sqlite', 'postgres']),
  /** A file on the machine that runs the program, or `postgresql://user:password@host/database`; never kept. */
  location: z.string().trim().min(1).max(1000),
  /** In which its times were written. They carry none. */
  zone: z.string().max(64).refine(isZone).default('UTC'),
  /** How `rfid_tag` is written. */
  badgeForm: z.enum(['hex', 'decimal']).default('hex'),
});

const errors = {
  /** It cannot be read, or it is no ShopMonitor; `why` says it in a sentence. */
  SOURCE_UNREADABLE: {
    status: 422,
    message: 'The ShopMonitor cannot be read.',
    data: z.object({ why: z.string() }),
  },
  /** Somebody else moves one in right now. */
  MOVE_IN_RUNNING: { status: 409, message: 'Another move is under way.' },
} as const;

/** How grave the other ShopMonitor took an alert, gravest first. */
export const movedSeverity = z.enum(['critical', 'error', 'warning', 'info']);

const named = z.object({ id: entityId, name: z.string() });

/** An alert of another ShopMonitor: history to be read, no alarm that stands. */
export const movedAlert = z.object({
  id: entityId,
  createdAt: timestamp,
  alertType: z.string(),
  severity: movedSeverity,
  title: z.string(),
  message: z.string().nullable(),
  acknowledged: z.boolean(),
  acknowledgedAt: timestamp.nullable(),
  acknowledgedBy: z.string().nullable(),
  machine: named.nullable(),
  node: named.nullable(),
  fullName: z.string().nullable(),
  /** The ShopMonitor it comes from. */
  sourceLabel: z.string(),
});

/** What narrows a list of such alerts. */
export const movedAlertFilter = z.strictObject({
  /** Part of title, text or kind, or of the name of machine, node or person. */
  search: z.string().trim().max(100).optional(),
  severity: movedSeverity.optional(),
  acknowledged: z.boolean().optional(),
});

/** Moving an existing ShopMonitor in (source 004). */
export const moveIn = {
  /** Reads everything and says what will become of it; writes nothing. Ending the stream ends it. */
  rehearse: procedure('database:configure', { level: 'fresh' })
    .input(moveInSource)
    .errors(errors)
    .output(eventIterator(outcome)),
  /**
   * Moves everything that fits, at the end in one transaction: all of it, or nothing. Ending the stream
   * interrupts it; the next run with the same source goes on where it was, and moves nothing twice.
   */
  move: procedure('database:configure', { level: 'fresh' })
    .input(moveInSource)
    .errors(errors)
    .output(eventIterator(outcome)),
  /** Earlier runs, newest first. */
  runs: procedure('database:configure')
    .input(pageInput)
    .output(
      pageOf(
        z.object({
          id: z.string(),
          sourceLabel: z.string(),
          zone: z.string(),
          status: z.enum(['running', 'interrupted', 'done']),
          error: z.string().nullable(),
          startedByName: z.string().nullable(),
          startedAt: timestamp,
          finishedAt: timestamp.nullable(),
          report: moveInReport.nullable(),
        }),
      ),
    ),
  /** Alerts that were brought along, newest first. */
  alerts: procedure('alarm:read')
    .input(pageInput.extend(movedAlertFilter.shape))
    .output(pageOf(movedAlert)),
};

/** One of {@link moveInTables}. */
export type MoveInTable = (typeof moveInTables)[number];
/** One of {@link moveInReasons}. */
export type MoveInReason = (typeof moveInReasons)[number];
/** See {@link moveInFinding}. */
export type MoveInFinding = z.infer<typeof moveInFinding>;
/** See {@link moveInCounts}. */
export type MoveInCounts = z.infer<typeof moveInCounts>;
/** See {@link moveInReport}. */
export type MoveInReport = z.infer<typeof moveInReport>;
/** How far it is, or the report at the end. */
export type MoveInStep = z.infer<typeof outcome>;
/** See {@link movedAlert}. */
export type MovedAlert = z.infer<typeof movedAlert>;
/** See {@link movedAlertFilter}. */
export type MovedAlertFilter = z.infer<typeof movedAlertFilter>;
/** See {@link movedSeverity}. */
export type MovedSeverity = z.infer<typeof movedSeverity>;
/** See {@link moveInSource}. */
export type MoveInSource = z.output<typeof moveInSource>;
