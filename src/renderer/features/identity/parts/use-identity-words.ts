import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useFormats } from '#lib/use-formats.ts';
import type identityTexts from '../../../locales/en/identity.json';

type Refusal = keyof typeof identityTexts.refused;
type Weakness = keyof typeof identityTexts.weak;

interface RefusalData {
  readonly fullName?: string;
  readonly reader?: string;
  readonly role?: string;
  readonly users?: number;
  readonly reason?: string;
  readonly minimumLength?: number;
  readonly retryAfterSeconds?: number;
}

/** Puts refusals of the identity procedures into words: what happened and what to do; common ones too. */
export function useIdentityWords(): (error: unknown) => string {
  const { t, i18n } = useTranslation('identity');
  const common = useErrorText();
  const formats = useFormats();
  return (error) => {
    if (!isCoreError(error)) return common(error);
    const data = (error.data ?? {}) as RefusalData;
    if (error.code === 'WEAK_PASSWORD')
      return t(($) => $.weak[data.reason as Weakness], { count: data.minimumLength ?? 0 });
    if (!i18n.exists(`refused.${error.code}`, { ns: 'identity' })) return common(error);
    return t(($) => $.refused[error.code as Refusal], {
      name: data.fullName ?? data.reader ?? data.role ?? '',
      count: data.users ?? 0,
      wait: formats.span((data.retryAfterSeconds ?? 0) * 1000),
    });
  };
}
