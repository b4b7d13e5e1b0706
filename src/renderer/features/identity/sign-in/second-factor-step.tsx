import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from './form-stack.tsx';
import type { SignInOutcome } from './sign-in-outcome.ts';
import { useProof } from './use-proof.ts';

/** The code of the authenticator app, after the password was right. */
export function SecondFactorStep({
  onOutcome,
  onBack,
}: {
  readonly onOutcome: (outcome: SignInOutcome) => Promise<void>;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation('identity');
  const { busy, problem, attempt } = useProof();
  const [code, setCode] = useState('');
  return (
    <FormStack
      onSend={() => attempt(() => client.identity.session.confirmSecondFactor({ code }), onOutcome)}
    >
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <TextField
        label={t(($) => $.signIn.code)}
        description={t(($) => $.signIn.codeHint)}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
      />
      <Button type="submit" variant="primary" busy={busy} isDisabled={code.trim().length < 6}>
        {t(($) => $.signIn.confirm)}
      </Button>
      <Button variant="quiet" onPress={onBack}>
        {t(($) => $.signIn.back)}
      </Button>
    </FormStack>
  );
}
