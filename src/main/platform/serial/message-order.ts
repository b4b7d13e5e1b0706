/** What can be told now, in the order in which the node numbered it. */
export type Ordered<T> =
  | { readonly kind: 'message'; readonly message: T }
  /** Numbers that did not come in time and will not be told any more. */
  | { readonly kind: 'gap'; readonly missed: number };

/** Puts messages of one run of a node into the order of their numbers. Pure: it is told the time. */
export interface MessageOrder<T> {
  /** A message that was not seen before; `null` for one that only fills its number. */
  take(seq: number, message: T | null, at: number): Ordered<T>[];
  elapse(at: number): Ordered<T>[];
  /** Tells what is held, and waits for nothing that is missing before the next message. */
  breakOff(): Ordered<T>[];
  /** Messages that came after those behind them were told, and are left out for ever. */
  readonly late: number;
  readonly deadline: number | null;
}

/** Messages that are held at most; a node that sends more has lost what is missing. */
const MOST_HELD = 64;

/**
 * An order that waits `holdMs` for a number that is missing: longer than a frame takes on the wire,
 * and too short for a person to notice. It takes its start from the first number.
 */
export function messageOrder<T>(holdMs: number): MessageOrder<T> {
  const held = new Map<number, { readonly message: T | null; readonly at: number }>();
  let next: number | null = null;
  let late = 0;
  let broken = false;

  function run(): Ordered<T>[] {
    const told: Ordered<T>[] = [];
    for (let entry; next !== null && (entry = held.get(next)); next += 1) {
      held.delete(next);
      if (entry.message !== null) told.push({ kind: 'message', message: entry.message });
    }
    return told;
  }

  function skip(): Ordered<T>[] {
    const lowest = Math.min(...held.keys());
    const missed = lowest - (next ?? lowest);
    next = lowest;
    return missed > 0 ? [{ kind: 'gap', missed }, ...run()] : run();
  }

  const oldest = (): number => Math.min(...[...held.values()].map(({ at }) => at));

  function skipWhile(isDue: () => boolean): Ordered<T>[] {
    const told: Ordered<T>[] = [];
    while (held.size > 0 && isDue()) told.push(...skip());
    return told;
  }

  return {
    take(seq, message, at) {
      next ??= seq;
      if (seq < next) {
        if (message !== null) late += 1;
        return [];
      }
      held.set(seq, { message, at });
      const told = [...run(), ...skipWhile(() => broken || held.size > MOST_HELD)];
      broken = false;
      return told;
    },
    elapse: (at) => skipWhile(() => oldest() + holdMs <= at),
    breakOff() {
      broken = true;
      return skipWhile(() => true);
    },
    get late() {
      return late;
    },
    get deadline() {
      return held.size > 0 ? oldest() + holdMs : null;
    },
  };
}
