import { RotateCw } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '#contract/alarms/notifications.ts';
import { client } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { useAction } from '#ui/use-action.ts';
import { WithPanel } from '#ui/with-panel.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import { type AlarmWords, useAlarmWords } from '../alarm-words.ts';
import { ListChoice } from './list-choice.tsx';
import type { NotificationsView } from './list-choice.tsx';

const states = ['pending', 'sent', 'failed'] as const;
const tones: Readonly<Record<Delivery['status'], StatusTone>> = {
  pending: 'active',
  sent: 'normal',
  failed: 'fault',
};
const rowId = ({ id }: Delivery): string => id;
const toneOf = ({ status }: Delivery) => (status === 'failed' ? 'strong' : undefined);

/** What was told and is to be told, the newest first; what was given up can be sent again. */
export function DeliveriesList({ view, change }: NotificationsView) {
  const { t } = useTranslation('alarmNotifications');
  const { title } = useAlarmWords();
  const status = states.find((state) => state === view.status);
  const source = usePagedRows<Delivery>({
    queryKey: ['alarms.deliveries', status],
    loadPage: useCallback(
      ({ cursor, signal }) =>
        client.alarms.notifications.deliveries(
          { cursor, limit: 100, ...(status && { status }) },
          { signal },
        ),
      [status],
    ),
    topics: ['alarms.deliveries'],
  });
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const failed = source.rows.filter(({ id, status: now }) => chosen.has(id) && now === 'failed');
  const retry = useAction(client.alarms.notifications.retry, {
    done: ({ retried }) => t(($) => $.delivery.retried, { count: retried }),
  });
  return (
    <WithPanel panel={null}>
      <Toolbar label={t(($) => $.actions)}>
        <ListChoice view={view} change={change} />
        <FilterSelect
          label={t(($) => $.field.state)}
          options={states.map((value) => ({ value, label: t(($) => $.status[value]) }))}
          value={status ?? null}
          onChange={(wanted) => change({ status: wanted })}
        />
        <Button
          icon={<RotateCw aria-hidden="true" />}
          isDisabled={failed.length === 0}
          busy={retry.busy}
          onPress={() => retry.run({ ids: failed.map(({ id }) => id) })}
        >
          {t(($) => $.delivery.retry)}
        </Button>
      </Toolbar>
      <DataTable
        id="alarms.deliveries"
        label={t(($) => $.list.deliveries)}
        columns={useMemo(() => columnsOf(t, title), [t, title])}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onSelectionChange={choose}
        empty={
          <EmptyState title={t(($) => $.delivery.none)} hint={t(($) => $.delivery.noneHint)} />
        }
      />
    </WithPanel>
  );
}

/** The server puts the newest first, so no column sorts. */
function columnsOf(
  t: TFunction<'alarmNotifications'>,
  titleOf: AlarmWords['title'],
): readonly TableColumn<Delivery>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'status',
      header: t(($) => $.field.state),
      width: 130,
      value: ({ status }) => t(($) => $.status[status]),
      cell: ({ status }) => (
        <StatusBadge tone={tones[status]}>{t(($) => $.status[status])}</StatusBadge>
      ),
    },
    {
      ...fixed,
      id: 'created',
      header: t(($) => $.field.due),
      width: 170,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      ...fixed,
      id: 'priority',
      header: t(($) => $.field.priority),
      symbol: '!',
      width: 44,
      value: ({ priority }) => priority,
      cell: ({ priority }) =>
        priority && <PrioritySymbol priority={priorityDigits[priority]} look="outline" />,
    },
    {
      ...fixed,
      id: 'alarm',
      header: t(($) => $.field.alarm),
      width: 240,
      grow: true,
      alwaysShown: true,
      value: (delivery) => `${delivery.sourceName} · ${titleOf(delivery)}`,
    },
    {
      ...fixed,
      id: 'route',
      header: t(($) => $.field.route),
      width: 160,
      value: ({ routeName }) => routeName,
    },
    {
      ...fixed,
      id: 'channel',
      header: t(($) => $.field.channel),
      width: 160,
      value: ({ channelName }) => channelName,
    },
    {
      ...fixed,
      id: 'recipients',
      header: t(($) => $.field.recipients),
      width: 100,
      align: 'end',
      value: ({ recipients }) => recipients,
    },
    {
      ...fixed,
      id: 'attempts',
      header: t(($) => $.field.attempts),
      width: 90,
      align: 'end',
      value: ({ attempts }) => attempts,
    },
    {
      ...fixed,
      id: 'next',
      header: t(($) => $.field.next),
      width: 140,
      value: ({ nextAttemptAt }) => nextAttemptAt,
      cell: ({ nextAttemptAt }) =>
        nextAttemptAt === null ? '–' : <Time at={nextAttemptAt} show="relative" />,
    },
    {
      ...fixed,
      id: 'error',
      header: t(($) => $.field.error),
      width: 240,
      value: ({ error }) => error,
    },
  ];
}
