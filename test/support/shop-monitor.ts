import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** The tables of source 004 as SQLAlchemy makes them in SQLite: times are texts, booleans are numbers. */
const ddl = `
create table roles (id integer primary key, name text, description text, created_at text);
create table users (id integer primary key, username text, email text, password_hash text, role_id integer,
  rfid_tag text, active integer, last_login text, failed_login_attempts integer, locked_until text,
  created_at text, updated_at text);
create table areas (id integer primary key, name text, description text, code text, active integer,
  created_at text, updated_at text);
create table zones (id integer primary key, name text, description text, area_id integer, code text,
  active integer, created_at text, updated_at text);
create table area_permissions (id integer primary key, user_id integer, area_id integer,
  permission_level text, created_at text);
create table machines (id integer primary key, machine_id text, name text, description text, zone_id integer,
  node_id integer, node_port integer, active integer, requires_rfid integer, timeout_minutes integer,
  warning_minutes integer, created_at text, updated_at text);
create table machine_sessions (id integer primary key, user_id integer, machine_id integer, rfid_tag text,
  start_time text, end_time text, active integer, activity_count integer, last_activity text,
  timeout_warning_sent integer, ended_by text, notes text);
create table machine_logs (id integer primary key, machine_id integer, user_id integer, session_id integer,
  event_type text, event_data text, timestamp text, ip_address text);
create table nodes (id integer primary key, node_id text, name text, description text, ip_address text,
  node_type text, zone_id integer, is_esp32 integer, last_seen text, firmware_version text, config text,
  status text, created_at text, updated_at text);
create table accessory_io (id integer primary key, node_id integer, name text, description text, io_type text,
  io_number integer, linked_machine_id integer, activation_delay integer, invert_logic integer,
  current_state integer, last_changed text, created_at text);
create table bluetooth_devices (id integer primary key, node_id integer, device_name text, device_address text,
  device_type text, is_connected integer, last_seen text, signal_strength integer, created_at text);
create table api_tokens (id integer primary key, token_hash text, name text, machine_id integer,
  node_id integer, created_by integer, created_at text, expires_at text, last_used text, is_revoked integer,
  scopes text);
create table security_events (id integer primary key, event_type text, user_id integer, ip_address text,
  resource_type text, resource_id text, app_context text, success integer, details text, timestamp text);
create table failed_logins (id integer primary key, username text, ip_address text, user_agent text,
  timestamp text);
create table estop_events (id integer primary key, triggered_by integer, node_id integer, zone_id integer,
  event_type text, description text, timestamp text, acknowledged_by integer, acknowledged_at text);
create table error_logs (id integer primary key, error_code integer, error_type text, message text,
  stack_trace text, user_id integer, ip_address text, request_path text, request_method text,
  request_data text, app_context text, timestamp text, is_resolved integer, resolved_by integer,
  resolved_at text);
create table alerts (id integer primary key, alert_type text, severity text, title text, message text,
  source_type text, source_id integer, user_id integer, machine_id integer, node_id integer,
  acknowledged integer, acknowledged_by integer, acknowledged_at text, expires_at text, created_at text);
create table sync_events (id integer primary key, event_type text, resource_type text, resource_id integer,
  source_app text, target_app text, status text, payload text, created_at text, processed_at text,
  error_message text, retry_count integer);
`;

/** Cells of one row, by column. */
export type Cells = Readonly<Record<string, SQLInputValue>>;

/** A ShopMonitor in an SQLite file. */
export interface ShopMonitor extends Disposable {
  readonly path: string;
  /** Adds a row; its key unless the row says one is the next. */
  add(table: string, row: Cells): void;
  /** Many rows in one transaction. */
  fill(table: string, rows: Iterable<Cells>): void;
  run(statement: string): void;
}

/** Makes an empty one. */
export function makeShopMonitor(path: string): ShopMonitor {
  const database = new DatabaseSync(path);
  database.exec(ddl);
  function fill(table: string, rows: Iterable<Cells>): void {
    database.exec('begin');
    let statement: ReturnType<typeof database.prepare> | undefined;
    for (const row of rows) {
      const columns = Object.keys(row);
      statement ??= database.prepare(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      );
      statement.run(...Object.values(row));
    }
    database.exec('commit');
  }
  return {
    path,
    fill,
    add: (table, row) => fill(table, [row]),
    run: (statement) => database.exec(statement),
    [Symbol.dispose]: () => database.close(),
  };
}

const at = (minute: number): string =>
  new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');
const made = { created_at: at(0) };

/** How large a generated works is. */
export interface WorksSize {
  readonly people: number;
  readonly machines: number;
  readonly sessions: number;
  readonly logs: number;
}

/** The badge number of a generated person. */
export const tagOf = (person: number): string =>
  (0x0100000000 + person * 7919).toString(16).toUpperCase().padStart(10, '0');

function* times<T>(count: number, make: (number: number) => T): Generator<T> {
  for (let number = 1; number <= count; number += 1) yield make(number);
}

const some = (number: number, count: number): number => (number % count) + 1;

/** Fills a ShopMonitor with a works in which everything fits. */
export function fillWorks(shop: ShopMonitor, size: WorksSize): void {
  const { people, machines, sessions, logs } = size;
  shop.fill('roles', [
    { id: 1, name: 'operator', description: 'Runs machines', ...made },
    { id: 2, name: 'admin', description: 'Everything', ...made },
  ]);
  shop.fill(
    'users',
    times(people, (id) => ({
      id,
      username: `user${id}`,
      email: `user${id}@works.example`,
      password_hash: `pbkdf2:sha256:260000$${id}`,
      role_id: id === 1 ? 2 : 1,
      rfid_tag: tagOf(id),
      active: 1,
      created_at: at(id),
    })),
  );
  shop.add('areas', { id: 1, name: 'Hall A', code: 'A', active: 1, ...made });
  shop.fill(
    'zones',
    times(4, (id) => ({ id, name: `Zone ${id}`, area_id: 1, code: `Z${id}`, active: 1, ...made })),
  );
  const nodes = Math.ceil(machines / 8);
  shop.fill(
    'nodes',
    times(nodes, (id) => ({
      id,
      node_id: `NODE-${id}`,
      name: `Node ${id}`,
      ip_address: `10.0.0.${id % 250}`,
      node_type: 'machine_monitor',
      zone_id: some(id, 4),
      is_esp32: 1,
      config: '{"beat": 3, "wifi_psk": "hidden"}',
      ...made,
    })),
  );
  shop.fill(
    'machines',
    times(machines, (id) => ({
      id,
      machine_id: `SM-${id}`,
      name: `Machine ${id}`,
      zone_id: some(id, 4),
      node_id: Math.ceil(id / 8),
      node_port: (id - 1) % 8,
      active: 1,
      requires_rfid: 1,
      timeout_minutes: 60,
      warning_minutes: 5,
      ...made,
    })),
  );
  shop.fill(
    'area_permissions',
    times(people, (id) => ({
      id,
      user_id: id,
      area_id: 1,
      permission_level: 'operate',
      created_at: at(id),
    })),
  );
  shop.fill(
    'machine_sessions',
    times(sessions, (id) => ({
      id,
      user_id: some(id, people),
      machine_id: some(id, machines),
      rfid_tag: tagOf(some(id, people)),
      start_time: at(id),
      end_time: at(id + 30),
      active: 0,
      activity_count: id % 50,
      last_activity: at(id + 25),
      timeout_warning_sent: 0,
      ended_by: 'user',
    })),
  );
  shop.fill(
    'machine_logs',
    times(logs, (id) => ({
      id,
      machine_id: some(id, machines),
      user_id: some(id, people),
      session_id: sessions > 0 ? some(id, sessions) : null,
      event_type: ['session_start', 'session_end', 'current_sensed'][id % 3] ?? '',
      event_data: `{"amps": ${id % 17}, "spindle": "S${id % 5}"}`,
      timestamp: at(id),
      ip_address: '10.0.0.9',
    })),
  );
}
