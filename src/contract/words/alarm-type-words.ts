import english from './en/alarmTypeWords.json' with { type: 'json' };
import japanese from './ja/alarmTypeWords.json' with { type: 'json' };
import korean from './ko/alarmTypeWords.json' with { type: 'json' };
import type { Language } from './languages.ts';

type Words = Readonly<Record<string, Readonly<Partial<Record<AlarmTypeText, string>>>>>;

/** What a type of alarm says of itself. */
export type AlarmTypeText = 'title' | 'action' | 'cause' | 'consequence';

const words: Readonly<Record<Language, Words>> = { en: english, ko: korean, ja: japanese };

/**
 * A text of an alarm in another language: the one that Signalbox ships where `own` is what it ships
 * in English, and `own` where somebody wrote it.
 */
export function alarmTypeWords<Own extends string | null>(
  language: Language,
  { alarmType, text, own }: { alarmType: string; text: AlarmTypeText; own: Own },
): Own | string {
  const shipped = own !== null && words.en[alarmType]?.[text] === own;
  return shipped ? (words[language][alarmType]?.[text] ?? own) : own;
}
