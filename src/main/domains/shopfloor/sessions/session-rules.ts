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
  /** Answers null when the session was not active any more. */
  end(
    tx: Tx,
    sessionId: string,
    endedBy: EndedBy,
    by: { readonly userId: string | null; readonly notes: string | null },
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
    async end(tx, sessionId, endedBy, by) {
      const ended = await endSession(tx, {
        sessionId,
        endedBy,
        endedByUserId: by.userId,
        notes: by.notes,
      });
      if (!ended) return null;
      await addLogLine(tx, {
        machineId: ended.machine_id,
        userId: by.userId ?? ended.user_id,
        sessionId,
        eventType: 'session-ended',
        data: { endedBy, ...(by.notes ? { notes: by.notes } : {}) },
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
