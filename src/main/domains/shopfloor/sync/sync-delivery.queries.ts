import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { SyncState } from './sync-state.ts';
import type { TargetAddress } from './sync-targets.queries.ts';

/** Applications for which something is due now. */
export async function listDueTargets(tx: Tx): Promise<TargetAddress[]> {
  const { rows } = await sql<TargetAddress>`
    select target.id, target.target_app, target.url, target.secret, target.allow_private
    from shopfloor.sync_targets as target
    where target.active and exists (
      select from shopfloor.sync_events as event
      where event.target_id = target.id and event.status = 'pending'
        and event.next_attempt_at <= clock_timestamp())
    order by target.target_app`.execute(tx);
  return rows;
}

/** An event that this process delivers; nobody else does while the claim holds. */
export interface ClaimedEvent {
  readonly id: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly payload: Record<string, unknown>;
  readonly retry_count: number;
}

/** For whom, under which claim, how many at most, and how long the claim holds. */
export interface Claim {
  readonly targetId: string;
  readonly claim: string;
  readonly limit: number;
  readonly holdMs: number;
}

/**
 * Claims events of an application that are due: of each resource only the oldest that waits, so that
 * what happened to one thing is told in its order. A claim that nobody answers runs out.
 */
export async function claimEvents(tx: Tx, claim: Claim): Promise<ClaimedEvent[]> {
  const { rows } = await sql<ClaimedEvent>`
    with due as (
      select event.id from shopfloor.sync_events as event
      where event.target_id = ${claim.targetId} and event.status = 'pending'
        and event.next_attempt_at <= clock_timestamp()
        and not exists (
          select from shopfloor.sync_events as earlier
          where earlier.target_id = event.target_id and earlier.status = 'pending'
            and earlier.resource_type = event.resource_type
            and earlier.resource_id = event.resource_id and earlier.id < event.id)
      order by event.next_attempt_at, event.id
      limit ${claim.limit}
      for update of event skip locked
    )
    update shopfloor.sync_events as event
    set claim = ${claim.claim}, next_attempt_at = clock_timestamp() + make_interval(secs => ${claim.holdMs / 1000})
    from due where event.id = due.id
    returning event.id, event.event_id, event.event_type, event.payload, event.retry_count`.execute(
    tx,
  );
  return rows;
}

/** What an attempt came to. */
export interface Attempt {
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly answer: string | null;
  /** Null: it was accepted. */
  readonly error: string | null;
}

/** An attempt at a claimed event, and the state that follows. */
export interface AttemptRecord extends Attempt {
  readonly id: number;
  readonly claim: string;
  readonly next: SyncState;
  /** Until the next attempt. */
  readonly pauseMs: number;
}

/** Keeps what an attempt came to. Answers false when the claim had run out: somebody else delivers then. */
export async function recordAttempt(tx: Tx, record: AttemptRecord): Promise<boolean> {
  const { next } = record;
  const { numAffectedRows } = await sql`
    with answered as (
      update shopfloor.sync_events
      set status = ${next.status}, retry_count = ${next.retryCount}, claim = null,
        processed_at = case when ${next.status} = 'processed' then clock_timestamp() end,
        next_attempt_at = clock_timestamp() + make_interval(secs => ${record.pauseMs / 1000}),
        error_message = ${record.error}
      where id = ${record.id} and claim = ${record.claim} and status = 'pending'
      returning id
    )
    insert into shopfloor.sync_attempts (sync_event_id, duration_ms, http_status, answer, error)
    select id, ${record.durationMs}::integer, ${record.httpStatus}::integer, ${record.answer}, ${record.error}
    from answered`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** An application with events that were given up. */
export interface UntoldTarget {
  readonly id: string;
  readonly target_app: string;
  readonly failed: number;
  readonly error_message: string | null;
}

/** Applications that were not told of something, and what the latest of them answered. */
export async function listUntold(tx: Tx): Promise<UntoldTarget[]> {
  const { rows } = await sql<UntoldTarget>`
    select target.id, target.target_app, count(*)::integer as failed,
      (array_agg(event.error_message order by event.id desc))[1] as error_message
    from shopfloor.sync_events as event
    join shopfloor.sync_targets as target on target.id = event.target_id
    where event.status = 'failed' and event.discarded_at is null
    group by target.id, target.target_app
    order by target.target_app`.execute(tx);
  return rows;
}

/** Forgets up to `limit` events that were delivered or discarded longer ago than `days`. Answers how many. */
export async function forgetEvents(tx: Tx, days: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from shopfloor.sync_events where id in (
      select id from shopfloor.sync_events
      where (status = 'processed' and processed_at < now() - make_interval(days => ${days}))
        or (status = 'failed' and discarded_at < now() - make_interval(days => ${days}))
      limit ${limit})`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
