/** A displacement in CSS pixels. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

const MINUTE_MS = 60_000;
/** The picture wanders over a square of this many places in each direction. */
const PLACES = 5;
const STEP_PIXELS = 4;

/**
 * Where the picture of a wall display stands in the minute of `now`, so that no edge burns into the
 * screen. A function of the time alone: nothing adds up over weeks. Each minute moves it by one step
 * only, which nobody notices, and after fifty minutes it has been everywhere and goes on from there.
 */
export function shiftAt(now: number): Shift {
  const places = PLACES * PLACES;
  const minute = Math.floor(now / MINUTE_MS);
  const turn = minute % (2 * places);
  // There and back again on one path, so that no step is a jump.
  const at = turn < places ? turn : 2 * places - 1 - turn;
  const row = Math.floor(at / PLACES);
  const along = at % PLACES;
  const column = row % 2 === 0 ? along : PLACES - 1 - along;
  const middle = (PLACES - 1) / 2;
  return { x: (column - middle) * STEP_PIXELS, y: (row - middle) * STEP_PIXELS };
}

/** The rows a display shows in turn. */
export interface TurningPage<Row> {
  readonly rows: readonly Row[];
  /** From one. */
  readonly page: number;
  readonly pages: number;
}

/** How long one page of what does not fit stays. Milliseconds. */
export const PAGE_STAYS_MS = 15_000;

/** The `perPage` rows whose turn it is at `now`: what does not fit at once shows in turn. */
export function pageAt<Row>(rows: readonly Row[], perPage: number, now: number): TurningPage<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const page = Math.floor(now / PAGE_STAYS_MS) % pages;
  return { rows: rows.slice(page * perPage, (page + 1) * perPage), page: page + 1, pages };
}
