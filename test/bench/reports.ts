import { setTimeout as sleep } from 'node:timers/promises';
import { openConsoleAs } from '#test/support/console-client.ts';
import { administrator } from '#test/support/live-site.ts';
import { connectAs } from './bench-database.ts';
import type { BenchSite } from './bench-site.ts';
import { type Figure, figure, timeFigures } from './figures.ts';

const CALLS = 30;
const DAY_MS = 86_400_000;
/** The monitor looks once a minute. */
const POLL_MS = 250;
const GIVE_UP_MS = 20 * 60_000;

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Has the server's monitor sum up everything that is there, and answers how long its work took. */
async function sumUp(site: BenchSite): Promise<number> {
  await using superuser = await connectAs(site.server.dataDir, 'superuser');
  await superuser.query('update shopfloor.use_statistics set rolled_time_zone = null');
  const until = performance.now() + GIVE_UP_MS;
  while (performance.now() < until) {
    const { rows } = await superuser.query<{ done: boolean }>(
      `select rolled_time_zone is not null and not exists (select from shopfloor.stale_use) as done
       from shopfloor.use_statistics`,
    );
    if (rows[0]?.done) break;
    await sleep(POLL_MS);
  }
  await superuser.query('vacuum analyze shopfloor.machine_use_hours, shopfloor.machine_use_days');
  const { rows } = await superuser.query<{ seconds: number }>(
    `select extract(epoch from max(finished_at - started_at))::float8 as seconds
     from operations.monitor_runs where monitor = 'shopfloor.statistics'`,
  );
  return rows[0]?.seconds ?? Number.NaN;
}

/**
 * Reports over the million sessions that `benchListCalls` left: how long summing them all up takes,
 * and a report over a month and over a year of them, through the contract.
 */
export async function benchReports(site: BenchSite): Promise<Figure[]> {
  const summing = await sumUp(site);
  // The console that filled the site may have locked itself meanwhile.
  using console = await openConsoleAs(site.server.url, administrator);
  const { reports } = console.client.shopfloor;
  const times = { month: [] as number[], year: [] as number[] };
  const now = Date.now();
  const periods = {
    month: { from: dayText(now - 29 * DAY_MS), until: dayText(now) },
    year: { from: dayText(now - 364 * DAY_MS), until: dayText(now) },
  };
  const { totals } = await reports.use(periods.year);
  for (let call = 0; call < CALLS; call += 1) {
    for (const length of ['month', 'year'] as const) {
      const started = performance.now();
      await reports.use(periods[length]);
      times[length].push(performance.now() - started);
    }
  }
  return [
    figure('summing 1 M sessions up anew', summing, 's'),
    figure('sessions in the report over a year', totals.sessions, ''),
    ...timeFigures('report over a month of 1 M sessions, contract', times.month, 200),
    ...timeFigures('report over a year of 1 M sessions, contract', times.year),
  ];
}
