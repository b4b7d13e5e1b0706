import { LayoutGrid, Map as MapIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MachineTile, TileState } from '#contract/shopfloor/machines.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { FilterSelect } from '#ui/filter-select.tsx';
import type { Option } from '#ui/option.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { stateLooks, tileStates } from './state-look.ts';

/** What narrows the machines, and whether they are tiles or stand on the plan. */
export const machinesParams = ['area', 'zone', 'state', 'search', 'view'] as const;

type Name = (typeof machinesParams)[number] | 'open';

/** What a {@link MachinesToolbar} takes. */
export interface MachinesToolbarProps {
  readonly tiles: readonly MachineTile[];
  readonly view: ViewParams<Name>;
  readonly change: (change: ViewChange<Name>) => void;
}

/** Search, filters, and how many machines are in each state. */
export function MachinesToolbar({ tiles, view, change }: MachinesToolbarProps) {
  const { t } = useTranslation('shopfloor');
  const { t: words } = useTranslation('floorPlan');
  const areas = placesOf(tiles.map(({ area }) => area));
  const zones = placesOf(
    tiles.filter(({ area }) => !view.area || area?.id === view.area).map(({ zone }) => zone),
  );
  return (
    <Toolbar label={t(($) => $.machines.filters)}>
      <SegmentedControl
        label={words(($) => $.view)}
        options={[
          {
            value: 'tiles',
            label: words(($) => $.asTiles),
            icon: <LayoutGrid aria-hidden="true" />,
          },
          { value: 'plan', label: words(($) => $.asPlan), icon: <MapIcon aria-hidden="true" /> },
        ]}
        value={view.view === 'plan' ? 'plan' : 'tiles'}
        onChange={(shown) => change({ view: shown === 'plan' ? 'plan' : null })}
      />
      <SearchField
        label={t(($) => $.machines.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      <FilterSelect
        label={t(($) => $.field.area)}
        options={areas}
        value={view.area ?? null}
        onChange={(area) => change({ area, zone: null })}
      />
      <FilterSelect
        label={t(($) => $.field.zone)}
        options={zones}
        value={view.zone ?? null}
        onChange={(zone) => change({ zone })}
      />
      <FilterSelect
        label={t(($) => $.field.state)}
        options={tileStates.map((state) => ({ value: state, label: t(($) => $.state[state]) }))}
        value={(view.state as TileState | undefined) ?? null}
        onChange={(state) => change({ state })}
      />
      <ToolbarSpace />
      <Counts tiles={tiles} />
      <SavedViews
        screen="shopfloor.machines"
        params={machinesParams}
        view={view}
        change={change}
        tables={[]}
      />
    </Toolbar>
  );
}

/** The states that are worth a glance; free and disabled machines are not counted out. */
const counted: readonly TileState[] = [
  'estop',
  'in-use',
  'to-check',
  'blocked',
  'node-offline',
  'estop-unseen',
];

function Counts({ tiles }: { readonly tiles: readonly MachineTile[] }) {
  const { t } = useTranslation('shopfloor');
  return counted.flatMap((state) => {
    const count = tiles.filter((tile) => tile.state === state).length;
    if (count === 0) return [];
    return [
      <StatusBadge key={state} {...stateLooks[state]}>
        {t(($) => $.state[state])} {count}
      </StatusBadge>,
    ];
  });
}

/** Areas or zones to choose from, by name. */
export function placesOf(places: readonly (MachineTile['area'] | MachineTile['zone'])[]): Option[] {
  const byId = new Map(places.flatMap((place) => (place ? [[place.id, place.name] as const] : [])));
  return [...byId]
    .map(([value, label]) => ({ value, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true }));
}
