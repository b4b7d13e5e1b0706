import type { EndedBy } from '#contract/shopfloor/sessions.ts';

/** A session as its rules see it. Times are milliseconds since 1970 by the database's clock. */
export interface SessionState {
  /** `warned` from the warning before the time-out until the next use or extension. */
  readonly stage: 'active' | 'warned' | 'ended';
  readonly userId: string | null;
  readonly startedAt: number;
  readonly lastActivity: number;
  /** It does not time out before; `null` where it was never lengthened. */
  readonly extendedUntil: number | null;
  readonly extensions: number;
  /** The node is lost: whether the machine runs is not known. */
  readonly unconfirmed: boolean;
  readonly endedBy: EndedBy | null;
  readonly endedAt: number | null;
  /** The end was worked out, not reported as it happened. */
  readonly endInferred: boolean;
}

/** How the machine's sessions are limited. */
export interface SessionPolicy {
  readonly timeoutMinutes: number;
  /** 0: no warning. */
  readonly warningMinutes: number;
  readonly takeOver: 'none' | 'manager' | 'idle';
  readonly takeOverIdleMinutes: number;
  readonly extensionsMax: number;
  readonly extensionMinutes: number;
  readonly extendByBadge: boolean;
}

/** Somebody who wants the machine of somebody else. */
export interface Taker {
  readonly userId: string;
  /** Holds `manage` in the machine's area, proven by more than a badge. */
  readonly manages: boolean;
}

/** What can happen to a session. Everything else leaves it as it is. */
export type SessionEvent =
  | { readonly kind: 'activity'; readonly at: number }
  /** Time passes; somebody looks. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'extend'; readonly at: number; readonly userId: string }
  | { readonly kind: 'end'; readonly at: number; readonly by: EndedBy }
  | { readonly kind: 'take-over'; readonly at: number; readonly taker: Taker }
  | { readonly kind: 'node-lost' }
  /** The node says that the machine is released. */
  | { readonly kind: 'node-confirms' }
  /** The node's own log tells when the machine was locked while nobody listened. */
  | { readonly kind: 'node-log-ended'; readonly at: number; readonly by: EndedBy };

/** Why something cannot be done to a session. */
export type SessionRefusal =
  | { readonly reason: 'ended' }
  | { readonly reason: 'not-yours' }
  | { readonly reason: 'no-more-extensions'; readonly extensions: number }
  | { readonly reason: 'own-session' }
  /** `from` is when anybody trained may; `null`: nobody but, where the policy says so, a manager. */
  | { readonly reason: 'no-take-over'; readonly from: number | null };

/** The session after an event, or why the event cannot be. */
export type Transition =
  | { readonly kind: 'now'; readonly state: SessionState }
  | { readonly kind: 'refused'; readonly refusal: SessionRefusal };

const MINUTE_MS = 60_000;

/** When the session ends by itself without further use. */
export function endsAt(state: SessionState, policy: SessionPolicy): number {
  const timeout = state.lastActivity + policy.timeoutMinutes * MINUTE_MS;
  return Math.max(timeout, state.extendedUntil ?? -Infinity);
}

/** When its user is warned; `null` where nobody is. */
export function warnsAt(state: SessionState, policy: SessionPolicy): number | null {
  return policy.warningMinutes === 0
    ? null
    : endsAt(state, policy) - policy.warningMinutes * MINUTE_MS;
}

/** From when anybody trained may take the machine over; `null` where that is never. */
export function takeOverFrom(state: SessionState, policy: SessionPolicy): number | null {
  return policy.takeOver === 'idle'
    ? state.lastActivity + policy.takeOverIdleMinutes * MINUTE_MS
    : null;
}

/** Whether the user's badge, shown now, lengthens the session and does not end it. */
export function badgeExtends(state: SessionState, policy: SessionPolicy): boolean {
  return (
    policy.extendByBadge && state.stage === 'warned' && state.extensions < policy.extensionsMax
  );
}

const now = (state: SessionState): Transition => ({ kind: 'now', state });
const refused = (refusal: SessionRefusal): Transition => ({ kind: 'refused', refusal });

function ended(state: SessionState, by: EndedBy, at: number, inferred: boolean): SessionState {
  return {
    ...state,
    stage: 'ended',
    unconfirmed: false,
    endedBy: by,
    endedAt: Math.max(at, state.startedAt),
    endInferred: inferred,
  };
}

function elapse(state: SessionState, policy: SessionPolicy, at: number): SessionState {
  if (at >= endsAt(state, policy)) return ended(state, 'timeout', at, false);
  const warning = warnsAt(state, policy);
  return warning !== null && at >= warning ? { ...state, stage: 'warned' } : state;
}

function extend(state: SessionState, policy: SessionPolicy, userId: string, at: number) {
  if (state.userId !== userId) return refused({ reason: 'not-yours' });
  const { extensions } = state;
  if (extensions >= policy.extensionsMax) {
    return refused({ reason: 'no-more-extensions', extensions });
  }
  const from = Math.max(endsAt(state, policy), at);
  return now({
    ...state,
    stage: 'active',
    extensions: extensions + 1,
    extendedUntil: from + policy.extensionMinutes * MINUTE_MS,
  });
}

function takeOver(state: SessionState, policy: SessionPolicy, taker: Taker, at: number) {
  if (state.userId === taker.userId) return refused({ reason: 'own-session' });
  const from = takeOverFrom(state, policy);
  const allowed = (policy.takeOver !== 'none' && taker.manages) || (from !== null && at >= from);
  return allowed
    ? now(ended(state, 'admin', at, false))
    : refused({ reason: 'no-take-over', from });
}

/**
 * What becomes of a session by an event. Pure: the caller has read the state while nobody else could
 * change it, and writes what comes out. An ended session never changes again.
 */
export function transition(
  state: SessionState,
  policy: SessionPolicy,
  event: SessionEvent,
): Transition {
  if (state.stage === 'ended') {
    const asked = event.kind === 'extend' || event.kind === 'take-over' || event.kind === 'end';
    return asked ? refused({ reason: 'ended' }) : now(state);
  }
  switch (event.kind) {
    case 'activity':
      return now({
        ...state,
        stage: 'active',
        lastActivity: Math.max(state.lastActivity, event.at),
      });
    case 'time':
      return now(elapse(state, policy, event.at));
    case 'extend':
      return extend(state, policy, event.userId, event.at);
    case 'end':
      return now(ended(state, event.by, event.at, false));
    case 'take-over':
      return takeOver(state, policy, event.taker, event.at);
    case 'node-lost':
      return now({ ...state, unconfirmed: true });
    case 'node-confirms':
      return now({ ...state, unconfirmed: false });
    case 'node-log-ended':
      return now(ended(state, event.by, event.at, true));
  }
}
