import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stopType } from '#contract/shopfloor/estops.ts';
import { periodOf } from '#lib/period.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { FilterSelect } from '#ui/filter-select.tsx';
import { PeriodSelect } from '#ui/period-select.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { useAreas, useZones } from '../structure/use-structure.ts';

/** What narrows the screen. */
export const estopsParams = [
  'list',
  'area',
  'zone',
  'type',
  'period',
  'drills',
  'month',
  'status',
] as const;

/** See {@link estopsParams}. */
export type EstopsParam = (typeof estopsParams)[number];

/** What is chosen, and how to choose otherwise. */
export interface EstopsView {
  readonly view: ViewParams<EstopsParam>;
  readonly change: (change: ViewChange<EstopsParam>) => void;
}

/** The three sides of the screen. */
export const estopLists = ['now', 'history', 'drills'] as const;

/** Which side of the screen shows, and what narrows it. */
export function EstopsToolbar({
  list,
  view,
  change,
  children,
}: EstopsView & {
  readonly list: (typeof estopLists)[number];
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('safety');
  return (
    <Toolbar label={t(($) => $.list.filters)}>
      <SegmentedControl
        label={t(($) => $.list.which)}
        value={list}
        onChange={(value) => change({ list: value })}
        options={estopLists.map((value) => ({ value, label: t(($) => $.list[value]) }))}
      />
      {list !== 'now' && <PlaceFilters view={view} change={change} />}
      {list === 'history' && <HistoryFilters view={view} change={change} />}
      {list !== 'now' && (
        <SavedViews
          screen="shopfloor.emergency-stops"
          params={estopsParams}
          view={view}
          change={change}
          tables={['shopfloor.stop-history', 'shopfloor.drills']}
        />
      )}
      {children}
    </Toolbar>
  );
}

function PlaceFilters({ view, change }: EstopsView) {
  const { t } = useTranslation('safety');
  const areas = useAreas().data ?? [];
  const zones = (useZones().data ?? []).filter(
    ({ areaId }) => view.area === undefined || areaId === view.area,
  );
  return (
    <>
      <FilterSelect
        label={t(($) => $.field.area)}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.area ?? null}
        onChange={(area) => change({ area, zone: null })}
      />
      <FilterSelect
        label={t(($) => $.field.zone)}
        options={zones.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.zone ?? null}
        onChange={(zone) => change({ zone })}
      />
    </>
  );
}

function HistoryFilters({ view, change }: EstopsView) {
  const { t } = useTranslation('safety');
  return (
    <>
      <FilterSelect
        label={t(($) => $.field.type)}
        options={stopType.options.map((type) => ({ value: type, label: t(($) => $.type[type]) }))}
        value={stopType.safeParse(view.type).data ?? null}
        onChange={(type) => change({ type })}
      />
      <PeriodSelect value={periodOf(view.period)} onChange={(period) => change({ period })} />
    </>
  );
}
