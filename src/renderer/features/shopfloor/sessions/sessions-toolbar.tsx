import { useTranslation } from 'react-i18next';
import { endedBy, sessionMark } from '#contract/shopfloor/sessions.ts';
import type { EndedBy, SessionMark } from '#contract/shopfloor/sessions.ts';
import { periodOf } from '#lib/period.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { PersonFilter } from '#ui/person-filter.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { ToolbarComboBox } from '#ui/toolbar-combo-box.tsx';
import { useAreas, useMachines } from '../structure/use-structure.ts';

/** What narrows the sessions. */
export const sessionsParams = [
  'list',
  'area',
  'machine',
  'person',
  'endedBy',
  'mark',
  'period',
  'search',
] as const;

/** See {@link sessionsParams}. */
export type SessionsParam = (typeof sessionsParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface SessionsView {
  readonly view: ViewParams<SessionsParam>;
  readonly change: (change: ViewChange<SessionsParam>) => void;
}

/** Which sessions the list shows. */
export function SessionsToolbar({
  list,
  view,
  change,
}: SessionsView & { readonly list: 'active' | 'all' }) {
  const { t } = useTranslation('shopfloor');
  const areas = useAreas().data ?? [];
  const machines = (useMachines().data ?? []).filter(
    ({ area }) => view.area === undefined || area?.id === view.area,
  );
  return (
    <Toolbar label={t(($) => $.sessions.filters)}>
      <SegmentedControl
        label={t(($) => $.sessions.which)}
        value={list}
        onChange={(value) => change({ list: value })}
        options={[
          { value: 'active', label: t(($) => $.sessions.active.name) },
          { value: 'all', label: t(($) => $.sessions.all.name) },
        ]}
      />
      {list === 'active' && (
        <SearchField
          label={t(($) => $.sessions.search)}
          value={view.search ?? ''}
          onChange={(search) => change({ search })}
        />
      )}
      <FilterSelect
        label={t(($) => $.field.area)}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.area ?? null}
        onChange={(area) => change({ area, machine: null })}
      />
      <ToolbarComboBox
        label={t(($) => $.field.machine)}
        options={machines.map(({ id, name, machineId }) => ({
          value: id,
          label: `${machineId} ${name}`,
        }))}
        value={view.machine ?? null}
        onChange={(machine) => change({ machine })}
      />
      {list === 'all' && <OfThePast view={view} change={change} />}
      <ToolbarSpace />
      <SavedViews
        screen="shopfloor.sessions"
        params={sessionsParams}
        view={view}
        change={change}
        tables={['shopfloor.sessions.active', 'shopfloor.sessions.all']}
      />
    </Toolbar>
  );
}

function OfThePast({ view, change }: SessionsView) {
  const { t } = useTranslation('shopfloor');
  const { t: use } = useTranslation('machineUse');
  return (
    <>
      <PersonFilter
        label={t(($) => $.field.person)}
        value={view.person ?? null}
        onChange={(person) => change({ person })}
      />
      <FilterSelect<EndedBy>
        label={t(($) => $.field.endedBy)}
        options={endedBy.options.map((by) => ({ value: by, label: t(($) => $.endedBy[by]) }))}
        value={endedBy.safeParse(view.endedBy).data ?? null}
        onChange={(by) => change({ endedBy: by })}
      />
      <FilterSelect<SessionMark>
        label={use(($) => $.mark.title)}
        options={sessionMark.options.map((mark) => ({
          value: mark,
          label: use(($) => $.mark[mark]),
        }))}
        value={sessionMark.safeParse(view.mark).data ?? null}
        onChange={(mark) => change({ mark })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
    </>
  );
}
