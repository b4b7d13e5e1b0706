import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import type alarmTypeTexts from '#contract/words/en/alarmTypeWords.json';

type KnownType = keyof typeof alarmTypeTexts;
type TypeText = keyof (typeof alarmTypeTexts)[KnownType];

/** An alarm's texts in the person's language, unless somebody gave its type or itself other ones. */
export interface AlarmWords {
  readonly title: (alarm: Pick<Alarm, 'alarmType' | 'title'>) => string;
  /** The title of a type of which nothing but the name is at hand. */
  readonly typeTitle: (alarmType: string) => string;
  readonly action: (alarm: Alarm) => string | null;
  readonly cause: (alarm: Alarm) => string | null;
  readonly consequence: (alarm: Alarm) => string | null;
}

/** Puts alarms into the person's words. */
export function useAlarmWords(): AlarmWords {
  const { t, i18n } = useTranslation('alarmTypeWords');
  return useMemo(() => {
    const shipped = (type: string, text: TypeText): unknown =>
      i18n.getResource('en', 'alarmTypeWords', `${type}.${text}`);
    const known = (type: string, text: TypeText): type is KnownType =>
      typeof shipped(type, text) === 'string';
    const words = (type: string, text: TypeText, own: string | null): string | null =>
      known(type, text) && own === shipped(type, text) ? t(($) => $[type][text]) : own;
    return {
      title: ({ alarmType, title }) => words(alarmType, 'title', title) ?? title,
      typeTitle: (type) => (known(type, 'title') ? t(($) => $[type].title) : type),
      action: ({ alarmType, operatorAction }) => words(alarmType, 'action', operatorAction),
      cause: ({ alarmType, cause }) => words(alarmType, 'cause', cause),
      consequence: ({ alarmType, consequence }) => words(alarmType, 'consequence', consequence),
    };
  }, [t, i18n]);
}
