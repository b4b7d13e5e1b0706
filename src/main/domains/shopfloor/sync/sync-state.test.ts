import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isAccepted,
  MOST_RETRIES,
  nextSyncState,
  pauseBefore,
  type SyncState,
} from './sync-state.ts';

const fresh: SyncState = { status: 'pending', retryCount: 0, discarded: false };
const acts = fc.array(fc.constantFrom('accepted', 'refused', 'retry', 'discard'), {
  maxLength: 40,
});

describe('an event for another application', () => {
  it('is given up after the first attempt and five retries', () => {
    let state = fresh;
    for (let attempt = 0; attempt <= MOST_RETRIES; attempt += 1) {
      expect(state.status).toBe('pending');
      state = nextSyncState(state, 'refused') ?? state;
    }
    expect(state).toEqual({ status: 'failed', retryCount: MOST_RETRIES, discarded: false });
  });

  it('keeps to the states of source 004 whatever happens in whichever order', () => {
    fc.assert(
      fc.property(acts, (happened) => {
        let state = fresh;
        for (const act of happened) {
          const next = nextSyncState(state, act);
          const pending = state.status === 'pending';
          const answered = act === 'accepted' || act === 'refused';
          expect(state.status === 'processed' && next !== null).toBe(false);
          expect(answered && (next !== null) !== pending).toBe(false);
          const givenUp = pending && next?.status === 'failed';
          expect(givenUp && state.retryCount < MOST_RETRIES).toBe(false);
          state = next ?? state;
          expect(state.retryCount).toBeLessThanOrEqual(MOST_RETRIES);
          expect(state.discarded && state.status !== 'failed').toBe(false);
        }
      }),
    );
  });

  it('waits longer before each retry, and never much more or less than meant', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
        const waits = [1, 2, 3, 4, 5].map((retry) => pauseBefore(retry, () => chance));
        expect(waits).toEqual(waits.toSorted((one, other) => one - other));
        expect(waits[0]).toBeGreaterThanOrEqual(9000);
        expect(waits[4]).toBeLessThanOrEqual(7_920_000);
      }),
    );
  });

  it('is accepted by 2xx alone', () => {
    expect([199, 200, 204, 299, 300, 302, 404, 500].filter(isAccepted)).toEqual([200, 204, 299]);
  });
});
