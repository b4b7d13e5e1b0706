import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { Time } from '#ui/time.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useRereadAccount } from './account.ts';
import type { AccountSecurity } from './account.ts';
import styles from './account.module.css';

const empty = { current: '', next: '', again: '' };

/** Replaces one's own password; the other sessions of the person end. */
export function PasswordChange({ account }: { readonly account: AccountSecurity }) {
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const reread = useRereadAccount();
  const [entered, setEntered] = useState(empty);
  const { busy, run } = useAction(client.identity.account.changePassword, {
    done: ({ otherSessionsEnded }) => t(($) => $.password.done, { count: otherSessionsEnded }),
    onDone: () => {
      setEntered(empty);
      reread();
    },
    refused: words,
  });
  const field = (name: keyof typeof empty) => ({
    value: entered[name],
    onChange: (value: string) => setEntered((before) => ({ ...before, [name]: value })),
  });
  const differs = entered.again !== '' && entered.again !== entered.next;
  const complete = entered.current !== '' && entered.next !== '' && entered.again === entered.next;
  return (
    <FormStack
      onSend={() =>
        complete && run({ currentPassword: entered.current, newPassword: entered.next })
      }
    >
      <p className={styles.quiet}>
        {account.passwordChangedAt === null ? (
          t(($) => $.password.never)
        ) : (
          <>
            {t(($) => $.password.changed)} <Time at={account.passwordChangedAt} show="relative" />
          </>
        )}
      </p>
      <PasswordField
        label={t(($) => $.password.current)}
        autoComplete="current-password"
        {...field('current')}
      />
      <PasswordField
        label={t(($) => $.password.next)}
        description={t(($) => $.password.hint, { count: account.minimumPasswordLength })}
        autoComplete="new-password"
        {...field('next')}
      />
      <PasswordField
        label={t(($) => $.password.again)}
        autoComplete="new-password"
        {...(differs && { error: t(($) => $.password.differs) })}
        {...field('again')}
      />
      <Button type="submit" variant="primary" busy={busy} isDisabled={!complete}>
        {t(($) => $.password.button)}
      </Button>
    </FormStack>
  );
}
