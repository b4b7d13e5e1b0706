import type { Tx } from '../database/database.ts';

/** What one run of a monitor did, for `operations.monitor_runs`. */
export interface MonitorOutcome {
  /** Rows changed or things found; the unit is the monitor's own. */
  readonly affected: number;
  readonly note?: string;
}

/** What a monitor is given for one run. */
export interface MonitorRun {
  /** Runs `work` in a transaction that commits only while this process still leads (epoch fence). */
  fenced<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** A named piece of background work that exactly one process runs at a time. */
export interface Monitor {
  /** `domain.what`, such as `shopfloor.session-timeout`. */
  readonly name: string;
  /** From the start of one run to the start of the next. Milliseconds. */
  readonly intervalMs: number;
  /** A run that has not ended by then is aborted; a monitor silent for longer than interval + deadline raises an alarm. Milliseconds. */
  readonly deadlineMs: number;
  run(run: MonitorRun): Promise<MonitorOutcome>;
}
