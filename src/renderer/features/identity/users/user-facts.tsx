import { useTranslation } from 'react-i18next';
import type { UserDetail } from '#contract/identity/users.ts';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Time } from '#ui/time.tsx';
import { Banner } from '#ui/banner.tsx';
import styles from '../parts/parts.module.css';

/** Everything that is known of an account: how to reach the person, and how they sign in. */
export function UserFacts({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  return (
    <div className={styles.stack}>
      {user.mustChangePassword && <Banner tone="info">{t(($) => $.record.mustChange)}</Banner>}
      <section>
        <h3 className={styles.heading}>{t(($) => $.record.contact)}</h3>
        <Contact user={user} />
      </section>
      <section>
        <h3 className={styles.heading}>{t(($) => $.record.signIn)}</h3>
        <SignIn user={user} />
      </section>
    </div>
  );
}

function Contact({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const language = languages.find((known) => known === user.locale);
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.username)}>{user.username}</Description>
      <Description term={t(($) => $.field.firstName)}>{user.firstName}</Description>
      <Description term={t(($) => $.field.lastName)}>{user.lastName}</Description>
      <Description term={t(($) => $.field.email)}>{user.email}</Description>
      <Description term={t(($) => $.field.phone)}>{user.phone}</Description>
      <Description term={t(($) => $.field.locale)}>
        {language ? languageNames[language] : user.locale}
      </Description>
    </DescriptionList>
  );
}

function SignIn({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const setOrNot = (set: boolean): string => t(($) => (set ? $.mfa.on : $.mfa.off));
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.roles)}>{user.roles.join(', ')}</Description>
      <Description term={t(($) => $.field.mfa)}>{setOrNot(user.mfaEnabled)}</Description>
      <Description term={t(($) => $.field.pin)}>{setOrNot(user.pinSet)}</Description>
      <Description term={t(($) => $.field.lastLogin)}>
        {user.lastLoginAt && <Time at={user.lastLoginAt} show="both" zone />}
      </Description>
      <Description term={t(($) => $.field.lastLoginIp)}>{user.lastLoginIp}</Description>
      <Description term={t(($) => $.field.failedLogins)}>{user.failedLoginAttempts}</Description>
      <Description term={t(($) => $.field.lockedUntil)}>
        {user.lockedUntil && <Time at={user.lockedUntil} zone />}
      </Description>
      <Description term={t(($) => $.field.createdAt)}>
        <Time at={user.createdAt} />
      </Description>
      <Description term={t(($) => $.field.updatedAt)}>
        <Time at={user.updatedAt} />
      </Description>
    </DescriptionList>
  );
}
