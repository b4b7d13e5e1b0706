import { useTranslation } from 'react-i18next';
import type errorTexts from '../locales/en/errors.json';
import { incidentOf } from './incident.ts';

type Code = Exclude<keyof typeof errorTexts, 'unknown'>;

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** Puts what any call may be refused with into the person's words: what happened, what was kept, what to do. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('errors');
  return (error) => {
    const code = codeOf(error);
    if (code !== undefined && code !== 'unknown' && i18n.exists(code, { ns: 'errors' })) {
      return t(($) => $[code as Code], { incident: incidentOf(error) ?? '' });
    }
    return t(($) => $.unknown, { message: error instanceof Error ? error.message : String(error) });
  };
}
