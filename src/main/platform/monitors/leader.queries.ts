import { sql } from 'kysely';
import type { Client } from 'pg';
import type { Tx } from '../database/database.ts';

/** The advisory lock that one process at a time holds: "monitors" in two integers of its own space. */
const LOCK = [0x5347_424c, 1] as const;

/** Who a candidate is, as the leader's row shows it. */
export interface Candidate {
  readonly installationId: string;
  readonly workstation: string;
  readonly processId: number;
}

/**
 * Prepares a connection for holding the lock: PostgreSQL itself ends it after `idleMs` without a
 * sign of life, which frees the lock of a frozen or cut-off leader.
 */
export async function prepareCandidacy(client: Client, idleMs: number): Promise<void> {
  await client.query(
    `select set_config('app.system', 'monitor-leader', false),
            set_config('idle_session_timeout', $1, false),
            set_config('statement_timeout', $1, false)`,
    [`${idleMs}ms`],
  );
}

/** Takes the lock if nobody has it. */
export async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ won: boolean }>(
    'select pg_try_advisory_lock($1, $2) as won',
    [...LOCK],
  );
  return rows[0]?.won ?? false;
}

/** Begins a new epoch; waits for the commit of a fenced transaction that is under way. */
export async function beginEpoch(client: Client, candidate: Candidate): Promise<number> {
  const { rows } = await client.query<{ epoch: number }>(
    `with taken as (
       update operations.monitor_leader
       set epoch = epoch + 1, installation_id = $1, workstation = $2, process_id = $3,
           led_since = clock_timestamp(), heartbeat_at = clock_timestamp()
       returning epoch)
     select epoch, pg_notify('changes', '{"topic":"operations.monitor_leader","ids":["leader"]}')
     from taken`,
    [candidate.installationId, candidate.workstation, candidate.processId],
  );
  if (!rows[0]) throw new Error('operations.monitor_leader has lost its row; restore it.');
  return rows[0].epoch;
}

/** Gives a sign of life; `false` when another epoch has begun. */
export async function beat(client: Client, epoch: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'update operations.monitor_leader set heartbeat_at = clock_timestamp() where epoch = $1',
    [epoch],
  );
  return rowCount === 1;
}

/**
 * The epoch that stands now, without a lock. From here on PostgreSQL ends the transaction when it
 * does nothing for `idleMs`, which frees the rows and the epoch that a frozen process holds.
 */
export async function enterEpoch(tx: Tx, idleMs: number): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`
    select epoch, set_config('idle_in_transaction_session_timeout', ${`${idleMs}ms`}, true)
    from operations.monitor_leader`.execute(tx);
  return rows[0]?.epoch ?? 0;
}

/**
 * Holds `epoch` until the transaction ends; `false` when another has begun. FOR KEY SHARE lets
 * heartbeats pass and makes a takeover wait for the commit.
 */
export async function holdEpoch(tx: Tx, epoch: number): Promise<boolean> {
  const { rows } = await sql`
    select from operations.monitor_leader where epoch = ${epoch} for key share`.execute(tx);
  return rows.length === 1;
}

/** The leader's row as the database stores it. */
export interface LeaderRow {
  readonly installation_id: string | null;
  readonly workstation: string | null;
  readonly process_id: number | null;
  readonly epoch: number;
  readonly led_since: string | null;
  readonly heartbeat_at: string | null;
  /** Milliseconds since the last sign of life, by the database's clock. */
  readonly silent_ms: number | null;
}

/** Reads the leader's row. */
export async function readLeader(tx: Tx): Promise<LeaderRow | null> {
  const { rows } = await sql<LeaderRow>`
    select installation_id, workstation, process_id, epoch, led_since, heartbeat_at,
           (extract(epoch from clock_timestamp() - heartbeat_at) * 1000)::float8 as silent_ms
    from operations.monitor_leader`.execute(tx);
  return rows[0] ?? null;
}
