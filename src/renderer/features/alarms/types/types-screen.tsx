import { useQuery } from '@tanstack/react-query';
import { Timer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { alarmPriorities, alarmPriority } from '#contract/alarms.ts';
import type { TriedSettingsInput } from '#contract/alarms/reports.ts';
import type { AlarmTypeRow } from '#contract/alarms/types.ts';
import { orpc } from '#lib/core.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewParams } from '#lib/view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { EscalationDialog } from './escalation-dialog.tsx';
import { typeColumns } from './type-columns.tsx';
import { TypePanel } from './type-panel.tsx';
import { useTypeWords } from './use-type-words.ts';

const params = ['search', 'priority', 'open', 'onDelay', 'offDelay', 'deadband'] as const;
type Param = (typeof params)[number];

const rowId = (row: AlarmTypeRow): string => row.alarmType;
const toneOf = ({ isEnabled }: AlarmTypeRow) => (isEnabled ? undefined : 'muted');

/** What may raise alarms, and how. */
export function Screen() {
  const words = useTypeWords();
  const { t } = words;
  const { title: titleOf } = useAlarmWords();
  const [view, change] = useViewParams<Param>('alarmTypes', params);
  const [escalating, setEscalating] = useState(false);
  const { openId, follow, close, reopen } = useOpenRow();
  const { data, error, refetch } = useQuery(
    orpc.alarms.types.list.queryOptions({ meta: { topics: ['alarms.alarm_types'] } }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const { search, priority } = view;
  const shown = useMemo(
    () => data && narrowed(data, titleOf, search, priority),
    [data, titleOf, search, priority],
  );
  const wanted = openId ?? view.open;
  const active = data?.find(({ alarmType }) => alarmType === wanted);
  const proposal = useProposal(view);
  return (
    <WithPanel
      panel={
        active && (
          <TypePanel
            key={active.alarmType}
            row={active}
            title={titleOf(active)}
            words={words}
            proposal={active.alarmType === view.open ? proposal : null}
            onClose={() => {
              close();
              change({ open: null, onDelay: null, offDelay: null, deadband: null });
            }}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.filters)}>
        <SearchField
          label={t(($) => $.search)}
          value={search ?? ''}
          onChange={(text) => change({ search: text })}
        />
        <FilterSelect
          label={words.labels.priority}
          options={alarmPriorities.map((value) => ({ value, label: value }))}
          value={alarmPriority.safeParse(priority).data ?? null}
          onChange={(value) => change({ priority: value })}
        />
        <ToolbarSpace />
        <Button icon={<Timer aria-hidden />} onPress={() => setEscalating(true)}>
          {t(($) => $.escalation.button)}
        </Button>
        {escalating && <EscalationDialog words={words} onClose={() => setEscalating(false)} />}
      </Toolbar>
      <DataTable
        id="alarms.types"
        label={t(($) => $.label)}
        columns={useMemo(() => typeColumns(words, titleOf), [words, titleOf])}
        source={useGivenRows(shown, failed)}
        rowId={rowId}
        toneOf={toneOf}
        onActiveChange={follow}
        onOpen={reopen}
        empty={<EmptyState title={t(($) => $.empty)} hint={t(($) => $.emptyHint)} />}
      />
    </WithPanel>
  );
}

/** Settings that another screen proposes in the address. */
function useProposal({
  onDelay,
  offDelay,
  deadband,
}: ViewParams<Param>): Partial<TriedSettingsInput> | null {
  return useMemo(() => {
    const proposal = {
      ...number('onDelaySeconds', onDelay),
      ...number('offDelaySeconds', offDelay),
      ...number('deadband', deadband),
    };
    return Object.keys(proposal).length > 0 ? proposal : null;
  }, [onDelay, offDelay, deadband]);
}

function number(name: keyof TriedSettingsInput, text: string | undefined) {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) && value >= 0 ? { [name]: value } : {};
}

function narrowed(
  rows: readonly AlarmTypeRow[],
  titleOf: (row: AlarmTypeRow) => string,
  search: string | undefined,
  priority: string | undefined,
): readonly AlarmTypeRow[] {
  const wanted = (search ?? '').toLocaleLowerCase();
  return rows.filter(
    (row) =>
      (priority === undefined || row.priority === priority) &&
      `${titleOf(row)} ${row.alarmType}`.toLocaleLowerCase().includes(wanted),
  );
}
