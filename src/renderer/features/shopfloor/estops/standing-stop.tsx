import { useTranslation } from 'react-i18next';
import type { EstopEvent } from '#contract/shopfloor/estops.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Duration } from '#ui/time.tsx';
import styles from './estops.module.css';
import { StopActions } from './stop-actions.tsx';
import { CircuitBadge, placeOf, stateOfStop } from './stop-looks.tsx';
import { StopPeople } from './stop-people.tsx';

/** A stop that stands: where, since when, who was there, and what is still to be done. */
export function StandingStop({ stop }: { readonly stop: EstopEvent }) {
  const state = stateOfStop(stop);
  return (
    <article className={styles.stop} data-danger={stop.type === 'emergency_stop'}>
      <header className={styles.stopHeader}>
        <h2 className={styles.place}>{placeOf(stop)}</h2>
        <CircuitBadge state={state} />
        <span className={styles.since}>
          <Duration since={stop.since} />
        </span>
        <span className={styles.quiet}>
          {stop.area?.name} {stop.node?.nodeId}
        </span>
        <div className={styles.actions}>
          <StopActions stop={stop} />
        </div>
      </header>
      <ToDo stop={stop} />
      {stop.description !== null && <p>{stop.description}</p>}
      <StopPeople stopId={stop.id} />
    </article>
  );
}

/** What keeps the zone from working again. */
function ToDo({ stop }: { readonly stop: EstopEvent }) {
  const { t } = useTranslation('safety');
  const formats = useFormats();
  if (stop.type === 'test') return <p>{t(($) => $.now.drill)}</p>;
  return (
    <p>
      {stop.resetAt === null
        ? t(($) => $.now.resetMissing)
        : t(($) => $.now.resetSeen, { time: formats.time(stop.resetAt) })}{' '}
      {stop.acknowledgedAt !== null &&
        t(($) => $.now.acknowledgedBy, {
          name: stop.acknowledgedBy ?? '–',
          time: formats.time(stop.acknowledgedAt),
        })}
    </p>
  );
}
