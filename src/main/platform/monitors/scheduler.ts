import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';
import { Fenced, fencedTransaction } from './fence.ts';
import type { Leadership } from './leader.ts';
import type { Monitor } from './monitor.ts';
import type { RunEnd, RunJournal } from './run-journal.ts';

/** What runs are made with. */
export interface SchedulerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: RunJournal;
  readonly monitors: readonly Monitor[];
}

/** The run took longer than its monitor allows. */
class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  readonly code = 'DEADLINE_PASSED';
}

/** Pause after the journal could not be written: the database is probably away. Milliseconds. */
const JOURNAL_RETRY_MS = 1_000;

/**
 * Runs every monitor at its interval while the leadership lasts; each in a loop of its own, so that
 * one that hangs delays nobody else and never overlaps itself. A monitor whose interval had passed
 * before this process took over runs at once.
 */
export async function runMonitors(
  options: SchedulerOptions,
  leadership: Leadership,
): Promise<void> {
  const { monitors, journal, clock, log } = options;
  const { lost, epoch } = leadership;
  while (!lost.aborted) {
    try {
      const ages = await journal.adopt(epoch, monitors);
      await Promise.all(
        monitors.map((monitor) => repeat(options, leadership, monitor, ages.get(monitor.name))),
      );
      return;
    } catch (error) {
      if (lost.aborted) return;
      log.error('The monitors could not be started; trying again.', error, { epoch });
      await clock.sleep(JOURNAL_RETRY_MS, lost).catch(() => undefined);
    }
  }
}

async function repeat(
  options: SchedulerOptions,
  leadership: Leadership,
  monitor: Monitor,
  ageMs: number | undefined,
): Promise<void> {
  const { clock } = options;
  const { lost } = leadership;
  let due = clock.monotonic() + (ageMs === undefined ? 0 : monitor.intervalMs - ageMs);
  while (!lost.aborted) {
    const wait = due - clock.monotonic();
    if (wait > 0) await clock.sleep(wait, lost).catch(() => undefined);
    if (lost.aborted) return;
    if (clock.monotonic() < due) continue;
    due = clock.monotonic() + monitor.intervalMs;
    await journalled(options, leadership, monitor);
  }
}

/** A run that cannot be journalled is not a run: without the database there is nothing to watch. */
async function journalled(
  options: SchedulerOptions,
  leadership: Leadership,
  monitor: Monitor,
): Promise<void> {
  const { journal, log, clock } = options;
  try {
    const run = await journal.started(leadership.epoch, monitor.name);
    const end = await runOnce(options, leadership, monitor);
    if (end.kind !== 'succeeded') {
      log.error(`Monitor ${monitor.name} ${end.kind}.`, end.error, { epoch: leadership.epoch });
    }
    await journal.ended(run, monitor.name, end);
  } catch (error) {
    if (leadership.lost.aborted) return;
    log.error(`A run of ${monitor.name} could not be recorded.`, error);
    await clock.sleep(JOURNAL_RETRY_MS, leadership.lost).catch(() => undefined);
  }
}

async function runOnce(
  { database, clock }: SchedulerOptions,
  { epoch, lost }: Leadership,
  monitor: Monitor,
): Promise<RunEnd> {
  const deadline = new AbortController();
  const signal = AbortSignal.any([deadline.signal, lost]);
  using timers = new DisposableStack();
  const late = new DeadlinePassed(`${monitor.name} took longer than ${monitor.deadlineMs} ms.`);
  timers.use(clock.after(monitor.deadlineMs, () => deadline.abort(late)));
  const task = { task: monitor.name, epoch, signal };
  try {
    const outcome = await untilAborted(
      monitor.run({
        fenced: (work) => fencedTransaction(database, task, work),
        now: clock.now(),
        signal,
      }),
      signal,
    );
    return { kind: 'succeeded', outcome };
  } catch (error) {
    return { kind: endOf(error, deadline.signal, lost), error };
  }
}

function endOf(error: unknown, deadline: AbortSignal, lost: AbortSignal) {
  if (deadline.aborted) return 'timed-out';
  return error instanceof Fenced || lost.aborted ? 'fenced' : 'failed';
}

/** A monitor that ignores its signal is left behind: what it still writes is fenced. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}
