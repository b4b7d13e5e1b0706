import { useQuery } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EstopPresence } from '#contract/shopfloor/estops.ts';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { Skeleton } from '#ui/skeleton.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './estops.module.css';

/** Who was in the zone when a stop tripped, large enough to read from afar. */
export function StopPeople({ stopId }: { readonly stopId: string }) {
  const { t } = useTranslation('safety');
  const visible = useCan('session:read');
  const { data } = useQuery(
    orpc.shopfloor.estops.presences.queryOptions({ input: { id: stopId }, enabled: visible }),
  );
  if (!visible) return null;
  return (
    <section>
      <h3 className={styles.heading}>
        {t(($) => $.people.title)} <span className={styles.quiet}>{t(($) => $.people.hint)}</span>
      </h3>
      {!data && <Skeleton lines={2} />}
      {data?.length === 0 && <p className={styles.quiet}>{t(($) => $.people.none)}</p>}
      <ul className={styles.people}>
        {data?.map((person) => (
          <Person key={`${person.userId} ${person.machine.id}`} person={person} />
        ))}
      </ul>
    </section>
  );
}

function Person({ person }: { readonly person: EstopPresence }) {
  const { t } = useTranslation(['safety', 'shopfloor']);
  const { fullName, phone, machine, presence, since, lastSeen } = person;
  return (
    <li className={styles.person}>
      <strong className={styles.name}>
        {fullName ?? t(($) => $.person.unknown, { ns: 'shopfloor' })}
      </strong>
      <span>
        {machine.machineId} {machine.name}
      </span>
      <StatusBadge tone={presence === 'running' ? 'active' : 'normal'}>
        {t(($) => $.people[presence])}{' '}
        <Time at={presence === 'running' ? since : lastSeen} show="clock" />
      </StatusBadge>
      <span className={styles.phone}>
        <Phone aria-hidden="true" />
        {phone === null ? (
          <span className={styles.quiet}>{t(($) => $.people.noPhone)}</span>
        ) : (
          <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>
        )}
      </span>
    </li>
  );
}
