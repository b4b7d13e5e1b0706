import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCan } from '#lib/session.ts';
import { useFollowWaitingRecords, useWaitingRecords } from '#lib/waiting-records.ts';
import { StatusBadge } from '#ui/status-badge.tsx';

/** What waits for the database at this console; nothing while nothing does. */
export function WaitingBadge() {
  useFollowWaitingRecords();
  const { waiting, parked } = useWaitingRecords();
  return waiting + parked === 0 ? null : <Counted waiting={waiting} parked={parked} />;
}

function Counted({ waiting, parked }: { readonly waiting: number; readonly parked: number }) {
  const { t } = useTranslation('waiting');
  const mayLook = useCan('node:read');
  const text =
    parked > 0 ? t(($) => $.parked, { count: parked }) : t(($) => $.count, { count: waiting });
  const badge = <StatusBadge tone={parked > 0 ? 'fault' : 'warning'}>{text}</StatusBadge>;
  return mayLook ? <Link href="/shopfloor/waiting">{badge}</Link> : badge;
}
