import type { Database, Tx } from '#platform/database/database.ts';
import { orderOf, stepOutput } from './output-phase.ts';
import { factsOf, lockOutputs, type OutputRow, phaseOf, writeOutput } from './outputs.queries.ts';
import { recordInputActivity, recordLevels, type ReportedLevels } from './terminals.queries.ts';

/** What one output of a node is to be, in the terms of the node. */
export interface OutputDemand {
  readonly number: number;
  /** Raw electrical level. */
  readonly level: boolean;
  /** Time alone changes the demand after this. Milliseconds; null: never. */
  readonly changesInMs: number | null;
}

/** What a node's terminals do and are to do, kept in the database; each in one transaction. */
export interface AccessoryRecords {
  /** Looks what every output is to be now, and keeps where it stands. */
  demands(nodeKey: string): Promise<OutputDemand[]>;
  reported(nodeKey: string, levels: ReportedLevels): Promise<void>;
  /** An input that counts as activity may still be on. */
  activity(nodeKey: string): Promise<void>;
}

/** Keeps in `tx` what a node says of its terminals. An input that switches on may be a use of its machine. */
export async function keepLevels(tx: Tx, nodeKey: string, levels: ReportedLevels): Promise<void> {
  const changed = await recordLevels(tx, nodeKey, levels);
  if (changed > 0 && levels.dir === 'input') await recordInputActivity(tx, nodeKey, 0);
}

/** Makes the records. */
export function accessoryRecords(database: Database): AccessoryRecords {
  const write = <T>(work: (tx: Tx) => Promise<T>) =>
    database.asSystem('shopfloor.accessories', work, { keepPlans: true });
  return {
    demands: (nodeKey) =>
      write(async (tx) => {
        const demands: OutputDemand[] = [];
        for (const row of await lockOutputs(tx, nodeKey)) {
          const { change, demand } = decide(row);
          if (change) await writeOutput(tx, change);
          demands.push(demand);
        }
        return demands;
      }),
    reported: (nodeKey, levels) => write((tx) => keepLevels(tx, nodeKey, levels)),
    activity: (nodeKey) => write((tx) => recordInputActivity(tx, nodeKey, 0)),
  };
}

function decide(row: OutputRow) {
  const { id, number, at, invert_logic: inverted } = row;
  const facts = factsOf(row);
  const before = phaseOf(row);
  const settings = { delayMs: row.delay_ms, runOnMs: row.run_on_ms };
  const phase = stepOutput(settings, before, facts, at);
  const { on, changesAt } = orderOf(phase, facts, at);
  const testIsOver = facts.test !== null && at >= facts.test.until;
  const same = row.wanted === on && JSON.stringify(phase) === JSON.stringify(before) && !testIsOver;
  return {
    change: same ? null : { id, phase, wanted: on },
    demand: {
      number,
      level: on !== inverted,
      changesInMs: changesAt === null ? null : Math.max(0, changesAt - at),
    },
  };
}
