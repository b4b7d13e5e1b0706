import type { Database, Tx } from '../database/database.ts';
import { enterEpoch, holdEpoch } from './leader.queries.ts';

/** The epoch ended while a monitor was at work: nothing of the transaction was kept. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
  readonly code = 'FENCED';
  /** The epoch that was over. */
  readonly epoch: number;

  constructor(epoch: number) {
    super(`Epoch ${epoch} is over: another process runs the monitors. Nothing was changed.`);
    this.epoch = epoch;
  }
}

/** PostgreSQL gives up a monitor's transaction that does nothing for this long. Milliseconds. */
const FROZEN_MS = 3_000;

/**
 * Runs `work` in a transaction that commits only while `epoch` lasts. The epoch is locked last, so
 * that a long piece of work does not hold up a takeover. Throws {@link Fenced}.
 */
export function fencedTransaction<T>(
  database: Database,
  { task, epoch, signal }: { task: string; epoch: number; signal: AbortSignal },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.asSystem(
    task,
    async (tx) => {
      if ((await enterEpoch(tx, FROZEN_MS)) !== epoch) throw new Fenced(epoch);
      const result = await work(tx);
      if (!(await holdEpoch(tx, epoch))) throw new Fenced(epoch);
      return result;
    },
    { signal },
  );
}
