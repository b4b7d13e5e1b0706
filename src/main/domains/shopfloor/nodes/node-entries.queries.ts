import { sql } from 'kysely';
import type { EntryKind } from '#platform/serial/node-protocol.ts';
import type { Tx } from '#platform/database/database.ts';

/** How far the log of a node's run is kept, and when the node was last known to be where. */
export interface LedgerState {
  /** Number of the last line that is kept of this run; null: none yet. */
  readonly kept: number | null;
  /** The earliest at which something of unknown time can have happened. */
  readonly earliest: string;
}

/** Takes the ledger of a node for this transaction, and reads how far one of its runs is kept. */
export async function lockLedger(tx: Tx, nodeKey: string, boot: string): Promise<LedgerState> {
  await sql`select from shopfloor.nodes where id = ${nodeKey} for no key update`.execute(tx);
  const { rows } = await sql<LedgerState>`
    select
      (select max(n)::float8 from shopfloor.node_entries where node_id = node.id and boot_id = ${boot}) as kept,
      least(clock_timestamp(), greatest(coalesce(node.away_since, node.last_seen, node.created_at),
        (select entry.happened_at from shopfloor.node_entries as entry
          where entry.node_id = node.id order by entry.id desc limit 1))) as earliest
    from shopfloor.nodes as node where node.id = ${nodeKey}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A node was removed while it told of its past.');
  return row;
}

/** When something happened that long ago, by the database's clock. */
export async function momentAgo(tx: Tx, ageMs: number): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    select clock_timestamp() - make_interval(secs => ${ageMs / 1000}) as at`.execute(tx);
  return rows[0]?.at ?? new Date().toISOString();
}

/** What an entry led to. */
export type EntryOutcome =
  | 'started'
  | 'started-revoked'
  | 'ended'
  | 'corrected'
  | 'kept'
  | 'nothing-ran'
  | 'no-machine';

/** A line of a node's log with what came of it. */
export interface KeptEntry {
  readonly nodeKey: string;
  readonly boot: string;
  readonly n: number;
  readonly what: EntryKind;
  readonly port: number | null;
  readonly at: string;
  readonly timeKnown: boolean;
  readonly machineId: string | null;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly outcome: EntryOutcome;
  readonly reason: string | null;
}

/** Keeps a line. Violates `node_entries_key` when it is kept already. */
export async function insertEntry(tx: Tx, entry: KeptEntry): Promise<void> {
  await sql`
    insert into shopfloor.node_entries (node_id, boot_id, n, what, port, happened_at, time_known,
      machine_id, user_id, session_id, outcome, reason)
    values (${entry.nodeKey}, ${entry.boot}, ${entry.n}, ${entry.what}, ${entry.port}, ${entry.at},
      ${entry.timeKnown}, ${entry.machineId}, ${entry.userId}, ${entry.sessionId}, ${entry.outcome},
      ${entry.reason})`.execute(tx);
}

/** A session that a node began alone. */
export interface OfflineSession {
  readonly machineId: string;
  readonly userId: string | null;
  readonly badgeId: string | null;
  readonly at: string;
  readonly timeKnown: boolean;
}

/**
 * Adds a session that a node began alone. One that began before a session which is on record is over
 * when that began. Violates `machine_sessions_one_active` when one runs since before.
 */
export async function insertOfflineSession(
  tx: Tx,
  session: OfflineSession,
): Promise<{ readonly id: string; readonly active: boolean }> {
  const { rows } = await sql<{ id: string; active: boolean }>`
    insert into shopfloor.machine_sessions
      (machine_id, area_id, zone_id, user_id, badge_id, started_via, start_time, last_activity,
       release_state, release_requested_at, released_at, started_offline, start_inferred,
       active, end_time, ended_by, end_inferred)
    select machine.id, machine.area_id, machine.zone_id, ${session.userId}, ${session.badgeId},
      'node', ${session.at}, ${session.at}, 'released', ${session.at}, ${session.at}, true,
      ${!session.timeKnown}, later.began is null, later.began,
      case when later.began is not null then 'timeout' end, later.began is not null
    from shopfloor.machines as machine
    cross join lateral (select min(start_time) as began from shopfloor.machine_sessions
      where machine_id = machine.id and start_time > ${session.at}::timestamptz) as later
    where machine.id = ${session.machineId}
    returning id, active`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('A node began a session on a machine that is not there.');
  return row;
}

/**
 * Corrects sessions at a machine that are on record as going on at a moment at which, as its node
 * tells, they were over. Answers the last of them.
 */
export async function correctEnds(tx: Tx, machineId: string, at: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update shopfloor.machine_sessions set end_time = ${at}::timestamptz, end_inferred = true
    where machine_id = ${machineId} and not active
      and start_time <= ${at}::timestamptz and end_time > ${at}::timestamptz
    returning id`.execute(tx);
  return rows.at(-1)?.id ?? null;
}

/** Counts a use of the machine at a relay that its node tells of later. */
export async function recordPastActivity(tx: Tx, machineId: string, at: string): Promise<void> {
  await sql`
    update shopfloor.machine_sessions
    set activity_count = activity_count + 1,
      last_activity = greatest(last_activity, least(${at}::timestamptz, end_time)), timeout_warning_sent = false
    where machine_id = ${machineId} and start_time <= ${at}::timestamptz
      and (active or end_time >= ${at}::timestamptz)`.execute(tx);
}

/** A session that runs at a returned node. */
export interface StandingSession {
  readonly id: string;
  readonly machine_id: string;
  readonly user_id: string | null;
  /** The badge still identifies an active person who may run the machine. */
  readonly allowed: boolean;
  /** It began before the node's present run. */
  readonly before_boot: boolean;
  /**
   * The last moment at which the machine is known to have been released: when the node was lost, or,
   * where it was heard all the time, when it started anew.
   */
  readonly last_known: string;
}

/**
 * Sessions that run at the guarded machines of a node whose present run began `uptime` seconds ago;
 * null where that is not known, and then none counts as begun before.
 */
export async function listStandingSessions(
  tx: Tx,
  nodeKey: string,
  uptime: number | null,
): Promise<StandingSession[]> {
  const { rows } = await sql<StandingSession>`
    select session.id, session.machine_id, session.user_id,
      coalesce(person.is_active and coalesce(badge.status, 'active') = 'active'
        and exists (select from identity.user_scopes as scope
          where scope.user_id = session.user_id and scope.scope_type = 'area'
            and (scope.scope_id is null or scope.scope_id = machine.area_id)
            and scope.permission_level in ('operate', 'manage', 'admin')), false) as allowed,
      coalesce(session.start_time < clock_timestamp() - make_interval(secs => ${uptime}::integer + 1), false)
        as before_boot,
      least(clock_timestamp(), greatest(session.last_activity,
        case when node.away_since >= session.start_time then node.away_since
          else clock_timestamp() - make_interval(secs => coalesce(${uptime}::integer, 0)) end)) as last_known
    from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    join shopfloor.nodes as node on node.id = machine.node_id
    left join identity.users as person on person.id = session.user_id
    left join identity.badges as badge on badge.id = session.badge_id
    where session.active and machine.node_id = ${nodeKey} and machine.requires_rfid
      and session.release_state = 'released'
    order by session.id`.execute(tx);
  return rows;
}

/** Machines at a node at which a session runs, in the order in which machines are locked. */
export async function listRunningAt(tx: Tx, nodeKey: string): Promise<string[]> {
  const { rows } = await sql<{ machine_id: string }>`
    select session.machine_id from shopfloor.machine_sessions as session
    join shopfloor.machines as machine on machine.id = session.machine_id
    where session.active and machine.node_id = ${nodeKey}
    order by session.machine_id`.execute(tx);
  return rows.map((row) => row.machine_id);
}
