import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { alarmPriorities } from '#contract/alarms.ts';
import type { AlarmSummary } from '#contract/alarms/queue.ts';
import { AlarmAnnouncer } from '#features/alarms/annunciation/alarm-announcer.tsx';
import { AnnunciatorControl } from '#features/alarms/annunciation/annunciator-control.tsx';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './alarm-bar.module.css';

const digits = { P1: 1, P2: 2, P3: 3, P4: 4 } as const;

/** Alarms that wait, what is set aside and the sound, on every screen; leads to the queue. */
export function AlarmBar() {
  const { t } = useTranslation('shell');
  const visible = useCan('alarm:read');
  const operates = useCan('alarm:acknowledge');
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ enabled: visible, meta: { topics: ['alarms.alarms'] } }),
  );
  if (!visible) return <span className={styles.words}>{t(($) => $.alarmBar.hidden)}</span>;
  if (!data) return null;
  return (
    <div className={styles.strip}>
      <Link href="/alarms" className={styles.bar} title={t(($) => $.alarmBar.open)}>
        <Counts summary={data} />
        <Oldest summary={data} />
        <SetAside summary={data} />
      </Link>
      <AlarmAnnouncer summary={data} />
      {operates && <AnnunciatorControl waiting={data.newestUnacknowledgedAt} />}
    </div>
  );
}

function Counts({ summary }: { readonly summary: AlarmSummary }) {
  const { t } = useTranslation('shell');
  return alarmPriorities.map((priority) => {
    const count = summary.unacknowledged[priority];
    return (
      <span
        key={priority}
        className={styles.count}
        aria-label={t(($) => $.alarmBar.priority, { priority: digits[priority], count })}
      >
        <PrioritySymbol
          priority={digits[priority]}
          look={count > 0 ? 'filled' : 'outline'}
          blinking={count > 0 && priority === 'P1'}
        />
        {count}
      </span>
    );
  });
}

function Oldest({ summary }: { readonly summary: AlarmSummary }) {
  const { t } = useTranslation('shell');
  const at = summary.oldestUnacknowledgedAt;
  if (at === null) return <span className={styles.words}>{t(($) => $.alarmBar.none)}</span>;
  return (
    <span className={styles.words}>
      {t(($) => $.alarmBar.unacknowledged)} · <Time at={at} show="relative" />
    </span>
  );
}

/** What does not ask for attention although it may be active, and a flood that goes on. */
function SetAside({ summary }: { readonly summary: AlarmSummary }) {
  const { t } = useTranslation('shell');
  const { shelved, suppressed, outOfService, floods } = summary;
  const aside = shelved + suppressed + outOfService;
  return (
    <>
      {aside > 0 && (
        <span className={styles.words}>
          {t(($) => $.alarmBar.setAside, { shelved, suppressed, outOfService })}
        </span>
      )}
      {floods.length > 0 && <StatusBadge tone="fault">{t(($) => $.alarmBar.flood)}</StatusBadge>}
    </>
  );
}
