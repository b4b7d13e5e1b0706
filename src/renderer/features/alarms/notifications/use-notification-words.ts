import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';

/** Puts refusals of channels and routes into words. */
export function useNotificationWords(): (error: unknown) => string {
  const { t } = useTranslation('alarmNotifications');
  const common = useErrorText();
  return (error) => {
    if (!isCoreError(error)) return common(error);
    if (error.code === 'SECRET_NEEDED') return t(($) => $.refused.secretNeeded);
    return error.code === 'IN_USE' ? t(($) => $.refused.inUse) : common(error);
  };
}
