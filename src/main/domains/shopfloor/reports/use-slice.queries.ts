import { type RawBuilder, sql } from 'kysely';

/** Which sums a report is made of. Days are of `zone`; the last one counts. */
export interface UseSlice {
  readonly from: string;
  readonly until: string;
  readonly zone: string;
  readonly areaId?: string | undefined;
  readonly machineId?: string | undefined;
  readonly userId?: string | undefined;
}

/** When a day of the zone begins. */
export const startOf = (day: string, zone: string) =>
  sql`(${day}::date::timestamp at time zone ${zone})`;
/** When a day of the zone is over. */
export const endOf = (day: string, zone: string) =>
  sql`((${day}::date + 1)::timestamp at time zone ${zone})`;

function narrowed({ areaId, machineId, userId }: UseSlice): RawBuilder<unknown> {
  return sql`${areaId ? sql`and area_id = ${areaId}` : sql``} ${
    machineId ? sql`and machine_id = ${machineId}` : sql``
  } ${userId ? sql`and user_id = ${userId}` : sql``}`;
}

/** Narrows sums by day. */
export const daysOf = (slice: UseSlice) =>
  sql`day >= ${slice.from}::date and day <= ${slice.until}::date ${narrowed(slice)}`;

/** Narrows sums by hour. */
export const hoursOf = (slice: UseSlice) =>
  sql`hour >= ${startOf(slice.from, slice.zone)} and hour < ${endOf(slice.until, slice.zone)} ${narrowed(slice)}`;

/** A sum of microseconds as seconds; 0 where there is none. */
export const seconds = (column: string) =>
  sql`coalesce((sum(${sql.ref(column)}) / 1000000)::float8, 0)`;
