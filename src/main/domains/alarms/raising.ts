import { isRetryable, violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import { clearAlarms, clearDueAlarms, type ClearedRow } from './clearing.queries.ts';
import {
  type AlarmSource,
  type Clear,
  type GivenRaise,
  givenOf,
  keyOf,
  present,
  type Raise,
} from './given.ts';
import { endShelvings } from './overlays/shelving.queries.ts';
import { followMembers, gather } from './parents.ts';
import {
  activeSources,
  describeAlarms,
  raiseAlarms,
  type RaisedRow,
  takeDueConditions,
} from './raising.queries.ts';

/** What a reconciliation changed. */
export interface Reconciled {
  readonly raised: number;
  readonly cleared: number;
  readonly described: number;
}

const ATTEMPTS = 5;

/** Two processes may bring the same alarm back at once; the one that lost looks again. */
export async function withoutRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const raced = violates(error, 'alarms_one_open') || isRetryable(error);
      if (!raced || attempt === ATTEMPTS) throw error;
    }
  }
}

const sourceKey = ({ type, id }: AlarmSource): string => JSON.stringify([type, id]);

/** What follows where alarms became worse: P1 is never shelved, and parents are as bad as their worst member. */
async function followWorsened(
  tx: Tx,
  rows: readonly Pick<RaisedRow, 'worsened_shelving' | 'parent_id'>[],
): Promise<void> {
  const worsened = present(rows.map(({ worsened_shelving }) => worsened_shelving));
  if (worsened.length > 0) await endShelvings(tx, worsened, { how: 'worsened', by: null });
  await followMembers(tx, present(rows.map(({ parent_id }) => parent_id)));
}

/** What follows from raises; many of one parent become one. */
async function followRaises(tx: Tx, rows: readonly RaisedRow[]): Promise<void> {
  await followWorsened(tx, rows);
  const groupable = rows.filter((row) => row.groupable);
  if (groupable.length > 0) await gather(tx, groupable);
}

async function raiseGiven(
  tx: Tx,
  raises: readonly GivenRaise[],
  options: { readonly waited: boolean },
): Promise<number> {
  let begun = 0;
  for (let left = raises; left.length > 0;) {
    const rows = await raiseAlarms(tx, left, options);
    await followRaises(tx, rows);
    begun += rows.filter(({ change }) => change === 'raised' || change === 'returned').length;
    const missed = new Set(rows.filter(({ change }) => change === 'missed').map(keyOf));
    left = left.filter((raise) => missed.has(keyOf(raise)));
  }
  return begun;
}

/** Raises; answers how many became active that were not. */
export const raiseIn = (tx: Tx, raises: readonly Raise[]): Promise<number> =>
  raiseGiven(tx, raises.map(givenOf), { waited: false });

/** Raises the conditions that have lasted their on-delay. */
export const raiseDueIn = async (tx: Tx): Promise<number> =>
  raiseGiven(tx, await takeDueConditions(tx), { waited: true });

/** What follows from clears: one-shot shelvings end, and parents lose members. */
async function followClears(tx: Tx, rows: readonly ClearedRow[]): Promise<void> {
  const shelvings = present(rows.map(({ one_shot }) => one_shot));
  if (shelvings.length > 0) await endShelvings(tx, shelvings, { how: 'one-shot', by: null });
  await followMembers(tx, present(rows.map(({ parent_id }) => parent_id)));
}

/** Clears; answers how many were active. */
export async function clearIn(tx: Tx, clears: readonly Clear[]): Promise<number> {
  if (clears.length === 0) return 0;
  const rows = await clearAlarms(tx, clears);
  await followClears(tx, rows);
  return rows.filter(({ change }) => change !== 'withdrawn').length;
}

/** Clears what has waited for its off-delay. */
export async function clearDueIn(tx: Tx): Promise<number> {
  const rows = await clearDueAlarms(tx);
  await followClears(tx, rows);
  return rows.length;
}

/** Says anew what active alarms are about; answers how many said something else. */
export async function describeIn(tx: Tx, raises: readonly Raise[]): Promise<number> {
  if (raises.length === 0) return 0;
  const rows = await describeAlarms(tx, raises.map(givenOf));
  await followWorsened(tx, rows);
  return rows.length;
}

/** Makes the active alarms of one type be exactly `conditions`. */
export async function reconcileIn(
  tx: Tx,
  alarmType: string,
  conditions: readonly Omit<Raise, 'alarmType'>[],
): Promise<Reconciled> {
  const active = await activeSources(tx, alarmType);
  const activeKeys = new Set(active.map(sourceKey));
  const wantedKeys = new Set(conditions.map(({ source }) => sourceKey(source)));
  const raises = conditions.map((condition) => ({ ...condition, alarmType }));
  const isActive = ({ source }: Raise) => activeKeys.has(sourceKey(source));
  const over = active.filter((source) => !wantedKeys.has(sourceKey(source)));
  return {
    cleared: await clearIn(
      tx,
      over.map((source) => ({ alarmType, source })),
    ),
    described: await describeIn(tx, raises.filter(isActive)),
    raised: await raiseIn(
      tx,
      raises.filter((raise) => !isActive(raise)),
    ),
  };
}
