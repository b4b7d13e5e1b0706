import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StopTarget } from '#contract/shopfloor/estops.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { toast } from '#ui/toast-queue.ts';

/** What a {@link StopRequestButton} takes. */
export interface StopRequestButtonProps {
  readonly target: StopTarget;
  /** Name of the machine or zone. */
  readonly name: string;
  readonly size?: 'normal' | 'small';
}

/**
 * Asks a machine, or all of a zone, for a normal stop. It looks like any other button on purpose: it
 * is no emergency stop, and must not be taken for one.
 */
export function StopRequestButton({ target, name, size = 'normal' }: StopRequestButtonProps) {
  const { t } = useTranslation('safety');
  const words = useErrorText();
  const mayEnd = useCan('session:end');
  const [asking, setAsking] = useState(false);
  if (!mayEnd) return null;
  return (
    <>
      <Button size={size} onPress={() => setAsking(true)}>
        {t(($) => $.request.action)}
      </Button>
      <ConfirmWithReason
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => (target.what === 'zone' ? $.request.zoneTitle : $.request.machineTitle), {
          name,
        })}
        harm={t(($) => $.request.harm)}
        confirmLabel={t(($) => $.request.confirm)}
        minLength={3}
        describe={words}
        onConfirm={async (reason) => {
          const { stopped } = await withProof(() =>
            client.shopfloor.estops.requestStop({ target, reason }),
          );
          const title =
            stopped.length === 0
              ? t(($) => $.request.nothing)
              : t(($) => $.request.done, { count: stopped.length });
          toast({ tone: 'success', title });
        }}
      />
    </>
  );
}
