import { useState } from 'react';

/**
 * The value as it was when something of `by` changed last, by identity: for parts that are costly to
 * draw and need not be drawn because something else changed.
 */
export function useWhileSame<T>(value: T, by: readonly unknown[]): T {
  const [kept, keep] = useState({ value, by });
  const same = by.length === kept.by.length && by.every((one, at) => Object.is(one, kept.by[at]));
  if (same) return kept.value;
  keep({ value, by });
  return value;
}
