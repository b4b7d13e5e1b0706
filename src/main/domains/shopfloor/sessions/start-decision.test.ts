import { describe, expect, it } from 'vitest';
import { decideBadge, type HeldBy, refusalOf, type StartFacts } from './start-decision.ts';

const free: StartFacts = {
  inService: true,
  condition: 'ok',
  conditionNote: null,
  areaId: 'area',
  zoneId: 'zone',
  guard: { nodeId: 'N01', online: true, lastSeen: null },
  estopSince: null,
  unseen: null,
  running: null,
  mayOperate: true,
};
const running = {
  id: 's',
  userId: 'kim',
  fullName: 'Kim',
  startTime: '2026-01-05T00:00:00Z',
  takeOverFrom: null,
};
const held: HeldBy = {
  now: 50 * 60_000,
  policy: {
    timeoutMinutes: 60,
    warningMinutes: 15,
    takeOver: 'idle',
    takeOverIdleMinutes: 45,
    extensionsMax: 1,
    extensionMinutes: 30,
    extendByBadge: true,
  },
  state: {
    stage: 'warned',
    userId: 'kim',
    startedAt: 0,
    lastActivity: 0,
    extendedUntil: null,
    extensions: 0,
    unconfirmed: false,
    endedBy: null,
    endedAt: null,
    endInferred: false,
  },
};

describe('refusalOf', () => {
  it('lets a trained person start a free machine', () => {
    expect(refusalOf(free)).toBeNull();
  });

  it('lets a machine without node be started', () => {
    expect(refusalOf({ ...free, guard: null })).toBeNull();
  });

  it.each([
    ['not-trained', { mayOperate: false }],
    ['machine-inactive', { inService: false }],
    ['estop-active', { estopSince: '2026-01-05T00:00:00Z' }],
    ['estop-unseen', { unseen: { nodeId: 'N02', lastSeen: null } }],
    ['machine-busy', { running }],
    ['machine-to-check', { condition: 'to-check' }],
    ['machine-blocked', { condition: 'blocked' }],
    ['node-offline', { guard: { nodeId: 'N01', online: false, lastSeen: null } }],
  ] as const)('refuses with %s', (reason, change) => {
    expect(refusalOf({ ...free, ...change })?.reason).toBe(reason);
  });

  it('tells an untrained person so even while the machine is busy', () => {
    expect(refusalOf({ ...free, mayOperate: false, running })?.reason).toBe('not-trained');
  });
});

describe('decideBadge', () => {
  it('lets whoever runs the machine end the session although everything else forbids a start', () => {
    const worst: StartFacts = {
      ...free,
      running,
      mayOperate: false,
      inService: false,
      condition: 'blocked',
      guard: { nodeId: 'N01', online: false, lastSeen: null },
      estopSince: '2026-01-05T00:00:00Z',
    };
    expect(decideBadge('kim', worst, null)).toEqual({ kind: 'end', sessionId: 's' });
  });

  it('does not end a session that the same presentation has just started', () => {
    const justDone = { what: 'started', sessionId: 's' } as const;
    expect(decideBadge('kim', { ...free, running }, justDone)).toEqual({
      kind: 'repeat',
      of: 'started',
      sessionId: 's',
    });
  });

  it('refuses a second person with the session that stands in the way', () => {
    expect(decideBadge('lee', { ...free, running }, null)).toEqual({
      kind: 'refuse',
      refusal: { reason: 'machine-busy', session: running },
    });
  });

  it('lengthens the session of whoever was warned, where the machine is set so, and else ends it', () => {
    const facts = { ...free, running };
    expect(decideBadge('kim', facts, null, held)).toEqual({ kind: 'extend', sessionId: 's' });
    const used = { ...held, state: { ...held.state, extensions: 1 } };
    expect(decideBadge('kim', facts, null, used)).toEqual({ kind: 'end', sessionId: 's' });
    const off = { ...held, policy: { ...held.policy, extendByBadge: false } };
    expect(decideBadge('kim', facts, null, off)).toEqual({ kind: 'end', sessionId: 's' });
  });

  it('takes an idle machine over, but only for somebody who could start it', () => {
    const facts = { ...free, running };
    expect(decideBadge('lee', facts, null, held)).toEqual({ kind: 'take-over', sessionId: 's' });
    const early = { ...held, now: 44 * 60_000 };
    expect(decideBadge('lee', facts, null, early)).toMatchObject({
      refusal: { reason: 'machine-busy' },
    });
    const blocked = { ...facts, condition: 'blocked' } as const;
    expect(decideBadge('lee', blocked, null, held)).toMatchObject({
      refusal: { reason: 'machine-blocked' },
    });
  });
});
