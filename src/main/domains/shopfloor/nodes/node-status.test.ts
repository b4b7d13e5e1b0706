import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLineBad, nextNodeStatus, type NodeStatus, type NodeStatusEvent } from './node-status.ts';

/** Every way that domain 3.9 allows, beside staying. */
const allowed: Readonly<Record<NodeStatus, readonly NodeStatus[]>> = {
  offline: ['online', 'error'],
  online: ['offline', 'error', 'updating'],
  error: ['offline', 'online', 'updating'],
  updating: ['online', 'error', 'offline'],
};

const step = fc.record({
  event: fc.constantFrom<NodeStatusEvent>(
    'heard',
    'lost',
    'troubles',
    'update-begun',
    'update-over',
  ),
  troubled: fc.boolean(),
  reachable: fc.boolean(),
});

describe('the status of a node', () => {
  it('only goes ways that are drawn, whatever happens in which order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let status: NodeStatus = 'offline';
        for (const { event, ...facts } of steps) {
          const next = nextNodeStatus(status, event, facts);
          expect(next === status || allowed[status].includes(next)).toBe(true);
          status = next;
        }
      }),
    );
  });

  it('is updating from the beginning of an update to its end, and at no other time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let status: NodeStatus = 'online';
        let updating = false;
        for (const { event, ...facts } of steps) {
          if (event === 'update-begun' && status !== 'offline') updating = true;
          if (event === 'update-over') updating = false;
          status = nextNodeStatus(status, event, facts);
          expect(status === 'updating').toBe(updating);
        }
      }),
    );
  });

  it('says error exactly while a heard node has a trouble', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom<NodeStatus>('online', 'error'), (troubled, was) => {
        const facts = { troubled, reachable: true };
        const expected = troubled ? 'error' : 'online';
        expect(nextNodeStatus(was, 'troubles', facts)).toBe(expected);
        expect(nextNodeStatus('offline', 'heard', facts)).toBe(expected);
        expect(nextNodeStatus('offline', 'troubles', facts)).toBe('offline');
      }),
    );
  });
});

describe('a line', () => {
  it('is bad with many bad frames, and good again only when almost none are left', () => {
    expect(isLineBad({ goodFrames: 300, badFrames: 9 }, false)).toBe(false);
    expect(isLineBad({ goodFrames: 100, badFrames: 9 }, false)).toBe(false);
    expect(isLineBad({ goodFrames: 300, badFrames: 20 }, false)).toBe(true);
    expect(isLineBad({ goodFrames: 300, badFrames: 5 }, true)).toBe(true);
    expect(isLineBad({ goodFrames: 300, badFrames: 2 }, true)).toBe(false);
  });

  it('does not chatter: a share between the limits keeps what was', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 12, max: 40 }), (was, badFrames) => {
        expect(isLineBad({ goodFrames: 1000, badFrames }, was)).toBe(was);
      }),
    );
  });
});
