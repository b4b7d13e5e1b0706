/** A repeatable source of numbers from 0 up to, not including, 1: the same seed, the same numbers. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    // Mulberry32: small, and good enough for mischief.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
