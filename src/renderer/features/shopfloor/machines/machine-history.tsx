import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MachineSession } from '#contract/shopfloor/sessions.ts';
import { orpc } from '#lib/core.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { Duration, Time } from '#ui/time.tsx';
import { Timeline } from '#ui/timeline.tsx';
import { useLogEntries } from '../log/event-words.tsx';
import styles from './machine-panel.module.css';

/** What happened at a machine lately and who used it, where the person may see it. */
export function MachineHistory({ machineId }: { readonly machineId: string }) {
  const { t } = useTranslation('shopfloor');
  const permitted = useCan('session:read');
  const { level } = useSignedIn();
  if (!permitted) return null;
  if (level === 'badge') return <p className={styles.quiet}>{t(($) => $.machines.proveForLog)}</p>;
  return (
    <>
      <section>
        <h3 className={styles.heading}>{t(($) => $.machines.lastEvents)}</h3>
        <LastEvents machineId={machineId} />
      </section>
      <section>
        <h3 className={styles.heading}>{t(($) => $.machines.lastSessions)}</h3>
        <LastSessions machineId={machineId} />
      </section>
    </>
  );
}

function LastEvents({ machineId }: { readonly machineId: string }) {
  const toEntries = useLogEntries();
  const { data } = useQuery(
    orpc.shopfloor.logs.list.queryOptions({
      input: { machineId, limit: 12 },
      meta: { topics: ['shopfloor.machine_logs'] },
    }),
  );
  return data ? <Timeline entries={toEntries(data.rows)} /> : null;
}

function LastSessions({ machineId }: { readonly machineId: string }) {
  const { t } = useTranslation('shopfloor');
  const { data } = useQuery(
    orpc.shopfloor.sessions.list.queryOptions({
      input: { machineId, state: 'ended', limit: 8 },
      meta: { topics: ['shopfloor.machine_sessions'] },
    }),
  );
  if (!data) return null;
  if (data.rows.length === 0)
    return <p className={styles.quiet}>{t(($) => $.machines.noSessions)}</p>;
  return (
    <ul className={styles.sessions}>
      {data.rows.map((session) => (
        <LastSession key={session.id} session={session} />
      ))}
    </ul>
  );
}

function LastSession({ session }: { readonly session: MachineSession }) {
  const { t } = useTranslation('shopfloor');
  return (
    <li>
      <span>{session.person.fullName ?? t(($) => $.person.unknown)}</span>
      <span className={styles.quiet}>
        <Time at={session.startTime} /> ·{' '}
        <Duration since={session.startTime} until={session.endTime ?? session.lastActivity} />
        {session.endedBy !== null && ` · ${t(($) => $.endedBy[session.endedBy ?? 'user'])}`}
      </span>
    </li>
  );
}
