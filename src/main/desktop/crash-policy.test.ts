import { describe, expect, it } from 'vitest';
import { createCrashPolicy } from './crash-policy.ts';

describe('after a crash', () => {
  it('a page is loaded again, until it crashes a fourth time within a minute', () => {
    let now = 0;
    const policy = createCrashPolicy({ monotonic: () => now });
    const after = (ms: number) => {
      now += ms;
      return policy.crashed();
    };
    expect([after(0), after(1000), after(1000)]).toEqual(['reload', 'reload', 'reload']);
    expect(after(1000)).toBe('ask');
    expect(after(60_000)).toBe('reload');
  });
});
