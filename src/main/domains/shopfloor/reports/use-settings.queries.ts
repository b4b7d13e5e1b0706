import { sql } from 'kysely';
import type { UseSettings } from '#contract/shopfloor/reports.ts';
import type { Tx } from '#platform/database/database.ts';
import type { RollupRules } from './use-rollup.queries.ts';

/** The zone and the limit of idleness that stand. The zone is UTC until use was first summed up. */
export async function readUseSettings(tx: Tx): Promise<UseSettings> {
  return tx
    .selectFrom('shopfloor.use_statistics')
    .select([
      sql<string>`coalesce(time_zone, 'UTC')`.as('timeZone'),
      'idle_after_minutes as idleAfterMinutes',
      'rolled_at as rolledAt',
      'version',
    ])
    .executeTakeFirstOrThrow();
}

/** Saves zone and limit over the version that was read; false when another one stands. */
export async function updateUseSettings(
  tx: Tx,
  version: number,
  fields: { readonly timeZone: string; readonly idleAfterMinutes: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('shopfloor.use_statistics')
    .set({ time_zone: fields.timeZone, idle_after_minutes: fields.idleAfterMinutes })
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** By which rules to sum up, and whether those of what is summed up were others. */
export interface StandingRules extends RollupRules {
  readonly changed: boolean;
}

/** Locks the rules for a summing up, and takes `stationZone` where nobody has chosen a zone. */
export async function lockRules(tx: Tx, stationZone: string): Promise<StandingRules> {
  const { rows } = await sql<{ zone: string; idle_after_minutes: number; changed: boolean }>`
    update shopfloor.use_statistics as rules
    set time_zone = coalesce(rules.time_zone, ${stationZone}),
      rolled_time_zone = coalesce(rules.time_zone, ${stationZone}),
      rolled_idle_after_minutes = rules.idle_after_minutes, rolled_at = now()
    from (select rolled_time_zone, rolled_idle_after_minutes from shopfloor.use_statistics for update) as before
    returning rules.time_zone as zone, rules.idle_after_minutes,
      (before.rolled_time_zone, before.rolled_idle_after_minutes)
        is distinct from (rules.rolled_time_zone, rules.rolled_idle_after_minutes) as changed`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('The rules of the statistics are not there.');
  return { zone: row.zone, idleAfterMinutes: row.idle_after_minutes, changed: row.changed };
}
