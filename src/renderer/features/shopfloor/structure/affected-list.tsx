import { useTranslation } from 'react-i18next';
import type { Affected } from '#contract/shopfloor/service-state.ts';
import { Duration } from '#ui/time.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import styles from './affected-list.module.css';

/** Machine codes that are named before the rest is only counted. */
const NAMED = 12;

/** Who runs what and for how long, and which machines stop: read before something is taken out of service. */
export function AffectedList({ affected }: { readonly affected: Affected | undefined }) {
  const { t } = useTranslation(['structure', 'shopfloor']);
  if (!affected) return <Skeleton lines={3} />;
  const { machines, sessions } = affected;
  const rest = machines.length - NAMED;
  return (
    <div className={styles.affected}>
      <strong role="status" className={styles.running}>
        {t(($) => $.service.sessions, { count: sessions.length })}
      </strong>
      {sessions.length > 0 && (
        <ul className={styles.sessions}>
          {sessions.map(({ id, person, machine, startTime }) => (
            <li key={id}>
              <span className={styles.person}>
                {person.fullName ?? t(($) => $.person.unknown, { ns: 'shopfloor' })}
              </span>
              <span className={styles.machine}>
                {machine.machineId} {machine.name}
              </span>
              <span className={styles.since}>
                <Duration since={startTime} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {machines.length > 0 && (
        <p className={styles.machines}>
          {t(($) => $.service.machines, { count: machines.length })}{' '}
          {machines
            .slice(0, NAMED)
            .map(({ machineId }) => machineId)
            .join(', ')}
          {rest > 0 && ` ${t(($) => $.service.more, { count: rest })}`}
        </p>
      )}
    </div>
  );
}
