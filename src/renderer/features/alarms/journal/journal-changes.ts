import type { JournalRow } from '#contract/alarms/journal.ts';
import type alarmTexts from '../../../locales/en/alarms.json';

/** A part of an alarm's state that people have a word for. */
export type AlarmPart = keyof typeof alarmTexts.journal.part;

/** What became of one part of an alarm. */
export interface JournalChange {
  readonly part: AlarmPart;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What a transition changed, in the order of `known`. Keys of records are left out: they say nothing
 * to people, and the export has them.
 */
export function journalChanges(
  { before, after }: Pick<JournalRow, 'before' | 'after'>,
  known: readonly AlarmPart[],
): readonly JournalChange[] {
  return known
    .map((part) => ({ part, before: before?.[part] ?? null, after: after?.[part] ?? null }))
    .filter((change) => change.before !== null || change.after !== null);
}
