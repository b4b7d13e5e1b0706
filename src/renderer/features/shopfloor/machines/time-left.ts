const minute = 60_000;

/** How long a session still runs without activity, as it is to be worded. */
export type TimeLeft =
  /** Far from the end: whole minutes, rounded up, so that a tile redraws once a minute. */
  | { readonly kind: 'minutes'; readonly minutes: number }
  /** From the warning on: milliseconds, counted down by the second. */
  | { readonly kind: 'warned'; readonly milliseconds: number }
  /** The time is up; the core ends the session at its next look. */
  | { readonly kind: 'over' };

/** The part of a session that says when it ends. */
export interface SessionEnd {
  readonly warnAt: string;
  readonly endsAt: string;
  readonly warned: boolean;
}

/** How long a session still runs at `now` (milliseconds). The core's warning counts before the clock of this console. */
export function timeLeft({ warnAt, endsAt, warned }: SessionEnd, now: number): TimeLeft {
  const milliseconds = Date.parse(endsAt) - now;
  if (milliseconds <= 0) return { kind: 'over' };
  if (warned || now >= Date.parse(warnAt)) return { kind: 'warned', milliseconds };
  return { kind: 'minutes', minutes: Math.ceil(milliseconds / minute) };
}
