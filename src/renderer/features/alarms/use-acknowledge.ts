import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SeenAlarm, SkipReason } from '#contract/alarms.ts';
import { client, orpc } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { toast } from '#ui/toast-queue.ts';

/** What came of an acknowledgement. */
type Outcome = Awaited<ReturnType<typeof client.alarms.acknowledge>>;

/** Takes note of alarms as they were seen, and says which were left alone and why. */
export function useAcknowledge(): (
  alarms: readonly SeenAlarm[],
  note: string | undefined,
) => Promise<Outcome> {
  const { t } = useTranslation('alarms');
  const queries = useQueryClient();

  function tell({ done, skipped }: Outcome): void {
    const count = done.length;
    const title =
      count > 0 ? t(($) => $.acknowledge.done, { count }) : t(($) => $.acknowledge.nothing);
    if (skipped.length === 0) {
      toast({ tone: 'success', title });
      return;
    }
    const byReason = Map.groupBy(skipped, ({ reason }): SkipReason => reason);
    const reasons = [...byReason].map(([reason, those]) =>
      t(($) => $.acknowledge.reason[reason], { count: those.length }),
    );
    toast({
      tone: count > 0 ? 'warning' : 'error',
      title,
      text: t(($) => $.acknowledge.skipped, {
        count: skipped.length,
        reasons: reasons.join(', '),
      }),
    });
  }

  return async (alarms, note) => {
    const outcome = await withProof(() =>
      client.alarms.acknowledge({ alarms: [...alarms], ...(note !== undefined && { note }) }),
    );
    tell(outcome);
    void queries.invalidateQueries({ queryKey: orpc.alarms.summary.key() });
    return outcome;
  };
}
