import type { Tx } from '#platform/database/database.ts';
import { areasOfPlaces } from './alarm-places.queries.ts';

/** Where the source of an alarm is, and what many such alarms at once are grouped by. */
export interface AlarmedPlace {
  readonly area: string;
  readonly parent: { readonly type: 'area'; readonly id: string; readonly name: string };
}

/** Where places are, by their keys; those that are in no area are left out. */
export async function alarmPlaces(
  tx: Tx,
  places: readonly string[],
): Promise<ReadonlyMap<string, AlarmedPlace>> {
  if (places.length === 0) return new Map();
  const found = await areasOfPlaces(tx, places);
  return new Map(
    found.map(({ place, area_id: id, area_name: name }) => [
      place,
      { area: id, parent: { type: 'area', id, name } },
    ]),
  );
}
