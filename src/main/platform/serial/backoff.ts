const FIRST_MS = 100;
const LONGEST_MS = 5000;

/**
 * How long to wait before attempt `attempt` (0 is the first one after a failure), in milliseconds:
 * 100 ms, doubling, at most 5 s, of which a random half to a whole is taken, so that many links do
 * not come back in one moment. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.min(attempt, 16), LONGEST_MS);
  return Math.round(full * (0.5 + random / 2));
}
