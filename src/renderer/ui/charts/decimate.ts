/** Values of several series at shared times; null where a series has none. */
export interface ChartData {
  /** Milliseconds since 1970, rising. */
  readonly times: readonly number[];
  /** One array per series, as long as `times`. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** The places of the lowest and the highest value between `from` and `to`. */
function extremes(series: readonly (number | null)[], from: number, to: number): number[] {
  let [low, high] = [-1, -1];
  for (let at = from; at < to; at += 1) {
    const value = series[at];
    if (value === null || value === undefined) continue;
    if (low < 0 || value < (series[low] ?? 0)) low = at;
    if (high < 0 || value > (series[high] ?? 0)) high = at;
  }
  return low < 0 ? [] : [low, high];
}

/** The first place at which a series has a gap, so that a gap stays one. */
function firstGap(series: readonly (number | null)[], from: number, to: number): number[] {
  for (let at = from; at < to; at += 1) if (series[at] === null) return [at];
  return [];
}

/**
 * Leaves out points that would fall on the same pixel column, and keeps the lowest, the highest, the
 * first and the last of each column and each gap, so that the line looks the same and no peak is lost.
 */
export function decimate(data: ChartData, columns: number): ChartData {
  const { times, values } = data;
  if (times.length <= columns * 4 || columns < 1) return data;
  // Multiplied before divided: a rounded width of a column would lose the last point.
  const startOf = (column: number): number => Math.floor((column * times.length) / columns);
  const kept: number[] = [];
  for (let column = 0; column < columns; column += 1) {
    const [from, to] = [startOf(column), startOf(column + 1)];
    const places = new Set([from, to - 1]);
    for (const series of values)
      for (const at of [...extremes(series, from, to), ...firstGap(series, from, to)])
        places.add(at);
    kept.push(...[...places].toSorted((a, b) => a - b));
  }
  return {
    times: kept.map((at) => times[at] ?? 0),
    values: values.map((series) => kept.map((at) => series[at] ?? null)),
  };
}
