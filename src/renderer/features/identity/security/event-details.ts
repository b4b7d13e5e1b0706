import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#lib/use-formats.ts';
import type auditTexts from '../../../locales/en/audit.json';
import type shopfloorTexts from '../../../locales/en/shopfloor.json';
import { plainText } from '../audit/values-diff.ts';

type Details = Readonly<Record<string, unknown>>;
type Term = keyof typeof auditTexts.detail.term;
type Words = (value: unknown) => string;

/** One detail of a security event. */
export interface EventDetail {
  readonly term: string;
  readonly text: string;
}

/** Keys of records, which say nothing to people; the trail and exports keep them. */
const keys = new Set([
  'place',
  'first',
  'second',
  'sessions',
  'sessionId',
  'session',
  'userId',
  'areaId',
  'zoneId',
  'said',
]);

/** Puts the details of a security event into the person's words; what the console does not know keeps its name. */
export function useEventDetails(): (details: Details) => readonly EventDetail[] {
  const { t, i18n } = useTranslation('audit');
  const wordsOf = useWords();
  return useMemo(() => {
    const isKnown = (name: string): name is Term =>
      i18n.exists(`detail.term.${name}`, { ns: 'audit' });
    const termOf = (name: string): string => (isKnown(name) ? t(($) => $.detail.term[name]) : name);
    return (details) =>
      Object.entries(details).flatMap(([name, value]) => {
        // What did not happen is no detail.
        if (keys.has(name) || value === false || value === null) return [];
        return [{ term: termOf(name), text: (wordsOf[name] ?? plainText)(value) }];
      });
  }, [t, i18n, wordsOf]);
}

/** How values are said, by the name of their detail; others are written as they are. */
function useWords(): Readonly<Record<string, Words>> {
  const { t, i18n } = useTranslation('audit');
  const shopfloor = useTranslation('shopfloor');
  const formats = useFormats();
  return useMemo(() => {
    const moment: Words = (value) => formats.dateTime(String(value));
    const oneOf =
      (path: string, say: (value: string) => string, ns: 'audit' | 'shopfloor' = 'audit'): Words =>
      (value) =>
        i18n.exists(`${path}.${String(value)}`, { ns }) ? say(String(value)) : plainText(value);
    return {
      level: oneOf('level', (value) => t(($) => $.level[value as keyof typeof auditTexts.level])),
      how: oneOf('detail.how', (value) =>
        t(($) => $.detail.how[value as keyof typeof auditTexts.detail.how]),
      ),
      via: oneOf('detail.via', (value) =>
        t(($) => $.detail.via[value as keyof typeof auditTexts.detail.via]),
      ),
      reason: oneOf(
        'reason',
        (value) => shopfloor.t(($) => $.reason[value as keyof typeof shopfloorTexts.reason]),
        'shopfloor',
      ),
      switched: () => t(($) => $.detail.switched),
      offline: () => t(($) => $.detail.offline),
      lastFour: (value) => t(($) => $.detail.lastFour, { digits: plainText(value) }),
      apartMs: (value) => formats.span(Number(value)),
      withinSeconds: (value) => formats.span(Number(value) * 1000),
      expiresAt: moment,
      at: moment,
      since: moment,
      lastSeen: moment,
    };
  }, [t, i18n, shopfloor, formats]);
}
