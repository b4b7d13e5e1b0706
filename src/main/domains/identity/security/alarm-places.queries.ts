import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** The area of a place. */
export interface PlaceArea {
  /** `reader:<id>` or `machine:<id>`. */
  readonly place: string;
  readonly area_id: string;
  readonly area_name: string;
}

/** The areas of places; a reader is where its machine is. Readers of stations and stations are in none. */
export async function areasOfPlaces(tx: Tx, places: readonly string[]): Promise<PlaceArea[]> {
  const { rows } = await sql<PlaceArea>`
    select given.place, area.id as area_id, area.name as area_name
    from unnest(${places}::text[]) as given (place)
    left join identity.readers as reader on given.place = 'reader:' || reader.id
    join shopfloor.machines as machine
      on machine.id::text = coalesce(reader.machine_id::text, substring(given.place from '^machine:(.*)$'))
    join shopfloor.areas as area on area.id = machine.area_id`.execute(tx);
  return rows;
}
