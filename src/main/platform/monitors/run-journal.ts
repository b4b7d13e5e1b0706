import type { Monitor, MonitorOutcome } from './monitor.ts';

/** How a run ended; see `operations.monitor_runs.outcome`. */
export type RunEnd =
  | { readonly kind: 'succeeded'; readonly outcome: MonitorOutcome }
  | { readonly kind: 'failed' | 'timed-out' | 'fenced'; readonly error: unknown };

/** Keeps what the monitors did. Kept by the database, so that every process can tell who is late. */
export interface RunJournal {
  /**
   * Notes what the leader of `epoch` runs, closes runs that an earlier leader left open, and answers
   * how many milliseconds ago each monitor last started, by name.
   */
  adopt(epoch: number, monitors: readonly Monitor[]): Promise<ReadonlyMap<string, number>>;
  /** Notes the start of a run and answers its number. */
  started(epoch: number, monitor: string): Promise<number>;
  ended(run: number, monitor: string, end: RunEnd): Promise<void>;
}
