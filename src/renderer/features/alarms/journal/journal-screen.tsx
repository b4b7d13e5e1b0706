import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriorities, alarmPriority } from '#contract/alarms.ts';
import { journalEvents, type JournalFilter, type JournalRow } from '#contract/alarms/journal.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { ExportStream } from '#ui/export-stream.tsx';
import { FilterChips } from '#ui/filter-chips.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { journalColumns } from './journal-columns.tsx';
import { JournalPanel } from './journal-panel.tsx';

const idOf = (row: JournalRow): string => row.id;

type EventName = JournalRow['event'];

const eventOf = (name: string | undefined): EventName | undefined =>
  journalEvents.find((event) => event === name);

const journalParams = ['event', 'priority', 'period', 'sourceType', 'sourceId', 'type'] as const;

type JournalView = ViewParams<(typeof journalParams)[number]>;

/** Everything that ever happened to any alarm; never changed (ISA-18.2). */
export function Screen() {
  const { t } = useTranslation('alarms');
  const [view, change] = useViewParams('journal', journalParams);
  const filter = useFilter(view);
  const source = usePagedRows<JournalRow>({
    queryKey: ['alarms.journal', filter],
    loadPage: useCallback(
      ({ cursor, signal }) =>
        client.alarms.journal.search({ ...filter, cursor, limit: 100 }, { signal }),
      [filter],
    ),
    topics: ['alarms.alarms'],
  });
  const { title } = useAlarmWords();
  const { openId, follow, close, reopen } = useOpenRow();
  const open = source.rows.find(({ id }) => id === openId);
  return (
    <WithPanel panel={open && <JournalPanel key={open.id} row={open} onClose={close} />}>
      <Toolbar label={t(($) => $.label.filters)}>
        <FilterSelect
          label={t(($) => $.journal.event)}
          options={journalEvents.map((event) => ({
            value: event,
            label: t(($) => $.event[event]),
          }))}
          value={eventOf(view.event) ?? null}
          onChange={(event) => change({ event })}
        />
        <FilterSelect
          label={t(($) => $.field.priority)}
          options={alarmPriorities.map((value) => ({ value, label: value }))}
          value={alarmPriority.safeParse(view.priority).data ?? null}
          onChange={(priority) => change({ priority })}
        />
        <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
        <ToolbarSpace />
        <ExportStream
          name="alarm-journal"
          open={(signal) => client.alarms.journal.export(filter, { signal })}
        />
      </Toolbar>
      <OneSource view={view} change={change} name={source.rows[0]?.sourceName} />
      <DataTable
        id="alarms.journal"
        label={t(($) => $.journal.label)}
        columns={useMemo(() => journalColumns(t, title), [t, title])}
        source={source}
        rowId={idOf}
        onActiveChange={follow}
        onOpen={reopen}
        empty={
          <EmptyState title={t(($) => $.empty.filtered)} hint={t(($) => $.empty.filteredHint)} />
        }
      />
    </WithPanel>
  );
}

/** Says that only one source shows, where the screen was opened for one, and shows all again. */
function OneSource({
  view,
  change,
  name,
}: {
  readonly view: JournalView;
  readonly change: (change: ViewChange<(typeof journalParams)[number]>) => void;
  readonly name: string | undefined;
}) {
  const { t } = useTranslation('alarms');
  const clear = (): void => change({ sourceType: null, sourceId: null, type: null });
  if (view.sourceId === undefined) return null;
  return (
    <FilterChips
      chips={[
        { id: 'source', name: t(($) => $.field.source), value: name ?? view.sourceId },
        ...(view.type === undefined
          ? []
          : [{ id: 'type', name: t(($) => $.field.type), value: view.type }]),
      ]}
      onRemove={(id) => (id === 'type' ? change({ type: null }) : clear())}
      onClear={clear}
    />
  );
}

function useFilter(view: JournalView): JournalFilter {
  const period = periodOf(view.period);
  const now = useNow(period === null ? Infinity : 60_000);
  const from = period === null ? undefined : periodStart(period, now);
  const event = eventOf(view.event);
  const priority = alarmPriority.safeParse(view.priority).data;
  const { sourceType, sourceId, type: alarmType } = view;
  return useMemo(
    () => ({
      from,
      sourceType,
      sourceId,
      alarmType,
      ...(event && { events: [event] }),
      ...(priority && { priorities: [priority] }),
    }),
    [from, event, priority, sourceType, sourceId, alarmType],
  );
}
