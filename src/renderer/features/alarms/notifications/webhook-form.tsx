import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { channelFields } from '#contract/alarms/notifications.ts';
import type { Channel } from '#contract/alarms/notifications.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormCheckbox, FormPassword, FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useChannelForm } from './use-channel-form.ts';
import { useNotificationWords } from './use-notification-words.ts';

const [, fields] = channelFields.options;
type Entries = z.input<typeof fields>;
type WebhookChannel = Extract<Channel, { kind: 'webhook' }>;

const isWebhook = (channel: Channel): channel is WebhookChannel => channel.kind === 'webhook';

const toInput = (row: WebhookChannel | null): Entries => ({
  kind: 'webhook',
  name: row?.name ?? '',
  isEnabled: row?.isEnabled ?? true,
  url: row?.url ?? '',
  allowPrivate: row?.allowPrivate ?? false,
});

/** Adds or changes a webhook. */
export function WebhookForm({
  channel,
  onAdded,
}: {
  readonly channel: WebhookChannel | null;
  readonly onAdded: () => void;
}) {
  const { t } = useTranslation('alarmNotifications');
  const words = useNotificationWords();
  const edit = useChannelForm<WebhookChannel, Entries>({
    channel,
    schema: fields,
    toInput,
    secret: 'secret',
    isKind: isWebhook,
    onAdded,
  });
  const labels = {
    name: t(($) => $.field.name),
    url: t(($) => $.field.url),
    allowPrivate: t(($) => $.field.allowPrivate),
    isEnabled: t(($) => $.field.enabled),
  };
  return (
    <Form edit={edit} submitLabel={t(($) => $.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} />
      <FormText<Entries> name="name" label={labels.name} isRequired />
      <FormText<Entries>
        name="url"
        label={labels.url}
        placeholder="https://pager.example.com/hooks/signalbox"
        isRequired
      />
      <FormCheckbox<Entries> name="allowPrivate">{labels.allowPrivate}</FormCheckbox>
      <FormPassword<Entries>
        name="secret"
        label={t(($) => $.field.key)}
        description={channel === null ? t(($) => $.keyHint) : t(($) => $.secretKept)}
        autoComplete="off"
      />
      <FormCheckbox<Entries> name="isEnabled">{labels.isEnabled}</FormCheckbox>
    </Form>
  );
}
