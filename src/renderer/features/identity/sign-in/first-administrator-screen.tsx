import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, handOver } from '#lib/core.ts';
import { usePreferences } from '#lib/preferences.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from './form-stack.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { useProof } from './use-proof.ts';

const nothing = { fullName: '', username: '', email: '', password: '' };

/** The first run: there is no default user, so the first person makes the first administrator. */
export function FirstAdministratorScreen({
  minimumLength,
  onDone,
}: {
  readonly minimumLength: number;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('identity');
  const locale = usePreferences((preferences) => preferences.language);
  const { busy, problem, attempt } = useProof();
  const [fields, setFields] = useState(nothing);
  const field = (name: keyof typeof nothing) => ({
    value: fields[name],
    onChange: (value: string) => setFields((before) => ({ ...before, [name]: value })),
  });
  const send = (): void => {
    const { email, ...rest } = fields;
    attempt(
      () =>
        client.identity.setUp.createFirstAdministrator({
          ...rest,
          locale,
          ...(email !== '' && { email }),
        }),
      async (outcome) => {
        if (outcome.kind === 'signed-in') await handOver(outcome.handover);
        onDone();
      },
    );
  };
  return (
    <SignInCard title={t(($) => $.setUp.title)}>
      <p>{t(($) => $.setUp.text)}</p>
      <FormStack onSend={send}>
        {problem !== null && <Banner tone="error">{problem}</Banner>}
        <TextField
          label={t(($) => $.setUp.fullName)}
          {...field('fullName')}
          autoComplete="name"
          isRequired
          autoFocus
        />
        <TextField
          label={t(($) => $.setUp.username)}
          {...field('username')}
          autoComplete="username"
          isRequired
        />
        <TextField
          label={t(($) => $.setUp.email)}
          {...field('email')}
          type="email"
          autoComplete="email"
        />
        <PasswordField
          label={t(($) => $.setUp.password)}
          description={t(($) => $.signIn.passwordHint, { count: minimumLength })}
          {...field('password')}
          autoComplete="new-password"
          isRequired
        />
        <Button type="submit" variant="primary" busy={busy}>
          {t(($) => $.setUp.submit)}
        </Button>
      </FormStack>
    </SignInCard>
  );
}
