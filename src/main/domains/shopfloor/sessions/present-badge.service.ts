import type { BadgeIdentity, BadgeService } from '#domains/identity/badges/badge.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import { retryConflicts } from '#platform/database/retry-conflicts.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import {
  claimNodeEvent,
  readNodeOutcome,
  type NodeEventKey,
  writeNodeOutcome,
} from '../nodes/node-events.queries.ts';
import { lengthen } from './lengthen.ts';
import type { Attempt, SessionRules } from './session-rules.ts';
import { readSessionFacts } from './session-state.queries.ts';
import { decideBadge, type Refusal } from './start-decision.ts';
import {
  factsOf,
  findMachineAtPort,
  lockMachine,
  readJustDone,
  readStartRow,
  type StartRow,
} from './start.queries.ts';

/** A badge held to a reader of a machine. */
export interface Presentation extends BadgeUid {
  readonly machineId: string;
  readonly via: 'reader' | 'node' | 'console';
  /** As people call the reader, for events. */
  readonly place: string;
  /** Address of the console, where one was used. */
  readonly ipAddress?: string | null;
}

/** A badge held to a node's own reader, as the node reported it. */
export interface NodePresentation extends BadgeUid {
  /** The report; a repetition of it is answered and not acted upon again. */
  readonly event: NodeEventKey;
  readonly port: number;
  readonly place: string;
}

/** What became of a presented badge. */
export type PresentationOutcome =
  | {
      readonly kind: 'started' | 'ended' | 'extended';
      readonly machineId: string;
      readonly sessionId: string;
      readonly userId: string;
      readonly fullName: string;
    }
  /** The same presentation again: what it did stands. */
  | {
      readonly kind: 'repeated';
      readonly of: 'started' | 'ended' | 'extended';
      readonly machineId: string;
      readonly sessionId: string;
    }
  | { readonly kind: 'refused'; readonly machineId: string; readonly refusal: Refusal }
  /** Nothing is set up at this reader or port. */
  | { readonly kind: 'no-machine' };

/**
 * Decides what a badge does to a machine, in one transaction: everything it did is kept, or nothing
 * is. Throws `DatabaseUnavailable`, `DatabaseReadOnly` or `CommitUnknown`; nobody was let at the
 * machine then.
 */
export interface BadgePresenter {
  present(presentation: Presentation): Promise<PresentationOutcome>;
  presentAtNode(presentation: NodePresentation): Promise<PresentationOutcome>;
}

/** What a presenter needs. */
export interface PresenterServices {
  readonly database: Database;
  readonly badges: BadgeService;
  readonly rules: SessionRules;
}

/** A badge that comes back this soon has wobbled on the reader. Milliseconds. */
const REPEAT_WITHIN_MS = 1500;

const task = 'shopfloor.present-badge';

/** Why a badge that names nobody, or nobody who may use it, is refused. */
function refusalOfBadge(identity: Exclude<BadgeIdentity, { kind: 'known' }>): Refusal {
  switch (identity.kind) {
    case 'unknown':
      return { reason: 'badge-unknown' };
    case 'blocked':
    case 'lost':
      return { reason: `badge-${identity.kind}`, userId: identity.userId };
    case 'user-inactive':
      return { reason: 'user-inactive', userId: identity.userId };
  }
}

/** Makes a presenter. */
export function badgePresenter({ database, badges, rules }: PresenterServices): BadgePresenter {
  async function decide(tx: Tx, presentation: Presentation): Promise<PresentationOutcome> {
    const { machineId, via, place, ipAddress = null } = presentation;
    if (!(await lockMachine(tx, machineId))) return { kind: 'no-machine' };
    const key = `machine:${machineId}`;
    const identity = await badges.identify(tx, presentation, { key, name: place });
    const userId = identity.kind === 'unknown' ? null : identity.userId;
    const attempt = { machineId, userId, via, ipAddress };
    if (identity.kind !== 'known') return refuse(tx, attempt, refusalOfBadge(identity));
    const { fullName } = identity;
    const known = { ...attempt, userId: identity.userId, fullName };
    const justDone = await readJustDone(tx, machineId, known.userId, REPEAT_WITHIN_MS);
    const row = await readStartRow(tx, machineId, known.userId);
    const held = row.running && (await readSessionFacts(tx, { runningAt: machineId }));
    const decision = decideBadge(known.userId, factsOf(row), justDone, held);
    switch (decision.kind) {
      case 'repeat':
        return { kind: 'repeated', of: decision.of, machineId, sessionId: decision.sessionId };
      case 'refuse':
        return refuse(tx, attempt, decision.refusal);
      case 'end':
        return end(tx, known, decision.sessionId);
      case 'extend':
        return extend(tx, known, decision.sessionId);
      case 'take-over':
        return start(tx, known, identity.badgeId, row, decision.sessionId);
      case 'start':
        return start(tx, known, identity.badgeId, row, null);
    }
  }

  async function refuse(tx: Tx, attempt: Attempt, refusal: Refusal): Promise<PresentationOutcome> {
    await rules.refuse(tx, attempt, refusal);
    return { kind: 'refused', machineId: attempt.machineId, refusal };
  }

  type Known = Attempt & { readonly userId: string; readonly fullName: string };

  async function end(tx: Tx, { machineId, userId, fullName }: Known, sessionId: string) {
    await rules.end(tx, sessionId, 'user', { userId, notes: null });
    return { kind: 'ended', machineId, sessionId, userId, fullName } as const;
  }

  async function extend(tx: Tx, attempt: Known, sessionId: string): Promise<PresentationOutcome> {
    const { machineId, userId, fullName } = attempt;
    const lengthened = await lengthen(tx, rules, attempt, sessionId);
    if (lengthened.kind !== 'extended')
      throw new Error('A session that may be lengthened was not.');
    return { kind: 'extended', machineId, sessionId, userId, fullName };
  }

  async function start(
    tx: Tx,
    attempt: Known,
    badgeId: string,
    row: StartRow,
    takenFrom: string | null,
  ): Promise<PresentationOutcome> {
    const { machineId, userId, fullName } = attempt;
    const guarded = row.guard_node_id !== null;
    const sessionId =
      takenFrom === null
        ? await rules.start(tx, attempt, badgeId, guarded)
        : await rules.takeOver(tx, attempt, { sessionId: takenFrom, badgeId, guarded, note: null });
    return { kind: 'started', machineId, sessionId, userId, fullName };
  }

  async function decideAtNode(tx: Tx, report: NodePresentation): Promise<PresentationOutcome> {
    const { event, port, ...badge } = report;
    if (!(await claimNodeEvent(tx, event))) return readNodeOutcome<PresentationOutcome>(tx, event);
    const machineId = await findMachineAtPort(tx, event.nodeKey, port);
    const outcome: PresentationOutcome = machineId
      ? await decide(tx, { ...badge, machineId, via: 'node' })
      : { kind: 'no-machine' };
    await writeNodeOutcome(tx, event, outcome);
    return outcome;
  }

  /** Runs again when somebody outside the machine's lock was first; the second look sees them. */
  async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const attempt = () => retryConflicts(() => database.asSystem(task, work));
    return attempt().catch((error: unknown) => {
      if (!violates(error, 'machine_sessions_one_active')) throw error;
      return attempt();
    });
  }

  return {
    present: (presentation) => once((tx) => decide(tx, presentation)),
    presentAtNode: (presentation) => once((tx) => decideAtNode(tx, presentation)),
  };
}
