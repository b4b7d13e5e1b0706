import type { Clock } from '../clock/clock.ts';
import type { OpenClient } from '../database/client.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';
import { runElection } from './election.ts';
import type { LeaderView } from './leader.ts';
import { readLeader } from './leader.queries.ts';
import type { Monitor } from './monitor.ts';
import { pgRunJournal } from './pg-run-journal.ts';
import { runMonitors } from './scheduler.ts';

/** What the monitors of a process run with. */
export interface MonitorHostOptions {
  readonly database: Database;
  /** Opens the election's own connection. */
  readonly connect: () => Promise<OpenClient>;
  readonly clock: Clock;
  readonly log: Log;
  readonly installationId: string;
  readonly workstation: string;
  readonly monitors: readonly Monitor[];
}

/** This process as a candidate for running the monitors. */
export interface MonitorHost extends AsyncDisposable {
  /** The epoch this process leads in, or `null` while it does not. */
  readonly epoch: number | null;
}

/**
 * Stands for election and runs the monitors while this process leads. Disposing steps down, which
 * frees the lock at once.
 */
export function startMonitors(options: MonitorHostOptions): MonitorHost {
  const { database, connect, clock, log, installationId, workstation, monitors } = options;
  const stopping = new AbortController();
  const journal = pgRunJournal(database, workstation);
  let epoch: number | null = null;
  const running = runElection(
    {
      connect,
      clock,
      log,
      candidate: { installationId, workstation, processId: process.pid },
      async lead(leadership) {
        epoch = leadership.epoch;
        leadership.lost.addEventListener('abort', () => (epoch = null), { once: true });
        await runMonitors({ database, clock, log, journal, monitors }, leadership);
      },
    },
    stopping.signal,
  );
  return {
    get epoch() {
      return epoch;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await running;
    },
  };
}

/** Who leads now, as any process can read it; `null` before anybody ever led. */
export async function leaderView(
  database: Database,
  self: { readonly installationId: string },
): Promise<LeaderView | null> {
  const row = await database.asSystem('leader-view', readLeader);
  if (!row?.installation_id || !row.led_since || !row.heartbeat_at) return null;
  return {
    installationId: row.installation_id,
    workstation: row.workstation ?? '',
    epoch: row.epoch,
    since: row.led_since,
    heartbeatAt: row.heartbeat_at,
    silentMs: row.silent_ms ?? 0,
    self: row.installation_id === self.installationId && row.process_id === process.pid,
  };
}
