import type { Alarm } from '#contract/alarms.ts';
import { compareAlarms, needsAttention } from '../queue-order.ts';

/** One area on the wall. */
export interface AreaTile {
  /** Null: what belongs to no area, or to one that the person may not see. */
  readonly id: string | null;
  /** Null where there is no name to show. */
  readonly name: string | null;
  readonly open: number;
  readonly unacknowledged: number;
  /** The alarm that comes first in the queue; undefined where the area is calm. */
  readonly worst: Alarm | undefined;
}

/** A tile for each area in the order given, calm ones too, so that each keeps its place; then one for the rest. */
export function areaTiles(
  areas: readonly { readonly id: string; readonly name: string }[],
  alarms: readonly Alarm[],
): AreaTile[] {
  const known = new Set(areas.map(({ id }) => id));
  const byArea = Map.groupBy(alarms, ({ areaId }) =>
    areaId !== null && known.has(areaId) ? areaId : null,
  );
  const tile = (id: string | null, name: string | null): AreaTile => {
    const own = byArea.get(id) ?? [];
    return {
      id,
      name,
      open: own.length,
      unacknowledged: own.filter(needsAttention).length,
      worst: own.toSorted(compareAlarms)[0],
    };
  };
  const rest = byArea.has(null) ? [tile(null, null)] : [];
  return [...areas.map(({ id, name }) => tile(id, name)), ...rest];
}

/** The newest unacknowledged alarms, `most` of them. */
export function newestUnacknowledged(alarms: readonly Alarm[], most: number): Alarm[] {
  return alarms
    .filter(needsAttention)
    .toSorted((a, b) => Date.parse(b.annunciatedAt) - Date.parse(a.annunciatedAt))
    .slice(0, most);
}
