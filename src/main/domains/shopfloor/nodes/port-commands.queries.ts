import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** What one relay of a node is to be, and for which session. */
export interface PortDemand {
  readonly port: number;
  readonly machine_id: string;
  /** The session that holds the machine, or the last one that did; null when there was none. */
  readonly session_id: string | null;
  readonly released: boolean;
  /** The node has not confirmed this yet. */
  readonly open: boolean;
  /** The node was lost meanwhile, so that it must say again that the machine is released. */
  readonly unconfirmed: boolean;
  /** Seconds until the time-out, where the person was warned; null otherwise. */
  readonly warn_seconds: number | null;
}

/**
 * What each relay of a node is to be: released while a session is active whose release has not
 * failed, else locked. Machines that run without a badge are left alone.
 */
export async function readPortDemands(tx: Tx, nodeKey: string): Promise<PortDemand[]> {
  const { rows } = await sql<PortDemand>`
    select machine.node_port as port, machine.id as machine_id, session.id as session_id,
      coalesce(session.active and session.release_state <> 'failed', false) as released,
      coalesce(case when session.active then session.release_state = 'requested'
        else session.lock_requested_at is not null and session.locked_at is null
          and (session.release_state <> 'failed' or session.released_at is null) end,
        false) as open,
      coalesce(session.unconfirmed, false) as unconfirmed,
      case when session.active and session.timeout_warning_sent then greatest(0, extract(epoch from
        shopfloor.session_end(session.last_activity, machine.timeout_minutes, session.extended_until)
          - clock_timestamp()))::integer
      end as warn_seconds
    from shopfloor.machines as machine
    left join lateral (
      select id, active, release_state, released_at, lock_requested_at, locked_at, last_activity,
        extended_until, timeout_warning_sent, unconfirmed
      from shopfloor.machine_sessions
      where machine_id = machine.id and release_state is not null
      order by start_time desc, id desc limit 1
    ) as session on true
    where machine.node_id = ${nodeKey} and machine.requires_rfid and machine.active
    order by machine.node_port`.execute(tx);
  return rows;
}

/** The nodes of the given sessions or machines. */
export async function nodesConcerned(
  tx: Tx,
  sessions: readonly string[],
  machines: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ node_id: string }>`
    select distinct machine.node_id from shopfloor.machines as machine
    where machine.node_id is not null and (machine.id = any (${machines}::uuid[])
      or machine.id in (select machine_id from shopfloor.machine_sessions where id = any (${sessions}::uuid[])))`.execute(
    tx,
  );
  return rows.map((row) => row.node_id);
}

/**
 * Keeps that the node released the machine, also when the person has gone meanwhile. Answers whether
 * the session was waiting for it.
 */
export async function confirmRelease(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    update shopfloor.machine_sessions
    set release_state = 'released', released_at = coalesce(released_at, clock_timestamp()), unconfirmed = false
    where id = ${sessionId} and (release_state = 'requested' or (active and unconfirmed))
    returning id`.execute(tx);
  return rows.length > 0;
}

/**
 * Keeps that the node locked the machine. Answers whether the session was waiting for it. A release
 * that failed stays on record as failed.
 */
export async function confirmLock(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    update shopfloor.machine_sessions
    set locked_at = clock_timestamp(),
      release_state = case when released_at is null and release_state = 'failed' then 'failed' else 'locked' end,
      release_error = case when released_at is null then release_error end
    where id = ${sessionId} and not active and lock_requested_at is not null and locked_at is null
    returning id`.execute(tx);
  return rows.length > 0;
}

/** Keeps that the node did not do what it was told. Answers whether anybody was still waiting. */
export async function recordCommandFailure(
  tx: Tx,
  sessionId: string,
  error: string,
): Promise<{ readonly active: boolean; readonly machine_id: string } | null> {
  const { rows } = await sql<{ active: boolean; machine_id: string }>`
    update shopfloor.machine_sessions
    set release_state = 'failed', release_error = left(${error}, 200)
    where id = ${sessionId} and release_state <> 'failed'
      and (case when active then release_state = 'requested' else lock_requested_at is not null and locked_at is null end)
    returning active, machine_id`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Sessions whose command nobody has answered for `ms`: no process drives their node. What a later
 * session at the machine has made void is not waited for.
 */
export async function findUnanswered(tx: Tx, ms: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from shopfloor.machine_sessions as session
    where (release_state = 'requested' or (lock_requested_at is not null and locked_at is null))
      and release_state <> 'failed'
      and coalesce(lock_requested_at, release_requested_at)
        < clock_timestamp() - make_interval(secs => ${ms / 1000})
      and not exists (select from shopfloor.machine_sessions as later
        where later.machine_id = session.machine_id and later.start_time > session.start_time)
    order by id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Name and business code of a machine, for alarms. */
export async function readMachineName(tx: Tx, machineId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name || ' (' || machine_id || ')' as name
    from shopfloor.machines where id = ${machineId}`.execute(tx);
  return rows[0]?.name ?? machineId;
}
