import type { ReaderTraceEntry } from '#contract/identity/readers.ts';

/** How many lines of a port are kept; older ones leave. */
export const keptLines = 500;

/** One line with a number that never comes again, to tell equal lines apart. */
export interface TraceLine extends ReaderTraceEntry {
  readonly number: number;
}

/** The lines with one more at the end. */
export function withEntry(
  lines: readonly TraceLine[],
  entry: ReaderTraceEntry,
): readonly TraceLine[] {
  const number = (lines.at(-1)?.number ?? 0) + 1;
  return [...lines, { ...entry, number }].slice(-keptLines);
}

/** The lines as text for a bug report: time, kind, bytes, meaning, between tabs. */
export const traceText = (lines: readonly TraceLine[]): string =>
  lines.map(({ at, kind, hex, decoded }) => [at, kind, hex, decoded].join('\t')).join('\n');
