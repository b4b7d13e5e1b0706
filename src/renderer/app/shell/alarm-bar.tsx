import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { alarmPriorities } from '#contract/alarms.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import styles from './alarm-bar.module.css';

const digits = { P1: 1, P2: 2, P3: 3, P4: 4 } as const;

/** Unacknowledged alarms by priority, on every screen; leads to the queue. */
export function AlarmBar() {
  const { t } = useTranslation('shell');
  const visible = useCan('alarm:read');
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({ enabled: visible, meta: { topics: ['alarms.alarms'] } }),
  );
  if (!visible) return <span className={styles.words}>{t(($) => $.alarmBar.hidden)}</span>;
  if (!data) return null;
  const total = alarmPriorities.reduce((sum, priority) => sum + data.unacknowledged[priority], 0);
  return (
    <Link href="/alarms" className={styles.bar} title={t(($) => $.alarmBar.open)}>
      {alarmPriorities.map((priority) => {
        const count = data.unacknowledged[priority];
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
      })}
      <span className={styles.words}>
        {total === 0 ? t(($) => $.alarmBar.none) : t(($) => $.alarmBar.unacknowledged)}
      </span>
    </Link>
  );
}
