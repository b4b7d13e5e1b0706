import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicking } from '#lib/now.ts';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type shopfloorTexts from '../../../locales/en/shopfloor.json';

type Reason = keyof typeof shopfloorTexts.reason;

/** How long a refusal is shown, in milliseconds. */
const shownFor = 120_000;

/** Why a badge was refused, in words; a reason this console does not know is shown as it came. */
export function useReasonText(): (reason: string) => string {
  const { t, i18n } = useTranslation('shopfloor');
  return useCallback(
    (reason) =>
      i18n.exists(`reason.${reason}`, { ns: 'shopfloor' })
        ? t(($) => $.reason[reason as Reason])
        : reason,
    [t, i18n],
  );
}

/**
 * The last refusal at a machine in words, with the person where the viewer may know them, for two
 * minutes; null before and after.
 */
export function useRecentRefusal(refusal: MachineTile['refusal']): string | null {
  const words = useReasonText();
  const fresh = useTicking(() =>
    refusal !== null && Date.now() - Date.parse(refusal.at) < shownFor ? 1 : 0,
  );
  if (refusal === null || fresh !== 1) return null;
  const reason = words(refusal.reason);
  return refusal.fullName === null ? reason : `${refusal.fullName} · ${reason}`;
}
