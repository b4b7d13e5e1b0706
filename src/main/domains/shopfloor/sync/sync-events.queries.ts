import { sql } from 'kysely';
import type { SyncAttempt, SyncEvent } from '#contract/shopfloor/sync.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

const eventRows = (tx: Tx) =>
  tx.selectFrom('shopfloor.sync_events as event').select([
    'event.id',
    'event.event_id',
    'event.event_type',
    'event.resource_type',
    'event.resource_id',
    'event.source_app',
    'event.target_app',
    'event.status',
    'event.retry_count',
    'event.created_at',
    'event.processed_at',
    sql<
      string | null
    >`case when event.status = 'pending' and event.next_attempt_at > clock_timestamp()
        then event.next_attempt_at end`.as('next_attempt_at'),
    'event.error_message',
    'event.discarded_at',
  ]);

type EventRow = Awaited<ReturnType<ReturnType<typeof eventRows>['execute']>>[number];

const toEvent = (row: EventRow): SyncEvent => ({
  id: String(row.id),
  eventId: row.event_id,
  eventType: row.event_type,
  resourceType: row.resource_type,
  resourceId: row.resource_id,
  sourceApp: row.source_app,
  targetApp: row.target_app,
  status: row.status as SyncEvent['status'],
  retryCount: row.retry_count,
  createdAt: row.created_at,
  processedAt: row.processed_at,
  nextAttemptAt: row.next_attempt_at,
  errorMessage: row.error_message,
  discardedAt: row.discarded_at,
});

/** What narrows a list of events. */
export interface SyncEventFilter {
  readonly targetId?: string | undefined;
  readonly status?: SyncEvent['status'] | 'discarded' | undefined;
  readonly eventType?: string | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  readonly from?: string | undefined;
}

const newestFirst = [
  { column: 'event.created_at', property: 'created_at', direction: 'desc' },
  { column: 'event.id', property: 'id', direction: 'desc' },
] as const;

/** One page of the events that fit, newest first. `failed` leaves out what was discarded. */
export async function listEvents(
  tx: Tx,
  filter: SyncEventFilter,
  page: PageRequest,
): Promise<Page<SyncEvent>> {
  const { targetId, status, eventType, direction, from } = filter;
  let query = eventRows(tx);
  if (targetId) query = query.where('event.target_id', '=', targetId);
  if (status) query = query.where('event.status', '=', status === 'discarded' ? 'failed' : status);
  if (status === 'failed') query = query.where('event.discarded_at', 'is', null);
  if (status === 'discarded') query = query.where('event.discarded_at', 'is not', null);
  if (eventType) query = query.where('event.event_type', '=', eventType);
  if (direction) query = query.where('event.target_id', direction === 'in' ? 'is' : 'is not', null);
  if (from) query = query.where('event.created_at', '>=', from);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toEvent), nextCursor };
}

/** One event with its payload and attempts. */
export interface WholeEvent extends SyncEvent {
  readonly payload: Record<string, unknown> | null;
  readonly attempts: SyncAttempt[];
}

/** One event with its payload and what every attempt answered; null where it is not visible. */
export async function findEvent(tx: Tx, id: string): Promise<WholeEvent | null> {
  const row = await eventRows(tx)
    .select(sql<Record<string, unknown> | null>`event.payload`.as('payload'))
    .where('event.id', '=', sql<number>`${id}::bigint`)
    .executeTakeFirst();
  if (!row) return null;
  const attempts = await tx
    .selectFrom('shopfloor.sync_attempts')
    .select(['id', 'at', 'duration_ms', 'http_status', 'answer', 'error'])
    .where('sync_event_id', '=', row.id)
    .orderBy('id')
    .execute();
  return {
    ...toEvent(row),
    payload: row.payload,
    attempts: attempts.map((attempt) => ({
      id: String(attempt.id),
      at: attempt.at,
      durationMs: attempt.duration_ms,
      httpStatus: attempt.http_status,
      answer: attempt.answer,
      error: attempt.error,
    })),
  };
}

/** How many events there are of each state; of the processed ones those of the last 24 hours. */
export interface SyncCounts {
  readonly pending: number;
  readonly failed: number;
  readonly discarded: number;
  readonly processedLastDay: number;
}

/** Counts the events. */
export async function countEvents(tx: Tx): Promise<SyncCounts> {
  const { rows } = await sql<SyncCounts>`
    select
      (select count(*)::integer from shopfloor.sync_events where status = 'pending') as pending,
      (select count(*)::integer from shopfloor.sync_events
        where status = 'failed' and discarded_at is null) as failed,
      (select count(*)::integer from shopfloor.sync_events
        where status = 'failed' and discarded_at is not null) as discarded,
      (select count(*)::integer from shopfloor.sync_events
        where status = 'processed' and processed_at > now() - interval '1 day') as "processedLastDay"`.execute(
    tx,
  );
  return rows[0] ?? { pending: 0, failed: 0, discarded: 0, processedLastDay: 0 };
}

/** Which failed events are meant: the given ones, those of one application, or all. */
export interface FailedEvents {
  readonly ids?: readonly string[] | undefined;
  readonly targetId?: string | undefined;
}

/** Lets failed events wait for delivery again, at once and with all their retries. Answers how many. */
export async function retryEvents(tx: Tx, { ids, targetId }: FailedEvents): Promise<number> {
  const { numAffectedRows } = await sql`
    update shopfloor.sync_events
    set status = 'pending', retry_count = 0, next_attempt_at = clock_timestamp(),
      discarded_at = null, discarded_by = null
    where status = 'failed' and target_id is not null
      and (${ids ?? null}::bigint[] is null and discarded_at is null or id = any (${ids ?? null}::bigint[]))
      and (${targetId ?? null}::uuid is null or target_id = ${targetId ?? null}::uuid)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Decides that failed events are not sent any more. Answers how many. */
export async function discardEvents(
  tx: Tx,
  ids: readonly string[],
  userId: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update shopfloor.sync_events set discarded_at = clock_timestamp(), discarded_by = ${userId}
    where status = 'failed' and discarded_at is null and id = any (${ids}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What another application tells. */
export interface ToldEvent {
  readonly sourceApp: string;
  readonly key: string;
  readonly type: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly payload: Record<string, unknown>;
}

/** Keeps what another application tells, once. Answers its key here and whether it is new. */
export async function keepTold(
  tx: Tx,
  told: ToldEvent,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const added = await sql<{ id: number }>`
    insert into shopfloor.sync_events
      (event_type, resource_type, resource_id, source_app, target_app, status, processed_at, idempotency_key, payload)
    values (${told.type}, ${told.resourceType}, ${told.resourceId}, ${told.sourceApp}, 'signalbox',
      'processed', clock_timestamp(), ${told.key}, ${JSON.stringify(told.payload)}::jsonb)
    on conflict (source_app, idempotency_key) where idempotency_key is not null do nothing
    returning id`.execute(tx);
  const [row] = added.rows;
  if (row) return { id: String(row.id), isNew: true };
  const known = await sql<{ id: number }>`
    select id from shopfloor.sync_events
    where source_app = ${told.sourceApp} and idempotency_key = ${told.key}`.execute(tx);
  const [first] = known.rows;
  if (!first) throw new Error('An event that was told before has disappeared.');
  return { id: String(first.id), isNew: false };
}
