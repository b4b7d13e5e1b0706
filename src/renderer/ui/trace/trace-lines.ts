/** How many lines of a port are kept; older ones leave. */
export const keptLines = 500;

/** What a port may say. */
export const traceKinds = ['frame', 'sent', 'garbage', 'state'] as const;

/** One thing that a port said or was told. */
export interface TraceEntry {
  /** RFC 3339. */
  readonly at: string;
  readonly kind: (typeof traceKinds)[number];
  /** The bytes, as text or hexadecimal; empty for a change of state. */
  readonly raw: string;
  /** What the bytes mean, why they mean nothing, or the new state. */
  readonly decoded: string;
}

/** One line with a number that never comes again, to tell equal lines apart. */
export type TraceLine<Entry extends TraceEntry = TraceEntry> = Entry & { readonly number: number };

/** The lines with one more at the end. */
export function withEntry<Entry extends TraceEntry>(
  lines: readonly TraceLine<Entry>[],
  entry: Entry,
): readonly TraceLine<Entry>[] {
  const number = (lines.at(-1)?.number ?? 0) + 1;
  return [...lines, { ...entry, number }].slice(-keptLines);
}

/** The lines of a kind, or of all, that contain a text, whatever its case. */
export function linesThatFit<Entry extends TraceEntry>(
  lines: readonly TraceLine<Entry>[],
  kind: TraceEntry['kind'] | null,
  text: string,
): readonly TraceLine<Entry>[] {
  const wanted = text.toLowerCase();
  return lines.filter(
    (line) =>
      (kind === null || line.kind === kind) &&
      `${line.raw}\n${line.decoded}`.toLowerCase().includes(wanted),
  );
}

/** The lines as text for a bug report: time, kind, bytes, meaning, between tabs. */
export const traceText = (lines: readonly TraceEntry[]): string =>
  lines.map(({ at, kind, raw, decoded }) => [at, kind, raw, decoded].join('\t')).join('\n');
