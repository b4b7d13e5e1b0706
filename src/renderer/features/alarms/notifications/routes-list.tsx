import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Route } from '#contract/alarms/notifications.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { ListChoice } from './list-choice.tsx';
import type { NotificationsView } from './list-choice.tsx';
import { RoutePanel } from './route-panel.tsx';
import { useAnsweredRows, useChannels, useRoutes } from './use-notifications.ts';

const rowId = ({ id }: Route): string => id;

/** Who is told of which alarms, by which channel. */
export function RoutesList({ view, change }: NotificationsView) {
  const { t } = useTranslation('alarmNotifications');
  const asked = useRoutes();
  const source = useAnsweredRows(asked);
  const channels = useChannels().data ?? [];
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const active = asked.data?.find(({ id }) => id === activeId);
  const closeNow = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  const close = async (): Promise<void> => {
    if (await mayLeave()) closeNow();
  };
  return (
    <WithPanel
      panel={
        (adding || active) && (
          <RoutePanel
            key={adding ? 'new' : activeId}
            route={adding ? null : (active ?? null)}
            channels={channels}
            onClose={() => void close()}
            onDone={closeNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.actions)}>
        <ListChoice view={view} change={change} />
        <ToolbarSpace />
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" />}
          isDisabled={channels.length === 0}
          onPress={() => setAdding(true)}
        >
          {t(($) => $.route.add)}
        </Button>
      </Toolbar>
      <DataTable
        id="alarms.routes"
        label={t(($) => $.list.routes)}
        columns={useColumns()}
        source={source}
        rowId={rowId}
        onActiveChange={setActiveId}
        empty={
          <EmptyState
            title={t(($) => $.route.none)}
            hint={t(($) => (channels.length === 0 ? $.route.noChannel : $.route.noneHint))}
          />
        }
      />
    </WithPanel>
  );
}

function useColumns(): readonly TableColumn<Route>[] {
  const { t } = useTranslation('alarmNotifications');
  const channels = useChannels().data;
  return useMemo(
    () => [
      {
        id: 'state',
        header: t(($) => $.field.state),
        width: 110,
        value: ({ isEnabled }) => t(($) => (isEnabled ? $.on : $.off)),
        cell: ({ isEnabled }) => (
          <StatusBadge tone={isEnabled ? 'normal' : 'off'}>
            {t(($) => (isEnabled ? $.on : $.off))}
          </StatusBadge>
        ),
      },
      {
        id: 'name',
        header: t(($) => $.field.name),
        width: 200,
        alwaysShown: true,
        value: ({ name }) => name,
      },
      {
        id: 'trigger',
        header: t(($) => $.field.trigger),
        width: 240,
        value: ({ trigger }) => t(($) => $.trigger[trigger]),
      },
      {
        id: 'priorities',
        header: t(($) => $.field.priorities),
        width: 120,
        value: ({ priorities }) => priorities.join(', '),
      },
      {
        id: 'types',
        header: t(($) => $.field.types),
        width: 140,
        value: ({ alarmTypes }) =>
          alarmTypes.length === 0
            ? t(($) => $.route.everyType)
            : t(($) => $.route.types, { count: alarmTypes.length }),
      },
      {
        id: 'channel',
        header: t(($) => $.field.channel),
        width: 180,
        grow: true,
        value: ({ channelId }) => channels?.find(({ id }) => id === channelId)?.name ?? '',
      },
    ],
    [t, channels],
  );
}
