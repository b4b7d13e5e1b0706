import { renameSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Clock } from '../clock/clock.ts';
import { createQueueStatements, openQueueFile, type QueueRow } from './queue-file.ts';

/** Something to be delivered later. */
export interface QueueItem {
  /** Idempotency key: the same key is queued once, and the receiver may see it again after a crash. */
  readonly key: string;
  /** What it is about; items of one entity are delivered in the order they came. */
  readonly entity: string;
  /** Text of any form, usually JSON. */
  readonly payload: string;
}

/** An item in the queue. */
export interface QueueEntry extends QueueItem {
  /** Position; rises with every item. */
  readonly id: number;
  readonly queuedAt: Date;
  /** Deliveries that failed so far. */
  readonly attempts: number;
  /** Why it was parked or last failed, or `null`. */
  readonly reason: string | null;
}

/** How many items wait, and how many are put aside. */
export interface QueueCounts {
  readonly waiting: number;
  /** Set aside as undeliverable; each holds back the later items of its entity. */
  readonly parked: number;
}

/** A queue on disk: what it has accepted survives a crash and a power cut. */
export interface DurableQueue extends Disposable {
  /** Accepts items in one commit; answers how many were new. Throws when the disk refuses. */
  enqueue(items: readonly QueueItem[]): number;
  /**
   * The oldest deliverable items, skipping every entity that a parked item holds back and those of
   * `except`.
   */
  peek(limit: number, except?: ReadonlySet<string>): QueueEntry[];
  /** Forgets delivered items. */
  ack(ids: readonly number[]): void;
  /** Counts a failed delivery; the item stays in its place. */
  fail(id: number, reason: string): void;
  /** Sets an item aside, which holds its entity back until {@link release} or {@link discard}. */
  park(id: number, reason: string): void;
  parked(limit: number): QueueEntry[];
  /** Everything that waits or is set aside: the latter first, then the oldest. */
  list(limit: number): (QueueEntry & { readonly isParked: boolean })[];
  /** Puts a parked item back in its place. */
  release(id: number): void;
  /** Removes a parked item for good. */
  discard(id: number): void;
  counts(): QueueCounts;
}

/** Where the queue lies and whom to tell when its file was damaged. */
export interface DurableQueueOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Told when a damaged file was put aside and an empty queue begun. */
  readonly onQuarantine: (notice: {
    readonly message: string;
    readonly quarantined: string;
  }) => void;
}

const checksum = (item: QueueItem): number => crc32(`${item.key}\n${item.entity}\n${item.payload}`);

const entryOf = (row: QueueRow): QueueEntry => ({
  id: row.id,
  key: row.key,
  entity: row.entity,
  payload: row.payload,
  queuedAt: new Date(row.queued_at),
  attempts: row.attempts,
  reason: row.reason,
});

/** Opens the queue at `path`, putting a damaged file aside first. */
export async function openDurableQueue(options: DurableQueueOptions): Promise<DurableQueue> {
  const file = (await openQueueFile(options.path)) ?? (await startAfresh(options));
  return queueOver(file, options.clock);
}

async function startAfresh({
  path,
  clock,
  onQuarantine,
}: DurableQueueOptions): Promise<DatabaseSync> {
  const quarantined = `${path}.damaged-${clock.now().toISOString().replaceAll(':', '')}`;
  for (const ending of ['', '-wal', '-shm']) moveIfThere(path + ending, quarantined + ending);
  const fresh = await openQueueFile(path);
  if (!fresh) throw new Error(`The queue file ${path} is damaged even though it was just made.`);
  onQuarantine({
    message: `The local queue was damaged. It was kept as ${quarantined} and an empty one begun; items in it were not delivered.`,
    quarantined,
  });
  return fresh;
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function inTransaction<T>(file: DatabaseSync, work: () => T): T {
  file.exec('begin immediate');
  try {
    const result = work();
    file.exec('commit');
    return result;
  } catch (error) {
    if (file.isTransaction) file.exec('rollback');
    throw error;
  }
}

const changes = (result: { changes: number | bigint }): number => Number(result.changes);

function queueOver(file: DatabaseSync, clock: Clock): DurableQueue {
  const statements = createQueueStatements(file);

  function park(id: number, reason: string): void {
    statements.park.run(reason, id);
  }

  /** A row whose bytes rotted is put aside instead of being delivered wrong. */
  function intact(row: QueueRow): boolean {
    if (checksum(row) === row.checksum) return true;
    park(row.id, 'The stored item is damaged.');
    return false;
  }

  return {
    enqueue: (items) =>
      inTransaction(file, () =>
        items.reduce((added, item) => {
          const { key, entity, payload } = item;
          const at = clock.now().toISOString();
          return added + changes(statements.insert.run(key, entity, payload, checksum(item), at));
        }, 0),
      ),
    peek(limit, except = new Set()) {
      const rows = statements.peek.all(JSON.stringify([...except]), limit) as unknown as QueueRow[];
      if (rows.every(intact)) return rows.map(entryOf);
      return this.peek(limit, except);
    },
    ack: (ids) => inTransaction(file, () => ids.forEach((id) => statements.remove.run(id))),
    fail: (id, reason) => void statements.fail.run(reason, id),
    park,
    parked: (limit) => (statements.parked.all(limit) as unknown as QueueRow[]).map(entryOf),
    list: (limit) =>
      (statements.list.all(limit) as unknown as QueueRow[]).map((row) => ({
        ...entryOf(row),
        isParked: row.parked === 1,
      })),
    release: (id) => void statements.release.run(id),
    discard: (id) => void statements.discard.run(id),
    counts: () => ({ ...(statements.counts.get() as unknown as QueueCounts) }),
    [Symbol.dispose]: () => file.close(),
  };
}
