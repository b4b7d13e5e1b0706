import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '#contract/alarms/notifications.ts';
import { client } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { RemoveButton } from '#ui/remove-button.tsx';
import { useAction } from '#ui/use-action.ts';
import { EmailForm } from './email-form.tsx';
import { useNotificationWords } from './use-notification-words.ts';
import { WebhookForm } from './webhook-form.tsx';

/** What a {@link ChannelPanel} takes. */
export interface ChannelPanelProps {
  readonly kind: Channel['kind'];
  /** Null for a new channel of that kind. */
  readonly channel: Channel | null;
  readonly onClose: () => void;
  /** It was added or is gone; nothing is left to ask. */
  readonly onDone: () => void;
}

/** One way out: its settings, and whether a test message gets through. */
export function ChannelPanel({ kind, channel, onClose, onDone }: ChannelPanelProps) {
  const { t } = useTranslation('alarmNotifications');
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const adding = kind === 'email' ? t(($) => $.channel.addEmail) : t(($) => $.channel.addWebhook);
  return (
    <DetailPanel
      id="alarms.channel"
      title={channel?.name ?? adding}
      onClose={onClose}
      {...(channel && {
        actions: <Actions channel={channel} onTested={setOutcome} onRemoved={onDone} />,
      })}
    >
      {outcome && (
        <Banner
          tone={outcome.error === null ? 'success' : 'error'}
          title={outcome.error === null ? t(($) => $.test.sent) : t(($) => $.test.failed)}
          onDismiss={() => setOutcome(null)}
        >
          {outcome.error}
        </Banner>
      )}
      {!outcome && channel?.lastError && (
        <Banner tone="error" title={t(($) => $.channel.lastFailed)}>
          {channel.lastError}
        </Banner>
      )}
      {kind === 'email' ? (
        <EmailForm channel={channel?.kind === 'email' ? channel : null} onAdded={onDone} />
      ) : (
        <WebhookForm channel={channel?.kind === 'webhook' ? channel : null} onAdded={onDone} />
      )}
    </DetailPanel>
  );
}

interface TestOutcome {
  /** Null where it got through. */
  readonly error: string | null;
}

function Actions({
  channel: { id, version, name, kind },
  onTested,
  onRemoved,
}: {
  readonly channel: Channel;
  readonly onTested: (outcome: TestOutcome) => void;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('alarmNotifications');
  const words = useNotificationWords();
  const common = useErrorText();
  const [asked, ask] = useState(false);
  const test = useAction(client.alarms.notifications.testChannel, { onDone: onTested });
  return (
    <>
      <Button
        icon={<Send aria-hidden="true" />}
        busy={test.busy}
        onPress={() => (kind === 'email' ? ask(true) : test.run({ id }))}
      >
        {t(($) => $.test.send)}
      </Button>
      <RemoveButton
        name={name}
        harm={t(($) => $.remove.channelHarm)}
        remove={() => withProof(() => client.alarms.notifications.removeChannel({ id, version }))}
        onRemoved={onRemoved}
        describe={words}
      />
      <NoteDialog
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.test.title)}
        text={t(($) => $.test.text)}
        label={t(($) => $.test.to)}
        confirmLabel={t(($) => $.test.send)}
        describe={common}
        onConfirm={async (to) =>
          onTested(await withProof(() => client.alarms.notifications.testChannel({ id, to })))
        }
      />
    </>
  );
}
