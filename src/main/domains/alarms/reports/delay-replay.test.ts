import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activation, proposeSettings, replayDelays, totalEffect } from './delay-replay.ts';

/** Activations from pairs of seconds. */
const of = (...pairs: readonly (readonly [number, number])[]): Activation[] =>
  pairs.map(([from, to]) => ({ from: from * 1000, to: to * 1000 }));
const none = { onDelay: 0, offDelay: 0, deadband: 0 };

describe('replaying under other settings', () => {
  it('changes nothing without delays', () => {
    expect(replayDelays(of([0, 5], [100, 200]), none, null)).toEqual({
      alarms: 2,
      fleeting: 1,
      longestHiddenSeconds: 0,
    });
  });

  it('drops what lasts shorter than the on-delay, and says the longest that was dropped', () => {
    const effect = replayDelays(of([0, 5], [100, 109], [200, 260]), { ...none, onDelay: 10 }, null);
    expect(effect).toMatchObject({ alarms: 1, longestHiddenSeconds: 9 });
  });

  it('joins what returns within the off-delay', () => {
    const teeth = of([0, 20], [25, 45], [50, 70], [200, 220]);
    expect(replayDelays(teeth, { ...none, offDelay: 10 }, null).alarms).toBe(2);
  });

  it('counts a condition as gone only when its value came back behind the deadband', () => {
    const teeth = of([0, 20], [30, 50], [60, 80]).map((activation, n) => ({
      ...activation,
      clearedAt: n === 2 ? 70 : 79,
    }));
    const limit = { limit: 80, direction: 'high' as const };
    expect(replayDelays(teeth, { ...none, deadband: 5 }, limit).alarms).toBe(1);
    expect(replayDelays(teeth, { ...none, deadband: 0.5 }, limit).alarms).toBe(3);
  });

  it('never has more alarms with an on-delay than without one', () => {
    const activations = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 })), {
        maxLength: 40,
      })
      .map((steps) => {
        let now = 0;
        return steps.map(([gap, length]) => {
          const from = now + gap * 1000;
          now = from + length * 1000;
          return { from, to: now };
        });
      });
    const delay = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(activations, delay, delay, (history, onDelay, offDelay) => {
        const plain = replayDelays(history, none, null).alarms;
        const delayed = replayDelays(history, { onDelay, offDelay, deadband: 0 }, null);
        expect(plain).toBe(history.length);
        expect(delayed.alarms).toBeLessThanOrEqual(plain);
        expect(delayed.longestHiddenSeconds).toBeLessThan(Math.max(1, onDelay));
      }),
    );
  });
});

describe('the proposal', () => {
  const chatter = [
    of(...Array.from({ length: 30 }, (_, n): [number, number] => [n * 20, n * 20 + 3])),
  ];

  it('takes the shortest delays that bring most of what the longest would', () => {
    const proposed = proposeSettings(chatter, null, 1800);
    expect(proposed).toEqual({ onDelay: 5, offDelay: 0, deadband: 0 });
    expect(totalEffect(chatter, proposed, null).alarms).toBe(0);
  });

  it('never takes more than a tenth of the time to respond for the on-delay', () => {
    const { onDelay, offDelay } = proposeSettings(chatter, null, 30);
    expect(onDelay).toBeLessThanOrEqual(3);
    expect(offDelay).toBe(30);
  });

  it('proposes nothing where there is nothing to gain', () => {
    expect(proposeSettings([of([0, 4000])], null, 1800)).toEqual({
      onDelay: 0,
      offDelay: 0,
      deadband: 0,
    });
  });
});
