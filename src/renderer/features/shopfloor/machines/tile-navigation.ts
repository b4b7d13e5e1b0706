/** Where a tile lies on the page, in CSS pixels. */
export interface TilePlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

const middle = ({ left, width }: TilePlace): number => left + width / 2;

/** The nearest row of tiles above (`-1`) or below (`1`), and in it the tile that lies closest. */
function vertical(places: readonly TilePlace[], from: TilePlace, direction: -1 | 1): number {
  const beyond = places.filter((place) => (place.top - from.top) * direction > 1);
  const row = beyond.reduce(
    (nearest, { top }) => Math.min(nearest, Math.abs(top - from.top)),
    Infinity,
  );
  const inRow = beyond.filter(({ top }) => Math.abs(Math.abs(top - from.top) - row) <= 1);
  const [closest] = inRow.toSorted(
    (a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)),
  );
  return closest === undefined ? -1 : places.indexOf(closest);
}

/** The tile an arrow key leads to from tile `from`; the same one at an edge, undefined for other keys. */
export function tileTarget(
  key: string,
  from: number,
  places: readonly TilePlace[],
): number | undefined {
  const here = places[from];
  if (here === undefined) return undefined;
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(from + 1, last);
    case 'ArrowLeft':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
    case 'ArrowUp': {
      const target = vertical(places, here, key === 'ArrowDown' ? 1 : -1);
      return target < 0 ? from : target;
    }
    default:
      return undefined;
  }
}
