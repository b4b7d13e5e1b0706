/**
 * When repeated readings become a badge that is there. Times in milliseconds of monotonic time.
 */
export interface PresenceRules {
  /** Identical readings in a row that are needed; 2 where the frame's checksum is weak. */
  readonly confirmReads: number;
  /** Longest time from one of these readings to the next. */
  readonly confirmWithinMs: number;
  /** Silence after which the badge counts as taken away. */
  readonly goneAfterMs: number;
}

/** A badge came or went. */
export type PresenceEvent<TBadge> =
  | { readonly kind: 'presented'; readonly badge: TBadge }
  | { readonly kind: 'gone'; readonly badge: TBadge };

/** Which badge lies on one reader. Pure: it is told the time. */
export interface Presence<TBadge> {
  /** A reading at monotonic time `at`. */
  read(badge: TBadge, at: number): PresenceEvent<TBadge>[];
  /** Time has passed; call at {@link deadline}. */
  elapse(at: number): PresenceEvent<TBadge>[];
  /** When the present badge will count as gone, or `null` while none is there. */
  readonly deadline: number | null;
}

interface Seen<TBadge> {
  readonly badge: TBadge;
  readonly key: string;
  lastAt: number;
  reads: number;
}

/** A presence filter; `keyOf` tells which readings are identical. */
export function presence<TBadge>(
  rules: PresenceRules,
  keyOf: (badge: TBadge) => string,
): Presence<TBadge> {
  let present: Seen<TBadge> | null = null;
  let candidate: Seen<TBadge> | null = null;

  function elapse(at: number): PresenceEvent<TBadge>[] {
    if (!present || at < present.lastAt + rules.goneAfterMs) return [];
    const { badge } = present;
    present = null;
    return [{ kind: 'gone', badge }];
  }

  function confirm(seen: Seen<TBadge>): PresenceEvent<TBadge>[] {
    const events: PresenceEvent<TBadge>[] = present ? [{ kind: 'gone', badge: present.badge }] : [];
    present = seen;
    candidate = null;
    return [...events, { kind: 'presented', badge: seen.badge }];
  }

  function read(badge: TBadge, at: number): PresenceEvent<TBadge>[] {
    const events = elapse(at);
    const key = keyOf(badge);
    if (present?.key === key) {
      present.lastAt = at;
      candidate = null;
      return events;
    }
    const continues = candidate?.key === key && at - candidate.lastAt <= rules.confirmWithinMs;
    candidate = continues && candidate ? candidate : { badge, key, lastAt: at, reads: 0 };
    candidate.lastAt = at;
    candidate.reads += 1;
    return candidate.reads >= rules.confirmReads ? [...events, ...confirm(candidate)] : events;
  }

  return {
    read,
    elapse,
    get deadline() {
      return present ? present.lastAt + rules.goneAfterMs : null;
    },
  };
}
