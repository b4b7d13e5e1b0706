import { useTranslation } from 'react-i18next';
import { tileState } from '#contract/shopfloor/machines.ts';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client } from '#lib/core.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useCan } from '#lib/session.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { MachinePanel } from './machine-panel.tsx';
import { MachineWall } from './machine-wall.tsx';
import { PlanStage } from '../plan/plan-stage.tsx';
import { machinesParams, MachinesToolbar, placesOf } from './machines-toolbar.tsx';
import { groupTiles, passes } from './tile-groups.ts';

const params = [...machinesParams, 'open'] as const;

/** The wall of machines: what each does now, live. */
export function Screen() {
  const language = usePreferences((preferences) => preferences.language);
  const [view, change] = useViewParams('machines', params);
  const { store, loaded } = useLiveRows(
    (signal) => client.shopfloor.machines.live({}, { signal }),
    (tile: MachineTile) => tile.id,
  );
  const tiles = useRows(store);
  const state = tileState.safeParse(view.state).data;
  const filter = { areaId: view.area, zoneId: view.zone, state, search: view.search };
  const groups = groupTiles(tiles, filter, language);
  const openId = view.open ?? null;
  const open = (id: string): void => change({ open: id === openId ? null : id });
  const areas = placesOf(tiles.map(({ area }) => area));
  const area = areas.find(({ value }) => value === view.area) ?? areas[0];
  return (
    <WithPanel
      panel={
        openId !== null && (
          <MachinePanel
            key={openId}
            store={store}
            id={openId}
            onClose={() => closeAndReturn(openId, () => change({ open: null }))}
          />
        )
      }
    >
      <MachinesToolbar tiles={tiles} view={view} change={change} />
      {view.view === 'plan' && area ? (
        <PlanStage
          key={area.value}
          store={store}
          tiles={tiles}
          filtered={tiles.filter((tile) => passes(tile, filter))}
          areas={areas}
          area={area}
          onArea={(id) => change({ area: id, zone: null })}
          openId={openId}
          onOpen={open}
        />
      ) : groups.length > 0 ? (
        <MachineWall store={store} groups={groups} openId={openId} onOpen={open} />
      ) : (
        <NoMachines loaded={loaded} filtered={tiles.length > 0} />
      )}
    </WithPanel>
  );
}

/** Gives the focus back to the tile whose details were open. */
function closeAndReturn(id: string, close: () => void): void {
  document
    .querySelector<HTMLElement | SVGElement>(`[data-machine-id="${CSS.escape(id)}"]`)
    ?.focus();
  close();
}

function NoMachines({
  loaded,
  filtered,
}: {
  readonly loaded: boolean;
  readonly filtered: boolean;
}) {
  const { t } = useTranslation('shopfloor');
  const mayAdd = useCan('machine:manage');
  if (!loaded) return <Skeleton lines={8} wholeScreen />;
  if (filtered)
    return (
      <EmptyState
        title={t(($) => $.machines.nothingFound)}
        hint={t(($) => $.machines.nothingFoundHint)}
      />
    );
  return (
    <EmptyState
      title={t(($) => $.machines.none)}
      hint={t(($) => (mayAdd ? $.machines.noneAdd : $.machines.noneAsk))}
    />
  );
}
