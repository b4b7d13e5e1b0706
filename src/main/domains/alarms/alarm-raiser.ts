import type { Database, Tx } from '#platform/database/database.ts';
import type { Clear, Raise } from './given.ts';
import { limitVerdict, type Measurement } from './limit-verdict.ts';
import { readLimits } from './limits.queries.ts';
import {
  applyOverlays,
  beginSuppressions,
  endOtherSuppressions,
  endSuppressions,
  type Suppression,
} from './overlays/suppression.queries.ts';
import {
  clearIn,
  describeIn,
  raiseIn,
  type Reconciled,
  reconcileIn,
  withoutRaces,
} from './raising.ts';

/** Raising and clearing, for monitors and device links. Idempotent; many at once cost one statement. */
export interface AlarmRaiser {
  /** Raises in a transaction of its own; answers how many became active that were not. */
  raise(raises: readonly Raise[]): Promise<number>;
  /** Clears in a transaction of its own; answers how many were active. */
  clear(clears: readonly Clear[]): Promise<number>;
  /** Like {@link raise}, as a part of a system transaction. */
  raiseIn(tx: Tx, raises: readonly Raise[]): Promise<number>;
  /** Like {@link clear}, as a part of a system transaction. */
  clearIn(tx: Tx, clears: readonly Clear[]): Promise<number>;
  /** Says anew what active alarms are about, without counting an occurrence. */
  describeIn(tx: Tx, raises: readonly Raise[]): Promise<number>;
  /**
   * Makes the active alarms of one type be exactly `conditions`: raises what is missing, clears what
   * is over, describes anew what changed. Repeating it changes nothing.
   */
  reconcileIn(
    tx: Tx,
    alarmType: string,
    conditions: readonly Omit<Raise, 'alarmType'>[],
  ): Promise<Reconciled>;
}

/** Alarms of measured values, and suppression by design, for the domains that know them. */
export interface AlarmConditions {
  /**
   * Holds measured values against the limits of their types: above (or below) the limit raises, back
   * behind the deadband clears, between them everything stays as it is. Answers how many changed.
   */
  measureIn(tx: Tx, measurements: readonly Measurement[]): Promise<number>;
  /** Lets a suppression rule, such as `maintenance`, hold for these sources. Answers how many are new. */
  suppressIn(tx: Tx, rule: string, sources: readonly Suppression[]): Promise<number>;
  /** Ends the rule for these sources; what is active there asks for attention at once. */
  unsuppressIn(tx: Tx, rule: string, sources: readonly Suppression[]): Promise<number>;
  /** Makes the rule hold for exactly these sources. Repeating it changes nothing. */
  reconcileSuppressionIn(tx: Tx, rule: string, sources: readonly Suppression[]): Promise<number>;
}

/** Raises what passed its limit, describes what stays beyond it, clears what came back. */
async function measureIn(tx: Tx, measurements: readonly Measurement[]): Promise<number> {
  if (measurements.length === 0) return 0;
  const states = await readLimits(tx, measurements);
  const raises: Raise[] = [];
  const describes: Raise[] = [];
  const clears: Clear[] = [];
  for (const [index, measurement] of measurements.entries()) {
    const state = states.get(index);
    if (!state) continue;
    const verdict = limitVerdict(measurement.value, state);
    const raise = { ...measurement, limit: state.limit };
    if (verdict === 'clear') clears.push(measurement);
    else if (state.active) describes.push(raise);
    else if (verdict === 'raise') raises.push(raise);
  }
  await describeIn(tx, describes);
  return (await raiseIn(tx, raises)) + (await clearIn(tx, clears));
}

/** Makes the raising side of the queue. */
export function createAlarmRaiser(database: Database): AlarmRaiser & AlarmConditions {
  return {
    raise: (raises) =>
      withoutRaces(() =>
        database.asSystem('alarm-raise', (tx) => raiseIn(tx, raises), { keepPlans: true }),
      ),
    clear: (clears) =>
      withoutRaces(() =>
        database.asSystem('alarm-clear', (tx) => clearIn(tx, clears), { keepPlans: true }),
      ),
    raiseIn,
    clearIn,
    describeIn,
    reconcileIn,
    measureIn,
    async suppressIn(tx, rule, sources) {
      const begun = await beginSuppressions(tx, rule, sources);
      if (begun > 0) await applyOverlays(tx);
      return begun;
    },
    async unsuppressIn(tx, rule, sources) {
      const ended = await endSuppressions(tx, rule, sources);
      if (ended > 0) await applyOverlays(tx);
      return ended;
    },
    async reconcileSuppressionIn(tx, rule, sources) {
      const ended = await endOtherSuppressions(tx, rule, sources);
      const begun = await beginSuppressions(tx, rule, sources);
      if (ended + begun > 0) await applyOverlays(tx);
      return ended + begun;
    },
  };
}
