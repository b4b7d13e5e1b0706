import { useTranslation } from 'react-i18next';
import { client, handOver } from '#lib/core.ts';
import { useSignedIn } from '#lib/session.ts';
import { settleStepUp, useStepUp } from '#lib/step-up.ts';
import { Dialog } from '#ui/dialog.tsx';
import { ProofForm } from './proof-form.tsx';
import { useProof } from './use-proof.ts';

/** Appears when something needs a fresh proof; afterwards what was asked for goes on by itself. */
export function StepUpDialog() {
  const { t } = useTranslation('identity');
  const { proofs } = useSignedIn();
  const asked = useStepUp((state) => state.asked);
  const { busy, problem, attempt } = useProof();
  return (
    <Dialog
      open={asked}
      onClose={() => settleStepUp(false)}
      title={t(($) => $.stepUp.title)}
      size="small"
      mustAnswer
    >
      <p>{t(($) => $.stepUp.text)}</p>
      <ProofForm
        ways={proofs}
        action={t(($) => $.stepUp.confirm)}
        busy={busy}
        problem={problem}
        onProof={(proof) =>
          attempt(
            () => client.identity.session.stepUp(proof),
            async (answer) => {
              await handOver(answer.handover);
              settleStepUp(true);
            },
          )
        }
      />
    </Dialog>
  );
}
