import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriority } from '#contract/alarms.ts';
import type { Alarm } from '#contract/alarms.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { periodOf, periodStart } from '#lib/period.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { alarmColumns, toneOf } from './alarm-columns.tsx';
import { AlarmPanel } from './alarm-panel.tsx';
import { useAlarmWords } from './alarm-words.ts';
import { ViewSwitch } from './view-switch.tsx';
import type { AlarmsView } from './view-switch.tsx';
import { PriorityFilter } from './queue-toolbar.tsx';

const idOf = (alarm: Alarm): string => alarm.id;

/** Every alarm there was, newest first raise first, by the server's pages. */
export function HistoryView({ view, change }: AlarmsView) {
  const { t } = useTranslation('alarms');
  const words = useAlarmWords();
  const { openId, follow, close, reopen } = useOpenRow();
  const source = useHistory(view);
  const columns = useMemo(() => alarmColumns(t, words.title), [t, words.title]);
  const open = source.rows.find(({ id }) => id === openId);
  return (
    <WithPanel panel={open && <AlarmPanel key={open.id} alarm={open} onClose={close} />}>
      <Toolbar label={t(($) => $.label.filters)}>
        <ViewSwitch view={view} change={change} />
        <PriorityFilter view={view} change={change} />
        <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
      </Toolbar>
      <DataTable
        id="alarms.history"
        label={t(($) => $.label.history)}
        columns={columns}
        source={source}
        rowId={idOf}
        toneOf={toneOf}
        onActiveChange={follow}
        onOpen={reopen}
        empty={
          <EmptyState title={t(($) => $.empty.filtered)} hint={t(($) => $.empty.filteredHint)} />
        }
      />
    </WithPanel>
  );
}

function useHistory(view: AlarmsView['view']) {
  const period = periodOf(view.period);
  const now = useNow(period === null ? Infinity : 60_000);
  const priority = alarmPriority.safeParse(view.priority).data;
  const from = period === null ? undefined : periodStart(period, now);
  const filter = useMemo(
    () => ({ from, ...(priority && { priorities: [priority] }) }),
    [from, priority],
  );
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.alarms.list({ ...filter, cursor, limit: 100 }, { signal }),
    [filter],
  );
  return usePagedRows({
    queryKey: ['alarms.history', filter],
    loadPage,
    topics: ['alarms.alarms'],
  });
}
