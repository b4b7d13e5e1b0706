import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEvent } from '#contract/shopfloor/sync.ts';
import { syncEventTypes } from '#contract/shopfloor/sync.ts';
import { client, orpc } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { useAction } from '#ui/use-action.ts';
import { WithPanel } from '#ui/with-panel.tsx';
import { applicationsParams, ListChoice } from './list-choice.tsx';
import type { ApplicationsView } from './list-choice.tsx';
import { syncEventColumns } from './sync-event-columns.tsx';
import { SyncEventPanel } from './sync-event-panel.tsx';
import { stateOf, syncStates, useTypeName } from './sync-words.tsx';
import { useTargets } from './use-targets.ts';

const rowId = (row: SyncEvent): string => row.id;
const toneOf = (row: SyncEvent) => (stateOf(row) === 'failed' ? 'strong' : undefined);
const directions = ['out', 'in'] as const;
const topics = ['shopfloor.sync_events'];

/** What was told and is to be told, newest first. */
export function SyncEventsList({ view, change }: ApplicationsView) {
  const { t } = useTranslation('applications');
  const typeName = useTypeName();
  const columns = useMemo(() => syncEventColumns(t, typeName), [t, typeName]);
  const source = useEventRows(view);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  return (
    <WithPanel
      panel={
        active && (
          <SyncEventPanel key={active.id} event={active} onClose={() => setActiveId(null)} />
        )
      }
    >
      <EventsToolbar view={view} change={change} />
      <DataTable
        id="shopfloor.sync-events"
        label={t(($) => $.list.events)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={setActiveId}
        empty={<EmptyState title={t(($) => $.events.none)} hint={t(($) => $.events.noneHint)} />}
      />
    </WithPanel>
  );
}

function useEventRows({ target, status, type, direction, period }: ApplicationsView['view']) {
  const chosen = periodOf(period);
  const now = useNow(chosen === null ? Infinity : 60_000);
  const from = chosen === null ? undefined : periodStart(chosen, now);
  const filter = useMemo(
    () => ({
      targetId: target,
      status: syncStates.find((known) => known === status),
      eventType: type,
      direction: directions.find((known) => known === direction),
      from,
    }),
    [target, status, type, direction, from],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.shopfloor.sync.events.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({ queryKey: ['shopfloor.sync-events', filter], loadPage, topics });
}

function EventsToolbar({ view, change }: ApplicationsView) {
  const { t } = useTranslation('applications');
  const typeName = useTypeName();
  const targets = useTargets().data ?? [];
  return (
    <Toolbar label={t(($) => $.events.filters)}>
      <ListChoice view={view} change={change} />
      <FilterSelect
        label={t(($) => $.field.state)}
        options={syncStates.map((value) => ({ value, label: t(($) => $.state[value]) }))}
        value={syncStates.find((known) => known === view.status) ?? null}
        onChange={(status) => change({ status })}
      />
      <FilterSelect
        label={t(($) => $.field.to)}
        options={targets.map(({ id, targetApp }) => ({ value: id, label: targetApp }))}
        value={view.target ?? null}
        onChange={(target) => change({ target })}
      />
      <FilterSelect
        label={t(($) => $.field.type)}
        options={syncEventTypes.map((value) => ({ value, label: typeName(value) }))}
        value={syncEventTypes.find((known) => known === view.type) ?? null}
        onChange={(type) => change({ type })}
      />
      <FilterSelect
        label={t(($) => $.field.direction)}
        options={directions.map((value) => ({ value, label: t(($) => $.direction[value]) }))}
        value={directions.find((known) => known === view.direction) ?? null}
        onChange={(direction) => change({ direction })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
      <ToolbarSpace />
      <Counts targetId={view.target} />
      <SavedViews
        screen="shopfloor.applications"
        params={applicationsParams}
        view={view}
        change={change}
        tables={['shopfloor.sync-events']}
      />
    </Toolbar>
  );
}

/** How many wait and failed, and the button that sends all failed ones again. */
function Counts({ targetId }: { readonly targetId: string | undefined }) {
  const { t } = useTranslation('applications');
  const { data } = useQuery(
    orpc.shopfloor.sync.events.counts.queryOptions({ input: {}, meta: { topics } }),
  );
  const { busy, run } = useAction(client.shopfloor.sync.events.retry, {
    done: ({ count }) => t(($) => $.events.retried, { count }),
  });
  if (!data) return null;
  const { pending, failed, processedLastDay } = data;
  return (
    <>
      <StatusBadge tone="normal">
        {t(($) => $.events.delivered, { count: processedLastDay })}
      </StatusBadge>
      <StatusBadge tone="active">{t(($) => $.events.waiting, { count: pending })}</StatusBadge>
      {failed > 0 && (
        <>
          <StatusBadge tone="fault">{t(($) => $.events.failed, { count: failed })}</StatusBadge>
          <Button
            icon={<RotateCw aria-hidden="true" />}
            busy={busy}
            onPress={() => run({ targetId })}
          >
            {targetId === undefined ? t(($) => $.events.retryAll) : t(($) => $.events.retryHis)}
          </Button>
        </>
      )}
    </>
  );
}
