import type { Tx } from '../database/database.ts';
import type { Monitor } from './monitor.ts';
import { type AgeingRows, readKeepDays, removeOlder } from './retention.queries.ts';

const HOUR_MS = 60 * 60 * 1000;
/** Rows removed in one transaction, so that none is long and none holds up the others. */
const BATCH = 5000;

/** Removes up to `limit` records older than `keepDays` by the database's clock; answers how many. */
export type Remover = (tx: Tx, keepDays: number, limit: number) => Promise<number>;

/** Removes rows of one table. */
export const oldRows =
  (rows: AgeingRows): Remover =>
  (tx, keepDays, limit) =>
    removeOlder(tx, rows, keepDays, limit);

/**
 * A monitor that removes old records, batch by batch, once an hour. For how long they are kept says
 * the policy of the monitor's name. Each run tells how many it removed.
 */
export const retention = (name: string, remove: Remover, batch = BATCH): Monitor => ({
  name,
  intervalMs: HOUR_MS,
  deadlineMs: 5 * 60_000,
  async run({ fenced, signal }) {
    let affected = 0;
    let last: { readonly keepDays: number; readonly removed: number };
    do {
      last = await fenced(async (tx) => {
        const keepDays = await readKeepDays(tx, name);
        return { keepDays, removed: await remove(tx, keepDays, batch) };
      });
      affected += last.removed;
    } while (last.removed >= batch && !signal.aborted);
    return { affected, note: `Older than ${last.keepDays} days.` };
  },
});
