import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** A session whose user was warned just now. */
export interface WarnedSession {
  readonly id: string;
  readonly machine_id: string;
  readonly user_id: string | null;
}

/*
 * Idleness is judged by the database's clock, which also wrote the stamps: a station whose clock jumps
 * ends nobody's session.
 */

/** Warns, once, of sessions that end soon without activity. */
export async function warnIdleSessions(tx: Tx): Promise<WarnedSession[]> {
  const { rows } = await sql<WarnedSession>`
    update shopfloor.machine_sessions as session set timeout_warning_sent = true
    from shopfloor.machines as machine
    where machine.id = session.machine_id and session.active and not session.timeout_warning_sent
      and machine.warning_minutes > 0
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until)
        - make_interval(mins => machine.warning_minutes) <= clock_timestamp()
    returning session.id, session.machine_id, session.user_id`.execute(tx);
  return rows;
}

/** Active sessions without activity for the machine's time-out, longest idle first. */
export async function findIdleSessions(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select session.id from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where session.active
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until) <= clock_timestamp()
    order by session.last_activity`.execute(tx);
  return rows.map((row) => row.id);
}

/** Whether a session is still idle, once nobody else can change it. */
export async function isStillIdle(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    select from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where session.id = ${sessionId} and session.active
      and shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until) <= clock_timestamp()`.execute(
    tx,
  );
  return rows.length > 0;
}
