import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FirmwareUpdate } from '#contract/shopfloor/firmware.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Progress } from '#ui/progress.tsx';
import { useAction } from '#ui/use-action.ts';

/** What an update does now, in words. */
const updateWords = (t: TFunction<'nodes'>, { state, busy }: FirmwareUpdate): string =>
  t(($) => $.updateState[state === 'waiting' && busy ? 'busy' : state]);

/** How far the update of a node is, with a way to give it up while the node does not install it. */
export function UpdateProgress({ update }: { readonly update: FirmwareUpdate }) {
  const { t } = useTranslation('nodes');
  const formats = useFormats();
  const mayManage = useCan('node:manage');
  const { state, received, size, version, id } = update;
  const cancel = useAction(
    (updateId: string) => client.shopfloor.firmware.cancel({ id: updateId }),
    {
      done: () => t(($) => $.update.cancelled),
      refused: (error) =>
        isCoreError(error) && error.code === 'TOO_LATE' ? t(($) => $.update.tooLate) : undefined,
    },
  );
  const revocable = mayManage && (state === 'waiting' || state === 'transferring');
  const amount = t(($) => $.update.progress, {
    received: formats.bytes(received),
    size: formats.bytes(size),
  });
  return (
    <Progress
      label={`${t(($) => $.update.to, { version })} · ${updateWords(t, update)}`}
      {...(state === 'transferring' && { value: received, max: size, valueText: amount })}
      {...(revocable && { onCancel: () => cancel.run(id) })}
    />
  );
}
