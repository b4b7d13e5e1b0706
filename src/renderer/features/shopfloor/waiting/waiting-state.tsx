import type { TFunction } from 'i18next';
import type { DeferredRecord } from '#contract/shopfloor/deferred.ts';
import { StatusBadge } from '#ui/status-badge.tsx';

/** Whether a record waits or is set aside. */
export function WaitingState({
  record,
  t,
}: {
  readonly record: DeferredRecord;
  readonly t: TFunction<'waiting'>;
}) {
  return (
    <StatusBadge tone={record.parked ? 'fault' : 'warning'}>
      {t(($) => $.state[record.parked ? 'parked' : 'waiting'])}
    </StatusBadge>
  );
}
