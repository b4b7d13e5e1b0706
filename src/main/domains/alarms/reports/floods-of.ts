const TEN_MINUTES_MS = 600_000;
/** More annunciations than this in ten minutes begin a flood. */
const BEGINS_ABOVE = 10;
/** Fewer than this end it. */
const ENDS_BELOW = 5;

/** A time between two moments. Milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The floods in annunciations of one operator position, in order of time: each from the first of more
 * than ten in ten minutes until fewer than five had come in ten minutes. One that goes on ends at `until`.
 */
export function floodsOf(times: readonly number[], until: number): Span[] {
  const floods: Span[] = [];
  const recent: number[] = [];
  let since: number | null = null;

  /** Lets annunciations grow older than ten minutes, up to a moment; a flood may end on the way. */
  function forget(moment: number): void {
    for (let oldest = recent[0]; oldest !== undefined; oldest = recent[0]) {
      const gone = oldest + TEN_MINUTES_MS;
      if (gone > moment) return;
      recent.shift();
      if (since !== null && recent.length < ENDS_BELOW) {
        floods.push({ from: since, to: gone });
        since = null;
      }
    }
  }

  for (const time of times) {
    forget(time);
    recent.push(time);
    if (recent.length > BEGINS_ABOVE) since ??= recent[0] ?? time;
  }
  forget(until);
  if (since !== null) floods.push({ from: since, to: until });
  return floods;
}

/** How much of `within` the spans cover. Milliseconds. */
export const covered = (spans: readonly Span[], within: Span): number =>
  spans.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, within.to) - Math.max(from, within.from)),
    0,
  );
