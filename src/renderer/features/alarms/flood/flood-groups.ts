import type { Alarm } from '#contract/alarms.ts';

/** Alarms of one source, or below one parent, of which one row shows while they are folded. */
export interface Fold {
  /** The row that stands for the group. */
  readonly id: string;
  /** What belongs together. */
  readonly key: string;
  /** How many lie below that row. */
  readonly below: number;
  readonly unfolded: boolean;
}

/** The queue in a flood. */
export interface FloodRows {
  readonly rows: readonly Alarm[];
  /** By the id of the row that stands for the group; groups of one have none. */
  readonly folds: ReadonlyMap<string, Fold>;
}

/** What belongs together: what a parent stands for, else what comes from one source. */
export function groupKey({ id, isParent, parentId, sourceType, sourceId }: Alarm): string {
  const parent = isParent ? id : parentId;
  return parent === null ? `source ${sourceType} ${sourceId}` : `parent ${parent}`;
}

/** What never folds: P1 and P2, and the first of a burst, which often is the cause of the rest. */
export const isPinned = ({ priority, firstOut }: Alarm): boolean =>
  firstOut || priority === 'P1' || priority === 'P2';

/**
 * The queue grouped: what is pinned first, then one row for each source or parent and the others of
 * it below when its key is in `unfolded`. Keeps the order of `alarms` within pinned and groups, and
 * orders groups by their first; no alarm is lost, and none of the order depends on its state.
 */
export function floodRows(alarms: readonly Alarm[], unfolded: ReadonlySet<string>): FloodRows {
  const groups = Map.groupBy(
    alarms.filter((alarm) => !isPinned(alarm)),
    groupKey,
  );
  const rows = alarms.filter(isPinned);
  const folds = new Map<string, Fold>();
  for (const [key, [first, ...below]] of groups) {
    if (!first) continue;
    const open = unfolded.has(key);
    rows.push(first, ...(open ? below : []));
    if (below.length > 0)
      folds.set(first.id, { id: first.id, key, below: below.length, unfolded: open });
  }
  return { rows, folds };
}
