import { useTranslation } from 'react-i18next';
import { client, handOver } from '#lib/core.ts';
import { useSignedIn } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { BadgePrompt } from './badge-step.tsx';
import { ProofForm } from './proof-form.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { useBadge } from './use-badge.ts';
import { useProof } from './use-proof.ts';

const unlocked = (answer: { readonly handover: string }) => handOver(answer.handover);

/** Covers the console until the person proves who they are, or leaves it to somebody else. */
export function LockScreen() {
  const { t } = useTranslation('identity');
  const { fullName, proofs, level } = useSignedIn();
  const { presented } = useBadge();
  const { busy, problem, attempt } = useProof();
  return (
    <SignInCard title={t(($) => $.lock.title)}>
      <p>{t(($) => $.lock.text, { name: fullName })}</p>
      {level === 'badge' ? (
        <>
          <BadgePrompt presented={presented} />
          <Button
            variant="primary"
            busy={busy}
            isDisabled={!presented}
            onPress={() =>
              presented &&
              attempt(() => client.identity.session.unlock({ badge: presented.badge }), unlocked)
            }
          >
            {t(($) => $.lock.unlock)}
          </Button>
        </>
      ) : (
        <ProofForm
          ways={proofs}
          action={t(($) => $.lock.unlock)}
          busy={busy}
          problem={problem}
          onProof={(proof) => attempt(() => client.identity.session.unlock(proof), unlocked)}
        />
      )}
      <Button variant="quiet" onPress={() => void client.identity.session.signOut()}>
        {t(($) => $.lock.switch)}
      </Button>
    </SignInCard>
  );
}
