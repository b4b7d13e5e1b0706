import { KeyRound, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncTarget, SyncTestOutcome } from '#contract/shopfloor/sync.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { useAction } from '#ui/use-action.ts';
import type { ShownKey } from './key-once.tsx';
import { TargetForm } from './target-form.tsx';

/** What a {@link TargetPanel} takes. */
export interface TargetPanelProps {
  /** Null for a new application. */
  readonly target: SyncTarget | null;
  /** A key was made; show it. */
  readonly onMade: (shown: ShownKey) => void;
  readonly onClose: () => void;
}

/** One application: its settings, its key, and whether it answers. */
export function TargetPanel({ target, onMade, onClose }: TargetPanelProps) {
  const { t } = useTranslation('applications');
  const [outcome, setOutcome] = useState<SyncTestOutcome | null>(null);
  return (
    <DetailPanel
      id="shopfloor.sync-target"
      title={target?.targetApp ?? t(($) => $.targets.add)}
      onClose={onClose}
      {...(target && {
        actions: <Actions target={target} onMade={onMade} onTested={setOutcome} />,
      })}
    >
      {outcome && <TestOutcome outcome={outcome} onDismiss={() => setOutcome(null)} />}
      <TargetForm target={target} onMade={onMade} />
    </DetailPanel>
  );
}

function TestOutcome({
  outcome: { httpStatus, answer, error, durationMs },
  onDismiss,
}: {
  readonly outcome: SyncTestOutcome;
  readonly onDismiss: () => void;
}) {
  const { t } = useTranslation('applications');
  const took = t(($) => $.attempt.took, { ms: durationMs });
  const status = httpStatus === null ? null : t(($) => $.attempt.answered, { status: httpStatus });
  return (
    <Banner
      tone={error === null ? 'success' : 'error'}
      title={error === null ? t(($) => $.test.accepted) : t(($) => $.test.refused)}
      onDismiss={onDismiss}
    >
      {[status, httpStatus === null ? error : null, answer, took]
        .filter((part) => part !== null && part !== '')
        .join(' · ')}
    </Banner>
  );
}

function Actions({
  target: { id, version, targetApp: name },
  onMade,
  onTested,
}: {
  readonly target: SyncTarget;
  readonly onMade: (shown: ShownKey) => void;
  readonly onTested: (outcome: SyncTestOutcome) => void;
}) {
  const { t } = useTranslation('applications');
  const words = useErrorText();
  const [asked, ask] = useState(false);
  const { busy, run } = useAction(client.shopfloor.sync.targets.test, { onDone: onTested });
  return (
    <>
      <Button icon={<Send aria-hidden="true" />} busy={busy} onPress={() => run({ id })}>
        {t(($) => $.test.send)}
      </Button>
      <Button icon={<KeyRound aria-hidden="true" />} onPress={() => ask(true)}>
        {t(($) => $.key.renew)}
      </Button>
      <ConfirmWithReason
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.key.renewTitle, { name })}
        harm={t(($) => $.key.renewHarm)}
        confirmLabel={t(($) => $.key.renewConfirm)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          const { secret } = await withProof(() =>
            client.shopfloor.sync.targets.renewSecret({ id, version }),
          );
          onMade({ name, secret });
        }}
      />
    </>
  );
}
