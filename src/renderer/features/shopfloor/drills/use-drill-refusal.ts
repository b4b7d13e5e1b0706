import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';

/** Puts the refusals of drills into words; undefined leaves them to the common texts. */
export function useDrillRefusal(): (error: unknown) => string | undefined {
  const { t } = useTranslation('safety');
  return (error) => {
    if (!isCoreError(error)) return undefined;
    if (error.code === 'DRILL_NOT_OPEN') {
      const { status } = error.data as { readonly status: EstopDrill['status'] };
      return t(($) => $.drillRefused.open, { status: t(($) => $.drillStatus[status]) });
    }
    if (error.code !== 'DRILL_NOT_POSSIBLE') return undefined;
    const { reason } = error.data as {
      readonly reason: 'stop-stands' | 'drill-runs' | 'node-silent';
    };
    return t(($) => $.drillRefused[reason]);
  };
}
