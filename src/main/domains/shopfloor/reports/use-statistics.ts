import type { Tx } from '#platform/database/database.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import {
  activeStretches,
  forgetUse,
  noteEverything,
  rollDays,
  rollHours,
  rollRefusals,
  type Stretches,
  takeStale,
} from './use-rollup.queries.ts';
import { lockRules } from './use-settings.queries.ts';

/** Stretches that are summed up in one transaction. */
const BATCH = 2000;

const stationZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const both = (one: Stretches, other: Stretches): Stretches => ({
  machines: [...one.machines, ...other.machines],
  from: [...one.from, ...other.from],
  until: [...one.until, ...other.until],
});

/** What one step of summing up did. */
export interface RollStep {
  /** Rows of days that became different. */
  readonly changed: number;
  /** True while more waits. */
  readonly more: boolean;
}

/**
 * Sums up what happened since the last step: hours first, then the days they belong to. Doing it
 * again changes nothing. After a change of the rules everything is summed up anew.
 */
export async function rollStep(tx: Tx, zoneOfStation = stationZone()): Promise<RollStep> {
  const rules = await lockRules(tx, zoneOfStation);
  if (rules.changed) {
    await forgetUse(tx);
    await noteEverything(tx);
  }
  const stale = await takeStale(tx, BATCH);
  const touched = both(stale, await activeStretches(tx));
  const days = await rollHours(tx, touched, rules);
  await rollRefusals(tx, touched, rules.zone);
  const changed = await rollDays(tx, days, rules.zone);
  return { changed, more: stale.machines.length === BATCH };
}

/** Keeps the sums of use and refusals up to date, also where a node tells late of what happened. */
export const useStatistics: Monitor = {
  name: 'shopfloor.statistics',
  intervalMs: 60_000,
  deadlineMs: 120_000,
  async run({ fenced, signal }) {
    let affected = 0;
    let step: RollStep;
    do {
      step = await fenced((tx) => rollStep(tx));
      affected += step.changed;
    } while (step.more && !signal.aborted);
    return { affected };
  },
};
