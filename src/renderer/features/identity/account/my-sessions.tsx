import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client, orpc } from '#lib/core.ts';
import { useSignedIn } from '#lib/session.ts';
import { useAction } from '#ui/use-action.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import styles from './account.module.css';

/** Where this person is signed in now, and ending the other sessions. */
export function MySessions() {
  const { t } = useTranslation('account');
  const { sessionId } = useSignedIn();
  const words = useIdentityWords();
  const { data, refetch } = useQuery(
    orpc.identity.security.mySessions.queryOptions({
      meta: { topics: ['identity.sessions'] },
    }),
  );
  const end = useAction(client.identity.security.endMySession, {
    done: () => t(($) => $.sessions.ended),
    onDone: () => void refetch(),
    refused: words,
  });
  if (!data) return <Skeleton lines={2} />;
  return (
    <ul>
      {data.map(({ id, workstation, transport, address, startedAt, lastActivity }) => (
        <li key={id} className={styles.session}>
          <span className={styles.place}>
            {workstation} · {t(($) => $.sessions.transport[transport])}
            {address !== null && <span className={styles.quiet}> · {address}</span>}
          </span>
          <span className={styles.quiet}>
            {t(($) => $.sessions.since)} <Time at={startedAt} />
          </span>
          <span className={styles.quiet}>
            {t(($) => $.sessions.active)} <Time at={lastActivity} show="relative" />
          </span>
          {id === sessionId ? (
            <Badge look="strong">{t(($) => $.sessions.here)}</Badge>
          ) : (
            <Button size="small" onPress={() => end.run({ id })}>
              {t(($) => $.sessions.end)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
