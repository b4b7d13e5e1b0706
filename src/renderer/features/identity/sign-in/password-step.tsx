import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from './form-stack.tsx';
import type { SignInOutcome } from './sign-in-outcome.ts';
import { useProof } from './use-proof.ts';

/** Signing in by name and password. */
export function PasswordStep({
  onOutcome,
}: {
  readonly onOutcome: (outcome: SignInOutcome) => Promise<void>;
}) {
  const { t } = useTranslation('identity');
  const { busy, problem, attempt } = useProof();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const send = (): void => {
    if (username.trim() === '' || password === '') return;
    attempt(() => client.identity.session.signIn({ username, password }), onOutcome);
  };
  return (
    <FormStack onSend={send}>
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <TextField
        label={t(($) => $.signIn.username)}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        autoFocus
      />
      <PasswordField
        label={t(($) => $.signIn.password)}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Button type="submit" variant="primary" busy={busy}>
        {t(($) => $.signIn.submit)}
      </Button>
    </FormStack>
  );
}
