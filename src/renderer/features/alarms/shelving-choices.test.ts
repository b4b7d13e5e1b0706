import { describe, expect, it } from 'vitest';
import { shelvingChoices } from './shelving-choices.ts';

const of = (...limits: readonly number[]) =>
  shelvingChoices(limits.map((maxShelveSeconds) => ({ maxShelveSeconds })));

describe('the times for which alarms may be shelved', () => {
  it('are those that every alarm of the set allows', () => {
    expect(of(28_800, 3600)).toEqual({ choices: [900, 3600], never: 0 });
  });

  it('leave out alarms that may never be shelved, and count them', () => {
    expect(of(0, 3600, 0)).toEqual({ choices: [900, 3600], never: 2 });
    expect(of(0)).toEqual({ choices: [], never: 1 });
  });

  it('are the most that is allowed where that is less than usual', () => {
    expect(of(300).choices).toEqual([300]);
  });
});
