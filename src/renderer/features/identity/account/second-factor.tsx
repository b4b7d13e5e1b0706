import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useRereadAccount } from './account.ts';
import type { AccountSecurity } from './account.ts';
import styles from './account.module.css';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpFactor } from './set-up-factor.tsx';

type Started = Awaited<ReturnType<typeof client.identity.account.beginMfa>>;

/** Turns the second factor on and off, and renews its recovery codes. */
export function SecondFactor({ account }: { readonly account: AccountSecurity }) {
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const reread = useRereadAccount();
  const [started, setStarted] = useState<Started | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [turningOff, setTurningOff] = useState(false);
  const show = (made: readonly string[]): void => {
    setStarted(null);
    setCodes(made);
    reread();
  };
  const begin = useAction(client.identity.account.beginMfa, { onDone: setStarted, refused: words });
  const renew = useAction(client.identity.account.renewRecoveryCodes, {
    onDone: ({ recoveryCodes }) => show(recoveryCodes),
    refused: words,
  });
  const { mfaEnabled, recoveryCodesLeft } = account;
  return (
    <div className={styles.stack}>
      <p className={styles.quiet}>{t(($) => (mfaEnabled ? $.mfa.on : $.mfa.off))}</p>
      {mfaEnabled && recoveryCodesLeft < 3 && (
        <Banner tone="warning">{t(($) => $.mfa.few, { count: recoveryCodesLeft })}</Banner>
      )}
      {mfaEnabled ? (
        <>
          <p>{t(($) => $.mfa.left, { count: recoveryCodesLeft })}</p>
          <Button busy={renew.busy} onPress={() => renew.run(undefined)}>
            {t(($) => $.mfa.renew)}
          </Button>
          <Button onPress={() => setTurningOff(true)}>{t(($) => $.mfa.turnOff)}</Button>
        </>
      ) : (
        <Button variant="primary" busy={begin.busy} onPress={() => begin.run(undefined)}>
          {t(($) => $.mfa.turnOn)}
        </Button>
      )}
      <SetUpFactor started={started} onClose={() => setStarted(null)} onDone={show} />
      <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />
      <Dialog
        open={turningOff}
        onClose={() => setTurningOff(false)}
        title={t(($) => $.mfa.turnOff)}
        size="small"
        mustAnswer
      >
        <TurnOff
          onDone={() => {
            setTurningOff(false);
            reread();
          }}
        />
      </Dialog>
    </div>
  );
}

function TurnOff({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const [password, setPassword] = useState('');
  const { busy, run } = useAction(client.identity.account.disableMfa, {
    done: () => t(($) => $.mfa.turnedOff),
    onDone,
    refused: words,
  });
  return (
    <FormStack onSend={() => password !== '' && run({ password })}>
      <p>{t(($) => $.mfa.turnOffText)}</p>
      <PasswordField
        label={t(($) => $.password.current)}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus
      />
      <Button type="submit" variant="danger" busy={busy} isDisabled={password === ''}>
        {t(($) => $.mfa.turnOff)}
      </Button>
    </FormStack>
  );
}
