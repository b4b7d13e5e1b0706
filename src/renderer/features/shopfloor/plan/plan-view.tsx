import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import type { FloorPlan, PlanPosition } from '#contract/shopfloor/plans.ts';
import type { RowStore } from '#lib/row-store.ts';
import { MachineMarker, NodeMarker } from './plan-marker.tsx';
import { PlanList } from './plan-list.tsx';
import { directionOf, nearest } from './plan-navigation.ts';
import { PlanPaper } from './plan-paper.tsx';
import { PlanZoom } from './plan-zoom.tsx';
import { usePlanWindow } from './use-plan-window.ts';
import styles from './plan-view.module.css';

/** What a {@link PlanView} takes. */
export interface PlanViewProps {
  readonly store: RowStore<MachineTile>;
  readonly areaName: string;
  readonly plan: FloorPlan;
  readonly positions: readonly PlanPosition[];
  /** The machines that pass the filter, by code. */
  readonly tiles: readonly MachineTile[];
  /** All machines of the area. */
  readonly allTiles: readonly MachineTile[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** How far arrow keys with Shift move the paper, in pixels. */
const stride = 80;

/** The plan with every machine as it is now, and the list beside it; one selection for both. */
export function PlanView(props: PlanViewProps) {
  const { store, areaName, plan, positions, tiles, allTiles, openId, onOpen } = props;
  const { t } = useTranslation('floorPlan');
  const navigation = usePlanWindow(plan);
  const [focused, setFocused] = useState<string | null>(null);
  const shown = new Set(tiles.map(({ id }) => id));
  const machines = positions.flatMap(({ kind, id, place }) =>
    kind === 'machine' && place !== null ? [{ id, place, ...place }] : [],
  );
  const placed = new Set(machines.map(({ id }) => id));
  const reachable = machines.filter(({ id }) => shown.has(id));
  const stop =
    reachable.find(({ id }) => id === focused) ??
    reachable.find(({ id }) => id === openId) ??
    reachable[0];

  function showOnPlan(id: string): void {
    const machine = machines.find((one) => one.id === id);
    if (machine) navigation.reveal(machine.place);
    onOpen(id);
  }

  function press(event: KeyboardEvent<SVGSVGElement>): void {
    const direction = directionOf(event.key);
    if (direction === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey)
      return navigation.move({ x: -direction.x * stride, y: -direction.y * stride });
    const from = reachable.find(({ id }) => id === idOf(event.target));
    const next = from && nearest(from, direction, reachable);
    if (next === undefined) return;
    navigation.reveal(next.place);
    event.currentTarget
      .querySelector<SVGElement>(`[data-machine-id="${CSS.escape(next.id)}"]`)
      ?.focus();
  }

  return (
    <div className={styles.view}>
      <div className={styles.stage} onFocus={(event) => setFocused(idOf(event.target))}>
        <PlanPaper
          plan={plan}
          label={t(($) => $.label, { area: areaName })}
          navigation={navigation}
          onKeyDown={press}
        >
          {positions.map((position) =>
            position.kind === 'node' ? (
              <NodeMarker
                key={position.id}
                position={position}
                online={allTiles.find(({ node }) => node?.id === position.id)?.node?.online}
              />
            ) : null,
          )}
          {machines.map(({ id, place }) => (
            <MachineMarker
              key={id}
              store={store}
              id={id}
              place={place}
              open={id === openId}
              faint={!shown.has(id)}
              tabStop={id === stop?.id}
              onOpen={onOpen}
            />
          ))}
        </PlanPaper>
        <PlanZoom navigation={navigation} />
      </div>
      <PlanList
        store={store}
        placed={tiles.filter(({ id }) => placed.has(id))}
        unplaced={tiles.filter(({ id }) => !placed.has(id))}
        openId={openId}
        onOpen={showOnPlan}
      />
    </div>
  );
}

function idOf(target: EventTarget): string | null {
  return target instanceof Element
    ? (target.closest<SVGElement>('[data-machine-id]')?.dataset['machineId'] ?? null)
    : null;
}
