import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MoveInReport } from '#contract/shopfloor/move-in.ts';
import { openConsoleAs } from '#test/support/console-client.ts';
import { fillWorks, makeShopMonitor } from '#test/support/shop-monitor.ts';
import type { BenchSite } from './bench-site.ts';
import { type Figure, figure } from './figures.ts';

/** A works after some ten years. */
const works = { people: 500, machines: 200, sessions: 100_000, logs: 1_000_000 };

/** Memory that a process holds now, in MB; 0 where the system does not tell. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1024;
}

/** Moves a ShopMonitor of a million log lines in, through the contract: how fast, and how much memory it takes. */
export async function benchMoveIn(
  site: BenchSite,
  account: { readonly username: string; readonly password: string },
): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  using shop = makeShopMonitor(join(folder, 'shop_monitor.db'));
  fillWorks(shop, works);
  using console = await openConsoleAs(site.server.url, account);
  const { moveIn } = console.client.shopfloor;
  const before = await memoryOf(site.server.pid);
  let most = before;
  let report: MoveInReport | undefined;
  const location = shop.path;
  for await (const step of await moveIn.move({ kind: 'sqlite', location })) {
    if (step.kind === 'report') report = step.report;
    most = Math.max(most, await memoryOf(site.server.pid));
  }
  const lost = report?.tables.reduce((sum, { read, moved }) => sum + read - moved, 0);
  if (report === undefined || lost !== 0) throw new Error(`${lost} rows were not moved.`);
  return [
    figure('move in of 1,000,000 log lines, whole', report.seconds * 1000, 'ms'),
    figure('move in, rows per second', report.rowsPerSecond, '/s'),
    figure('move in, memory of the server above what it had', most - before, 'MB', 250),
  ];
}
