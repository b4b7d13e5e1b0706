import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { useSignedIn } from '#lib/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Card } from '#ui/card.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import styles from './account.module.css';
import { LanguageChoice } from './language-choice.tsx';
import { MySessions } from './my-sessions.tsx';
import { PasswordChange } from './password-change.tsx';
import { PinChange } from './pin-change.tsx';
import { SecondFactor } from './second-factor.tsx';

/** What each person may do to their own account. */
export function Screen() {
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const { fullName, username } = useSignedIn();
  const { data, error } = useQuery(
    orpc.identity.account.security.queryOptions({
      meta: { topics: ['identity.users'] },
    }),
  );
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <h1>{fullName}</h1>
        <span className={styles.quiet}>{username}</span>
      </header>
      {error && <Banner tone="error">{words(error)}</Banner>}
      {!data && !error && <Skeleton lines={8} />}
      <div className={styles.cards}>
        {data && (
          <>
            <Card title={t(($) => $.password.title)}>
              <PasswordChange account={data} />
            </Card>
            <Card title={t(($) => $.mfa.title)}>
              <SecondFactor account={data} />
            </Card>
            <Card title={t(($) => $.pin.title)}>
              <PinChange pinSet={data.pinSet} />
            </Card>
          </>
        )}
        <Card title={t(($) => $.language.title)}>
          <LanguageChoice />
        </Card>
        <div className={styles.wide}>
          <Card title={t(($) => $.sessions.title)}>
            <MySessions />
          </Card>
        </div>
      </div>
    </div>
  );
}
