import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts a length of time in seconds into words, in minutes once it is longer than two. */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslation('moveIn');
  return useCallback(
    (seconds) =>
      seconds < 120
        ? t(($) => $.duration.seconds, { count: Math.round(seconds) })
        : t(($) => $.duration.minutes, { count: Math.round(seconds / 60) }),
    [t],
  );
}
