import type { RetentionPolicy } from '#contract/operations.ts';
import type { Tx } from '#platform/database/database.ts';

const policies = (tx: Tx) =>
  tx
    .selectFrom('operations.retention_policies')
    .select([
      'monitor',
      'keep_days as keepDays',
      'minimum_days as minimumDays',
      'default_days as defaultDays',
      'version',
      'updated_at as updatedAt',
    ]);

/** How long every kind of record is kept. */
export const listPolicies = (tx: Tx): Promise<RetentionPolicy[]> =>
  policies(tx).orderBy('monitor').execute();

/** How long the records of one monitor are kept; undefined where there is no such monitor. */
export const findPolicy = (tx: Tx, monitor: string): Promise<RetentionPolicy | undefined> =>
  policies(tx).where('monitor', '=', monitor).executeTakeFirst();

/** Saves days over the version that was read; false when another one stands. Violates `retention_policies_minimum`. */
export async function updatePolicy(
  tx: Tx,
  monitor: string,
  version: number,
  keepDays: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('operations.retention_policies')
    .set({ keep_days: keepDays })
    .where('monitor', '=', monitor)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
