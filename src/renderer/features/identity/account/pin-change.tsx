import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useRereadAccount } from './account.ts';
import styles from './account.module.css';

const pinForm = /^\d{6,12}$/u;

/** Sets one's own PIN, for the badge and for confirming. */
export function PinChange({ pinSet }: { readonly pinSet: boolean }) {
  const { t } = useTranslation('account');
  const words = useIdentityWords();
  const reread = useRereadAccount();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const { busy, run } = useAction(client.identity.account.setPin, {
    done: () => t(($) => $.pin.done),
    onDone: () => {
      setPin('');
      setAgain('');
      reread();
    },
    refused: words,
  });
  const complete = pinForm.test(pin) && pin === again;
  const differs = again !== '' && again !== pin;
  const digits = { inputMode: 'numeric', autoComplete: 'off', maxLength: 12 } as const;
  return (
    <FormStack onSend={() => complete && run({ pin })}>
      <p className={styles.quiet}>{t(($) => (pinSet ? $.pin.set : $.pin.unset))}</p>
      <PasswordField
        label={t(($) => $.pin.next)}
        description={t(($) => $.pin.hint)}
        value={pin}
        onChange={setPin}
        {...digits}
      />
      <PasswordField
        label={t(($) => $.pin.again)}
        value={again}
        onChange={setAgain}
        {...(differs && { error: t(($) => $.pin.differs) })}
        {...digits}
      />
      <Button type="submit" variant="primary" busy={busy} isDisabled={!complete}>
        {t(($) => $.pin.button)}
      </Button>
    </FormStack>
  );
}
