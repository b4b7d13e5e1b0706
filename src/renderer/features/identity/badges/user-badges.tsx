import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { BadgeCard } from './badge-card.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import styles from './badges.module.css';

/** Whose badges these are. */
export interface UserBadgesProps {
  readonly userId: string;
  readonly fullName: string;
}

/** The badges of one person, and giving them another. */
export function UserBadges({ userId, fullName }: UserBadgesProps) {
  const { t } = useTranslation('users');
  const [enrolling, setEnrolling] = useState(false);
  const give = (
    <Button icon={<Plus aria-hidden="true" />} onPress={() => setEnrolling(true)}>
      {t(($) => $.enrol.button)}
    </Button>
  );
  return (
    <div className={styles.stack}>
      <BadgeList userId={userId} give={give} />
      <EnrolDialog
        open={enrolling}
        userId={userId}
        fullName={fullName}
        onClose={() => setEnrolling(false)}
      />
    </div>
  );
}

function BadgeList({ userId, give }: { readonly userId: string; readonly give: ReactNode }) {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const { data, error } = useQuery(
    orpc.identity.badges.list.queryOptions({
      input: { userId },
      meta: { topics: ['identity.badges'] },
    }),
  );
  if (error) return <Banner tone="error">{words(error)}</Banner>;
  if (!data) return <Skeleton lines={4} />;
  if (data.length === 0)
    return (
      <EmptyState title={t(($) => $.badge.none)} hint={t(($) => $.badge.noneHint)} action={give} />
    );
  return (
    <>
      <div>{give}</div>
      <div>
        {data.map((badge) => (
          <BadgeCard key={badge.id} badge={badge} />
        ))}
      </div>
    </>
  );
}
