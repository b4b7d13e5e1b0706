import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** What is asked for when an alarm is to be taken out of service. */
export interface OutOfServiceRequest {
  readonly alarmId: string;
  readonly userId: string;
  readonly reason: string;
  readonly workOrder: string | null;
  readonly expectedUntil: string | null;
}

/** Asks for an alarm's source and type to be taken out of service; null where there is no such alarm. */
export async function requestOutOfService(
  tx: Tx,
  { alarmId, userId, reason, workOrder, expectedUntil }: OutOfServiceRequest,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into alarms.out_of_service
      (source_type, source_id, alarm_type, source_name, reason, work_order, expected_until, requested_by)
    select a.source_type, a.source_id, a.alarm_type, a.source_name, ${reason}, ${workOrder},
           ${expectedUntil}::timestamptz, ${userId}::uuid
    from alarms.alarms as a where a.id = ${alarmId} and not a.is_parent
    returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** What is decided of a request, or done with an order. */
export interface OutOfServiceStep {
  readonly id: string;
  readonly version: number;
  readonly userId: string;
  readonly note: string | null;
  readonly to: 'approved' | 'rejected' | 'withdrawn';
}

/** Decides a request that stands at a version; the table refuses the requester's own approval. */
export async function decideOutOfService(
  tx: Tx,
  { id, version, userId, note, to }: OutOfServiceStep,
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.out_of_service
    set status = ${to}, decided_by = ${userId}, decided_at = clock_timestamp(), decision_note = ${note}
    where id = ${id} and version = ${version} and status = 'requested'
      and (${to} <> 'withdrawn' or requested_by = ${userId})
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Returns an alarm to service. */
export async function returnToService(
  tx: Tx,
  { id, version, userId, note }: Omit<OutOfServiceStep, 'to'>,
): Promise<boolean> {
  const { rows } = await sql`
    update alarms.out_of_service
    set status = 'returned', returned_by = ${userId}, returned_at = clock_timestamp(), return_note = ${note}
    where id = ${id} and version = ${version} and status = 'approved'
    returning id`.execute(tx);
  return rows.length === 1;
}
