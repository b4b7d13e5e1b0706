import { useTranslation } from 'react-i18next';
import type { SecurityEventRow } from '#contract/identity/security.ts';
import type auditTexts from '../../../locales/en/audit.json';

type Event = keyof typeof auditTexts.event;
type Part = keyof typeof auditTexts.part;
type Resource = keyof typeof auditTexts.resource;

/** Puts a kind of security event into words; one that the console does not know keeps its name. */
export function useEventName(): (eventType: string) => string {
  const { t, i18n } = useTranslation('audit');
  return (eventType) =>
    i18n.exists(`event.${eventType}`, { ns: 'audit' })
      ? t(($) => $.event[eventType as Event])
      : eventType;
}

type Origin = Pick<SecurityEventRow, 'appContext' | 'resourceType' | 'resourceId'>;

/** Puts into words which part of the program saw an event, and what it concerns. */
export function useEventOrigin() {
  const { t, i18n } = useTranslation('audit');
  const known = (path: string): boolean => i18n.exists(path, { ns: 'audit' });
  return {
    partOf: ({ appContext: part }: Origin): string | null =>
      part !== null && known(`part.${part}`) ? t(($) => $.part[part as Part]) : part,
    concernOf({ resourceType: type, resourceId }: Origin): string {
      const noun =
        type !== null && known(`resource.${type}`) ? t(($) => $.resource[type as Resource]) : type;
      return [noun, resourceId].filter(Boolean).join(' ');
    },
  };
}
