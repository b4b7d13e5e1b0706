import { IdCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { FormStack } from './form-stack.tsx';
import type { SignInOutcome } from './sign-in-outcome.ts';
import { type PresentedBadge, useBadge } from './use-badge.ts';
import { useProof } from './use-proof.ts';
import styles from './badge-step.module.css';

/** Signing in by badge: with a PIN for everything, without one for starting and stopping machines. */
export function BadgeStep({
  onOutcome,
}: {
  readonly onOutcome: (outcome: SignInOutcome) => Promise<void>;
}) {
  const { t } = useTranslation('identity');
  const { presented } = useBadge();
  const { busy, problem, attempt } = useProof();
  const [pin, setPin] = useState('');
  const send = (withPin: boolean): void => {
    if (!presented) return;
    const { badge } = presented;
    attempt(
      () => client.identity.session.signInWithBadge({ badge, ...(withPin && { pin }) }),
      onOutcome,
    );
  };
  return (
    <FormStack onSend={() => send(pin !== '')}>
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      <BadgePrompt presented={presented} />
      <PasswordField
        label={t(($) => $.signIn.pin)}
        description={t(($) => $.signIn.pinHint)}
        value={pin}
        onChange={setPin}
        autoComplete="off"
        inputMode="numeric"
        isDisabled={!presented}
      />
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        isDisabled={!presented || (pin !== '' && pin.length < 6)}
      >
        {pin === '' ? t(($) => $.signIn.withoutPin) : t(($) => $.signIn.continue)}
      </Button>
    </FormStack>
  );
}

/** Asks for a badge, or tells which one was read. */
export function BadgePrompt({ presented }: { readonly presented: PresentedBadge | null }) {
  const { t } = useTranslation('identity');
  return (
    <p className={styles.prompt} role="status">
      <IdCard aria-hidden />
      {promptText()}
    </p>
  );

  function promptText(): string {
    if (!presented) return t(($) => $.signIn.badgePrompt);
    if (!presented.read) return t(($) => $.signIn.badgeScanned);
    const { lastFour, readerName } = presented.read;
    return t(($) => $.signIn.badgeRead, { lastFour, reader: readerName });
  }
}
