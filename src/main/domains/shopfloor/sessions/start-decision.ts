import type { RunningSession } from '#contract/shopfloor/sessions.ts';
import {
  badgeExtends,
  type SessionPolicy,
  type SessionState,
  transition,
} from './session-machine.ts';

/** Why nobody is let at the machine, with what a display or screen needs to say it. */
export type Refusal =
  | { readonly reason: 'badge-unknown' }
  | { readonly reason: 'badge-blocked' | 'badge-lost' | 'user-inactive'; readonly userId: string }
  | { readonly reason: 'not-trained'; readonly areaId: string | null }
  | { readonly reason: 'machine-inactive' }
  | { readonly reason: 'machine-to-check' | 'machine-blocked'; readonly note: string | null }
  | { readonly reason: 'machine-busy'; readonly session: RunningSession }
  | { readonly reason: 'node-offline'; readonly nodeId: string; readonly lastSeen: string | null }
  | { readonly reason: 'estop-active'; readonly zoneId: string | null; readonly since: string }
  | ({ readonly reason: 'estop-unseen'; readonly zoneId: string | null } & UnseenCircuit);

/** The node that sees the stop circuit of a zone and is silent, so that nobody can vouch for the circuit. */
export interface UnseenCircuit {
  /** Business code. */
  readonly nodeId: string;
  readonly lastSeen: string | null;
}

/** Everything that a start depends on, read while the machine's row is locked. */
export interface StartFacts {
  /** Switched on, as are its zone and its area. */
  readonly inService: boolean;
  readonly condition: 'ok' | 'to-check' | 'blocked';
  readonly conditionNote: string | null;
  readonly areaId: string | null;
  readonly zoneId: string | null;
  /** The node that must release the machine; `null` where none guards it. */
  readonly guard: {
    readonly nodeId: string;
    readonly online: boolean;
    readonly lastSeen: string | null;
  } | null;
  /** Since when an emergency stop stands in the zone, or at the machine's node. */
  readonly estopSince: string | null;
  /** The node that sees the zone's stop circuit, where it is silent. */
  readonly unseen: UnseenCircuit | null;
  readonly running: RunningSession | null;
  /** The person holds `operate` or more in the machine's area. */
  readonly mayOperate: boolean;
}

/**
 * The reason that keeps a person from starting a machine, or `null`. Reasons that need somebody else
 * to act come before those that pass by themselves, so that nobody waits in vain.
 */
export function refusalOf(facts: StartFacts): Refusal | null {
  const { areaId, zoneId, estopSince, running, guard } = facts;
  if (!facts.mayOperate) return { reason: 'not-trained', areaId };
  if (!facts.inService) return { reason: 'machine-inactive' };
  if (estopSince) return { reason: 'estop-active', zoneId, since: estopSince };
  if (running) return { reason: 'machine-busy', session: running };
  if (facts.condition !== 'ok') {
    return { reason: `machine-${facts.condition}`, note: facts.conditionNote };
  }
  if (guard && !guard.online) {
    return { reason: 'node-offline', nodeId: guard.nodeId, lastSeen: guard.lastSeen };
  }
  if (facts.unseen) return { reason: 'estop-unseen', zoneId, ...facts.unseen };
  return null;
}

/** What a presented badge does to a machine. */
export type BadgeDecision =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' | 'extend'; readonly sessionId: string }
  /** The machine was left idle: the session of somebody else ends and one of this person starts. */
  | { readonly kind: 'take-over'; readonly sessionId: string }
  /** The badge still lies there, or wobbled: what it did a moment ago stands. */
  | {
      readonly kind: 'repeat';
      readonly of: 'started' | 'ended' | 'extended';
      readonly sessionId: string;
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** The last thing this person's badge did at this machine, if that was only a moment ago. */
export interface JustDone {
  readonly what: 'started' | 'ended' | 'extended';
  readonly sessionId: string;
}

/** The session that runs at the machine, with its machine's rules, at the moment of the decision. */
export interface HeldBy {
  readonly state: SessionState;
  readonly policy: SessionPolicy;
  readonly now: number;
}

/** A badge proves little, so that it takes over only what anybody trained may: an idle machine. */
function takesOver(userId: string, { state, policy, now: at }: HeldBy): boolean {
  const taker = { userId, manages: false };
  return transition(state, policy, { kind: 'take-over', at, taker }).kind === 'now';
}

/**
 * Decides what a known person's badge does. Whoever runs the machine may always end the session,
 * whatever has become of machine, node or rights in the meantime.
 */
export function decideBadge(
  userId: string,
  facts: StartFacts,
  justDone: JustDone | null,
  held: HeldBy | null = null,
): BadgeDecision {
  if (justDone) return { kind: 'repeat', of: justDone.what, sessionId: justDone.sessionId };
  const { running } = facts;
  if (running?.userId === userId) {
    const lengthens = held !== null && badgeExtends(held.state, held.policy);
    return { kind: lengthens ? 'extend' : 'end', sessionId: running.id };
  }
  const refusal = refusalOf(facts);
  if (refusal === null) return { kind: 'start' };
  if (!running || refusal.reason !== 'machine-busy' || !held || !takesOver(userId, held)) {
    return { kind: 'refuse', refusal };
  }
  const other = refusalOf({ ...facts, running: null });
  return other ? { kind: 'refuse', refusal: other } : { kind: 'take-over', sessionId: running.id };
}
