import { type MoveInTable, moveInTables } from '#contract/shopfloor/move-in.ts';
import type { ForeignDatabase, ForeignRow } from '#platform/database/foreign/foreign-database.ts';
import { Cells, Rejected } from './cells.ts';
import { deviceMoves } from './devices.moves.ts';
import type { Findings } from './findings.ts';
import { historyMoves } from './history.moves.ts';
import type { Known, SourceFacts } from './known.ts';
import { peopleMoves } from './people.moves.ts';
import { recordMoves } from './records.moves.ts';
import { structureMoves } from './structure.moves.ts';
import type { StagedRow, TableMove } from './table-move.ts';

const moves: Readonly<Record<MoveInTable, TableMove>> = {
  ...peopleMoves,
  ...structureMoves,
  ...deviceMoves,
  ...historyMoves,
  ...recordMoves,
} as Readonly<Record<MoveInTable, TableMove>>;

/** Rows read, checked and staged at once; others wait for so long while they are checked. */
const BATCH = 2500;

/** A row that fits. */
export interface FittingRow {
  readonly id: number;
  readonly row: StagedRow;
}

/** How reading is watched and what it is for. */
export interface Reading {
  readonly source: ForeignDatabase;
  readonly known: Known;
  readonly findings: Findings;
  readonly signal: AbortSignal;
  /** Told after each batch: the table, and rows read of all tables so far. */
  readonly onBatch: (table: MoveInTable, rowsDone: number) => void;
  /** Keeps what fits; a rehearsal keeps nothing. */
  readonly keep: (table: MoveInTable, rows: readonly FittingRow[]) => Promise<void>;
}

/** How many rows a source has, in the tables it has. */
export async function countRows(source: ForeignDatabase): Promise<Map<MoveInTable, number>> {
  const tables = await source.tables();
  const counts = new Map<MoveInTable, number>();
  for (const table of moveInTables.filter((name) => tables.has(name))) {
    const [row] = await source.select(`select count(*) as count from ${table}`);
    counts.set(table, Number(row?.['count'] ?? 0));
  }
  return counts;
}

/** What must be known of a source as a whole before its rows are read. */
export async function readFacts(source: ForeignDatabase): Promise<SourceFacts> {
  const tables = await source.tables();
  const select = (table: MoveInTable, statement: string) =>
    tables.has(table) ? source.select(statement) : Promise.resolve([]);
  const active = await select(
    'machine_sessions',
    'select machine_id, max(id) as id from machine_sessions where active group by machine_id',
  );
  const resets = await select(
    'estop_events',
    `select node_id, zone_id, max(timestamp) as timestamp from estop_events
     where event_type = 'reset' group by node_id, zone_id`,
  );
  return {
    newestActive: new Map(active.map((row) => [Number(row['machine_id']), Number(row['id'])])),
    lastReset: new Map(
      resets.map((row) => {
        const cells = new Cells(row);
        const place = `${cells.integer('node_id')}/${cells.integer('zone_id')}`;
        return [place, cells.time('timestamp') ?? ''];
      }),
    ),
  };
}

function fit(reading: Reading, table: MoveInTable, row: ForeignRow): FittingRow | null {
  const { known, findings } = reading;
  const counts = findings.of(table);
  const cells = new Cells(row);
  const { id } = cells;
  counts.read += 1;
  if (known.here.movedIds.get(table)?.has(id)) {
    counts.already += 1;
    known.ids(table).add(id);
    moves[table].remember?.(cells, known);
    return null;
  }
  try {
    const staged = moves[table].adapt(cells, known);
    for (const note of cells.adaptations) findings.note({ table, id, kind: 'adapted', ...note });
    counts.moved += 1;
    if (cells.adaptations.length > 0) counts.adapted += 1;
    known.ids(table).add(id);
    return { id, row: staged };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const { column, reason } = error;
    findings.note({ table, id, kind: 'rejected', column, reason });
    counts.rejected += 1;
    return null;
  }
}

/** Why it failed, or null: a promise that may be left alone while something else is awaited. */
const settled = (work: Promise<void>): Promise<Error | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );

async function readTable(reading: Reading, table: MoveInTable, before: number): Promise<number> {
  const { source, signal } = reading;
  let done = before;
  let after = Number.MIN_SAFE_INTEGER;
  // While one batch is kept, the next one is read.
  let keeping: Promise<Error | null> = Promise.resolve(null);
  const kept = async (): Promise<void> => {
    const failure = await keeping;
    if (failure) throw failure;
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const rows = await source.rowsAfter(table, after, BATCH);
      const fitting = rows.flatMap((row) => fit(reading, table, row) ?? []);
      await kept();
      if (fitting.length > 0) keeping = settled(reading.keep(table, fitting));
      done += rows.length;
      reading.onBatch(table, done);
      if (rows.length < BATCH) break;
      after = Number(rows.at(-1)?.['id']);
    }
    await kept();
    return done;
  } finally {
    await keeping;
  }
}

/** Reads every table in the order in which rows point to each other. Holds one batch at a time. */
export async function readEverything(reading: Reading): Promise<void> {
  const tables = await reading.source.tables();
  let done = 0;
  for (const table of moveInTables) {
    reading.findings.of(table).present = tables.has(table);
    if (tables.has(table)) done = await readTable(reading, table, done);
  }
}
