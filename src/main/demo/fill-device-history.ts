import { sql } from 'kysely';
import type { Database, Tx } from '#platform/database/database.ts';

/**
 * Writes what nodes, accessories and stop circuits did before the demonstration begins. Like past
 * use it cannot be lived through the contract, so it is written straight to the tables.
 */
export async function fillDeviceHistory(database: Database): Promise<void> {
  await database.asSystem('demo', async (tx) => {
    await seeBluetooth(tx);
    await switchAccessories(tx);
    await holdDrills(tx);
    await tripOnce(tx);
    await restartNodes(tx);
    await tellApplications(tx);
  });
}

async function seeBluetooth(tx: Tx): Promise<void> {
  await sql`
    insert into shopfloor.bluetooth_devices
      (node_id, device_name, device_address, device_type, is_connected, last_seen, signal_strength)
    select node.id, device.name, device.address, device.type, device.connected, now(), device.strength
    from (values
      ('N01', 'Torque wrench 4', 'A4:C1:38:10:22:01', 'tool', true, -58),
      ('N01', 'Caliper 2', 'A4:C1:38:10:22:02', 'sensor', false, -81),
      ('N02', 'Chuck key tag', 'A4:C1:38:10:22:03', 'beacon', false, -67),
      ('N04', 'Dust sensor', 'A4:C1:38:10:22:04', 'sensor', true, -49),
      ('N05', 'Label printer', 'A4:C1:38:10:22:05', 'printer', true, -62)
    ) as device (node, name, address, type, connected, strength)
    join shopfloor.nodes as node on node.node_id = device.node`.execute(tx);
}

/** Outputs followed their machines; inputs came and went. Three days, newest last. */
async function switchAccessories(tx: Tx): Promise<void> {
  await sql`
    insert into shopfloor.accessory_states (accessory_id, state, raw_level, cause, timestamp)
    select io.id, change.state, change.state <> io.invert_logic,
      case when io.io_type = 'input' then 'input' else 'machine' end, change.at
    from shopfloor.accessory_io as io
    cross join lateral (
      select n % 2 = 0 as state,
        now() - interval '3 days' + n * interval '83 minutes' + io.io_number * interval '7 minutes' as at
      from generate_series(0, 49) as n
    ) as change
    order by change.at`.execute(tx);
}

/** A drill of each zone about every four weeks: one was slow, one was missed. */
async function holdDrills(tx: Tx): Promise<void> {
  await sql`
    with drill as (
      insert into shopfloor.estop_drills (node_id, zone_id, area_id, status, planned_for, planned_by,
        started_at, started_by, ends_at, finished_at, result, machines_running, machines_locked, slowest_ms, note)
      select node.id, node.zone_id, node.area_id,
        case when missed then 'missed' else 'done' end, at, person.id,
        case when not missed then at + interval '4 minutes' end, case when not missed then person.id end,
        case when not missed then at + interval '14 minutes' end,
        case when missed then at + interval '1 day' else at + interval '6 minutes' end,
        case when missed then null when slow then 'failed' else 'passed' end,
        case when not missed then 2 end, case when missed then null when slow then 1 else 2 end,
        case when missed then null when slow then 3400 else 240 + months * 35 end,
        case when slow then 'Contactor of the second machine sticks; replaced.' end
      from shopfloor.nodes as node
      cross join generate_series(1, 3) as months
      cross join lateral (select now() - months * interval '26 days' - interval '2 hours' as at,
        node.node_id = 'N03' and months = 2 as slow, node.node_id = 'N05' and months = 1 as missed) as held
      cross join lateral (select id from identity.users order by created_at limit 1) as person
      returning id, node_id, zone_id, started_at, started_by
    )
    insert into shopfloor.estop_events
      (node_id, zone_id, triggered_by, event_type, timestamp, drill_id, description)
    select node_id, zone_id, case event.type when 'test' then started_by end, event.type, started_at + event.later,
      case event.type when 'test' then id end, case event.type when 'test' then 'Drill' end
    from drill
    cross join (values ('test', interval '1 minute'), ('reset', interval '3 minutes')) as event (type, later)
    where started_at is not null
    order by started_at + event.later`.execute(tx);
}

/** One real stop, seen to and reset. */
async function tripOnce(tx: Tx): Promise<void> {
  await sql`
    insert into shopfloor.estop_events
      (node_id, zone_id, triggered_by, event_type, description, timestamp, acknowledged_by, acknowledged_at, acknowledge_note)
    select node.id, node.zone_id, person.id, event.type, event.description,
      now() - interval '9 days' + event.later,
      case when event.type = 'emergency_stop' then person.id end,
      case when event.type = 'emergency_stop' then now() - interval '9 days' + interval '3 minutes' end,
      case when event.type = 'emergency_stop' then 'Nobody hurt; workpiece came loose.' end
    from shopfloor.nodes as node
    cross join lateral (select id from identity.users order by created_at limit 1) as person
    cross join (values
      ('emergency_stop', 'Workpiece came loose in the chuck', interval '0'),
      ('reset', null, interval '11 minutes')
    ) as event (type, description, later)
    where node.node_id = 'N02'`.execute(tx);
}

async function restartNodes(tx: Tx): Promise<void> {
  await sql`
    insert into shopfloor.node_reports (node_id, kind, code, message, boot_id, firmware_version, at)
    select node.id, report.kind, report.code, report.message, 'demo-' || report.age, 'sim-1.0.0',
      now() - report.age * interval '1 hour'
    from (values
      ('N01', 'restarted', 'power-on', null, 200),
      ('N02', 'restarted', 'watchdog', null, 64),
      ('N03', 'trouble', 'relay', 'Relay 1 answers late', 40),
      ('N03', 'trouble-over', 'relay', 'Relay 1 answers late', 39),
      ('N04', 'restarted', 'brown-out', null, 30),
      ('N05', 'restarted', 'power-on', null, 12)
    ) as report (node, kind, code, message, age)
    join shopfloor.nodes as node on node.node_id = report.node
    order by report.age desc`.execute(tx);
}

/** What the application was told of, and one message that it never took. */
async function tellApplications(tx: Tx): Promise<void> {
  await sql`
    with told as (
      insert into shopfloor.sync_events (event_type, resource_type, resource_id, source_app, target_app,
        target_id, status, payload, created_at, processed_at, error_message, retry_count)
      select 'zone.changed', 'zone', zone.id::text, 'shopfloor', target.target_app, target.id,
        case when failed then 'failed' else 'processed' end,
        jsonb_build_object('name', zone.name, 'code', zone.code), at,
        case when not failed then at + interval '1 second' end,
        case when failed then 'The application answered 503.' end, case when failed then 5 else 0 end
      from (select *, row_number() over (order by name) as place from shopfloor.zones) as zone
      cross join shopfloor.sync_targets as target
      cross join lateral (select now() - zone.place * interval '17 hours' as at, zone.place = 3 as failed) as event
      order by at
      returning id, status, created_at
    )
    insert into shopfloor.sync_attempts (sync_event_id, at, duration_ms, http_status, answer, error)
    select id, created_at + interval '1 second', 120, case status when 'failed' then 503 else 200 end,
      case status when 'failed' then 'Service unavailable' else 'ok' end,
      case status when 'failed' then 'The application answered 503.' end
    from told`.execute(tx);
}
