import type { Tx } from '#platform/database/database.ts';
import { type AlarmKey, present } from './given.ts';
import { countMembers, groupAlarms, releaseMembers, standingParents } from './grouping.queries.ts';
import { endShelvings } from './overlays/shelving.queries.ts';

/** Makes parents be what their members say, and their shelvings end as those of any alarm do. Answers how many changed. */
export async function followMembers(tx: Tx, parents: readonly string[]): Promise<number> {
  if (parents.length === 0) return 0;
  const changed = await countMembers(tx, [...new Set(parents)]);
  const worsened = present(changed.map(({ worsened_shelving }) => worsened_shelving));
  if (worsened.length > 0) await endShelvings(tx, worsened, { how: 'worsened', by: null });
  const oneShot = present(changed.map(({ one_shot }) => one_shot));
  if (oneShot.length > 0) await endShelvings(tx, oneShot, { how: 'one-shot', by: null });
  if (changed.some(({ is_resolved }) => is_resolved)) await releaseMembers(tx);
  return changed.length;
}

/** Makes alarms that have just begun, or all of late for null, members of their parents. */
export async function gather(tx: Tx, begun: readonly AlarmKey[] | null): Promise<number> {
  const parents = await groupAlarms(tx, begun);
  await followMembers(tx, parents);
  return parents.length;
}

/** Makes every standing parent be what its members say, and ends those that have none. Answers how much changed. */
export async function settleParents(tx: Tx): Promise<number> {
  const released = await releaseMembers(tx);
  return released + (await followMembers(tx, await standingParents(tx)));
}
