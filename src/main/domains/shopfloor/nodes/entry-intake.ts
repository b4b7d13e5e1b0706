import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { NodeEntry } from '#platform/serial/node-messages.ts';
import type { NodeOrder } from '#platform/serial/node-orders.ts';
import type { NodeEntries, Return } from './node-entries.service.ts';
import type { AlarmedNode } from './node-alarms.ts';

/** What an intake needs of its node, its driver and the database. */
export interface EntryIntakeOptions {
  readonly node: AlarmedNode;
  readonly clock: Clock;
  readonly log: Log;
  readonly entries: NodeEntries;
  /** Runs a job after everything the node said before. */
  enqueue(what: string, job: () => Promise<unknown>): void;
  /** Tells the node something; how that ends does not matter, because the node repeats itself. */
  tell(order: NodeOrder): void;
  /** The log is in and judged: relays may be told again what they must be. */
  settled(): void;
}

/**
 * Takes in what a returned node did alone. Until that is in the database nobody knows which machines
 * should run, so the relays are left as the node has them.
 */
export interface EntryIntake {
  readonly settling: boolean;
  /** The node greets: so many lines of its log are not confirmed. */
  greeted(buffered: number, how: Return): void;
  entry(entry: NodeEntry): void;
  /** The node tells how many lines are not confirmed now. */
  buffered(count: number): void;
  /** The node is lost; the next greeting begins anew. */
  lost(): void;
}

/** So long after its last line a node is not waited for any more. Milliseconds. */
const PATIENCE_MS = 5000;

/** Makes an intake. */
export function entryIntake(options: EntryIntakeOptions): EntryIntake {
  const { node, clock, log, entries, enqueue, tell } = options;
  /** What is waited for; null once all is settled. */
  let waiting: { left: number; readonly how: Return } | null = null;
  let patience: Disposable | null = null;
  /** A line whose predecessors are missing. Comes it again, the node has nothing older. */
  let stuckAt: string | null = null;

  function finish(): void {
    const over = waiting;
    if (!over) return;
    enqueue('return', async () => {
      if (waiting !== over) return;
      await entries.settle(node, over.how);
      waiting = null;
      options.settled();
    });
  }

  function beginPatience(): void {
    patience?.[Symbol.dispose]();
    patience = clock.after(PATIENCE_MS, () => {
      if (waiting) log.warn('A node did not send all of its own log', { left: waiting.left });
      finish();
    });
  }

  async function take(line: NodeEntry): Promise<void> {
    const { boot_of: boot, n, ageMs, what, port, uid, tech, reason } = line;
    const key = `${boot} ${n}`;
    const entry = { boot, n, ageMs, what, port, uid, tech, reason };
    const taken = await entries.take(node, entry, stuckAt === key);
    if (taken.kind === 'gap') {
      stuckAt = key;
      return;
    }
    stuckAt = null;
    tell({ t: 'entries-kept', boot_of: boot, n: taken.upTo });
    if (!waiting || !taken.isNew) return;
    waiting.left -= 1;
    if (waiting.left <= 0) finish();
  }

  return {
    get settling() {
      return waiting !== null;
    },
    greeted(buffered, how) {
      waiting = { left: buffered, how };
      if (buffered === 0) finish();
      else beginPatience();
    },
    entry(line) {
      if (waiting) beginPatience();
      enqueue('log entry', () => take(line));
    },
    buffered(count) {
      if (count === 0) finish();
    },
    lost() {
      waiting = null;
      patience?.[Symbol.dispose]();
    },
  };
}
