import type { MomentByPriority } from './annunciator.ts';

/** What is worth interrupting somebody who listens to the page. */
const spoken = ['P1', 'P2'] as const;

/** One of the priorities that are read out. */
export type SpokenPriority = (typeof spoken)[number];

/** The most urgent priority of which a newer alarm waits than was told; null for none. */
export function newsSince(
  told: MomentByPriority,
  waiting: MomentByPriority,
): SpokenPriority | null {
  const isNew = (priority: SpokenPriority): boolean => {
    const at = waiting[priority];
    const before = told[priority];
    return at !== null && (before === null || at > before);
  };
  return spoken.find(isNew) ?? null;
}

const later = (a: string | null, b: string | null): string | null =>
  (a ?? '') > (b ?? '') ? a : b;

/** Told up to what waits now; what was acknowledged meanwhile is not told again. */
export function toldUpTo(told: MomentByPriority, waiting: MomentByPriority): MomentByPriority {
  return {
    P1: later(told.P1, waiting.P1),
    P2: later(told.P2, waiting.P2),
    P3: later(told.P3, waiting.P3),
    P4: later(told.P4, waiting.P4),
  };
}
