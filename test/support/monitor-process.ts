import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { startMonitors } from '#platform/monitors/monitor-host.ts';
import { sql } from 'kysely';

/**
 * A process of its own that stands for election and writes a row into `public.ticks` five times a
 * second while it leads. Arguments: workstation, target as JSON. Each fenced write that was refused
 * is one line `fenced` on standard output.
 */
const [workstation = '', targetText = ''] = process.argv.slice(2);
const target = JSON.parse(targetText) as DatabaseTarget;
const database = createDatabase(target, { clock: systemClock, log: silentLog });

const tick: Monitor = {
  name: 'test.tick',
  intervalMs: 200,
  deadlineMs: 60_000,
  async run({ fenced }) {
    try {
      await fenced((tx) =>
        sql`insert into public.ticks (workstation, epoch)
            select ${workstation}, epoch from operations.monitor_leader`.execute(tx),
      );
    } catch (error) {
      process.stdout.write('fenced\n');
      throw error;
    }
    return { affected: 1 };
  },
};

startMonitors({
  database,
  connect: () => openClient(target, `election-${workstation}`),
  clock: systemClock,
  log: silentLog,
  installationId: crypto.randomUUID(),
  workstation,
  monitors: [tick],
});
