import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DeferredCounts, DeferredRecord } from '#contract/shopfloor/deferred.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { isRetryable, violatedConstraint } from '#platform/database/constraints.ts';
import { CommitUnknown, DatabaseReadOnly, DatabaseUnavailable } from '#platform/database/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { type Delivery, drain } from '#platform/queue/drain.ts';
import {
  type DurableQueue,
  openDurableQueue,
  type QueueEntry,
} from '#platform/queue/durable-queue.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { listeners } from '#platform/serial/listeners.ts';
import { originOf } from '../origin.ts';
import { claimRecord } from './deferred.queries.ts';
import { entityOf, type WaitingRecord, waitingRecord } from './waiting-record.ts';
import { type RecordWriting, writeRecord } from './write-record.ts';

/** The queue of this console for what it cannot write while the database is away. */
export interface DeferredRecords {
  /** Opens the queue in the data folder, and writes what waits whenever that is possible. */
  open(): Promise<AsyncDisposable>;
  /** Keeps a record on disk. `key` names it where the same thing may be kept twice. */
  keep(record: WaitingRecord, key?: string): void;
  counts(): DeferredCounts;
  onChange(listener: () => void): Disposable;
  list(): DeferredRecord[];
  retry(id: number): DeferredCounts;
  /** Removes a parked record and keeps in the audit trail what it was. */
  discard(caller: ActorContext, id: number, reason: string): Promise<DeferredCounts>;
}

/** What it is built from. */
export interface DeferredServices extends RecordWriting {
  readonly platform: Pick<Platform, 'clock' | 'database' | 'host' | 'log'>;
  readonly audit: AuditService;
}

const task = 'shopfloor.deferred-records';
/** How often what waits is tried again. Milliseconds. */
const RETRY_MS = 2000;
const MOST_LISTED = 500;

/** Whether the database is away or takes nothing now, so that keeping something for later helps. */
export const isAway = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  error instanceof DatabaseReadOnly ||
  error instanceof CommitUnknown ||
  isRetryable(error);

function parse(payload: string): WaitingRecord | null {
  try {
    return waitingRecord.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

function toRow(entry: QueueEntry, parked: boolean): DeferredRecord {
  const record = parse(entry.payload);
  const { id, entity: about, queuedAt, attempts, reason } = entry;
  return {
    id,
    kind: record?.kind ?? 'unreadable',
    about,
    happenedAt: record?.at ?? null,
    queuedAt: queuedAt.toISOString(),
    attempts,
    parked,
    reason,
  };
}

/** Makes the queue's service. */
export function deferredRecords(services: DeferredServices): DeferredRecords {
  const { audit, platform } = services;
  const { clock, database, host, log } = platform;
  const changed = listeners<[]>();
  let queue: DurableQueue | null = null;
  let last: DeferredCounts = { waiting: 0, parked: 0 };

  function look(): DeferredCounts {
    const now = queue?.counts() ?? { waiting: 0, parked: 0 };
    const isNew = now.waiting !== last.waiting || now.parked !== last.parked;
    last = now;
    if (isNew) changed.call();
    return now;
  }

  async function deliver(entry: QueueEntry): Promise<Delivery> {
    const record = parse(entry.payload);
    if (!record) return { kind: 'park', reason: 'The stored record cannot be read.' };
    const claim = {
      key: entry.key,
      kind: record.kind,
      happenedAt: record.at,
      queuedAt: entry.queuedAt.toISOString(),
      workstation: host.workstation,
    };
    try {
      await database.asSystem(task, async (tx) => {
        if (await claimRecord(tx, claim))
          await writeRecord(tx, services, { record, key: entry.key });
      });
      return { kind: 'done' };
    } catch (error) {
      if (isAway(error)) {
        return { kind: 'retry', reason: 'The database does not take it now.' };
      }
      log.error('A record that waited for the database cannot be written', error);
      const constraint = violatedConstraint(error);
      const why = constraint ? ` (${constraint})` : '';
      return { kind: 'park', reason: `The database does not take it${why}.` };
    }
  }

  async function pass(open: DurableQueue, stop: AbortSignal): Promise<void> {
    const away = new AbortController();
    const signal = AbortSignal.any([stop, away.signal]);
    const once = async (entry: QueueEntry): Promise<Delivery> => {
      const delivery = await deliver(entry);
      if (delivery.kind === 'retry') away.abort();
      look();
      return delivery;
    };
    const { delivered } = await drain(open, once, signal);
    if (delivered > 0) log.info('Records that waited for the database were written', { delivered });
    look();
  }

  return {
    async open() {
      const path = join(host.dataDir, 'queue', 'shopfloor.sqlite');
      const open = await openDurableQueue({
        path,
        clock,
        onQuarantine: ({ message, quarantined }) => log.error(message, null, { quarantined }),
      });
      queue = open;
      look();
      const stopping = new AbortController();
      let passing: Promise<void> = Promise.resolve();
      let busy = false;
      const turn = (): void => {
        if (busy || open.counts().waiting === 0) return;
        busy = true;
        passing = pass(open, stopping.signal)
          .catch((error: unknown) => log.error('The queue could not be emptied', error))
          .finally(() => {
            busy = false;
          });
      };
      const retrying = clock.every(RETRY_MS, turn);
      turn();
      return {
        async [Symbol.asyncDispose]() {
          retrying[Symbol.dispose]();
          stopping.abort();
          await passing;
          if (queue === open) queue = null;
          open[Symbol.dispose]();
        },
      };
    },
    keep(record, key = randomUUID()) {
      try {
        if (!queue) throw new Error('The queue is not open.');
        queue.enqueue([{ key, entity: entityOf(record), payload: JSON.stringify(record) }]);
        look();
      } catch (error) {
        log.error('A record could not even be kept for later', error, { kind: record.kind });
      }
    },
    counts: () => look(),
    onChange: changed.add,
    list: () => queue?.list(MOST_LISTED).map((entry) => toRow(entry, entry.isParked)) ?? [],
    retry(id) {
      queue?.release(id);
      return look();
    },
    async discard(caller, id, reason) {
      const found = queue?.parked(MOST_LISTED).find((entry) => entry.id === id);
      if (!found) return look();
      const { actor, connection } = caller;
      const { kind, about, happenedAt, queuedAt, reason: why } = toRow(found, true);
      await database.asSystem(task, (tx) =>
        audit.record(tx, {
          userId: actor.userId,
          username: actor.username,
          action: 'deferred-record.discard',
          targetType: 'deferred_record',
          targetId: found.key,
          oldValues: { kind, about, happenedAt, queuedAt, why },
          changeReason: reason,
          origin: originOf(connection),
        }),
      );
      queue?.discard(id);
      return look();
    },
  };
}
