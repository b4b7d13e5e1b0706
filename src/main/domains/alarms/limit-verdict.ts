import type { Raise } from './given.ts';

/** A value that a source measured, to be held against the limit of an alarm type. */
export interface Measurement extends Raise {
  readonly value: number;
}

/** The limit of a type, and how far a value must return behind it. */
export interface Limit {
  readonly limit: number;
  readonly direction: 'high' | 'low';
  readonly deadband: number;
}

/**
 * What a value means: `raise` beyond the limit, `clear` back behind limit and deadband, `hold` in
 * between, where an alarm stays and none begins.
 */
export function limitVerdict(
  value: number,
  { limit, direction, deadband }: Limit,
): 'raise' | 'hold' | 'clear' {
  const beyond = direction === 'high' ? value - limit : limit - value;
  if (beyond > 0) return 'raise';
  return beyond <= -deadband ? 'clear' : 'hold';
}
