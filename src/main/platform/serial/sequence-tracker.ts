/** What a sequence number says about its message. */
export type SequenceVerdict =
  /** Not seen before; `missed` numbers were skipped just before it. */
  | { readonly kind: 'new'; readonly missed: number }
  /** One of the skipped numbers arrived after all. */
  | { readonly kind: 'late' }
  /** Seen before. */
  | { readonly kind: 'duplicate' }
  /** So far back that it cannot be told; the sender may have started anew. */
  | { readonly kind: 'ancient' };

/** Numbers that are remembered behind the highest one. */
const WINDOW = 64;

/** Tells new messages of one boot from repeated and lost ones. Bounded. */
export interface SequenceTracker {
  accept(seq: number): SequenceVerdict;
}

/** A tracker that takes its start from the first number it sees. */
export function sequenceTracker(): SequenceTracker {
  let highest: number | null = null;
  let missing = new Set<number>();

  function forgetOld(newest: number): void {
    missing = new Set([...missing].filter((seq) => newest - seq < WINDOW));
  }

  function advance(from: number, to: number): SequenceVerdict {
    for (let seq = Math.max(from + 1, to - WINDOW + 1); seq < to; seq += 1) missing.add(seq);
    highest = to;
    if (missing.size > 0) forgetOld(to);
    return { kind: 'new', missed: to - from - 1 };
  }

  return {
    accept(seq) {
      if (highest === null) {
        highest = seq;
        return { kind: 'new', missed: 0 };
      }
      if (seq > highest) return advance(highest, seq);
      if (missing.delete(seq)) return { kind: 'late' };
      return { kind: highest - seq < WINDOW ? 'duplicate' : 'ancient' };
    },
  };
}
