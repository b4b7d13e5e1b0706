import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { channelFields } from '#contract/alarms/notifications.ts';
import type { Channel } from '#contract/alarms/notifications.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import {
  FormCheckbox,
  FormNumber,
  FormPassword,
  FormSelect,
  FormText,
} from '#ui/form/form-fields.tsx';
import { Form, FormRow } from '#ui/form/form.tsx';
import { useChannelForm } from './use-channel-form.ts';
import { useNotificationWords } from './use-notification-words.ts';

const [fields] = channelFields.options;
type Entries = z.input<typeof fields>;
type EmailChannel = Extract<Channel, { kind: 'email' }>;

const isEmail = (channel: Channel): channel is EmailChannel => channel.kind === 'email';

const toInput = (row: EmailChannel | null): Entries => ({
  kind: 'email',
  name: row?.name ?? '',
  isEnabled: row?.isEnabled ?? true,
  host: row?.host ?? '',
  port: row?.port ?? 587,
  security: row?.security ?? 'starttls',
  username: row?.username ?? null,
  sender: row?.sender ?? '',
});

/** Adds or changes a mail server. */
export function EmailForm({
  channel,
  onAdded,
}: {
  readonly channel: EmailChannel | null;
  readonly onAdded: () => void;
}) {
  const { t } = useTranslation('alarmNotifications');
  const words = useNotificationWords();
  const edit = useChannelForm<EmailChannel, Entries>({
    channel,
    schema: fields,
    toInput,
    secret: 'secret',
    isKind: isEmail,
    onAdded,
  });
  const labels = {
    name: t(($) => $.field.name),
    host: t(($) => $.field.host),
    port: t(($) => $.field.port),
    security: t(($) => $.field.security),
    username: t(($) => $.field.username),
    sender: t(($) => $.field.sender),
    isEnabled: t(($) => $.field.enabled),
  };
  return (
    <Form edit={edit} submitLabel={t(($) => $.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={labels} />
      <FormText<Entries> name="name" label={labels.name} isRequired />
      <FormRow>
        <FormText<Entries> name="host" label={labels.host} isRequired />
        <FormNumber<Entries> name="port" label={labels.port} minValue={1} maxValue={65_535} />
      </FormRow>
      <FormSelect<Entries>
        name="security"
        label={labels.security}
        options={(['starttls', 'tls', 'none'] as const).map((value) => ({
          value,
          label: t(($) => $.security[value]),
        }))}
      />
      <FormText<Entries> name="sender" label={labels.sender} isRequired />
      <FormText<Entries> name="username" label={labels.username} emptyIsNull />
      <FormPassword<Entries>
        name="secret"
        label={t(($) => $.field.password)}
        description={channel?.hasSecret === true ? t(($) => $.secretKept) : ''}
        autoComplete="off"
      />
      <FormCheckbox<Entries> name="isEnabled">{labels.isEnabled}</FormCheckbox>
    </Form>
  );
}
