import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { alarmPriorities } from '#contract/alarms.ts';
import type { AlarmPriority } from '#contract/alarms.ts';
import type { AlarmSummary } from '#contract/alarms/queue.ts';
import { orpc } from '#lib/core.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Duration } from '#ui/time.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import styles from './wall.module.css';

/** Counts are told again at least this often, should a notice of a change get lost. */
const REFRESH_MS = 30_000;

/** What waits by priority, since when, what is set aside, and whether alarms flood. */
export function WallCounts() {
  const { data } = useQuery(
    orpc.alarms.summary.queryOptions({
      refetchInterval: REFRESH_MS,
      meta: { topics: ['alarms.alarms', 'alarms.floods'] },
    }),
  );
  if (!data) return <div className={styles.counts} />;
  return (
    <>
      <div className={styles.counts}>
        {alarmPriorities.map((priority) => (
          <Count key={priority} priority={priority} summary={data} />
        ))}
        <Oldest at={data.oldestUnacknowledgedAt} />
      </div>
      <States summary={data} />
    </>
  );
}

function Count({
  priority,
  summary: { open, unacknowledged },
}: {
  readonly priority: AlarmPriority;
  readonly summary: AlarmSummary;
}) {
  const { t } = useTranslation('alarmWall');
  const waiting = unacknowledged[priority];
  return (
    <section className={styles.count} aria-label={t(($) => $.count.label, { priority })}>
      <PrioritySymbol
        priority={priorityDigits[priority]}
        look={waiting > 0 ? 'filled' : 'outline'}
        blinking={waiting > 0 && priority === 'P1'}
      />
      <strong className={waiting > 0 ? styles.waiting : styles.none}>{waiting}</strong>
      <span className={styles.open}>{t(($) => $.count.open, { count: open[priority] })}</span>
    </section>
  );
}

function Oldest({ at }: { readonly at: string | null }) {
  const { t } = useTranslation('alarmWall');
  return (
    <section className={styles.oldest}>
      <strong>{at === null ? '–' : <Duration since={at} />}</strong>
      <span>{t(($) => (at === null ? $.oldest.none : $.oldest.label))}</span>
    </section>
  );
}

function States({ summary }: { readonly summary: AlarmSummary }) {
  const { t } = useTranslation('alarmWall');
  const { floods, shelved, suppressed, outOfService } = summary;
  const [flood] = floods;
  return (
    <div className={styles.states}>
      {flood ? (
        <strong className={styles.flood} role="status">
          <StatusBadge tone="fault">
            {t(($) => $.flood.stands, {
              position: floods.map(({ positionName }) => positionName).join(', '),
              count: floods.reduce((sum, { alarmCount }) => sum + alarmCount, 0),
            })}
          </StatusBadge>{' '}
          <Duration since={flood.startedAt} />
        </strong>
      ) : (
        <StatusBadge tone="normal">{t(($) => $.flood.none)}</StatusBadge>
      )}
      <span className={styles.space} />
      <span>{t(($) => $.aside.shelved, { count: shelved })}</span>
      <span>{t(($) => $.aside.suppressed, { count: suppressed })}</span>
      <span>{t(($) => $.aside.outOfService, { count: outOfService })}</span>
    </div>
  );
}
