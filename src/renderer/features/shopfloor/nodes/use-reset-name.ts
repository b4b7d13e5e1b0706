import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type nodesTexts from '../../../locales/en/nodes.json';

/** Puts the reason of a restart, as a node reports it, into words; one that nobody knows as it came. */
export function useResetName(): (reason: string) => string {
  const { t, i18n } = useTranslation('nodes');
  return useCallback(
    (reason) =>
      i18n.exists(`reset.${reason}`, { ns: 'nodes' })
        ? t(($) => $.reset[reason as keyof typeof nodesTexts.reset])
        : reason,
    [t, i18n],
  );
}
