import { IdCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Banner } from '#ui/banner.tsx';
import { Card } from '#ui/card.tsx';
import { ComboBox } from '#ui/combo-box.tsx';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { BadgeCard } from './badge-card.tsx';
import { useBadgeReads } from './badge-reads.ts';
import { UserBadges } from './user-badges.tsx';
import styles from './badges.module.css';

type Found = Awaited<ReturnType<typeof client.identity.badges.identify>>;

/** Tells whose badge is held to a reader, and gives badges to people. */
export function Screen() {
  const maySeePeople = useCan('user:read');
  return (
    <div className={styles.screen}>
      <div className={styles.columns}>
        <Identify />
        {maySeePeople && <OfPerson />}
      </div>
    </div>
  );
}

function Identify() {
  const { t } = useTranslation('users');
  const words = useIdentityWords();
  const [found, setFound] = useState<Found | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { run } = useAction(client.identity.badges.identify, {
    onDone(answer) {
      setProblem(null);
      setFound(answer);
    },
    refused(error) {
      setFound(null);
      setProblem(words(error));
      return null;
    },
  });
  useBadgeReads(({ badge }) => run({ badge }));
  return (
    <Card title={t(($) => $.identify.title)}>
      <div className={styles.stack} aria-live="polite">
        <div className={styles.prompt}>
          <IdCard aria-hidden="true" />
          <p>{t(($) => $.identify.prompt)}</p>
        </div>
        {problem !== null && <Banner tone="error">{problem}</Banner>}
        {found && <Answer found={found} />}
      </div>
    </Card>
  );
}

function Answer({ found }: { readonly found: Found }) {
  const { t } = useTranslation('users');
  const { kind, badge } = found;
  if (kind === 'known' && badge)
    return (
      <>
        <Banner tone="success" title={badge.fullName}>
          {t(($) => $.identify.known)}
        </Banner>
        <BadgeCard key={badge.id} badge={badge} />
      </>
    );
  return (
    <>
      <Banner tone="warning" {...(badge && { title: badge.fullName })}>
        {t(($) => $.identify[kind])}
      </Banner>
      {badge && <BadgeCard key={badge.id} badge={badge} />}
    </>
  );
}

function OfPerson() {
  const { t } = useTranslation('users');
  const [search, setSearch] = useState('');
  const [userId, setUserId] = useState<string | null>(null);
  const wanted = search.trim().slice(0, 100);
  const { data } = useQuery(
    orpc.identity.users.list.queryOptions({
      input: { limit: 20, ...(wanted !== '' && { search: wanted }) },
    }),
  );
  const person = data?.rows.find(({ id }) => id === userId);
  return (
    <Card title={t(($) => $.identify.ofPerson)}>
      <div className={styles.stack}>
        <ComboBox
          label={t(($) => $.identify.person)}
          options={(data?.rows ?? []).map(({ id, fullName, username }) => ({
            value: id,
            label: fullName,
            note: username,
          }))}
          value={userId}
          onChange={setUserId}
          onSearch={setSearch}
        />
        {person && <UserBadges key={person.id} userId={person.id} fullName={person.fullName} />}
      </div>
    </Card>
  );
}
