import { type RawBuilder, sql } from 'kysely';
import type { MoveInTable } from '#contract/shopfloor/move-in.ts';
import type { Tx } from '#platform/database/database.ts';

/** What rows are moved with. */
export interface Moving {
  readonly sourceKey: string;
  readonly runId: string;
  /** In which the source's times were written. */
  readonly zone: string;
  /** Who moves; takes note of stops that nobody took note of. */
  readonly userId: string;
}

/** Waiting rows of one table that follow each other. */
export interface Span {
  /** Keys in the source: above `after`, up to `upTo`. */
  readonly after: number;
  readonly upTo: number;
  readonly rows: number;
  /** Rows of them that do not stand here already. */
  readonly fresh: number;
}

/** How many rows of a span are here now. */
export interface MovedSpan {
  /** Rows that are known as moved from now on. */
  readonly kept: number;
  /** Rows that were added. */
  readonly added: number;
}

type Chunk = Moving & Pick<Span, 'after' | 'upTo'>;

const cell = (column: string) => sql`r."row" ->> ${sql.lit(column)}`;
const number = (column: string) => sql`(${cell(column)})::bigint`;
const flag = (column: string) => sql`(${cell(column)})::boolean`;
const json = (column: string) => sql`nullif(r."row" -> ${sql.lit(column)}, 'null'::jsonb)`;
const at = (column: string, { zone }: Chunk) =>
  sql`(${cell(column)})::timestamp at time zone ${zone}`;

/** The key here of what a column points to. */
const keyOf = (table: string, column: string, { sourceKey }: Chunk) =>
  sql`(select m.id from shopfloor.move_in_map as m where m.source_key = ${sourceKey}
    and m.source_table = ${sql.lit(table)} and m.source_id = ${number(column)})`;

const createdAt = (moving: Chunk) => sql`coalesce(${at('created_at', moving)}, now())`;

/** Tables whose rows have a key of their own here; things may stand here already. */
const keyed: Partial<Record<MoveInTable, RawBuilder<unknown>>> = Object.fromEntries([
  ...['roles', 'users', 'areas', 'zones', 'nodes', 'machines'].map((table) => [
    table,
    sql`coalesce((r."row" ->> 'existing')::uuid, platform.uuid_v7())`,
  ]),
  ...['machine_sessions', 'accessory_io', 'bluetooth_devices', 'estop_events', 'alerts'].map(
    (table) => [table, sql`platform.uuid_v7()`],
  ),
]) as Partial<Record<MoveInTable, RawBuilder<unknown>>>;

/** The rows of a span, whether they stand here or not. */
const within = (table: MoveInTable, { after, upTo }: Chunk) =>
  sql`r.source_table = ${sql.lit(table)} and r.source_id > ${after}::bigint and r.source_id <= ${upTo}::bigint`;

/** The keys that rows were given here. */
const ownKeys = ({ sourceKey }: Chunk) => sql`
    join shopfloor.move_in_map as own on own.source_key = ${sourceKey}
      and own.source_table = r.source_table and own.source_id = r.source_id`;

/** Rows of a span that do not stand here, with the keys that they were given. */
const waiting = (table: MoveInTable, moving: Chunk) =>
  sql`from shopfloor.move_in_rows as r ${table in keyed ? ownKeys(moving) : sql``}
    where ${within(table, moving)} and r."row" ->> 'existing' is null`;

/** What adds the rows of a span, and then what belongs to them. */
type Statements = (moving: Chunk) => readonly [RawBuilder<unknown>, ...RawBuilder<unknown>[]];

const people: Partial<Record<MoveInTable, Statements>> = {
  roles: (moving) => [
    sql`insert into identity.roles (id, name, description, created_at)
      select own.id, ${cell('name')}, ${cell('description')}, ${createdAt(moving)} ${waiting('roles', moving)}`,
  ],
  users: (moving) => [
    sql`insert into identity.users (id, username, email, full_name, status, last_login_at, created_at)
      select own.id, ${cell('username')}, ${cell('email')}, ${cell('username')}, ${cell('status')},
        ${at('last_login', moving)}, ${createdAt(moving)} ${waiting('users', moving)}`,
    sql`insert into identity.user_roles (user_id, role_id, assigned_by)
      select own.id, ${keyOf('roles', 'role_id', moving)}, ${moving.userId} ${waiting('users', moving)}
        and ${cell('role_id')} is not null
      on conflict do nothing`,
    sql`insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select ${moving.sourceKey}, 'users.rfid_tag', r.source_id, platform.uuid_v7()
      from shopfloor.move_in_rows as r
      where ${within('users', moving)} and ${json('badge')} is not null`,
    sql`with given as (
        insert into identity.badges (id, user_id, uid_hmac, technology, last_four, label, issued_by)
        select badge.id, own.id, decode(r."row" #>> '{badge,hash}', 'hex'), 'unknown',
          r."row" #>> '{badge,lastFour}', 'ShopMonitor', ${moving.userId}
        from shopfloor.move_in_rows as r ${ownKeys(moving)}
        join shopfloor.move_in_map as badge on badge.source_key = ${moving.sourceKey}
          and badge.source_table = 'users.rfid_tag' and badge.source_id = r.source_id
        where ${within('users', moving)} and ${json('badge')} is not null
        returning id
      )
      insert into identity.badge_history (badge_id, status, reason, changed_by)
      select id, 'active', 'Moved in from ShopMonitor', ${moving.userId} from given`,
  ],
  area_permissions: (moving) => [
    sql`insert into identity.user_scopes (user_id, scope_type, scope_id, permission_level, assigned_at, assigned_by)
      select ${keyOf('users', 'user_id', moving)}, 'area', ${keyOf('areas', 'area_id', moving)},
        ${cell('permission_level')}, ${createdAt(moving)}, ${moving.userId} ${waiting('area_permissions', moving)}
      on conflict do nothing`,
  ],
};

const structure: Partial<Record<MoveInTable, Statements>> = {
  areas: (moving) => [
    sql`insert into shopfloor.areas (id, name, description, code, active, created_at)
      select own.id, ${cell('name')}, ${cell('description')}, ${cell('code')}, ${flag('active')},
        ${createdAt(moving)} ${waiting('areas', moving)}`,
  ],
  zones: (moving) => [
    sql`insert into shopfloor.zones (id, name, description, area_id, code, active, created_at)
      select own.id, ${cell('name')}, ${cell('description')}, ${keyOf('areas', 'area_id', moving)},
        ${cell('code')}, ${flag('active')}, ${createdAt(moving)} ${waiting('zones', moving)}`,
  ],
  nodes: (moving) => [
    sql`insert into shopfloor.nodes (id, node_id, name, description, ip_address, node_type, zone_id, is_esp32,
        monitors_estop, last_seen, firmware_version, created_at)
      select own.id, ${cell('node_id')}, ${cell('name')}, ${cell('description')}, (${cell('ip_address')})::inet,
        ${cell('node_type')}, ${keyOf('zones', 'zone_id', moving)}, ${flag('is_esp32')},
        ${cell('node_type')} = 'machine_monitor', ${at('last_seen', moving)}, ${cell('firmware_version')}, ${createdAt(moving)}
      ${waiting('nodes', moving)}`,
  ],
  machines: (moving) => [
    sql`insert into shopfloor.machines (id, machine_id, name, description, zone_id, node_id, node_port, active,
        requires_rfid, timeout_minutes, warning_minutes, created_at)
      select own.id, ${cell('machine_id')}, ${cell('name')}, ${cell('description')},
        ${keyOf('zones', 'zone_id', moving)}, ${keyOf('nodes', 'node_id', moving)}, ${number('node_port')},
        ${flag('active')}, ${flag('requires_rfid')}, ${number('timeout_minutes')}, ${number('warning_minutes')},
        ${createdAt(moving)} ${waiting('machines', moving)}`,
  ],
  accessory_io: (moving) => [
    sql`insert into shopfloor.accessory_io (id, node_id, name, description, io_type, io_number, linked_machine_id,
        activation_delay, invert_logic, current_state, last_changed, created_at)
      select own.id, ${keyOf('nodes', 'node_id', moving)}, ${cell('name')}, ${cell('description')},
        ${cell('io_type')}, ${number('io_number')}, ${keyOf('machines', 'linked_machine_id', moving)},
        ${number('activation_delay')}, ${flag('invert_logic')}, ${flag('current_state')},
        ${at('last_changed', moving)}, ${createdAt(moving)} ${waiting('accessory_io', moving)}`,
  ],
  bluetooth_devices: (moving) => [
    sql`insert into shopfloor.bluetooth_devices (id, node_id, device_name, device_address, device_type, last_seen,
        signal_strength, created_at)
      select own.id, ${keyOf('nodes', 'node_id', moving)}, ${cell('device_name')}, ${cell('device_address')},
        ${cell('device_type')}, ${at('last_seen', moving)}, ${number('signal_strength')}, ${createdAt(moving)}
      ${waiting('bluetooth_devices', moving)}`,
  ],
};

/** Joins for the tables with many rows: a look per row and column would cost more. */
const joined = (alias: string, table: string, column: string, { sourceKey }: Chunk) =>
  sql`left join shopfloor.move_in_map as ${sql.ref(alias)} on ${sql.ref(`${alias}.source_key`)} = ${sourceKey}
    and ${sql.ref(`${alias}.source_table`)} = ${sql.lit(table)}
    and ${sql.ref(`${alias}.source_id`)} = ${number(column)}`;

const history: Partial<Record<MoveInTable, Statements>> = {
  machine_sessions: (moving) => [
    sql`insert into shopfloor.machine_sessions (id, user_id, machine_id, area_id, zone_id, badge_id, started_via,
        start_time, end_time, active, activity_count, last_activity, timeout_warning_sent, ended_by, notes, moved_in)
      select own.id, who.id, machine.id, machine.area_id, machine.zone_id, badge.id, ${cell('via')},
        ${at('start_time', moving)},
        greatest(${at('end_time', moving)}, case when ${cell('end_time')} is not null then ${at('start_time', moving)} end),
        ${flag('active')}, ${number('activity_count')},
        greatest(${at('last_activity', moving)}, ${at('start_time', moving)}),
        ${flag('timeout_warning_sent')}, ${cell('ended_by')}, ${cell('notes')}, ${moving.runId}
      from shopfloor.move_in_rows as r ${ownKeys(moving)}
      ${joined('what', 'machines', 'machine_id', moving)}
      join shopfloor.machines as machine on machine.id = what.id
      ${joined('who', 'users', 'user_id', moving)}
      ${joined('badge', 'users.rfid_tag', 'badge_user', moving)}
      where ${within('machine_sessions', moving)}`,
  ],
  machine_logs: (moving) => [
    sql`insert into shopfloor.machine_logs (machine_id, area_id, user_id, session_id, event_type, event_data,
        timestamp, ip_address, moved_in)
      select machine.id, machine.area_id, who.id, session.id, ${cell('event_type')},
        jsonb_strip_nulls(r."row" -> 'event_data'), ${at('timestamp', moving)},
        (${cell('ip_address')})::inet, ${moving.runId}
      from shopfloor.move_in_rows as r
      ${joined('what', 'machines', 'machine_id', moving)}
      join shopfloor.machines as machine on machine.id = what.id
      ${joined('who', 'users', 'user_id', moving)}
      ${joined('session', 'machine_sessions', 'session_id', moving)}
      where ${within('machine_logs', moving)}
      order by r.source_id`,
  ],
  estop_events: (moving) => [
    sql`insert into shopfloor.estop_events (id, triggered_by, node_id, zone_id, event_type, description, timestamp,
        acknowledged_by, acknowledged_at, moved_in)
      select own.id, ${keyOf('users', 'triggered_by', moving)}, ${keyOf('nodes', 'node_id', moving)},
        ${keyOf('zones', 'zone_id', moving)}, ${cell('event_type')}, ${cell('description')},
        ${at('timestamp', moving)},
        case when ${flag('acknowledge')} or ${cell('acknowledged_at')} is not null
          then coalesce(${keyOf('users', 'acknowledged_by', moving)}, ${moving.userId}) end,
        case when ${flag('acknowledge')} then greatest(now(), ${at('timestamp', moving)})
          when ${cell('acknowledged_at')} is not null
          then greatest(${at('acknowledged_at', moving)}, ${at('timestamp', moving)}) end,
        ${moving.runId} ${waiting('estop_events', moving)}`,
  ],
};

const records: Partial<Record<MoveInTable, Statements>> = {
  security_events: (moving) => [
    sql`insert into identity.security_events (event_type, user_id, ip_address, resource_type, resource_id,
        app_context, success, details, timestamp)
      select ${cell('event_type')}, ${keyOf('users', 'user_id', moving)}, (${cell('ip_address')})::inet,
        ${cell('resource_type')}, ${cell('resource_id')}, ${cell('app_context')}, ${flag('success')},
        jsonb_strip_nulls(jsonb_build_object('movedIn', ${moving.runId}::text, 'data', r."row" -> 'details')),
        ${at('timestamp', moving)} ${waiting('security_events', moving)}
      order by r.source_id`,
  ],
  failed_logins: (moving) => [
    sql`insert into identity.failed_logins (username, ip_address, user_agent, timestamp)
      select ${cell('username')}, (${cell('ip_address')})::inet, ${cell('user_agent')}, ${at('timestamp', moving)}
      ${waiting('failed_logins', moving)} order by r.source_id`,
  ],
  error_logs: (moving) => [
    sql`insert into operations.error_logs (incident, error_code, error_type, message, stack_trace, user_id,
        ip_address, request_path, request_method, request_data, app_context, timestamp, is_resolved, resolved_by,
        resolved_at)
      select left(${moving.sourceKey}, 6) || '-' || r.source_id, ${number('error_code')}, ${cell('error_type')},
        ${cell('message')}, ${cell('stack_trace')}, ${keyOf('users', 'user_id', moving)},
        (${cell('ip_address')})::inet, ${cell('request_path')}, ${cell('request_method')}, ${json('request_data')},
        coalesce(${cell('app_context')}, 'shopmonitor'), ${at('timestamp', moving)}, ${flag('is_resolved')},
        ${keyOf('users', 'resolved_by', moving)}, ${at('resolved_at', moving)} ${waiting('error_logs', moving)}
      order by r.source_id`,
  ],
  alerts: (moving) => [
    sql`insert into shopfloor.moved_in_alerts (id, alert_type, severity, title, message, source_type, source_id,
        user_id, machine_id, node_id, acknowledged, acknowledged_by, acknowledged_at, expires_at, created_at, moved_in)
      select own.id, ${cell('alert_type')}, ${cell('severity')}, ${cell('title')}, ${cell('message')},
        ${cell('source_type')}, ${number('source_id')}, ${keyOf('users', 'user_id', moving)},
        ${keyOf('machines', 'machine_id', moving)}, ${keyOf('nodes', 'node_id', moving)}, ${flag('acknowledged')},
        ${keyOf('users', 'acknowledged_by', moving)}, ${at('acknowledged_at', moving)}, ${at('expires_at', moving)},
        ${at('created_at', moving)}, ${moving.runId} ${waiting('alerts', moving)}`,
  ],
  sync_events: (moving) => [
    sql`insert into shopfloor.sync_events (event_type, resource_type, resource_id, source_app, target_app, status,
        payload, created_at, processed_at, error_message, retry_count, discarded_at)
      select ${cell('event_type')}, ${cell('resource_type')}, ${cell('resource_id')}, ${cell('source_app')},
        ${cell('target_app')}, ${cell('status')}, ${json('payload')}, ${at('created_at', moving)},
        ${at('processed_at', moving)}, ${cell('error_message')}, ${number('retry_count')},
        case when ${cell('status')} = 'failed' then now() end ${waiting('sync_events', moving)}
      order by r.source_id`,
  ],
};

const statements: Partial<Record<MoveInTable, Statements>> = {
  ...people,
  ...structure,
  ...history,
  ...records,
};

/**
 * Sets the transaction up for many rows. Nobody has counted those that wait, and for tables that it
 * takes for empty the planner would look at every row for every row; and the checks of foreign keys
 * are to be planned once and not for each row.
 */
export async function expectManyRows(tx: Tx): Promise<void> {
  await sql`
    select set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true),
      set_config('plan_cache_mode', 'auto', true)`.execute(tx);
}

/** The next `limit` waiting rows of a table with keys above `after`; null where none is left. */
export async function nextSpan(
  tx: Tx,
  table: MoveInTable,
  after: number,
  limit: number,
): Promise<Span | null> {
  const { rows } = await sql<{ up_to: number | null; rows: number; fresh: number }>`
    select max(source_id) as up_to, count(*)::integer as rows,
      (count(*) filter (where stands is null))::integer as fresh
    from (
      select source_id, "row" ->> 'existing' as stands from shopfloor.move_in_rows
      where source_table = ${table} and source_id > ${after}::bigint
      order by source_id limit ${limit}
    ) as next`.execute(tx);
  const [next] = rows;
  if (!next || next.up_to === null) return null;
  return { after, upTo: next.up_to, rows: next.rows, fresh: next.fresh };
}

/** Keeps which rows of a span become which here. Answers how many. */
async function keepKeys(tx: Tx, table: MoveInTable, moving: Chunk): Promise<number> {
  const key = keyed[table];
  if (key) {
    const { numAffectedRows } = await sql`
      insert into shopfloor.move_in_map (source_key, source_table, source_id, id)
      select ${moving.sourceKey}, r.source_table, r.source_id, ${key}
      from shopfloor.move_in_rows as r where ${within(table, moving)}`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
  const { rows } = await sql<{ rows: number }>`
    insert into shopfloor.move_in_stretches (source_key, source_table, first_id, last_id)
    select ${moving.sourceKey}, ${table}, min(source_id), max(source_id)
    from (
      select r.source_id, r.source_id - row_number() over (order by r.source_id) as island
      from shopfloor.move_in_rows as r where ${within(table, moving)}
    ) as moved
    group by island
    returning last_id - first_id + 1 as rows`.execute(tx);
  return rows.reduce((sum, stretch) => sum + stretch.rows, 0);
}

/** Moves a span of the waiting rows of one table to where they belong, and keeps which became which. */
export async function moveSpan(
  tx: Tx,
  table: MoveInTable,
  moving: Moving,
  { after, upTo }: Span,
): Promise<MovedSpan> {
  const chunk = { ...moving, after, upTo };
  const kept = await keepKeys(tx, table, chunk);
  const [own, ...more] = statements[table]?.(chunk) ?? [];
  const { numAffectedRows } = own ? await own.execute(tx) : {};
  for (const statement of more) await statement.execute(tx);
  return { kept, added: Number(numAffectedRows ?? 0n) };
}
