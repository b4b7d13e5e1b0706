import type { MachineTile, TileState } from '#contract/shopfloor/machines.ts';

/** What narrows the wall of machines. */
export interface TileFilter {
  readonly areaId?: string | undefined;
  readonly zoneId?: string | undefined;
  readonly state?: TileState | undefined;
  /** Part of code, name or person. */
  readonly search?: string | undefined;
}

/** The machines of one zone. */
export interface TileGroup {
  /** The zone's key; of the area or `none` for machines without zone. */
  readonly id: string;
  readonly areaName: string | null;
  readonly zoneName: string | null;
  readonly tiles: readonly MachineTile[];
}

/** Whether a machine passes the filter. */
export function passes(tile: MachineTile, { areaId, zoneId, state, search }: TileFilter): boolean {
  if (areaId !== undefined && tile.area?.id !== areaId) return false;
  if (zoneId !== undefined && tile.zone?.id !== zoneId) return false;
  if (state !== undefined && tile.state !== state) return false;
  if (search === undefined || search === '') return true;
  const wanted = search.toLocaleLowerCase();
  return [tile.machineId, tile.name, tile.session?.fullName ?? ''].some((text) =>
    text.toLocaleLowerCase().includes(wanted),
  );
}

/** Absent names come last. */
function compareNames(a: string | null, b: string | null, collator: Intl.Collator): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return collator.compare(a, b);
}

/** The machines that pass the filter by zone: areas and zones by name, machines by code, those without zone last. */
export function groupTiles(
  tiles: readonly MachineTile[],
  filter: TileFilter,
  language: string,
): TileGroup[] {
  const collator = new Intl.Collator(language, { numeric: true });
  const byZone = Map.groupBy(
    tiles.filter((tile) => passes(tile, filter)),
    (tile) => tile.zone?.id ?? tile.area?.id ?? 'none',
  );
  return [...byZone]
    .map(([id, ofZone]) => ({
      id,
      areaName: ofZone[0]?.area?.name ?? null,
      zoneName: ofZone[0]?.zone?.name ?? null,
      tiles: ofZone.toSorted((a, b) => collator.compare(a.machineId, b.machineId)),
    }))
    .toSorted(
      (a, b) =>
        compareNames(a.areaName, b.areaName, collator) ||
        compareNames(a.zoneName, b.zoneName, collator),
    );
}
