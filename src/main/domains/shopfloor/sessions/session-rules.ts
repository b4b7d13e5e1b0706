import type { EndedBy } from '#contract/shopfloor/sessions.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { Tx } from '#platform/database/database.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import { readMachineName } from '../nodes/port-commands.queries.ts';
import {
  type EndedSession,
  endSession,
  insertSession,
  type NewSession,
} from './sessions.queries.ts';
import { writeExtension } from './session-state.queries.ts';
import type { Refusal } from './start-decision.ts';

/** Where somebody stands who starts, ends or is refused. */
export interface Attempt {
  readonly machineId: string;
  /** Null for a badge that names nobody. */
  readonly userId: string | null;
  readonly via: NewSession['via'];
  /** Address of the console, where one was used. */
  readonly ipAddress: string | null;
}

/** What happens to sessions always happens to the machine's log too, in the same transaction. */
export interface SessionRules {
  start(
    tx: Tx,
    attempt: Attempt & { readonly userId: string },
    badgeId: string | null,
    guarded: boolean,
  ): Promise<string>;
  /**
   * Ends the session of somebody else and starts one at the same machine, which stays released.
   * Answers the new session. Throws when the session was not active: lock and look first.
   */
  takeOver(
    tx: Tx,
    attempt: Attempt & { readonly userId: string },
    taken: {
      readonly sessionId: string;
      readonly badgeId: string | null;
      readonly guarded: boolean;
      readonly note: string | null;
    },
  ): Promise<string>;
  /** Lengthens a session that is active to `until`, in milliseconds since 1970. */
  extend(
    tx: Tx,
    attempt: Attempt & { readonly userId: string },
    sessionId: string,
    until: number,
  ): Promise<void>;
  /** Answers null when the session was not active any more. */
  end(
    tx: Tx,
    sessionId: string,
    endedBy: EndedBy,
    by: {
      readonly userId: string | null;
      readonly notes: string | null;
      /** When it ended, where that was worked out from the node's log. */
      readonly inferredAt?: string;
      /** The node never released the machine. */
      readonly notReleased?: boolean;
    },
  ): Promise<EndedSession | null>;
  /** Keeps why somebody was not let at the machine: a security event and a line of the log, no session. */
  refuse(tx: Tx, attempt: Attempt, refusal: Refusal): Promise<void>;
}

/** Reasons that identity has already recorded when it looked the badge up. */
const recordedByIdentity: ReadonlySet<Refusal['reason']> = new Set([
  'badge-unknown',
  'badge-blocked',
  'badge-lost',
  'user-inactive',
]);

/** Makes the rules. */
export function sessionRules(security: SecurityService): SessionRules {
  return {
    async start(tx, attempt, badgeId, guarded) {
      const { machineId, userId, via, ipAddress } = attempt;
      const id = await insertSession(tx, { machineId, userId, badgeId, via, guarded });
      const data = { via };
      await addLogLine(tx, {
        machineId,
        userId,
        sessionId: id,
        eventType: 'session-started',
        data,
        ipAddress,
      });
      return id;
    },
    async takeOver(tx, attempt, { sessionId, badgeId, guarded, note }) {
      const { machineId, userId, via, ipAddress } = attempt;
      const taken = await endSession(tx, {
        sessionId,
        endedBy: 'admin',
        endedByUserId: userId,
        notes: note,
        handsOver: true,
      });
      if (!taken) throw new Error('A session was taken over that was not active.');
      const data = { endedBy: 'admin', ...(note === null ? {} : { notes: note }) };
      await addLogLine(tx, { machineId, userId, sessionId, eventType: 'session-taken-over', data });
      const id = await insertSession(tx, {
        machineId,
        userId,
        badgeId,
        via,
        guarded,
        tookOverId: sessionId,
      });
      const eventType = 'session-started';
      await addLogLine(tx, {
        machineId,
        userId,
        sessionId: id,
        eventType,
        data: { via, tookOver: sessionId },
        ipAddress,
      });
      return id;
    },
    async extend(tx, { machineId, userId, via, ipAddress }, sessionId, until) {
      await writeExtension(tx, sessionId, until);
      await addLogLine(tx, {
        machineId,
        userId,
        sessionId,
        eventType: 'session-extended',
        data: { via, until: new Date(until).toISOString() },
        ipAddress,
      });
    },
    async end(tx, sessionId, endedBy, by) {
      const ended = await endSession(tx, {
        sessionId,
        endedBy,
        endedByUserId: by.userId,
        notes: by.notes,
        inferredAt: by.inferredAt,
      });
      if (!ended) return null;
      await addLogLine(tx, {
        machineId: ended.machine_id,
        userId: by.userId ?? ended.user_id,
        sessionId,
        eventType: 'session-ended',
        data: {
          endedBy,
          ...(by.notes ? { notes: by.notes } : {}),
          ...(by.inferredAt ? { inferred: true } : {}),
          ...(by.notReleased ? { notReleased: true } : {}),
        },
        at: by.inferredAt,
      });
      return ended;
    },
    async refuse(tx, attempt, refusal) {
      const { machineId, userId, via, ipAddress } = attempt;
      const { reason } = refusal;
      const eventType = 'session-refused';
      await addLogLine(tx, {
        machineId,
        userId,
        eventType,
        reason,
        data: { ...refusal, via },
        ipAddress,
      });
      if (recordedByIdentity.has(reason)) return;
      await security.record(tx, {
        eventType: 'machine-start-refused',
        userId,
        success: false,
        resourceType: 'machine',
        resourceId: machineId,
        appContext: 'shopfloor',
        details: { ...refusal, via, machineName: await readMachineName(tx, machineId) },
      });
    },
  };
}
