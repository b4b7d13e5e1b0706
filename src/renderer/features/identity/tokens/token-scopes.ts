import { useTranslation } from 'react-i18next';
import type { TokenRow } from '#contract/identity/tokens.ts';
import type readersTexts from '../../../locales/en/readers.json';

type Scope = TokenRow['scopes'][number];

/** Puts what a token allows into words. A colon ends a namespace for the translator, so keys have a hyphen. */
export function useTokenScopeName(): (scope: Scope) => string {
  const { t } = useTranslation('readers');
  return (scope) =>
    t(($) => $.tokenScope[scope.replace(':', '-') as keyof typeof readersTexts.tokenScope]);
}
