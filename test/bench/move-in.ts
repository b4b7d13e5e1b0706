import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MoveInReport, MoveInStep, MoveInTable } from '#contract/shopfloor/move-in.ts';
import { type ConsoleClient, openConsoleAs } from '#test/support/console-client.ts';
import { administrator } from '#test/support/live-site.ts';
import { fillWorks, makeShopMonitor } from '#test/support/shop-monitor.ts';
import { fillRecords, spoilLogs } from '#test/support/shop-monitor-records.ts';
import { connectAs } from './bench-database.ts';
import { startBenchSite } from './bench-site.ts';
import { type Figure, figure } from './figures.ts';

/** People and machines of a works after some ten years; a tenth as many sessions as log lines. */
const works = { people: 500, machines: 200 };
const RECORDS = 2000;
/** Three lines of the log in so many do not fit as they are. */
const SPOILT_EVERY = 1000;
/** The first attempt is interrupted when so much of the source is read. */
const INTERRUPTED_AT = 0.4;

type MoveIn = ConsoleClient['client']['shopfloor']['moveIn'];

/** Memory that a process holds now, in MB; 0 where the system does not tell. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1024;
}

interface Watched {
  readonly report: MoveInReport | undefined;
  readonly seconds: number;
}

/** Follows a stream to its end, or until `enough`. */
async function follow(
  steps: AsyncIterable<MoveInStep>,
  onStep: () => Promise<void>,
  enough: (step: MoveInStep) => boolean = () => false,
): Promise<Watched> {
  const start = performance.now();
  let report: MoveInReport | undefined;
  for await (const step of steps) {
    await onStep();
    if (step.kind === 'report') report = step.report;
    if (enough(step)) break;
  }
  return { report, seconds: (performance.now() - start) / 1000 };
}

/** Waits until a run that was left has stopped: only one may be under way. */
async function untilIdle(moveIn: MoveIn): Promise<void> {
  for (;;) {
    const { rows } = await moveIn.runs({ limit: 1 });
    if (rows[0]?.status !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const goesOn = (step: MoveInStep): boolean =>
  step.kind === 'progress' &&
  step.phase === 'reading' &&
  step.rowsDone > step.rowsTotal * INTERRUPTED_AT;

/** What is counted of one table: in the source, in the report, and in the database afterwards. */
interface Counted {
  readonly table: MoveInTable;
  readonly source: number;
  readonly taken: number;
  readonly notFitting: number;
  readonly kept: number;
}

async function countAll(
  report: MoveInReport,
  sourcePath: string,
  dataDir: string,
): Promise<Counted[]> {
  using source = new DatabaseSync(sourcePath, { readOnly: true });
  await using here = await connectAs(dataDir, 'superuser');
  const { rows } = await here.query<{ name: string; rows: string }>(`
    select source_table as name, count(*) as rows from shopfloor.move_in_map group by source_table
    union all
    select source_table, sum(last_id - first_id + 1) from shopfloor.move_in_stretches group by source_table`);
  const known = new Map(rows.map((row) => [row.name, Number(row.rows)]));
  const lines = await here.query<{ rows: string }>(
    'select count(*) as rows from shopfloor.machine_logs where moved_in is not null',
  );
  known.set('machine_logs', Number(lines.rows[0]?.rows));
  return report.tables.map(({ table, moved, rejected }) => ({
    table,
    source: Number(source.prepare(`select count(*) as rows from ${table}`).get()?.['rows']),
    taken: moved,
    notFitting: rejected,
    kept: known.get(table) ?? 0,
  }));
}

const isLost = ({ source, taken, notFitting, kept }: Counted): boolean =>
  source !== taken + notFitting || kept !== taken;

/**
 * Moves a generated ShopMonitor in through the contract, as an administrator would: a rehearsal, a run
 * that is interrupted, and one that goes on to the end. Prints what became of every table's rows.
 */
export async function benchMoveIn(logs: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  using shop = makeShopMonitor(join(folder, 'shop_monitor.db'));
  fillWorks(shop, { ...works, sessions: Math.ceil(logs / 10), logs });
  fillRecords(shop, RECORDS);
  spoilLogs(shop, SPOILT_EVERY);

  // Filling keeps this process from everything else, so the site is started afterwards.
  await using site = await startBenchSite();
  using console = await openConsoleAs(site.server.url, administrator);
  const { moveIn } = console.client.shopfloor;
  const source = { kind: 'sqlite', location: shop.path } as const;
  const before = await memoryOf(site.server.pid);
  let most = before;
  const onStep = async () => void (most = Math.max(most, await memoryOf(site.server.pid)));

  const rehearsal = await follow(await moveIn.rehearse(source), onStep);
  const interrupted = await follow(await moveIn.move(source), onStep, goesOn);
  await untilIdle(moveIn);
  const moved = await follow(await moveIn.move(source), onStep);
  if (!rehearsal.report || !moved.report) throw new Error('There was no report.');
  if (JSON.stringify(rehearsal.report.tables) !== JSON.stringify(moved.report.tables)) {
    throw new Error('The rehearsal foretold something else than what happened.');
  }
  const counted = await countAll(moved.report, shop.path, site.server.dataDir);
  globalThis.console.table(counted);
  const lost = counted.filter(isLost).map(({ table }) => table);
  if (lost.length > 0) throw new Error(`Rows were lost or doubled: ${lost.join(', ')}.`);
  const seconds = interrupted.seconds + moved.seconds;
  const rows = counted.reduce((sum, { source: count }) => sum + count, 0);
  const lines = logs.toLocaleString('en');
  return [
    figure(`move in of ${lines} log lines, rehearsal`, rehearsal.seconds, 's'),
    figure(`move in of ${lines} log lines, interrupted once`, seconds, 's', 300),
    figure(`move in of ${lines} log lines, of that after the interruption`, moved.seconds, 's'),
    figure('move in, rows per second', rows / seconds, '/s'),
    figure('move in, memory of the server above what it had', most - before, 'MB', 300),
  ];
}
