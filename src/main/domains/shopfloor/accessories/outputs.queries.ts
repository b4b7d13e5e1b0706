import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { OutputFacts, OutputPhase } from './output-phase.ts';

/** An output of a node with everything it depends on, read at one moment. Milliseconds. */
export interface OutputRow {
  readonly id: string;
  readonly number: number;
  readonly invert_logic: boolean;
  readonly delay_ms: number;
  readonly run_on_ms: number;
  readonly phase: OutputPhase['kind'];
  readonly phase_until: number | null;
  readonly wanted: boolean | null;
  readonly test_state: boolean | null;
  readonly test_until: number | null;
  readonly running_since: number | null;
  readonly stopped_at: number | null;
  readonly stopped: boolean;
  /** The moment, by the database's clock. */
  readonly at: number;
}

/** Whole milliseconds, so that what is written is read back as it was. */
const ms = (column: string) =>
  sql`floor(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`;

/**
 * Reads and locks the outputs of a node. A machine runs from its confirmed release to its confirmed
 * lock: one that may still run keeps its extraction.
 */
export async function lockOutputs(tx: Tx, nodeKey: string): Promise<OutputRow[]> {
  const { rows } = await sql<OutputRow>`
    select io.id, io.io_number as number, io.invert_logic, io.activation_delay * 1000 as delay_ms,
      io.deactivation_delay * 1000 as run_on_ms, io.phase, ${ms('io.phase_until')} as phase_until,
      io.wanted, io.test_state, ${ms('io.test_until')} as test_until,
      machines.running_since, machines.stopped_at,
      shopfloor.estop_since(node.zone_id, node.id) is not null as stopped, ${ms('moment.at')} as at
    from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
    cross join (select clock_timestamp() as at) as moment
    cross join lateral (
      select min(${ms('last.since')}) filter (where last.runs) as running_since,
        max(${ms('last.until')}) filter (where not last.runs) as stopped_at
      from (
        select io.linked_machine_id as machine_id
        union select also.machine_id from shopfloor.accessory_machines as also where also.accessory_id = io.id
      ) as linked
      cross join lateral (
        select coalesce(session.released_at, session.start_time) as since,
          coalesce(session.locked_at, session.end_time) as until,
          case when session.active then session.release_state is null or session.released_at is not null
            else session.released_at is not null and session.lock_requested_at is not null
              and session.locked_at is null end as runs
        from shopfloor.machine_sessions as session
        where session.machine_id = linked.machine_id
          and (session.release_state is null or session.released_at is not null)
        order by session.start_time desc, session.id desc limit 1
      ) as last
    ) as machines
    where io.node_id = ${nodeKey} and io.io_type = 'output' and io.active
    order by io.io_number for no key update of io`.execute(tx);
  return rows;
}

/** What is kept of an output after a look. */
export interface OutputChange {
  readonly id: string;
  readonly phase: OutputPhase;
  readonly wanted: boolean;
}

/** Keeps where an output stands and what it is to be; a test that is over is forgotten. */
export async function writeOutput(tx: Tx, { id, phase, wanted }: OutputChange): Promise<void> {
  const until = 'until' in phase ? phase.until : null;
  await sql`
    update shopfloor.accessory_io
    set phase = ${phase.kind}, phase_until = to_timestamp(${until}::double precision / 1000),
      wanted = ${wanted},
      wanted_since = case when wanted = ${wanted} then wanted_since else clock_timestamp() end,
      test_state = case when test_until > clock_timestamp() then test_state end,
      test_until = case when test_until > clock_timestamp() then test_until end
    where id = ${id}`.execute(tx);
}

/** The facts of an output, from the row that was read. */
export const factsOf = (row: OutputRow): OutputFacts => ({
  runningSince: row.running_since,
  stoppedAt: row.stopped_at,
  stopped: row.stopped,
  test:
    row.test_state === null || row.test_until === null
      ? null
      : { on: row.test_state, until: row.test_until },
});

/** The phase of an output, from the row that was read. */
export function phaseOf({ phase: kind, phase_until: until, at }: OutputRow): OutputPhase {
  return kind === 'starting' || kind === 'run-on' ? { kind, until: until ?? at } : { kind };
}

/** Nodes whose outputs follow a machine of the given sessions, or are the given ones. */
export async function outputNodesConcerned(
  tx: Tx,
  sessions: readonly string[],
  accessories: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ node_id: string }>`
    with machine as (
      select machine_id from shopfloor.machine_sessions where id = any (${sessions}::uuid[])
    )
    select distinct io.node_id from shopfloor.accessory_io as io
    where io.id = any (${accessories}::uuid[])
      or (io.io_type = 'output' and (io.linked_machine_id in (select machine_id from machine)
        or exists (select from shopfloor.accessory_machines as also
          where also.accessory_id = io.id and also.machine_id in (select machine_id from machine))))`.execute(
    tx,
  );
  return rows.map((row) => row.node_id);
}
