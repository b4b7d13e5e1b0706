import type { Cells, ShopMonitor } from './shop-monitor.ts';

const second = (number: number): string =>
  new Date(Date.UTC(2024, 0, 1) + number * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** What the tables beside people, machines, sessions and logs hold, for row `id`. Users 1 and 2 and node 1 are there. */
const records: Readonly<Record<string, (id: number) => Cells>> = {
  api_tokens: (id) => ({ id, token_hash: `hash ${id}`, name: `token ${id}` }),
  estop_events: (id) => ({
    id,
    event_type: id % 2 === 0 ? 'reset' : 'emergency_stop',
    node_id: 1,
    zone_id: 1,
    triggered_by: 1,
    timestamp: second(id),
    acknowledged_by: 2,
    acknowledged_at: second(id + 30),
  }),
  security_events: (id) => ({
    id,
    event_type: 'login',
    user_id: (id % 2) + 1,
    ip_address: '10.0.0.7',
    success: 1,
    details: `{"try": ${id}, "password": "hidden"}`,
    timestamp: second(id),
  }),
  failed_logins: (id) => ({
    id,
    username: `user${id % 9}`,
    ip_address: '10.0.0.8',
    timestamp: second(id),
  }),
  error_logs: (id) => ({
    id,
    error_code: 500,
    error_type: 'ValueError',
    message: `Something ${id}`,
    app_context: 'web',
    timestamp: second(id),
    is_resolved: id % 2,
  }),
  alerts: (id) => ({
    id,
    alert_type: 'node_offline',
    severity: 'warning',
    title: `Alert ${id}`,
    node_id: 1,
    acknowledged: 0,
    created_at: second(id),
  }),
  sync_events: (id) => ({
    id,
    event_type: 'session_started',
    resource_type: 'machine',
    resource_id: id,
    source_app: 'shopmonitor',
    status: id % 3 === 0 ? 'pending' : 'processed',
    payload: '{}',
    created_at: second(id),
  }),
};

/** Fills every table that `fillWorks` leaves empty; ports and addresses only so far as one node has them. */
export function fillRecords(shop: ShopMonitor, rows: number): void {
  const ids = Array.from({ length: rows }, (_, index) => index + 1);
  for (const [table, make] of Object.entries(records)) shop.fill(table, ids.map(make));
  const few = ids.slice(0, 16);
  shop.fill(
    'accessory_io',
    few.map((id) => ({ id, node_id: 1, name: `Lamp ${id}`, io_type: 'output', io_number: id })),
  );
  shop.fill(
    'bluetooth_devices',
    few.map((id) => ({
      id,
      node_id: 1,
      device_address: `AA:BB:CC:DD:EE:${id.toString(16).padStart(2, '0')}`,
      device_name: `Tag ${id}`,
    })),
  );
}

/** Spoils three lines of the log in each `every`: one of no machine, one of no time, one with a lost person. */
export function spoilLogs(shop: ShopMonitor, every: number): void {
  shop.run(`
    update machine_logs set machine_id = 999999 where id % ${every} = 1;
    update machine_logs set timestamp = 'soon' where id % ${every} = 2;
    update machine_logs set user_id = 999999 where id % ${every} = 3`);
}
