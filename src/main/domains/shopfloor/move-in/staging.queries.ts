import { type RawBuilder, sql } from 'kysely';
import { type MoveInReport, type MoveInTable, moveInTables } from '#contract/shopfloor/move-in.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';
import { IdSet } from './id-set.ts';
import type { Here, UniqueKind } from './known.ts';
import type { FittingRow } from './reading.ts';

/** Values that are taken here, with the key of who has each. */
const takenHere: Readonly<Record<Exclude<UniqueKind, 'permission'>, RawBuilder<unknown>>> = {
  role: sql`select lower(name) as value, id from identity.roles`,
  username: sql`select lower(username) as value, id from identity.users where deleted_at is null`,
  email: sql`select lower(email) as value, id from identity.users where deleted_at is null and email is not null`,
  badge: sql`select encode(uid_hmac, 'hex') as value, user_id as id from identity.badges where status <> 'retired'`,
  area: sql`select code as value, id from shopfloor.areas`,
  zone: sql`select area_id || ' ' || code as value, id from shopfloor.zones where code is not null`,
  node: sql`select node_id as value, id from shopfloor.nodes`,
  machine: sql`select machine_id as value, id from shopfloor.machines`,
  port: sql`select node_id || ' ' || node_port as value, id from shopfloor.machines where active and node_id is not null`,
  terminal: sql`select node_id || ' ' || io_type || ' ' || io_number as value, id from shopfloor.accessory_io`,
  bluetooth: sql`select device_address as value, id from shopfloor.bluetooth_devices`,
};

/** Keys read from the database at once. */
const KEYS = 50_000;

async function readTaken(tx: Tx): Promise<Map<UniqueKind, Map<string, string>>> {
  const taken = new Map<UniqueKind, Map<string, string>>();
  for (const [kind, statement] of Object.entries(takenHere)) {
    const { rows } = await (statement as RawBuilder<{ value: string; id: string }>).execute(tx);
    taken.set(kind as UniqueKind, new Map(rows.map(({ value, id }) => [value, id])));
  }
  return taken;
}

async function readMovedIds(tx: Tx, sourceKey: string, table: MoveInTable): Promise<IdSet> {
  const ids = new IdSet();
  let after = String(Number.MIN_SAFE_INTEGER);
  for (;;) {
    const { rows } = await sql<{ source_id: number }>`
      select source_id from shopfloor.move_in_map
      where source_key = ${sourceKey} and source_table = ${table} and source_id > ${after}::bigint
      order by source_id limit ${KEYS}`.execute(tx);
    for (const row of rows) ids.add(row.source_id);
    if (rows.length < KEYS) break;
    after = String(rows.at(-1)?.source_id);
  }
  const stretches = await sql<{ first_id: number; last_id: number }>`
    select first_id, last_id from shopfloor.move_in_stretches
    where source_key = ${sourceKey} and source_table = ${table}`.execute(tx);
  for (const { first_id, last_id } of stretches.rows) ids.addStretch(first_id, last_id);
  return ids;
}

/** Tables of things that others point to and that may stand here already. */
const things = ['roles', 'users', 'areas', 'zones', 'nodes', 'machines'] as const;

async function readMoved(tx: Tx, sourceKey: string): Promise<Here['moved']> {
  const moved = new Map<MoveInTable, Map<number, string>>();
  const { rows } = await sql<{ source_table: MoveInTable; source_id: number; id: string }>`
    select source_table, source_id, id from shopfloor.move_in_map
    where source_key = ${sourceKey} and source_table = any (${things}) and id is not null`.execute(
    tx,
  );
  for (const { source_table: table, source_id, id } of rows) {
    const keys = moved.get(table) ?? new Map<number, string>();
    moved.set(table, keys.set(source_id, id));
  }
  return moved;
}

/** What stands here before rows of a source are moved in. */
export async function readHere(tx: Tx, sourceKey: string): Promise<Here> {
  const taken = await readTaken(tx);
  const busy = await sql<{ machine_id: string }>`
    select machine_id from shopfloor.machine_sessions where active`.execute(tx);
  const movedIds = new Map<MoveInTable, IdSet>();
  for (const table of moveInTables) movedIds.set(table, await readMovedIds(tx, sourceKey, table));
  return {
    taken,
    busyMachines: new Set(busy.rows.map(({ machine_id }) => machine_id)),
    moved: await readMoved(tx, sourceKey),
    movedIds,
  };
}

/** The last key of each table that waits already. */
export async function readStaged(tx: Tx): Promise<Map<MoveInTable, number>> {
  const { rows } = await sql<{ source_table: MoveInTable; last: number }>`
    select source_table, max(source_id) as last from shopfloor.move_in_rows group by source_table`.execute(
    tx,
  );
  return new Map(rows.map(({ source_table, last }) => [source_table, last]));
}

/** Lets rows wait; one statement, all of them or none. False: the run was taken for dead. */
export async function stageRows(
  tx: Tx,
  runId: string,
  table: MoveInTable,
  rows: readonly FittingRow[],
): Promise<boolean> {
  const elements = JSON.stringify(rows.map(({ id, row }) => ({ ...row, id })));
  const { numAffectedRows } = await sql`
    with alive as materialized (
      select id from shopfloor.move_in_runs where id = ${runId} and status = 'running' for share
    )
    insert into shopfloor.move_in_rows (source_table, source_id, "row")
    select ${table}, (element ->> 'id')::bigint, element
    from alive cross join jsonb_array_elements(${elements}::jsonb) as element`.execute(tx);
  return Number(numAffectedRows ?? 0n) === rows.length;
}

/** Throws away what waits. */
export async function clearStage(tx: Tx): Promise<void> {
  await sql`delete from shopfloor.move_in_rows`.execute(tx);
}

/** A run that begins. */
export interface NewRun {
  readonly sourceKey: string;
  readonly sourceLabel: string;
  readonly zone: string;
  readonly userId: string;
}

/** A process that has given no sign of life for this long is dead. Seconds. */
const SILENT_SECONDS = 30;

/** Begins a run. Violates `move_in_runs_one_running` while another one lives. What waits from another source is thrown away. */
export async function startRun(tx: Tx, run: NewRun): Promise<string> {
  await sql`
    update shopfloor.move_in_runs set status = 'interrupted', error = 'Its process ended.'
    where status = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})`.execute(
    tx,
  );
  const last = await sql<{ source_key: string }>`
    select source_key from shopfloor.move_in_runs order by started_at desc, id desc limit 1`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string }>`
    insert into shopfloor.move_in_runs (source_key, source_label, zone, started_by)
    values (${run.sourceKey}, left(${run.sourceLabel}, 300), ${run.zone}, ${run.userId})
    returning id`.execute(tx);
  if (last.rows[0]?.source_key !== run.sourceKey) await clearStage(tx);
  const [row] = rows;
  if (!row) throw new Error('A run could not be begun.');
  return row.id;
}

/** Gives a sign of life. */
export async function beatRun(tx: Tx, id: string): Promise<void> {
  await sql`update shopfloor.move_in_runs set heartbeat_at = clock_timestamp() where id = ${id}`.execute(
    tx,
  );
}

/** Keeps that a run ended before its end. */
export async function interruptRun(tx: Tx, id: string, error: string): Promise<void> {
  await sql`
    update shopfloor.move_in_runs set status = 'interrupted', error = left(${error}, 500)
    where id = ${id} and status = 'running'`.execute(tx);
}

/** Keeps that everything was moved. False: the run was taken for dead. */
export async function finishRun(tx: Tx, id: string, report: MoveInReport): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update shopfloor.move_in_runs
    set status = 'done', finished_at = clock_timestamp(), report = ${JSON.stringify(report)}::jsonb
    where id = ${id} and status = 'running'`.execute(tx);
  return numAffectedRows === 1n;
}

const newestFirst = [
  { column: 'run.started_at', property: 'startedAt', direction: 'desc' },
  { column: 'run.id', property: 'id', direction: 'desc' },
] as const;

/** One page of the runs, newest first. */
export async function listRuns(tx: Tx, page: PageRequest) {
  const query = tx
    .selectFrom('shopfloor.move_in_runs as run')
    .leftJoin('identity.users as person', 'person.id', 'run.started_by')
    .select([
      'run.id',
      'run.source_label as sourceLabel',
      'run.zone',
      sql<'running' | 'interrupted' | 'done'>`run.status`.as('status'),
      'run.error',
      'person.full_name as startedByName',
      'run.started_at as startedAt',
      'run.finished_at as finishedAt',
      sql<MoveInReport | null>`run.report`.as('report'),
    ]);
  type Row = Awaited<ReturnType<typeof query.execute>>[number];
  return (await readPage(query, newestFirst, page)) satisfies Page<Row>;
}
