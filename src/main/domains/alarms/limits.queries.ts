import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { keyRows } from './given.ts';
import type { Limit, Measurement } from './limit-verdict.ts';

/** The limit of one measurement, and whether its alarm is active or waits for its delay. */
export interface LimitState extends Limit {
  readonly active: boolean;
}

/** Reads limits and states by the position of the measurement; those without a limit are left out. */
export async function readLimits(
  tx: Tx,
  measurements: readonly Measurement[],
): Promise<Map<number, LimitState>> {
  const { rows } = await sql<LimitState & { position: number }>`
    select g.position::integer, t.limit_value as limit, t.limit_direction as direction, t.deadband,
           exists (select from alarms.alarms as a
             where (a.source_type, a.source_id, a.alarm_type) = (g.source_type, g.source_id, g.alarm_type)
               and not a.is_resolved and a.clears_at is null)
           or exists (select from alarms.pending_conditions as p
             where (p.source_type, p.source_id, p.alarm_type) = (g.source_type, g.source_id, g.alarm_type)) as active
    from (select g.*, row_number() over () - 1 as position from ${keyRows(measurements)}) as g
    join alarms.alarm_types as t on t.alarm_type = g.alarm_type and t.limit_value is not null`.execute(
    tx,
  );
  return new Map(rows.map(({ position, ...state }) => [position, state]));
}
