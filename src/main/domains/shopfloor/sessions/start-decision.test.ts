import { describe, expect, it } from 'vitest';
import { decideBadge, refusalOf, type StartFacts } from './start-decision.ts';

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
const running = { id: 's', userId: 'kim', fullName: 'Kim', startTime: '2026-01-05T00:00:00Z' };

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
});
