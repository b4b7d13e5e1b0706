import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handOver } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { BadgeStep } from './badge-step.tsx';
import { NewPasswordStep } from './new-password-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';
import { SignInCard } from './sign-in-card.tsx';
import type { SignInOutcome } from './sign-in-outcome.ts';

type Step = { readonly kind: 'who' } | Exclude<SignInOutcome, { kind: 'signed-in' }>;

/** Why the session before is gone, as `signedOutView.endedBy` tells. */
export type EndedBy = 'user' | 'switch' | 'timeout' | 'revoked' | 'disabled' | null;

/** The sign-in screen: name and password or badge, then whatever else is asked. */
export function SignInScreen({ endedBy }: { readonly endedBy: EndedBy }) {
  const { t } = useTranslation('identity');
  const [step, setStep] = useState<Step>({ kind: 'who' });
  const onOutcome = async (outcome: SignInOutcome): Promise<void> => {
    if (outcome.kind === 'signed-in') await handOver(outcome.handover);
    else setStep(outcome);
  };
  const title =
    step.kind === 'password-change-required'
      ? t(($) => $.signIn.changeTitle)
      : t(($) => $.signIn.title);
  return (
    <SignInCard title={title}>
      {step.kind === 'who' && <WhyEnded endedBy={endedBy} />}
      {step.kind === 'who' && <WaysToSignIn onOutcome={onOutcome} />}
      {step.kind === 'second-factor-required' && (
        <SecondFactorStep onOutcome={onOutcome} onBack={() => setStep({ kind: 'who' })} />
      )}
      {step.kind === 'password-change-required' && (
        <NewPasswordStep minimumLength={step.minimumLength} onOutcome={onOutcome} />
      )}
    </SignInCard>
  );
}

function WaysToSignIn({
  onOutcome,
}: {
  readonly onOutcome: (outcome: SignInOutcome) => Promise<void>;
}) {
  const { t } = useTranslation('identity');
  return (
    <Tabs
      label={t(($) => $.signIn.title)}
      items={[
        {
          id: 'password',
          label: t(($) => $.signIn.withPassword),
          content: <PasswordStep onOutcome={onOutcome} />,
        },
        {
          id: 'badge',
          label: t(($) => $.signIn.withBadge),
          content: <BadgeStep onOutcome={onOutcome} />,
        },
      ]}
    />
  );
}

function WhyEnded({ endedBy }: { readonly endedBy: EndedBy }) {
  const { t } = useTranslation('identity');
  if (endedBy === null || endedBy === 'user' || endedBy === 'switch') return null;
  return <Banner tone="info">{t(($) => $.signIn.ended[endedBy])}</Banner>;
}
