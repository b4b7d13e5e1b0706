import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Alarms of one type that are expected of a source, and by which rule they are suppressed. */
export interface ExpectedAlarm {
  readonly rule: 'maintenance' | 'emergency_stop';
  readonly source_type: 'machine' | 'accessory';
  readonly id: string;
  readonly name: string;
  readonly alarm_type: string;
  readonly reason: string;
}

/**
 * What needs no response of its own now: that a machine which is out of service or blocked does not
 * answer, and that machines and outputs do not where an emergency stop stands. Misuse, lost nodes and
 * the stop itself are never expected.
 */
export async function listExpectedAlarms(tx: Tx): Promise<ExpectedAlarm[]> {
  const { rows } = await sql<ExpectedAlarm>`
    with standing as materialized (select zone_id, node_id from shopfloor.standing_stops),
    stopped as (
      select distinct on (machine.id) 'emergency_stop' as rule, 'machine' as source_type, machine.id,
             machine.name, 'node_no_answer' as alarm_type, 'An emergency stop stands there.' as reason
      from standing as stop
      join shopfloor.machines as machine on machine.zone_id = stop.zone_id or machine.node_id = stop.node_id),
    halted as (
      select distinct on (io.id) 'emergency_stop', 'accessory', io.id,
             io.name, 'accessory_no_answer', 'An emergency stop stands there.'
      from standing as stop
      join shopfloor.nodes as node on node.zone_id = stop.zone_id or node.id = stop.node_id
      join shopfloor.accessory_io as io on io.node_id = node.id and io.io_type = 'output')
    select * from stopped
    union all select * from halted
    union all
    select 'maintenance', 'machine', machine.id, machine.name, 'node_no_answer',
           case when machine.active then 'The machine is blocked.' else 'The machine is out of service.' end
    from shopfloor.machines as machine where not machine.active or machine.condition = 'blocked'`.execute(
    tx,
  );
  return rows;
}
