import type { Acted, Alarm, SeenAlarm } from '#contract/alarms.ts';
import type { AlarmFilter, AlarmSummary, SoundState } from '#contract/alarms/queue.ts';
import type { AuditOrigin, AuditService } from '#domains/identity/audit/audit.service.ts';
import type { LiveRows } from '#platform/changes/live-rows.ts';
import type { Tx, Viewer } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import { retryConflicts } from '#platform/database/retry-conflicts.ts';
import type { Platform } from '#platform/platform.ts';
import { actedOf, alarmOf, summaryOf } from './alarm-of.ts';
import {
  alarmById,
  type AlarmRow,
  countListed,
  countSetAside,
  pageOfAlarms,
  type QueueScope,
  standingFloods,
} from './alarms.queries.ts';
import { type AlarmConditions, type AlarmRaiser, createAlarmRaiser } from './alarm-raiser.ts';
import { liveQueue } from './live-queue.ts';
import {
  acknowledgeAlarms,
  actingFrom,
  actOnAlarms,
  type PlainAction,
  resolveEvent,
} from './operator.queries.ts';
import type { ActedRow } from './overlays/shelving.queries.ts';

export type { AlarmConditions, AlarmRaiser } from './alarm-raiser.ts';

/** Who acts on alarms, and where they sit. */
export interface Operator {
  readonly userId: string;
  readonly username: string;
  readonly origin: AuditOrigin;
}

/** Who looks. */
export interface Reader {
  readonly userId: string;
}

/** Why an alarm was not closed by hand. */
export type NotResolved = 'not-found' | 'condition-active' | 'not-acknowledged';

/** The alarm queue. */
export interface AlarmsService extends AlarmRaiser, AlarmConditions {
  list(
    reader: Reader,
    filter: AlarmFilter,
    page: PageRequest,
    signal?: AbortSignal,
  ): Promise<Page<Alarm>>;
  get(reader: Reader, id: string): Promise<Alarm | null>;
  live(viewer: Viewer, scope: QueueScope, signal: AbortSignal): AsyncGenerator<LiveRows<Alarm>>;
  summary(viewer: Viewer, positionId: string | null, signal?: AbortSignal): Promise<AlarmSummary>;
  acknowledge(operator: Operator, seen: readonly SeenAlarm[], note: string | null): Promise<Acted>;
  /** Resets latches, assigns or comments. */
  act(operator: Operator, action: PlainAction, note: string | null): Promise<Acted>;
  /** Keeps as an alarm that a station's alarm sound is not heard. */
  reportSound(operator: Operator, state: SoundState): Promise<void>;
  /** Closes an acknowledged event that has no end of its own. */
  resolve(operator: Operator, id: string, note: string): Promise<Alarm | NotResolved>;
}

/**
 * Runs an operator's action on a set of alarms: as the person, journaled with station and words,
 * audited; once more where a raise in the same rows made the database end it.
 */
export async function actOnSet(
  { database, audit }: { database: Platform['database']; audit: AuditService },
  operator: Operator,
  { action, note }: { readonly action: string; readonly note: string | null },
  work: (tx: Tx) => Promise<ActedRow[]>,
): Promise<Acted> {
  const attempt = async (tx: Tx): Promise<Acted> => {
    await actingFrom(tx, operator.origin.workstation, note);
    const result = actedOf(await work(tx));
    if (result.done.length > 0) {
      await audit.record(tx, {
        ...operator,
        action: `alarm.${action}`,
        targetType: 'alarm',
        details: { alarms: result.done },
        ...(note === null ? {} : { changeReason: note }),
      });
    }
    return result;
  };
  return retryConflicts(() => database.asUser(operator, attempt));
}

/** Makes the alarm queue. */
export function createAlarmsService(
  platform: Pick<Platform, 'database' | 'changes' | 'clock'>,
  audit: AuditService,
): AlarmsService {
  const { database } = platform;
  const acting = { database, audit };
  const raiser = createAlarmRaiser(database);
  return {
    ...raiser,

    async list(reader, filter, page, signal) {
      const read = (tx: Tx) => pageOfAlarms(tx, filter, page);
      const { rows, nextCursor } = await database.asUser(reader, read, { signal });
      return { rows: rows.map(alarmOf), nextCursor };
    },

    async get(reader, id) {
      const row = await database.asUser(reader, (tx) => alarmById(tx, id));
      return row ? alarmOf(row) : null;
    },

    live: (viewer, scope, signal) => liveQueue(platform, viewer, scope, { signal }),

    summary: (viewer, positionId, signal) =>
      database.asViewer(
        viewer,
        async (tx) =>
          summaryOf(
            await countListed(tx, positionId),
            await countSetAside(tx),
            await standingFloods(tx, positionId),
          ),
        { signal },
      ),

    acknowledge: (operator, seen, note) =>
      actOnSet(acting, operator, { action: 'acknowledge', note }, (tx) =>
        acknowledgeAlarms(tx, seen, {
          userId: operator.userId,
          workstation: operator.origin.workstation,
          note,
        }),
      ),

    act: (operator, action, note) =>
      actOnSet(acting, operator, { action: action.kind, note }, (tx) => actOnAlarms(tx, action)),

    async reportSound({ username, origin }, state) {
      const name = origin.workstation ?? origin.ipAddress ?? username;
      const source = { type: 'workstation', id: name, name };
      if (state === 'ready') await raiser.clear([{ alarmType: 'annunciator_silent', source }]);
      else await raiser.raise([{ alarmType: 'annunciator_silent', source, details: { state } }]);
    },

    resolve: (operator, id, note) =>
      database.asUser(operator, async (tx) => {
        await actingFrom(tx, operator.origin.workstation, note);
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
