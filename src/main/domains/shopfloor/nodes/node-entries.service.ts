import type { EndedBy } from '#contract/shopfloor/sessions.ts';
import type { BadgeIdentity, BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { BadgeTechnology } from '#platform/serial/badge-uid.ts';
import type { EntryKind } from '#platform/serial/node-protocol.ts';
import type { RefusalReason } from '#contract/shopfloor/logs.ts';
import { lockCircuit } from '../estops/estops.queries.ts';
import { pastStopStep } from '../estops/past-stop-steps.ts';
import { addLogLine } from '../logs/logs.queries.ts';
import type { SessionRules } from '../sessions/session-rules.ts';
import { readSessionFacts } from '../sessions/session-state.queries.ts';
import { transition } from '../sessions/session-machine.ts';
import { holdsInArea } from '../sessions/sessions.queries.ts';
import { findMachineAtPort, lockMachine } from '../sessions/start.queries.ts';
import type { AlarmedNode, NodeAlarms } from './node-alarms.ts';
import { findAlarmedNode } from './node-state.queries.ts';
import {
  correctEnds,
  type EntryOutcome,
  insertEntry,
  insertOfflineSession,
  listStandingSessions,
  lockLedger,
  momentAgo,
  listRunningAt,
  recordPastActivity,
  type StandingSession,
} from './node-entries.queries.ts';

/** One line of a node's own log, of what it did while no host answered it. */
export interface OfflineEntry {
  /** The run that wrote it. */
  readonly boot: string;
  /** Its number within the run. */
  readonly n: number;
  /** How long ago. Milliseconds; null when the node lost the time. */
  readonly ageMs: number | null;
  readonly what: EntryKind;
  readonly port: number | null;
  /** Upper-case hexadecimal. */
  readonly uid: string | null;
  readonly tech: BadgeTechnology | null;
  readonly reason: string | null;
}

/** What became of a line. */
export type EntryTaken =
  /** Everything of that run up to this number is in the database. */
  | { readonly kind: 'kept'; readonly upTo: number; readonly isNew: boolean }
  /** Lines before it are missing; the node must send those first. */
  | { readonly kind: 'gap'; readonly expected: number };

/** Why a node that is there again had been away. */
export interface Return {
  /** Why it last started, as it says. */
  readonly reset: string;
  /** Seconds since then; null when it does not say. */
  readonly uptime: number | null;
}

/** The ledger of what nodes did alone. */
export interface NodeEntries {
  /**
   * Takes a line: once, and in its order. `mayLeaveGap` where the node has nothing older any more.
   * Sessions appear with the times at which they began and ended.
   */
  take(node: AlarmedNode, entry: OfflineEntry, mayLeaveGap: boolean): Promise<EntryTaken>;
  /**
   * Keeps in `tx` what the hardware of a node did at `at`: stopped, for danger or as a drill, or
   * was released and reset.
   */
  stopped(tx: Tx, nodeKey: string, state: 'stopped' | 'test' | 'reset', at: string): Promise<void>;
  /** All lines are in: decides which of the sessions that run at the node stay. */
  settle(node: AlarmedNode, how: Return): Promise<void>;
}

/** What it is built from. */
export interface EntryServices {
  readonly database: Database;
  readonly badges: BadgeService;
  readonly rules: SessionRules;
  readonly security: SecurityService;
  readonly alarms: NodeAlarms;
}

/** What a line led to, as it is kept. */
interface Effect {
  readonly outcome: EntryOutcome;
  readonly machineId?: string | null;
  readonly userId?: string | null;
  readonly sessionId?: string | null;
}

/** A line with its moment. */
interface Dated extends OfflineEntry {
  readonly at: string;
  readonly timeKnown: boolean;
}

const OPERATORS = ['operate', 'manage', 'admin'] as const;
const NO_POWER = 'The node started anew: the machine had no release.';
/** Starts by which a node shows that it had no power, and the machine none either. */
const POWER_LOSS: ReadonlySet<string> = new Set(['power-on', 'brown-out']);

/** Who ended it, by the node's own word: nothing where the badge did. */
const endOf = (reason: string | null): EndedBy =>
  reason === null ? 'user' : reason === 'estop' ? 'estop' : 'timeout';

const happenedIn = { stopped: 'tripped', test: 'tested', reset: 'reset' } as const;

const idOf = (who: BadgeIdentity | null) => (who && 'userId' in who ? who.userId : null);

function reasonOf(who: BadgeIdentity | null, trained: boolean): RefusalReason {
  switch (who?.kind) {
    case 'lost':
    case 'blocked':
      return `badge-${who.kind}`;
    case 'user-inactive':
      return 'user-inactive';
    case 'known':
      return trained ? 'not-in-cache' : 'not-trained';
    case 'unknown':
    case undefined:
      return 'badge-unknown';
  }
}

async function mayOperate(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const session = await readSessionFacts(tx, { sessionId });
  return holdsInArea(tx, userId, session?.areaId ?? null, OPERATORS);
}

/** Makes the ledger. */
export function nodeEntries(services: EntryServices): NodeEntries {
  const { database, badges, rules, security, alarms } = services;

  async function whose(tx: Tx, { uid, tech }: OfflineEntry): Promise<BadgeIdentity | null> {
    return uid === null ? null : badges.identify(tx, { hex: uid, technology: tech ?? 'unknown' });
  }

  /** Ends the session that runs at a locked machine since before `at`, at that moment. */
  async function endRunning(
    tx: Tx,
    machineId: string,
    at: string,
    by: EndedBy,
    { userId = null, notes = null }: { userId?: string | null; notes?: string | null } = {},
  ): Promise<string | null> {
    const running = await readSessionFacts(tx, { runningAt: machineId });
    if (!running || running.state.startedAt > Date.parse(at)) return null;
    const event = { kind: 'node-log-ended', at: Date.parse(at), by } as const;
    const { state, policy } = running;
    if (transition(state, policy, event).kind === 'refused') return null;
    await rules.end(tx, running.id, by, { userId, notes, inferredAt: at });
    return running.id;
  }

  async function started(
    tx: Tx,
    node: AlarmedNode,
    entry: Dated,
    machineId: string,
  ): Promise<Effect> {
    const who = await whose(tx, entry);
    const userId = idOf(who);
    const { at, timeKnown } = entry;
    const running = await readSessionFacts(tx, { runningAt: machineId });
    if (running && userId !== null && running.state.userId === userId) {
      return { outcome: 'kept', machineId, userId, sessionId: running.id };
    }
    await endRunning(tx, machineId, at, 'timeout');
    await correctEnds(tx, machineId, at);
    const badgeId = who && 'badgeId' in who ? who.badgeId : null;
    const session = { machineId, userId, badgeId, at, timeKnown };
    const { id: sessionId } = await insertOfflineSession(tx, session);
    await addLogLine(tx, {
      machineId,
      userId,
      sessionId,
      eventType: 'session-started',
      data: { via: 'node', offline: true, node: node.node_id },
      at,
    });
    const allowed = who?.kind === 'known' && (await mayOperate(tx, who.userId, sessionId));
    if (allowed) return { outcome: 'started', machineId, userId, sessionId };
    await revoked(tx, node, { machineId, userId, sessionId, at, reason: reasonOf(who, false) });
    return { outcome: 'started-revoked', machineId, userId, sessionId };
  }

  /** Somebody was let at a machine whose right was gone when the host heard of it. */
  async function revoked(
    tx: Tx,
    node: AlarmedNode,
    what: {
      readonly machineId: string;
      readonly userId: string | null;
      readonly sessionId: string;
      readonly at: string;
      readonly reason: RefusalReason;
    },
  ): Promise<void> {
    const { machineId, userId, ...details } = what;
    await security.record(tx, {
      eventType: 'machine-started-without-right',
      userId,
      success: true,
      resourceType: 'machine',
      resourceId: machineId,
      appContext: 'shopfloor',
      details: { ...details, node: node.node_id },
    });
    await alarms.revokedStart(tx, machineId, details);
  }

  async function ended(tx: Tx, entry: Dated, machineId: string): Promise<Effect> {
    const userId = idOf(await whose(tx, entry));
    const by = endOf(entry.reason);
    const notes = entry.reason === 'restart' ? NO_POWER : null;
    const sessionId = await endRunning(tx, machineId, entry.at, by, { userId, notes });
    if (sessionId !== null) return { outcome: 'ended', machineId, userId, sessionId };
    const corrected = await correctEnds(tx, machineId, entry.at);
    return corrected === null
      ? { outcome: 'nothing-ran', machineId, userId }
      : { outcome: 'corrected', machineId, userId, sessionId: corrected };
  }

  async function refused(
    tx: Tx,
    node: AlarmedNode,
    entry: Dated,
    machineId: string,
  ): Promise<Effect> {
    const who = await whose(tx, entry);
    const userId = idOf(who);
    const reason = reasonOf(who, true);
    const data = { offline: true, via: 'node', node: node.node_id, said: entry.reason };
    await addLogLine(tx, {
      machineId,
      userId,
      eventType: 'session-refused',
      reason,
      data,
      at: entry.at,
    });
    await security.record(tx, {
      eventType: 'machine-start-refused',
      userId,
      success: false,
      resourceType: 'machine',
      resourceId: machineId,
      appContext: 'shopfloor',
      details: { reason, ...data, at: entry.at },
    });
    return { outcome: 'kept', machineId, userId };
  }

  const stopHappened = pastStopStep(alarms, async (tx, nodeKey, at) => {
    for (const machineId of await listRunningAt(tx, nodeKey)) {
      await lockMachine(tx, machineId);
      await endRunning(tx, machineId, at, 'estop');
    }
  });

  async function act(tx: Tx, node: AlarmedNode, entry: Dated): Promise<Effect> {
    if (entry.what === 'estop' || entry.what === 'estop-reset') {
      await stopHappened(tx, node, entry.what === 'estop' ? 'tripped' : 'reset', entry.at);
      return { outcome: 'kept' };
    }
    const machineId = await findMachineAtPort(tx, node.id, entry.port ?? -1);
    if (machineId === null) return { outcome: 'no-machine' };
    await lockMachine(tx, machineId);
    switch (entry.what) {
      case 'started':
        return started(tx, node, entry, machineId);
      case 'ended':
        return ended(tx, entry, machineId);
      case 'refused':
        return refused(tx, node, entry, machineId);
      case 'activity':
        await recordPastActivity(tx, machineId, entry.at);
        return { outcome: 'kept', machineId };
    }
  }

  async function takeIn(
    tx: Tx,
    node: AlarmedNode,
    entry: OfflineEntry,
    mayLeaveGap: boolean,
  ): Promise<EntryTaken> {
    const { boot, n, what, port, reason, ageMs } = entry;
    // As a stop that is told live does: the zones of the circuit before the node.
    if (what === 'estop' || what === 'estop-reset') await lockCircuit(tx, node.id);
    const { kept, earliest } = await lockLedger(tx, node.id, boot);
    if (kept !== null && n <= kept) return { kind: 'kept', upTo: kept, isNew: false };
    if (kept !== null && n > kept + 1 && !mayLeaveGap) return { kind: 'gap', expected: kept + 1 };
    const at = ageMs === null ? earliest : await momentAgo(tx, ageMs);
    const dated = { ...entry, at, timeKnown: ageMs !== null };
    const effect = await act(tx, node, dated);
    await insertEntry(tx, {
      nodeKey: node.id,
      boot,
      n,
      what,
      port,
      at,
      timeKnown: dated.timeKnown,
      reason,
      machineId: effect.machineId ?? null,
      userId: effect.userId ?? null,
      sessionId: effect.sessionId ?? null,
      outcome: effect.outcome,
    });
    return { kind: 'kept', upTo: n, isNew: true };
  }

  /**
   * A machine whose node had no power stood still; it must not start by itself because power is
   * back, so the session is over. A person whose right is gone is stopped now.
   */
  async function judge(tx: Tx, how: Return, session: StandingSession): Promise<void> {
    await lockMachine(tx, session.machine_id);
    if (POWER_LOSS.has(how.reset) && session.before_boot) {
      const inferredAt = session.last_known;
      await rules.end(tx, session.id, 'timeout', { userId: null, notes: NO_POWER, inferredAt });
    } else if (!session.allowed) {
      const notes = 'The right to use the machine was withdrawn.';
      await rules.end(tx, session.id, 'admin', { userId: null, notes });
    }
  }

  const task = 'shopfloor.node-entries';
  return {
    async stopped(tx, nodeKey, state, at) {
      const node = await findAlarmedNode(tx, nodeKey);
      if (node) await stopHappened(tx, node, happenedIn[state], at);
    },
    take: (node, entry, mayLeaveGap) =>
      database.asSystem(task, (tx) => takeIn(tx, node, entry, mayLeaveGap)),
    settle: (node, how) =>
      database.asSystem(task, async (tx) => {
        const standing = await listStandingSessions(tx, node.id, how.uptime);
        for (const session of standing) await judge(tx, how, session);
      }),
  };
}
