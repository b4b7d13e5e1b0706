import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './move-in.module.css';

const tones = { running: 'active', interrupted: 'warning', done: 'normal' } as const;

/** The last runs and what they came to. */
export function EarlierRuns() {
  const { t } = useTranslation('moveIn');
  const { data } = useQuery(
    orpc.shopfloor.moveIn.runs.queryOptions({
      input: { limit: 10 },
      meta: { topics: ['shopfloor.move_in_runs'] },
    }),
  );
  if (data?.rows.length === 0) return <p className={styles.quiet}>{t(($) => $.runs.none)}</p>;
  return (
    <table className={styles.table}>
      <tbody>
        {data?.rows.map((run) => (
          <tr key={run.id}>
            <td>
              <StatusBadge tone={tones[run.status]}>
                {t(($) => $.runs.status[run.status])}
              </StatusBadge>
            </td>
            <td>
              {run.sourceLabel}
              <div className={styles.advice}>
                <Time at={run.startedAt} /> {run.startedByName}
              </div>
              {run.status === 'interrupted' && (
                <div className={styles.advice}>{t(($) => $.runs.resume)}</div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
