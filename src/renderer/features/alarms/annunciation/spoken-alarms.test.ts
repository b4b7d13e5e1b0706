import { describe, expect, it } from 'vitest';
import { neverSilenced as none } from './annunciator.ts';
import { newsSince, toldUpTo } from './spoken-alarms.ts';

const at = (second: number) => `2026-03-02T05:00:${String(second).padStart(2, '0')}.000001Z`;

describe('what is read out of the alarms', () => {
  it('is the most urgent of what is new', () => {
    expect(newsSince(none, { ...none, P1: at(1), P2: at(2) })).toBe('P1');
    expect(newsSince({ ...none, P1: at(1) }, { ...none, P1: at(1), P2: at(2) })).toBe('P2');
  });

  it('is nothing of what was told, and nothing of what can wait', () => {
    const waiting = { ...none, P1: at(1), P3: at(2), P4: at(3) };
    expect(newsSince({ ...none, P1: at(1) }, waiting)).toBeNull();
  });

  it('is not told again when the newest was acknowledged and an older one waits', () => {
    const told = toldUpTo({ ...none, P1: at(9) }, { ...none, P1: at(3) });
    expect(newsSince(told, { ...none, P1: at(3) })).toBeNull();
    expect(newsSince(told, { ...none, P1: at(10) })).toBe('P1');
  });
});
