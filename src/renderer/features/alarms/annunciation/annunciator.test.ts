import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmPriorities } from '#contract/alarms.ts';
import { neverSilenced, silence, soundingPriority } from './annunciator.ts';

const none = neverSilenced;
const at = (second: number) => `2026-03-02T05:00:${String(second).padStart(2, '0')}.000001Z`;

describe('the annunciator', () => {
  it('sounds for the most urgent alarm that waits', () => {
    expect(soundingPriority({ ...none, P2: at(1), P4: at(9) }, neverSilenced)).toBe('P2');
    expect(soundingPriority(none, neverSilenced)).toBeNull();
  });

  it('stays silent for what was silenced and sounds for what comes after', () => {
    const waiting = { ...none, P1: at(1) };
    const silenced = silence(waiting, neverSilenced);
    expect(soundingPriority(waiting, silenced)).toBeNull();
    expect(soundingPriority({ ...waiting, P1: at(2) }, silenced)).toBe('P1');
  });

  it('sounds for a less urgent alarm that came after the silence', () => {
    const waiting = { ...none, P1: at(1) };
    const silenced = silence(waiting, neverSilenced);
    expect(soundingPriority({ ...waiting, P3: at(2) }, silenced)).toBe('P3');
  });

  it('is silent right after silence, whatever waits and was silenced before', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 59 }).map(at), { nil: null });
    const moments = fc.record({ P1: moment, P2: moment, P3: moment, P4: moment });
    fc.assert(
      fc.property(moments, moments, (now, before) => {
        const after = silence(now, before);
        expect(soundingPriority(now, after)).toBeNull();
        for (const priority of alarmPriorities) {
          expect((after[priority] ?? '') >= (before[priority] ?? '')).toBe(true);
        }
      }),
    );
  });
});
