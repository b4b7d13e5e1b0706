import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import type alarmTexts from '../../locales/en/alarms.json';

type KnownType = keyof typeof alarmTexts.type;

/** An alarm's texts in the person's language where its type is known to the console, else as they came. */
export interface AlarmWords {
  readonly title: (alarm: Pick<Alarm, 'alarmType' | 'title'>) => string;
  readonly action: (alarm: Alarm) => string | null;
}

/** Puts alarms into the person's words. */
export function useAlarmWords(): AlarmWords {
  const { t, i18n } = useTranslation('alarms');
  const known = useCallback(
    (type: string): type is KnownType => i18n.exists(`type.${type}.title`, { ns: 'alarms' }),
    [i18n],
  );
  const title = useCallback(
    ({ alarmType, title: own }: Pick<Alarm, 'alarmType' | 'title'>) =>
      known(alarmType) ? t(($) => $.type[alarmType].title) : own,
    [known, t],
  );
  const action = useCallback(
    ({ alarmType, operatorAction }: Alarm) =>
      known(alarmType) ? t(($) => $.type[alarmType].action) : operatorAction,
    [known, t],
  );
  return { title, action };
}
