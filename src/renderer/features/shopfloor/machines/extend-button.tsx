import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useCan, useSignedIn } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Button } from '#ui/button.tsx';
import { useAction } from '#ui/use-action.ts';
import { useRefusalText } from './use-refusal-text.ts';

/** Lengthens one's own session while the machine allows it; nothing for others. */
export function ExtendButton({
  session,
}: {
  readonly session: NonNullable<MachineTile['session']>;
}) {
  const { t } = useTranslation('machineUse');
  const formats = useFormats();
  const common = useRefusalText();
  const { userId } = useSignedIn();
  const mayOperate = useCan('machine:operate');
  const extend = useAction((sessionId: string) => client.shopfloor.sessions.extend({ sessionId }), {
    done: ({ machine }) => t(($) => $.extend.done, { machine: machine.name }),
    refused: (error) =>
      isCoreError(error) && error.code === 'NO_MORE_EXTENSIONS'
        ? t(($) => $.extend.refused)
        : common(error),
  });
  if (!mayOperate || session.userId !== userId || session.extensionsLeft === 0) return null;
  return (
    <Button busy={extend.busy} onPress={() => extend.run(session.id)}>
      {t(($) => $.extend.action, { time: formats.span(session.extensionMinutes * 60_000) })}
    </Button>
  );
}
