/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'x' | 'kB' | 'MB' | '%' | 's' | '/s' | '';
  /** What it must not exceed; without it the figure is only told. */
  readonly goal?: number;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** The value that the share `p` of all does not exceed. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/** A figure, rounded to what can be told apart. */
export function figure(name: string, value: number, unit: Figure['unit'], goal?: number): Figure {
  return { name, value: round(value), unit, ...(goal !== undefined && { goal }) };
}

/** Median and 95th percentile of times in milliseconds; the goal is for the latter. */
export function timeFigures(name: string, times: readonly number[], goal?: number): Figure[] {
  return [
    figure(`${name}, median`, percentile(times, 0.5), 'ms'),
    figure(`${name}, p95`, percentile(times, 0.95), 'ms', goal),
  ];
}

/** The figures as lines for people. */
export function figureTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map(({ name, value, unit, goal }) => {
      const verdict = goal === undefined ? '' : value <= goal ? `≤ ${goal} ✓` : `> ${goal} ✗`;
      return `${name.padEnd(width)}  ${String(value).padStart(9)} ${unit.padEnd(2)}  ${verdict}`;
    })
    .join('\n');
}
