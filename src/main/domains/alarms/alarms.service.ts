import type {
  Alarm,
  AlarmPriority,
  AlarmSummary,
  SeenAlarm,
  SkipReason,
} from '#contract/alarms.ts';
import type { AuditOrigin, AuditService } from '#domains/identity/audit/audit.service.ts';
import { type LiveRows, liveRows } from '#platform/changes/live-rows.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Platform } from '#platform/platform.ts';
import {
  alarmById,
  type AlarmFilter,
  type AlarmRow,
  countListed,
  listedAlarms,
  pageOfAlarms,
  type PriorityCount,
} from './alarms.queries.ts';
import {
  clearIn,
  describeIn,
  raiseIn,
  type Reconciled,
  reconcileIn,
  withoutRaces,
} from './raising.ts';
import { acknowledgeAlarms, type Clear, type Raise, resolveEvent } from './transitions.queries.ts';

/** Who acknowledges or closes, and where they sit. */
export interface Operator {
  readonly userId: string;
  readonly username: string;
  readonly origin: AuditOrigin;
}

/** What became of a bulk acknowledgement. */
export interface Acknowledged {
  readonly acknowledged: string[];
  readonly skipped: { readonly id: string; readonly reason: SkipReason }[];
}

/** Why an alarm was not closed by hand. */
export type NotResolved = 'not-found' | 'condition-active' | 'not-acknowledged';

/** Raising and clearing, for monitors and device links. Idempotent; many at once cost one statement. */
export interface AlarmRaiser {
  /** Raises in a transaction of its own; answers how many became active that were not. */
  raise(raises: readonly Raise[]): Promise<number>;
  /** Clears in a transaction of its own; answers how many were active. */
  clear(clears: readonly Clear[]): Promise<number>;
  /** Like {@link raise}, as a part of a system transaction. */
  raiseIn(tx: Tx, raises: readonly Raise[]): Promise<number>;
  /** Like {@link clear}, as a part of a system transaction. */
  clearIn(tx: Tx, clears: readonly Clear[]): Promise<number>;
  /** Says anew what active alarms are about, without counting an occurrence. */
  describeIn(tx: Tx, raises: readonly Raise[]): Promise<number>;
  /**
   * Makes the active alarms of one type be exactly `conditions`: raises what is missing, clears what
   * is over, describes anew what changed. Repeating it changes nothing.
   */
  reconcileIn(
    tx: Tx,
    alarmType: string,
    conditions: readonly Omit<Raise, 'alarmType'>[],
  ): Promise<Reconciled>;
}

/** The alarm queue. */
export interface AlarmsService extends AlarmRaiser {
  list(
    reader: { readonly userId: string },
    filter: AlarmFilter,
    page: PageRequest,
    signal?: AbortSignal,
  ): Promise<Page<Alarm>>;
  live(reader: { readonly userId: string }, signal: AbortSignal): AsyncGenerator<LiveRows<Alarm>>;
  summary(reader: { readonly userId: string }, signal?: AbortSignal): Promise<AlarmSummary>;
  acknowledge(
    operator: Operator,
    seen: readonly SeenAlarm[],
    note: string | null,
  ): Promise<Acknowledged>;
  /** Closes an acknowledged event that has no end of its own. */
  resolve(operator: Operator, id: string, note: string): Promise<Alarm | NotResolved>;
}

/** Makes the alarm queue. */
export function createAlarmsService(
  { database, changes }: Pick<Platform, 'database' | 'changes'>,
  audit: AuditService,
): AlarmsService {
  return {
    raise: (raises) =>
      withoutRaces(() => database.asSystem('alarm-raise', (tx) => raiseIn(tx, raises))),
    clear: (clears) =>
      withoutRaces(() => database.asSystem('alarm-clear', (tx) => clearIn(tx, clears))),
    raiseIn,
    clearIn,
    describeIn,
    reconcileIn,

    async list(reader, filter, page, signal) {
      const read = (tx: Tx) => pageOfAlarms(tx, filter, page);
      const { rows, nextCursor } = await database.asUser(reader, read, { signal });
      return { rows: rows.map(alarmOf), nextCursor };
    },

    live: (reader, signal) =>
      liveRows({
        changes,
        topics: ['alarms.alarms'],
        load: async (ids) => {
          const read = (tx: Tx) => listedAlarms(tx, ids);
          return (await database.asUser(reader, read, { signal })).map(alarmOf);
        },
        key: ({ id }) => id,
        signal,
      }),

    summary: async (reader, signal) =>
      summaryOf(await database.asUser(reader, countListed, { signal })),

    acknowledge: (operator, seen, note) =>
      database.asUser(operator, async (tx) => {
        const rows = await acknowledgeAlarms(tx, seen, {
          userId: operator.userId,
          workstation: operator.origin.workstation,
          note,
        });
        const acknowledged = rows.flatMap(({ id, result }) =>
          result === 'acknowledged' ? [id] : [],
        );
        const skipped = rows.flatMap(({ id, result }) =>
          result === 'acknowledged' ? [] : [{ id, reason: result }],
        );
        if (acknowledged.length > 0) {
          await audit.record(tx, {
            ...operator,
            action: 'alarm.acknowledge',
            targetType: 'alarm',
            details: { alarms: acknowledged },
            ...(note === null ? {} : { changeReason: note }),
          });
        }
        return { acknowledged, skipped };
      }),

    resolve: (operator, id, note) =>
      database.asUser(operator, async (tx) => {
        const done = await resolveEvent(tx, { id, userId: operator.userId, note });
        const row = await alarmById(tx, id);
        if (!row) return 'not-found';
        if (!done) return whyNotResolved(row);
        await audit.record(tx, {
          ...operator,
          action: 'alarm.resolve',
          targetType: 'alarm',
          targetId: id,
          changeReason: note,
        });
        return alarmOf(row);
      }),
  };
}

function whyNotResolved({ cleared_by, state }: AlarmRow): NotResolved {
  if (cleared_by !== 'operator') return 'condition-active';
  return state === 'active-unacked' ? 'not-acknowledged' : 'not-found';
}

function alarmOf(row: AlarmRow): Alarm {
  return {
    id: row.id,
    alarmType: row.alarm_type,
    sourceType: row.source_type,
    sourceId: row.source_id,
    sourceName: row.source_name,
    priority: row.priority as AlarmPriority,
    state: row.state,
    title: row.title,
    message: row.message,
    details: row.details as Alarm['details'],
    operatorAction: row.operator_action,
    noteRequired: row.note_required,
    clearedBy: row.cleared_by as Alarm['clearedBy'],
    occurrences: row.occurrences,
    annunciation: row.annunciation,
    annunciatedAt: row.annunciated_at,
    sourceTime: row.source_time,
    receivedAt: row.received_at,
    createdAt: row.created_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedByName: row.acknowledged_by_name,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedFrom: row.acknowledged_from,
    acknowledgementNote: row.acknowledgement_note,
    resolvedAt: row.resolved_at,
    resolutionNotes: row.resolution_notes,
  };
}

function summaryOf(counts: readonly PriorityCount[]): AlarmSummary {
  const of = (priority: AlarmPriority, what: 'open' | 'unacknowledged'): number =>
    counts.find((count) => count.priority === priority)?.[what] ?? 0;
  const split = (what: 'open' | 'unacknowledged') => ({
    P1: of('P1', what),
    P2: of('P2', what),
    P3: of('P3', what),
    P4: of('P4', what),
  });
  const oldest = counts.flatMap(({ oldest_unacknowledged_at }) => oldest_unacknowledged_at ?? []);
  return {
    open: split('open'),
    unacknowledged: split('unacknowledged'),
    oldestUnacknowledgedAt: oldest.sort()[0] ?? null,
  };
}
