import { useTranslation } from 'react-i18next';
import type auditTexts from '../../../locales/en/audit.json';

type Event = keyof typeof auditTexts.event;

/** Puts a kind of security event into words; one that the console does not know keeps its name. */
export function useEventName(): (eventType: string) => string {
  const { t, i18n } = useTranslation('audit');
  return (eventType) =>
    i18n.exists(`event.${eventType}`, { ns: 'audit' })
      ? t(($) => $.event[eventType as Event])
      : eventType;
}
