import { connectAs } from './bench-database.ts';
import type { AlarmSite } from './alarm-site.ts';
import { type Figure, figure } from './figures.ts';

/** The longest that a monitor of the queue may take: some run every second. Milliseconds. */
const MONITOR_MS = 150;

/** How long the monitors that look after the queue took at the most, of the runs since then that are kept. */
export async function monitorFigures(
  { server }: AlarmSite,
  { what, since }: { readonly what: string; readonly since: Date },
): Promise<Figure[]> {
  await using superuser = await connectAs(server.dataDir, 'superuser');
  const { rows } = await superuser.query<{ monitor: string; ms: number }>(
    `select monitor, max(extract(epoch from finished_at - started_at) * 1000)::double precision as ms
     from operations.monitor_runs
     where monitor like 'alarms.%' and outcome = 'succeeded' and started_at > $1
     group by monitor order by monitor`,
    [since],
  );
  return rows.map(({ monitor, ms }) =>
    figure(`${what}: longest run of ${monitor}`, ms, 'ms', MONITOR_MS),
  );
}
