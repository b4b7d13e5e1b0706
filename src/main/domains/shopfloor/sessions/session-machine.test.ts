import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  badgeExtends,
  endsAt,
  type SessionEvent,
  type SessionPolicy,
  type SessionState,
  takeOverFrom,
  transition,
  warnsAt,
} from './session-machine.ts';

const minute = 60_000;
const policy: SessionPolicy = {
  timeoutMinutes: 60,
  warningMinutes: 5,
  takeOver: 'idle',
  takeOverIdleMinutes: 10,
  extensionsMax: 2,
  extensionMinutes: 15,
  extendByBadge: true,
};
const begun: SessionState = {
  stage: 'active',
  userId: 'kim',
  startedAt: 0,
  lastActivity: 0,
  extendedUntil: null,
  extensions: 0,
  unconfirmed: false,
  endedBy: null,
  endedAt: null,
  endInferred: false,
};

/** What an event makes of a session that it may happen to. */
function after(state: SessionState, event: SessionEvent, rules = policy): SessionState {
  const result = transition(state, rules, event);
  if (result.kind === 'refused') throw new Error(result.refusal.reason);
  return result.state;
}

const refusalOf = (state: SessionState, event: SessionEvent, rules = policy) => {
  const result = transition(state, rules, event);
  return result.kind === 'refused' ? result.refusal : null;
};

const extend = (at: number, userId = 'kim') => ({ kind: 'extend', at, userId }) as const;
const take = (at: number, manages: boolean, userId = 'lee') =>
  ({ kind: 'take-over', at, taker: { userId, manages } }) as const;

describe('the time-out', () => {
  it('warns first, ends then, and every use begins it anew', () => {
    const warned = after(begun, { kind: 'time', at: 55 * minute });
    expect(warned.stage).toBe('warned');
    const used = after(warned, { kind: 'activity', at: 56 * minute });
    expect(used).toMatchObject({ stage: 'active', lastActivity: 56 * minute });
    expect(after(used, { kind: 'time', at: 60 * minute }).stage).toBe('active');
    expect(after(used, { kind: 'time', at: 116 * minute })).toMatchObject({
      stage: 'ended',
      endedBy: 'timeout',
    });
  });

  it('does not warn where no warning is set', () => {
    const silent = { ...policy, warningMinutes: 0 };
    expect(warnsAt(begun, silent)).toBeNull();
    expect(after(begun, { kind: 'time', at: 59 * minute }, silent).stage).toBe('active');
  });
});

describe('an extension', () => {
  it('adds its minutes to what is left, clears the warning, and is counted', () => {
    const warned = after(begun, { kind: 'time', at: 56 * minute });
    expect(badgeExtends(warned, policy)).toBe(true);
    const extended = after(warned, extend(57 * minute));
    expect(extended).toMatchObject({ stage: 'active', extensions: 1 });
    expect(endsAt(extended, policy)).toBe(75 * minute);
    expect(badgeExtends(extended, policy)).toBe(false);
  });

  it('is refused to others, and to everybody when all are used up', () => {
    expect(refusalOf(begun, extend(0, 'lee'))).toEqual({ reason: 'not-yours' });
    const twice = after(after(begun, extend(0)), extend(0));
    expect(refusalOf(twice, extend(0))).toEqual({ reason: 'no-more-extensions', extensions: 2 });
  });
});

describe('a take-over', () => {
  it('is open to anybody trained once the machine was idle long enough', () => {
    expect(takeOverFrom(begun, policy)).toBe(10 * minute);
    expect(refusalOf(begun, take(9 * minute, false))).toEqual({
      reason: 'no-take-over',
      from: 10 * minute,
    });
    expect(after(begun, take(10 * minute, false))).toMatchObject({ endedBy: 'admin' });
  });

  it('is open to managers at once, and to nobody where the policy says so', () => {
    const managers = { ...policy, takeOver: 'manager' } as const;
    expect(after(begun, take(0, true), managers).stage).toBe('ended');
    expect(refusalOf(begun, take(99 * minute, false), managers)).toEqual({
      reason: 'no-take-over',
      from: null,
    });
    const nobody = { ...policy, takeOver: 'none' } as const;
    expect(refusalOf(begun, take(99 * minute, true), nobody)).toMatchObject({
      reason: 'no-take-over',
    });
    expect(refusalOf(begun, take(0, true, 'kim'))).toEqual({ reason: 'own-session' });
  });
});

describe('a session whose node was lost', () => {
  it('is ended by the node’s own log at the time it tells, never before its start', () => {
    const lost = after({ ...begun, startedAt: minute }, { kind: 'node-lost' });
    expect(lost.unconfirmed).toBe(true);
    const told = { kind: 'node-log-ended', at: 0, by: 'user' } as const;
    expect(after(lost, told)).toMatchObject({
      stage: 'ended',
      endInferred: true,
      endedAt: minute,
      unconfirmed: false,
    });
  });
});

const at = fc.integer({ min: 0, max: 300 * minute });
const who = fc.constantFrom('kim', 'lee', 'park');
const endedBy = fc.constantFrom('user', 'timeout', 'admin', 'estop' as const);
const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({ kind: fc.constant('activity' as const), at }),
  fc.record({ kind: fc.constant('time' as const), at }),
  fc.record({ kind: fc.constant('extend' as const), at, userId: who }),
  fc.record({ kind: fc.constant('end' as const), at, by: endedBy }),
  fc.record({
    kind: fc.constant('take-over' as const),
    at,
    taker: fc.record({ userId: who, manages: fc.boolean() }),
  }),
  fc.constant({ kind: 'node-lost' } as const),
  fc.constant({ kind: 'node-confirms' } as const),
  fc.record({ kind: fc.constant('node-log-ended' as const), at, by: endedBy }),
);
const policies: fc.Arbitrary<SessionPolicy> = fc.record({
  timeoutMinutes: fc.integer({ min: 2, max: 120 }),
  warningMinutes: fc.constantFrom(0, 1),
  takeOver: fc.constantFrom('none', 'manager', 'idle'),
  takeOverIdleMinutes: fc.integer({ min: 1, max: 60 }),
  extensionsMax: fc.integer({ min: 0, max: 3 }),
  extensionMinutes: fc.integer({ min: 1, max: 60 }),
  extendByBadge: fc.boolean(),
});

/** What holds of every session, however it came about. */
function expectSound(state: SessionState, rules: SessionPolicy): void {
  const isOver = state.stage === 'ended';
  expect(state.endedBy !== null).toBe(isOver);
  expect(state.endedAt !== null).toBe(isOver);
  expect(state.endedAt ?? state.startedAt).toBeGreaterThanOrEqual(state.startedAt);
  expect(isOver && state.unconfirmed).toBe(false);
  expect(state.endInferred && !isOver).toBe(false);
  expect(state.extensions).toBeLessThanOrEqual(rules.extensionsMax);
  expect(state.extendedUntil === null).toBe(state.extensions === 0);
}

describe('whatever happens in whatever order', () => {
  it('an ended session stays as it ended, its end never comes nearer, and it stays sound', () => {
    fc.assert(
      fc.property(policies, fc.array(events, { maxLength: 40 }), (rules, happened) => {
        let state = begun;
        for (const event of happened) {
          const result = transition(state, rules, event);
          if (result.kind === 'refused') continue;
          const isOver = state.stage === 'ended';
          expect(isOver ? result.state : state).toEqual(state);
          expect(endsAt(result.state, rules)).toBeGreaterThanOrEqual(endsAt(state, rules));
          state = result.state;
          expectSound(state, rules);
        }
      }),
      { numRuns: 300 },
    );
  });
});
