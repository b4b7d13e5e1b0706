import type { NodeMessage } from './node-messages.ts';
import type { ResetReason } from './node-protocol.ts';
import { sequenceTracker } from './sequence-tracker.ts';

/** What the numbers of a node's messages say of its line. Counts since the session began. */
export interface NumberQuality {
  readonly accepted: number;
  readonly duplicates: number;
  /** Numbers skipped and not seen since. */
  readonly missed: number;
  readonly resets: Readonly<Partial<Record<ResetReason, number>>>;
}

/** Whether a message counts, by the node's boot and the message's number. */
export interface Admission {
  /**
   * `count`: act on it; `drop`: it was acted on before, or comes from before a restart;
   * `ask`: nobody can tell, only a greeting.
   */
  readonly verdict: 'count' | 'drop' | 'ask';
  /** The first message of a boot after another one. */
  readonly restarted: { readonly boot: string; readonly reset: ResetReason } | null;
}

/** Knows the boots of one node and the numbers of the running one. */
export interface NodeBoots {
  admit(message: NodeMessage): Admission;
  readonly quality: NumberQuality;
}

/** Boots that are remembered, so that their late messages are known as such. */
const REMEMBERED_BOOTS = 4;

/** The boots of a node that has not been heard yet. */
export function nodeBoots(): NodeBoots {
  const counts = { accepted: 0, duplicates: 0, missed: 0 };
  const resets: Partial<Record<ResetReason, number>> = {};
  let running: string | null = null;
  let earlier: readonly string[] = [];
  let tracker = sequenceTracker();

  /** Begins a boot; answers what to tell of it. */
  function begin(boot: string, reset: ResetReason): Admission['restarted'] {
    const previous = running;
    running = boot;
    tracker = sequenceTracker();
    if (previous === null) return null;
    earlier = [previous, ...earlier].slice(0, REMEMBERED_BOOTS);
    resets[reset] = (resets[reset] ?? 0) + 1;
    return { boot, reset };
  }

  function byNumber(seq: number): Admission['verdict'] {
    const number = tracker.accept(seq);
    switch (number.kind) {
      case 'new':
        counts.accepted += 1;
        counts.missed += number.missed;
        return 'count';
      case 'late':
        counts.accepted += 1;
        counts.missed -= 1;
        return 'count';
      case 'duplicate':
        counts.duplicates += 1;
        return 'drop';
      case 'ancient':
        return 'ask';
    }
  }

  return {
    admit(message) {
      const { boot, seq } = message;
      if (boot !== null && earlier.includes(boot)) {
        counts.duplicates += 1;
        return { verdict: 'drop', restarted: null };
      }
      const reset = 'reset' in message ? message.reset : 'unknown';
      const restarted = boot !== null && boot !== running ? begin(boot, reset) : null;
      return { verdict: byNumber(seq), restarted };
    },
    get quality() {
      return { ...counts, resets: { ...resets } };
    },
  };
}
