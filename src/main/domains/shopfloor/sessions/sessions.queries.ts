import { sql } from 'kysely';
import type { EndedBy } from '#contract/shopfloor/sessions.ts';
import type { Tx } from '#platform/database/database.ts';

/** What a new session is made of. */
export interface NewSession {
  readonly machineId: string;
  readonly userId: string;
  readonly badgeId: string | null;
  readonly via: 'reader' | 'node' | 'console';
  /** A node must release the machine. */
  readonly guarded: boolean;
  /** The session that it ends to take the machine over. */
  readonly tookOverId?: string;
}

/**
 * Begins a session. Violates `machine_sessions_one_active` when the machine has one already.
 */
export async function insertSession(tx: Tx, session: NewSession): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into shopfloor.machine_sessions
      (machine_id, area_id, zone_id, user_id, badge_id, started_via, start_time, last_activity,
       release_state, release_requested_at, took_over_id)
    select machine.id, machine.area_id, machine.zone_id, ${session.userId}, ${session.badgeId},
      ${session.via}, moment.at, moment.at,
      case when ${session.guarded}::boolean then 'requested' end,
      case when ${session.guarded}::boolean then moment.at end, ${session.tookOverId ?? null}::uuid
    from shopfloor.machines as machine
    cross join (select clock_timestamp() as at) as moment
    where machine.id = ${session.machineId}
    returning id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A session was begun on a machine that is not there.');
  return row.id;
}

/** How a session ends. */
export interface SessionEnd {
  readonly sessionId: string;
  readonly endedBy: EndedBy;
  readonly endedByUserId: string | null;
  readonly notes: string | null;
  /** The next session goes on at the released machine: it is neither locked nor checked in between. */
  readonly handsOver?: boolean;
  /** When it ended, where that was worked out and is not now. */
  readonly inferredAt?: string | undefined;
}

/** A session that has just ended. */
export interface EndedSession {
  readonly id: string;
  readonly machine_id: string;
  readonly user_id: string | null;
}

/**
 * Ends a session that is still active, asks for the lock where a node guards the machine, and makes
 * the machine wait for a check where it should. Answers null when it was not active any more.
 */
export async function endSession(tx: Tx, end: SessionEnd): Promise<EndedSession | null> {
  const { handsOver = false, inferredAt = null } = end;
  const { rows } = await sql<EndedSession>`
    with ended as (
      update shopfloor.machine_sessions
      set active = false,
        end_time = greatest(coalesce(${inferredAt}::timestamptz, clock_timestamp()), start_time),
        end_inferred = ${inferredAt}::timestamptz is not null,
        ended_by = ${end.endedBy}, ended_by_user_id = ${end.endedByUserId}, notes = ${end.notes},
        unconfirmed = false,
        lock_requested_at = case when release_state is not null and not ${handsOver}::boolean
          then clock_timestamp() end
      where id = ${end.sessionId} and active
      returning id, machine_id, user_id
    ), checked as (
      update shopfloor.machines as machine
      set condition = 'to-check', condition_note = null, condition_since = clock_timestamp(), condition_by = null
      from ended
      where machine.id = ended.machine_id and machine.check_after_use and machine.condition = 'ok'
        and not ${handsOver}::boolean
    )
    select id, machine_id, user_id from ended`.execute(tx);
  return rows[0] ?? null;
}

/** A session that nobody else can change until the transaction ends. */
export interface LockedSession {
  readonly machine_id: string;
  readonly area_id: string | null;
  readonly user_id: string | null;
  readonly active: boolean;
  readonly ended_by: EndedBy | null;
  readonly end_time: string | null;
}

/**
 * Locks a session's machine and reads the session; null when there is none. The machine is what
 * every change of a session locks first, so that two changes never wait for each other.
 */
export async function lockSession(tx: Tx, sessionId: string): Promise<LockedSession | null> {
  await sql`
    select from shopfloor.machines as machine
    where machine.id = (select machine_id from shopfloor.machine_sessions where id = ${sessionId})
    for no key update`.execute(tx);
  const { rows } = await sql<LockedSession>`
    select machine_id, area_id, user_id, active, ended_by, end_time
    from shopfloor.machine_sessions where id = ${sessionId}`.execute(tx);
  return rows[0] ?? null;
}

/** Whether a person holds a level, or a higher one, in an area. */
export async function holdsInArea(
  tx: Tx,
  userId: string,
  areaId: string | null,
  levels: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from identity.user_scopes
      where user_id = ${userId} and scope_type = 'area'
        and (scope_id is null or scope_id = ${areaId})
        and permission_level = any (${levels})) as held`.execute(tx);
  return rows[0]?.held ?? false;
}

/** Counts a use of the machine at a node's relay; the time-out starts anew. */
export async function recordActivity(
  tx: Tx,
  nodeKey: string,
  port: number,
  count: number,
): Promise<void> {
  await sql`
    update shopfloor.machine_sessions as session
    set activity_count = activity_count + ${count},
      last_activity = greatest(clock_timestamp(), session.last_activity), timeout_warning_sent = false
    from shopfloor.machines as machine
    where machine.id = session.machine_id and session.active
      and machine.node_id = ${nodeKey} and machine.node_port = ${port}`.execute(tx);
}
