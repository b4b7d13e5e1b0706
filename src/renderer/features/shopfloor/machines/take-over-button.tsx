import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useTicking } from '#lib/now.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useRefusalText } from './use-refusal-text.ts';

/** What a {@link TakeOverButton} takes. */
export interface TakeOverButtonProps {
  readonly machineId: string;
  readonly machineName: string;
  readonly session: NonNullable<MachineTile['session']>;
}

/** Takes a machine from whoever runs it, as its settings allow; the core judges who may. */
export function TakeOverButton({ machineId, machineName, session }: TakeOverButtonProps) {
  const { t } = useTranslation(['machineUse', 'shopfloor']);
  const [asking, setAsking] = useState(false);
  const refused = useTakeOverRefusal();
  const { userId } = useSignedIn();
  const [mayOperate, mayEndOthers] = [useCan('machine:operate'), useCan('session:end')];
  const { takeOver, takeOverFrom, userId: owner } = session;
  const isIdle =
    useTicking(() => (takeOverFrom !== null && Date.now() >= Date.parse(takeOverFrom) ? 1 : 0)) ===
    1;
  const offered = takeOver !== 'none' && (isIdle || mayEndOthers);
  if (!mayOperate || owner === userId || !offered) return null;
  const name = session.fullName ?? t(($) => $.person.unknown, { ns: 'shopfloor' });
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t(($) => $.takeOver.action)}</Button>
      <NoteDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.takeOver.title, { machine: machineName, name })}
        text={t(($) => $.takeOver.text, { name })}
        label={t(($) => $.takeOver.note)}
        confirmLabel={t(($) => $.takeOver.confirm)}
        optional
        describe={refused}
        onConfirm={async (note) => {
          await withProof(() =>
            client.shopfloor.sessions.takeOver({ machineId, note: note === '' ? null : note }),
          );
          toast({
            tone: 'success',
            title: t(($) => $.takeOver.done, { machine: machineName }),
          });
        }}
      />
    </>
  );
}

/** Why a machine was not taken over, in words. */
function useTakeOverRefusal(): (error: unknown) => string | undefined {
  const { t } = useTranslation('machineUse');
  const formats = useFormats();
  const common = useRefusalText();
  return (error) => {
    if (!isCoreError(error) || error.code !== 'NO_TAKE_OVER') return common(error);
    const { from } = error.data as { readonly from: string | null };
    return from === null
      ? t(($) => $.takeOver.refused)
      : t(($) => $.takeOver.refusedUntil, { time: formats.time(from) });
  };
}
