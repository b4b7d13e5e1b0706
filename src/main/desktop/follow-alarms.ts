import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import { type AlarmBoard, type BoardAlarm, createAlarmBoard } from './alarm-board.ts';
import type { Consoles, OwnConsole } from './consoles.ts';

/** Who is told of alarms. */
export interface AlarmListener {
  /** How many alarms nobody has acknowledged, as far as the person at the desk may see them. */
  counted(unacknowledged: number): void;
  /** Urgent alarms that ask for attention and were not announced before. */
  raised(alarms: readonly BoardAlarm[]): void;
}

/** What following needs. */
export interface FollowAlarmsOptions {
  readonly consoles: Consoles;
  readonly listener: AlarmListener;
  readonly clock: Clock;
  readonly log: Log;
}

const RETRY_MS = 1000;

/** Counts what nobody has acknowledged where the queue is too long to be sent. */
async function countAll({ alarms }: OwnConsole['client'], signal: AbortSignal): Promise<number> {
  const { unacknowledged } = await alarms.summary(undefined, { signal });
  return Object.values(unacknowledged).reduce((sum, count) => sum + count, 0);
}

/** Reads the queue until its stream ends: the person locked, left, or lost the right. */
async function readQueue(
  { client }: OwnConsole,
  board: AlarmBoard,
  listener: AlarmListener,
  signal: AbortSignal,
): Promise<void> {
  for await (const message of await client.alarms.live(undefined, { signal })) {
    const news = board.take(message);
    if (news.length > 0) listener.raised(news);
    listener.counted(board.unacknowledged ?? (await countAll(client, signal)));
  }
}

/** Runs `work` again and again until it is told to stop. */
async function persist(
  { clock, log }: FollowAlarmsOptions,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      log.debug('The desktop does not hear of alarms', { reason });
    }
    await clock.sleep(RETRY_MS, signal).catch(() => undefined);
  }
}

/**
 * Follows the alarm queue in the name of the person at the desk, so that tray and notifications show
 * exactly what that person may see: nothing while the console is locked or nobody is signed in.
 */
export function followAlarms(options: FollowAlarmsOptions): AsyncDisposable {
  const { consoles, listener } = options;
  const stopping = new AbortController();
  const board = createAlarmBoard();

  /** Follows the session on a console of its own, and the queue while the session allows it. */
  async function follow(): Promise<void> {
    using own = consoles.open();
    const signal = AbortSignal.any([stopping.signal, own.connection.closed]);
    let reading = new AbortController();
    let done: Promise<void> = Promise.resolve();
    try {
      for await (const view of await own.client.identity.session.watch(undefined, { signal })) {
        const may =
          view.kind === 'signed-in' && !view.locked && view.permissions.includes('alarm:read');
        reading.abort();
        await done;
        reading = new AbortController();
        const until = AbortSignal.any([signal, reading.signal]);
        if (may) {
          done = persist(options, until, () => readQueue(own, board, listener, until));
        } else if (view.kind === 'signed-out') {
          board.clear();
          listener.counted(0);
        }
      }
    } finally {
      reading.abort();
      await done;
    }
  }

  const following = persist(options, stopping.signal, follow);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
    },
  };
}
