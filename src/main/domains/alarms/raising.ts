import { isRetryable, violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  activeSources,
  type AlarmKey,
  type AlarmSource,
  type Clear,
  clearAlarms,
  describeAlarms,
  type Raise,
  raiseAlarms,
} from './transitions.queries.ts';

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

/** Raises; answers how many became active that were not. */
export async function raiseIn(tx: Tx, raises: readonly Raise[]): Promise<number> {
  let begun = 0;
  for (let left = raises; left.length > 0;) {
    const rows = await raiseAlarms(tx, left);
    begun += rows.filter(({ change }) => change === 'raised' || change === 'returned').length;
    const missed = new Set(rows.filter(({ change }) => change === 'missed').map(keyOf));
    left = left.filter(({ alarmType, source: { type, id } }) =>
      missed.has(keyOf({ alarm_type: alarmType, source_type: type, source_id: id })),
    );
  }
  return begun;
}

const keyOf = ({ alarm_type, source_type, source_id }: AlarmKey): string =>
  JSON.stringify([alarm_type, source_type, source_id]);

/** Clears; answers how many were active. */
export async function clearIn(tx: Tx, clears: readonly Clear[]): Promise<number> {
  return clears.length === 0 ? 0 : (await clearAlarms(tx, clears)).length;
}

/** Says anew what active alarms are about; answers how many said something else. */
export async function describeIn(tx: Tx, raises: readonly Raise[]): Promise<number> {
  return raises.length === 0 ? 0 : describeAlarms(tx, raises);
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
