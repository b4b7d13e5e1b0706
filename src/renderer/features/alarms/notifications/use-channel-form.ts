import type { FieldValues, Path } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Channel, ChannelFields } from '#contract/alarms/notifications.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';

/** How {@link useChannelForm} works. */
export interface ChannelFormOptions<Row extends Channel, Input extends FieldValues> {
  /** Null for a new channel. */
  readonly channel: Row | null;
  readonly schema: z.ZodType<ChannelFields, Input>;
  readonly toInput: (row: Row | null) => Input;
  readonly secret: Path<Input>;
  readonly isKind: (channel: Channel) => channel is Row;
  readonly onAdded: () => void;
}

/** A form over a channel of one kind. An empty secret leaves the one that is kept. */
export function useChannelForm<Row extends Channel, Input extends FieldValues>(
  options: ChannelFormOptions<Row, Input>,
) {
  const { channel, schema, toInput, secret, isKind, onAdded } = options;
  const { t } = useTranslation('alarmNotifications');
  return useVersionedForm<Row, Input, ChannelFields>({
    row: channel,
    schema,
    toInput,
    draftKey: 'alarms.channel',
    secret: [secret],
    async save(fields, seen) {
      const { createChannel, updateChannel } = client.alarms.notifications;
      const saved = await withProof(() =>
        seen === null
          ? createChannel(fields)
          : updateChannel({ id: seen.id, version: seen.version, fields }),
      );
      toast({ tone: 'success', title: t(($) => $.saved, { name: saved.name }) });
      if (seen === null) onAdded();
      if (!isKind(saved)) throw new Error('The kind of a channel does not change.');
      return saved;
    },
  });
}
