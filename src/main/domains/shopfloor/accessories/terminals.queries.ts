import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Raw levels of terminals of one direction, as a node reported them. */
export interface ReportedLevels {
  readonly dir: 'input' | 'output';
  readonly numbers: readonly number[];
  readonly levels: readonly boolean[];
}

/** Keeps what changed of a node's terminals, with why, in state and history. Answers how many did. */
export async function recordLevels(
  tx: Tx,
  nodeKey: string,
  { dir, numbers, levels }: ReportedLevels,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with said as (
      select * from unnest(${numbers}::integer[], ${levels}::boolean[]) as terminal (number, level)
    ), changed as (
      update shopfloor.accessory_io as io
      set raw_level = said.level, current_state = said.level <> io.invert_logic,
        last_changed = clock_timestamp()
      from said
      where io.node_id = ${nodeKey} and io.io_type = ${dir} and io.io_number = said.number
        and io.raw_level is distinct from said.level
      returning io.id, io.node_id, io.current_state, io.raw_level, io.wanted, io.test_until
    )
    insert into shopfloor.accessory_states (accessory_id, state, raw_level, cause)
    select changed.id, changed.current_state, changed.raw_level,
      case when ${dir}::text = 'input' then 'input'
        when changed.wanted is distinct from changed.current_state then 'node'
        when changed.test_until > clock_timestamp() then 'test'
        when shopfloor.estop_since(node.zone_id, node.id) is not null then 'stop'
        else 'machine' end
    from changed join shopfloor.nodes as node on node.id = changed.node_id`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Counts a use of every machine whose activity input at this node is on and whose last use was `afterMs` ago. */
export async function recordInputActivity(tx: Tx, nodeKey: string, afterMs: number): Promise<void> {
  await sql`
    update shopfloor.machine_sessions as session
    set activity_count = activity_count + 1,
      last_activity = greatest(clock_timestamp(), session.last_activity), timeout_warning_sent = false
    from shopfloor.accessory_io as io
    where io.node_id = ${nodeKey} and io.io_type = 'input' and io.active and io.counts_as_activity
      and io.raw_level is not null and io.current_state
      and session.machine_id = io.linked_machine_id and session.active
      and session.last_activity <= clock_timestamp() - make_interval(secs => ${afterMs / 1000})`.execute(
    tx,
  );
}

/** An output that is not as it is to be, although its node is heard. */
export interface DisobedientOutput {
  readonly id: string;
  readonly name: string;
  readonly node_name: string;
  readonly wanted: boolean;
  /** Area of the node; both null where it is mounted nowhere in particular. */
  readonly area_id: string | null;
  readonly area_name: string | null;
}

/** Outputs that have not followed their order for `ms`. Of a silent node nothing is known. */
export async function listDisobedient(tx: Tx, ms: number): Promise<DisobedientOutput[]> {
  const { rows } = await sql<DisobedientOutput>`
    select io.id, io.name, node.name as node_name, io.wanted, node.area_id, area.name as area_name
    from shopfloor.accessory_io as io
    join shopfloor.nodes as node on node.id = io.node_id
    left join shopfloor.areas as area on area.id = node.area_id
    where io.io_type = 'output' and io.active and io.wanted is not null
      and (io.raw_level is null or io.current_state <> io.wanted)
      and io.wanted_since < clock_timestamp() - make_interval(secs => ${ms / 1000})
      and (io.last_changed is null or io.last_changed < clock_timestamp() - make_interval(secs => ${ms / 1000}))
      and node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)
    order by io.id`.execute(tx);
  return rows;
}

/** Orders a test of an output; answers whether it may be tried. */
export async function beginTest(
  tx: Tx,
  id: string,
  test: { readonly on: boolean; readonly seconds: number; readonly userId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.accessory_io as io
    set test_state = ${test.on}, test_by = ${test.userId},
      test_until = clock_timestamp() + make_interval(secs => ${test.seconds})
    from shopfloor.nodes as node
    where io.id = ${id} and node.id = io.node_id and io.io_type = 'output' and io.active and node.active
      and shopfloor.node_online(node.status, node.last_seen, node.offline_after_seconds)
      and shopfloor.estop_since(node.zone_id, node.id) is null`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Ends a test of an output; answers whether the person may. */
export async function finishTest(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.accessory_io set test_state = null, test_until = null
    where id = ${id}`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
