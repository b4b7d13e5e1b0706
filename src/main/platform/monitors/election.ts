import type { Clock } from '../clock/clock.ts';
import { backOff } from '../clock/back-off.ts';
import { within } from '../clock/within.ts';
import type { OpenClient } from '../database/client.ts';
import { closing } from '../database/closing.ts';
import type { Log } from '../log/log.ts';
import type { Leadership } from './leader.ts';
import { beat, beginEpoch, type Candidate, prepareCandidacy, tryLock } from './leader.queries.ts';

/** PostgreSQL ends the leader's connection after this long without a heartbeat. Milliseconds. */
const IDLE_SESSION_MS = 5_000;
/** Between two heartbeats of the leader. Milliseconds. */
const HEARTBEAT_MS = 1_000;
/** Between two attempts of those who do not lead: with the idle time-out, a takeover within 6 s. */
const CANDIDATE_MS = 500;

/** What an election is held with. */
export interface ElectionOptions {
  /** Opens a connection that only this election uses. */
  readonly connect: () => Promise<OpenClient>;
  readonly clock: Clock;
  readonly log: Log;
  readonly candidate: Candidate;
  /** Runs while this process leads; must end soon after `lost` aborts. */
  readonly lead: (leadership: Leadership) => Promise<void>;
}

/** Somebody else leads, or the connection is gone; the message says which. */
class LeadershipLost extends Error {
  override readonly name = 'LeadershipLost';
  readonly code = 'LEADERSHIP_LOST';
}

/**
 * Stands for election until `signal` aborts. The lock lives on the election's own connection and so
 * do the heartbeats: whoever cannot reach the database cannot lead.
 */
export async function runElection(options: ElectionOptions, signal: AbortSignal): Promise<void> {
  const { clock, log } = options;
  const pauses = backOff(CANDIDATE_MS / 2, 2_000);
  while (!signal.aborted) {
    const failure = await campaign(options, signal, () => pauses.reset()).catch(
      (error: unknown) => error,
    );
    if (signal.aborted) return;
    log.warn('Standing for election again.', { failure });
    await clock.sleep(pauses.next(), signal).catch(() => undefined);
  }
}

async function campaign(
  { connect, clock, log, candidate, lead }: ElectionOptions,
  signal: AbortSignal,
  connected: () => void,
): Promise<void> {
  const connection = await connect();
  await using open = new AsyncDisposableStack();
  open.use(closing(connection, clock));
  const { client } = connection;
  await prepareCandidacy(client, IDLE_SESSION_MS);
  connected();
  while (!(await tryLock(client))) await clock.sleep(CANDIDATE_MS, signal);
  const epoch = await beginEpoch(client, candidate);
  log.info('This process runs the monitors now.', { epoch });
  const term = new AbortController();
  const leading = lead({ epoch, lost: AbortSignal.any([term.signal, signal]) });
  try {
    await keepBeating(connection, clock, epoch, signal);
  } catch (error) {
    log.warn('This process no longer runs the monitors.', { epoch, failure: error });
    throw error;
  } finally {
    term.abort(new LeadershipLost('Another process leads, or the database cannot be reached.'));
    await leading;
  }
}

async function keepBeating(
  { client, ended }: OpenClient,
  clock: Clock,
  epoch: number,
  signal: AbortSignal,
): Promise<void> {
  const closed = ended.then((error) => {
    throw error ?? new LeadershipLost('The election connection was closed.');
  });
  closed.catch(() => undefined);
  while (!signal.aborted) {
    const alive = await within(
      clock,
      IDLE_SESSION_MS,
      'A heartbeat',
      Promise.race([beat(client, epoch), closed]),
    );
    if (!alive) throw new LeadershipLost(`Epoch ${epoch} is over.`);
    const pause = clock.sleep(HEARTBEAT_MS, signal).catch(() => undefined);
    await Promise.race([pause, closed]);
  }
}
