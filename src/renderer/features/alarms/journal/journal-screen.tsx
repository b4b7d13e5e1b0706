import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriorities, alarmPriority } from '#contract/alarms.ts';
import { journalEvents, type JournalFilter, type JournalRow } from '#contract/alarms/journal.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { ExportStream } from '#ui/export-stream.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { journalColumns } from './journal-columns.tsx';

const idOf = (row: JournalRow): string => row.id;

type EventName = JournalRow['event'];

const eventOf = (name: string | undefined): EventName | undefined =>
  journalEvents.find((event) => event === name);

/** Everything that ever happened to any alarm; never changed (ISA-18.2). */
export function Screen() {
  const { t } = useTranslation('alarms');
  const [view, change] = useViewParams('journal', ['event', 'priority', 'period']);
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
  return (
    <WithPanel panel={null}>
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
      <DataTable
        id="alarms.journal"
        label={t(($) => $.journal.label)}
        columns={useMemo(() => journalColumns(t), [t])}
        source={source}
        rowId={idOf}
        empty={
          <EmptyState title={t(($) => $.empty.filtered)} hint={t(($) => $.empty.filteredHint)} />
        }
      />
    </WithPanel>
  );
}

function useFilter(view: {
  readonly event?: string;
  readonly priority?: string;
  readonly period?: string;
}): JournalFilter {
  const period = periodOf(view.period);
  const now = useNow(period === null ? Infinity : 60_000);
  const from = period === null ? undefined : periodStart(period, now);
  const event = eventOf(view.event);
  const priority = alarmPriority.safeParse(view.priority).data;
  return useMemo(
    () => ({
      from,
      ...(event && { events: [event] }),
      ...(priority && { priorities: [priority] }),
    }),
    [from, event, priority],
  );
}
