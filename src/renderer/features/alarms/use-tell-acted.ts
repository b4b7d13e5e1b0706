import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Acted, SkipReason } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { toast } from '#ui/toast-queue.ts';

/** What was done to a set of alarms. */
export type SetAction =
  | 'acknowledge'
  | 'shelve'
  | 'assign'
  | 'release'
  | 'comment'
  | 'reset'
  | 'outOfService';

/** Says how many alarms an action was done to, and which were left alone and why. */
export function useTellActed(): (action: SetAction, outcome: Acted) => void {
  const { t } = useTranslation('alarmActions');
  const queries = useQueryClient();
  return (action, { done, skipped }) => {
    void queries.invalidateQueries({ queryKey: orpc.alarms.summary.key() });
    const count = done.length;
    const title = count > 0 ? t(($) => $.done[action], { count }) : t(($) => $.nothing);
    if (skipped.length === 0) {
      toast({ tone: 'success', title });
      return;
    }
    const byReason = Map.groupBy(skipped, ({ reason }): SkipReason => reason);
    const reasons = [...byReason].map(([reason, those]) =>
      t(($) => $.skipped[reason], { count: those.length }),
    );
    toast({
      tone: count > 0 ? 'warning' : 'error',
      title,
      text: t(($) => $.leftAlone, { count: skipped.length, reasons: reasons.join(', ') }),
    });
  };
}
