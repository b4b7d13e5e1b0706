import { Mail, Webhook } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '#contract/alarms/notifications.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { ChannelPanel } from './channel-panel.tsx';
import { ListChoice } from './list-choice.tsx';
import type { NotificationsView } from './list-choice.tsx';
import { useAnsweredRows, useChannels } from './use-notifications.ts';

const rowId = ({ id }: Channel): string => id;
const toneOf = ({ lastError }: Channel) => (lastError === null ? undefined : 'strong');

/** The ways out: mail servers and webhooks, each with what came of its last use. */
export function ChannelsList({ view, change }: NotificationsView) {
  const { t } = useTranslation('alarmNotifications');
  const asked = useChannels();
  const source = useAnsweredRows(asked);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState<Channel['kind'] | null>(null);
  const active = asked.data?.find(({ id }) => id === activeId) ?? null;
  const closeNow = (): void => {
    setAdding(null);
    setActiveId(null);
  };
  const close = async (): Promise<void> => {
    if (await mayLeave()) closeNow();
  };
  const kind = adding ?? active?.kind;
  return (
    <WithPanel
      panel={
        kind && (
          <ChannelPanel
            key={adding ?? activeId}
            kind={kind}
            channel={adding ? null : active}
            onClose={() => void close()}
            onDone={closeNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.actions)}>
        <ListChoice view={view} change={change} />
        <ToolbarSpace />
        <Button icon={<Mail aria-hidden="true" />} onPress={() => setAdding('email')}>
          {t(($) => $.channel.addEmail)}
        </Button>
        <Button icon={<Webhook aria-hidden="true" />} onPress={() => setAdding('webhook')}>
          {t(($) => $.channel.addWebhook)}
        </Button>
      </Toolbar>
      <DataTable
        id="alarms.channels"
        label={t(($) => $.list.channels)}
        columns={useMemo(() => columnsOf(t), [t])}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.channel.none)} hint={t(($) => $.channel.noneHint)} />}
      />
    </WithPanel>
  );
}

function ChannelState({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation('alarmNotifications');
  if (!channel.isEnabled) return <StatusBadge tone="off">{t(($) => $.off)}</StatusBadge>;
  return channel.lastError === null ? (
    <StatusBadge tone="normal">{t(($) => $.on)}</StatusBadge>
  ) : (
    <StatusBadge tone="fault">{t(($) => $.channel.fails)}</StatusBadge>
  );
}

const addressOf = (channel: Channel): string =>
  channel.kind === 'email' ? `${channel.host}:${channel.port}` : channel.url;

function columnsOf(t: TFunction<'alarmNotifications'>): readonly TableColumn<Channel>[] {
  return [
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 130,
      value: ({ isEnabled }) => t(($) => (isEnabled ? $.on : $.off)),
      cell: (channel) => <ChannelState channel={channel} />,
    },
    {
      id: 'name',
      header: t(($) => $.field.name),
      width: 180,
      alwaysShown: true,
      value: ({ name }) => name,
    },
    {
      id: 'kind',
      header: t(($) => $.field.kind),
      width: 110,
      value: ({ kind }) => t(($) => $.kind[kind]),
    },
    { id: 'address', header: t(($) => $.field.address), width: 260, value: addressOf },
    {
      id: 'success',
      header: t(($) => $.field.lastSuccess),
      width: 160,
      value: ({ lastSuccessAt }) => lastSuccessAt,
      cell: ({ lastSuccessAt }) =>
        lastSuccessAt === null ? t(($) => $.never) : <Time at={lastSuccessAt} show="relative" />,
    },
    {
      id: 'error',
      header: t(($) => $.field.lastError),
      width: 260,
      grow: true,
      value: ({ lastError }) => lastError,
    },
  ];
}
