import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useSessionActions } from './use-machine-actions.ts';
import { useRefusalText } from './use-refusal-text.ts';

/** What an {@link EndSessionButton} takes. */
export interface EndSessionButtonProps {
  readonly session: {
    readonly id: string;
    readonly userId: string | null;
    readonly fullName: string | null;
  };
  readonly machineName: string;
}

/** Ends one's own session at once, another person's with a reason; nothing where neither is allowed. */
export function EndSessionButton({ session, machineName }: EndSessionButtonProps) {
  const { t } = useTranslation('shopfloor');
  const { end, endingOf } = useSessionActions();
  const [asking, setAsking] = useState(false);
  const ending = endingOf(session.userId);
  if (ending === 'none') return null;
  if (ending === 'own')
    return (
      <Button variant="primary" busy={end.busy} onPress={() => end.run({ sessionId: session.id })}>
        {t(($) => $.session.endOwn)}
      </Button>
    );
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t(($) => $.session.endOther)}</Button>
      <EndOther
        open={asking}
        onClose={() => setAsking(false)}
        session={session}
        machineName={machineName}
      />
    </>
  );
}

function EndOther(
  props: EndSessionButtonProps & { readonly open: boolean; readonly onClose: () => void },
) {
  const { open, onClose, session, machineName } = props;
  const { t } = useTranslation('shopfloor');
  const refused = useRefusalText();
  const words = useErrorText();
  const name = session.fullName ?? t(($) => $.person.unknown);
  return (
    <ConfirmWithReason
      open={open}
      onClose={onClose}
      title={t(($) => $.session.endOtherTitle, { name })}
      harm={t(($) => $.session.endOtherHarm, { name, machine: machineName })}
      confirmLabel={t(($) => $.session.end)}
      minLength={3}
      describe={(failure) => refused(failure) ?? words(failure)}
      onConfirm={async (reason) => {
        await withProof(() =>
          client.shopfloor.sessions.endOther({ sessionId: session.id, reason }),
        );
        toast({ tone: 'success', title: t(($) => $.done.ended, { machine: machineName }) });
      }}
    />
  );
}
