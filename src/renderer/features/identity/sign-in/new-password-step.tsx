import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { FormStack } from './form-stack.tsx';
import type { SignInOutcome } from './sign-in-outcome.ts';
import { useProof } from './use-proof.ts';

/** Replacing a password that an administrator gave, before anything else. */
export function NewPasswordStep({
  minimumLength,
  onOutcome,
}: {
  readonly minimumLength: number;
  readonly onOutcome: (outcome: SignInOutcome) => Promise<void>;
}) {
  const { t } = useTranslation('identity');
  const { busy, problem, attempt } = useProof();
  const [newPassword, setNewPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const differs = repeated !== '' && repeated !== newPassword;
  const send = (): void => {
    if (newPassword !== repeated) return;
    attempt(() => client.identity.session.completePasswordChange({ newPassword }), onOutcome);
  };
  return (
    <FormStack onSend={send}>
      <p>{t(($) => $.signIn.changeText)}</p>
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <PasswordField
        label={t(($) => $.signIn.newPassword)}
        description={t(($) => $.signIn.passwordHint, { count: minimumLength })}
        value={newPassword}
        onChange={setNewPassword}
        autoComplete="new-password"
        autoFocus
      />
      <PasswordField
        label={t(($) => $.signIn.repeatPassword)}
        {...(differs && { error: t(($) => $.signIn.repeatDiffers) })}
        value={repeated}
        onChange={setRepeated}
        autoComplete="new-password"
      />
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        isDisabled={newPassword === '' || newPassword !== repeated}
      >
        {t(($) => $.signIn.confirm)}
      </Button>
    </FormStack>
  );
}
