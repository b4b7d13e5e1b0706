import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SyncTarget } from '#contract/shopfloor/sync.ts';
import { client } from '#lib/core.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { KeyOnce } from './key-once.tsx';
import type { ShownKey } from './key-once.tsx';
import { ListChoice } from './list-choice.tsx';
import type { ApplicationsView } from './list-choice.tsx';
import { TargetPanel } from './target-panel.tsx';

const rowId = (row: SyncTarget): string => row.id;
const toneOf = (row: SyncTarget) => (row.failed > 0 ? 'strong' : undefined);

/** Other applications that are told what happens. */
export function TargetsList({ view, change }: ApplicationsView) {
  const { t } = useTranslation('applications');
  const columns = useMemo(() => targetColumns(t), [t]);
  const source = useTargetRows();
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<ShownKey | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  const closeNow = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  const close = async (): Promise<void> => {
    if (await mayLeave()) closeNow();
  };
  const made = (key: ShownKey): void => {
    setShown(key);
    setAdding(false);
  };
  return (
    <WithPanel
      panel={
        (adding || active) && (
          <TargetPanel
            key={adding ? 'new' : activeId}
            target={adding ? null : (active ?? null)}
            onClose={() => void close()}
            onMade={made}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.targets.actions)}>
        <ListChoice view={view} change={change} />
        <ToolbarSpace />
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" />}
          onPress={() => setAdding(true)}
        >
          {t(($) => $.targets.add)}
        </Button>
      </Toolbar>
      <DataTable
        id="shopfloor.sync-targets"
        label={t(($) => $.list.targets)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.targets.none)} hint={t(($) => $.targets.noneHint)} />}
      />
      <KeyOnce shown={shown} onClose={() => setShown(null)} />
    </WithPanel>
  );
}

function useTargetRows() {
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.sync.targets.list({ cursor, limit: 100 }, { signal }),
    [],
  );
  return usePagedRows({
    queryKey: ['shopfloor.sync-targets'],
    loadPage,
    topics: ['shopfloor.sync_targets', 'shopfloor.sync_events'],
  });
}

function TargetState({
  target,
  t,
}: {
  readonly target: SyncTarget;
  readonly t: TFunction<'applications'>;
}) {
  if (target.failed > 0)
    return (
      <StatusBadge tone="fault">{t(($) => $.events.failed, { count: target.failed })}</StatusBadge>
    );
  return target.active ? (
    <StatusBadge tone="normal">{t(($) => $.targets.on)}</StatusBadge>
  ) : (
    <StatusBadge tone="off">{t(($) => $.targets.off)}</StatusBadge>
  );
}

/** The server orders by name, so no column sorts. */
function targetColumns(t: TFunction<'applications'>): readonly TableColumn<SyncTarget>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'state',
      header: t(($) => $.field.state),
      width: 130,
      value: ({ active }) => t(($) => (active ? $.targets.on : $.targets.off)),
      cell: (target) => <TargetState target={target} t={t} />,
    },
    {
      ...fixed,
      id: 'name',
      header: t(($) => $.field.application),
      width: 180,
      alwaysShown: true,
      value: ({ targetApp }) => targetApp,
    },
    {
      ...fixed,
      id: 'url',
      header: t(($) => $.field.url),
      width: 280,
      grow: true,
      value: ({ url }) => url,
    },
    {
      ...fixed,
      id: 'events',
      header: t(($) => $.field.eventTypes),
      width: 100,
      align: 'end',
      value: ({ eventTypes }) => eventTypes.length,
    },
    {
      ...fixed,
      id: 'waiting',
      header: t(($) => $.field.waiting),
      width: 100,
      align: 'end',
      value: ({ waiting }) => waiting,
    },
    {
      ...fixed,
      id: 'delivered',
      header: t(($) => $.field.lastDelivered),
      width: 150,
      value: ({ lastDelivered }) => lastDelivered,
      cell: ({ lastDelivered }) =>
        lastDelivered === null ? '–' : <Time at={lastDelivered} show="relative" />,
    },
  ];
}
