import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { badgeStatuses } from '#contract/identity/badges.ts';
import type { BadgeRow } from '#contract/identity/badges.ts';
import { client, orpc } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import { Timeline } from '#ui/timeline.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { BadgeStatus } from './badge-status.tsx';
import styles from './badges.module.css';

type Status = BadgeRow['status'];

/** One badge: its state, what may be done with it, and what happened to it. */
export function BadgeCard({ badge }: { readonly badge: BadgeRow }) {
  const { t } = useTranslation('users');
  const [next, setNext] = useState<Status | null>(null);
  const [history, setHistory] = useState(false);
  const steps = badge.status === 'retired' ? [] : badgeStatuses.filter((s) => s !== badge.status);
  return (
    <article className={styles.card} aria-label={`···${badge.lastFour}`}>
      <header className={styles.head}>
        <code className={styles.number}>···{badge.lastFour}</code>
        <span className={styles.label}>
          {badge.label ?? t(($) => $.technology[badge.technology])}
        </span>
        <BadgeStatus status={badge.status} />
      </header>
      <p className={styles.quiet}>
        {t(($) => $.badge.issued)} <Time at={badge.issuedAt} show="day" />
        {' · '}
        {badge.lastUsedAt === null ? (
          t(($) => $.badge.neverUsed)
        ) : (
          <>
            {t(($) => $.badge.lastUsed)} <Time at={badge.lastUsedAt} show="relative" />
          </>
        )}
      </p>
      <div className={styles.buttons}>
        {steps.map((status) => (
          <Button key={status} size="small" onPress={() => setNext(status)}>
            {t(($) => $.badge.to[status])}
          </Button>
        ))}
        <Button
          size="small"
          variant="quiet"
          aria-expanded={history}
          icon={history ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
          onPress={() => setHistory(!history)}
        >
          {t(($) => $.badge.history)}
        </Button>
      </div>
      {history && <BadgeHistory id={badge.id} />}
      {next !== null && <ChangeStatus badge={badge} next={next} onClose={() => setNext(null)} />}
    </article>
  );
}

function ChangeStatus(props: {
  readonly badge: BadgeRow;
  readonly next: Status;
  readonly onClose: () => void;
}) {
  const { badge, next, onClose } = props;
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const { id, version, lastFour, fullName: name } = badge;
  return (
    <ConfirmWithReason
      open
      onClose={onClose}
      title={t(($) => $.badge.changeTitle, { lastFour, name })}
      harm={t(($) => $.badge.harm[next], { name })}
      confirmLabel={t(($) => $.badge.to[next])}
      minLength={3}
      describe={words}
      onConfirm={async (reason) => {
        await withProof(() =>
          client.identity.badges.setStatus({ id, version, status: next, reason }),
        );
      }}
    />
  );
}

function BadgeHistory({ id }: { readonly id: string }) {
  const { t } = useTranslation('users');
  const { data } = useQuery(
    orpc.identity.badges.history.queryOptions({
      input: { id },
      meta: { topics: ['identity.badges'] },
    }),
  );
  if (!data) return <Skeleton lines={3} />;
  return (
    <Timeline
      entries={data.map(({ at, status, reason, byName }, index) => ({
        id: `${index} ${at}`,
        at,
        title: t(($) => $.badgeStatus[status]),
        ...(reason !== null && { detail: reason }),
        ...(byName !== null && { actor: byName }),
      }))}
    />
  );
}
