import type { EndedBy, MachineSession } from '#contract/shopfloor/sessions.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { findSession } from './session-list.queries.ts';
import { lengthen } from './lengthen.ts';
import { takeOverFrom, transition } from './session-machine.ts';
import type { SessionRules } from './session-rules.ts';
import { readSessionFacts } from './session-state.queries.ts';
import { holdsInArea, lockSession } from './sessions.queries.ts';
import { type Refusal, refusalOf } from './start-decision.ts';
import { factsOf, lockMachine, readStartRow } from './start.queries.ts';

/** What became of a start at the console. */
export type StartOutcome =
  | { readonly kind: 'started'; readonly session: MachineSession }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly machineId: string }
  | { readonly kind: 'not-found' };

/** What became of an end at the console. */
export type EndOutcome =
  | { readonly kind: 'ended'; readonly session: MachineSession }
  | { readonly kind: 'already-ended'; readonly endedBy: EndedBy; readonly endTime: string }
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'not-found' };

/** What became of lengthening a session at the console. */
export type ExtendOutcome =
  | { readonly kind: 'extended'; readonly session: MachineSession }
  | Exclude<EndOutcome, { kind: 'ended' }>
  | { readonly kind: 'no-more'; readonly extensions: number };

/** What became of taking a machine over at the console. */
export type TakeOverOutcome =
  | StartOutcome
  /** `from`: when anybody trained may; null: the machine's settings never let that be. */
  | { readonly kind: 'not-now'; readonly from: string | null };

/** Sessions as people at consoles start and end them. */
export interface ConsoleSessions {
  start(caller: ActorContext, machineId: string): Promise<StartOutcome>;
  /** Ends the caller's own session. */
  endOwn(caller: ActorContext, sessionId: string): Promise<EndOutcome>;
  /** Lengthens the caller's own session. */
  extend(caller: ActorContext, sessionId: string): Promise<ExtendOutcome>;
  /** Takes a machine from whoever runs it, as its settings allow. */
  takeOver(caller: ActorContext, machineId: string, note: string | null): Promise<TakeOverOutcome>;
  /** Ends anybody's; needs `manage` in the session's area. */
  endOther(caller: ActorContext, sessionId: string, reason: string): Promise<EndOutcome>;
}

const task = 'shopfloor.console-session';

async function mustFind(tx: Tx, sessionId: string): Promise<MachineSession> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Error('A session disappeared while it was changed.');
  return session;
}

/** Makes the service. */
export function consoleSessions(
  database: Database,
  rules: SessionRules,
  audit: AuditService,
): ConsoleSessions {
  async function start(tx: Tx, caller: ActorContext, machineId: string): Promise<StartOutcome> {
    const { actor, connection } = caller;
    if (!(await lockMachine(tx, machineId))) return { kind: 'not-found' };
    const row = await readStartRow(tx, machineId, actor.userId);
    const refusal = refusalOf(factsOf(row));
    const attempt = {
      machineId,
      userId: actor.userId,
      via: 'console',
      ipAddress: connection.address,
    } as const;
    if (refusal) {
      await rules.refuse(tx, attempt, refusal);
      return { kind: 'refused', refusal, machineId: row.machine_id };
    }
    const id = await rules.start(tx, attempt, null, row.guard_node_id !== null);
    return { kind: 'started', session: await mustFind(tx, id) };
  }

  async function extend(
    tx: Tx,
    { actor, connection }: ActorContext,
    sessionId: string,
  ): Promise<ExtendOutcome> {
    const { userId } = actor;
    const found = await lockSession(tx, sessionId);
    if (!found) return { kind: 'not-found' };
    const attempt = {
      machineId: found.machine_id,
      userId,
      via: 'console',
      ipAddress: connection.address,
    } as const;
    const lengthened = await lengthen(tx, rules, attempt, sessionId);
    if (lengthened.kind === 'extended') {
      return { kind: 'extended', session: await mustFind(tx, sessionId) };
    }
    const { refusal } = lengthened;
    if (refusal.reason === 'no-more-extensions') {
      return { kind: 'no-more', extensions: refusal.extensions };
    }
    const { ended_by: endedBy, end_time: endTime } = found;
    return refusal.reason === 'ended' && endedBy !== null && endTime !== null
      ? { kind: 'already-ended', endedBy, endTime }
      : { kind: 'not-allowed' };
  }

  async function takeOver(
    tx: Tx,
    caller: ActorContext,
    machineId: string,
    note: string | null,
  ): Promise<TakeOverOutcome> {
    const { actor, connection } = caller;
    if (!(await lockMachine(tx, machineId))) return { kind: 'not-found' };
    const held = await readSessionFacts(tx, { runningAt: machineId });
    if (!held) return start(tx, caller, machineId);
    const row = await readStartRow(tx, machineId, actor.userId);
    const refusal = refusalOf({ ...factsOf(row), running: null });
    if (refusal) return { kind: 'refused', refusal, machineId: row.machine_id };
    const manages =
      actor.level !== 'badge' &&
      (await holdsInArea(tx, actor.userId, held.areaId, ['manage', 'admin']));
    const taker = { userId: actor.userId, manages };
    const { state, policy, now: at } = held;
    const result = transition(state, policy, { kind: 'take-over', at, taker });
    if (result.kind === 'refused') {
      if (result.refusal.reason === 'own-session') {
        return { kind: 'started', session: await mustFind(tx, held.id) };
      }
      const from = takeOverFrom(state, policy);
      return { kind: 'not-now', from: from === null ? null : new Date(from).toISOString() };
    }
    const attempt = {
      machineId,
      userId: actor.userId,
      via: 'console',
      ipAddress: connection.address,
    } as const;
    const guarded = row.guard_node_id !== null;
    const taken = { sessionId: held.id, badgeId: null, guarded, note };
    const id = await rules.takeOver(tx, attempt, taken);
    await recordEnd(tx, caller, held.id, note ?? 'taken over');
    return { kind: 'started', session: await mustFind(tx, id) };
  }

  async function end(
    tx: Tx,
    caller: ActorContext,
    sessionId: string,
    reason: string | null,
  ): Promise<EndOutcome> {
    const { userId } = caller.actor;
    const found = await lockSession(tx, sessionId);
    if (!found) return { kind: 'not-found' };
    const allowed =
      reason === null
        ? found.user_id === userId
        : await holdsInArea(tx, userId, found.area_id, ['manage', 'admin']);
    if (!allowed) return { kind: 'not-allowed' };
    if (found.ended_by !== null && found.end_time !== null) {
      return { kind: 'already-ended', endedBy: found.ended_by, endTime: found.end_time };
    }
    await rules.end(tx, sessionId, reason === null ? 'user' : 'admin', { userId, notes: reason });
    if (reason !== null) await recordEnd(tx, caller, sessionId, reason);
    return { kind: 'ended', session: await mustFind(tx, sessionId) };
  }

  function recordEnd(tx: Tx, caller: ActorContext, sessionId: string, reason: string) {
    return audit.record(tx, {
      userId: caller.actor.userId,
      username: caller.actor.username,
      action: 'machine-session.end',
      targetType: 'machine_session',
      targetId: sessionId,
      changeReason: reason,
      origin: originOf(caller.connection),
    });
  }

  /** Runs again when somebody outside the machine's lock was first; the second look sees them. */
  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await database.asSystem(task, work);
    } catch (error) {
      if (!violates(error, 'machine_sessions_one_active')) throw error;
      return database.asSystem(task, work);
    }
  }

  return {
    start: (caller, machineId) => once((tx) => start(tx, caller, machineId)),
    takeOver: (caller, machineId, note) => once((tx) => takeOver(tx, caller, machineId, note)),
    extend: (caller, sessionId) => database.asSystem(task, (tx) => extend(tx, caller, sessionId)),
    endOwn: (caller, sessionId) =>
      database.asSystem(task, (tx) => end(tx, caller, sessionId, null)),
    endOther: (caller, sessionId, reason) =>
      database.asSystem(task, (tx) => end(tx, caller, sessionId, reason)),
  };
}
