import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { targetUrl } from '#platform/database/target-url.ts';
import { openDurableQueue } from '#platform/queue/durable-queue.ts';
import { siteCommands } from '#simulators/site-commands.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { startSiteSimulator } from '#simulators/site-simulator.ts';
import { openConsole } from '#test/support/console-client.ts';
import { addAdministrator, fillSite, untilDevicesAreUp } from '#test/support/live-site.ts';
import { startServerProcess } from '#test/support/server-process.ts';
import { startTcpProxy } from '#test/support/tcp-proxy.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 30_000, interval: 25 });

/** What lies in the queue of a data folder, whether the program runs or not. */
function queued(dataDir: string): string[] {
  using file = new DatabaseSync(join(dataDir, 'queue', 'shopfloor.sqlite'), { readOnly: true });
  const rows = file.prepare('select payload from item order by id').all();
  return rows.map(({ payload }) => (JSON.parse(String(payload)) as { kind: string }).kind);
}

/** Lets a record wait that the database will never take: its machine is not there. */
async function addPoison(dataDir: string): Promise<void> {
  using queue = await openDurableQueue({
    path: join(dataDir, 'queue', 'shopfloor.sqlite'),
    clock: systemClock,
    onQuarantine: () => undefined,
  });
  const machineId = crypto.randomUUID();
  const at = new Date().toISOString();
  const record = { kind: 'refused-badge', at, place: { machineId }, badge: 'x', via: 'reader' };
  queue.enqueue([
    { key: 'poison', entity: `machine:${machineId}`, payload: JSON.stringify(record) },
  ]);
}

it('what devices say while the database is away survives kill -9, and is in the database once and in order', async () => {
  await using db = await createTestDatabase();
  await using proxy = await startTcpProxy(db.target);
  await using server = await startServerProcess({ databaseUrl: targetUrl(proxy.target) });
  const readers = ['R0', 'R1'].map((name) => ({ name, port: 0 }));
  const nodes = [{ name: 'N01', port: 0, ports: 2 }];
  await using devices = await startSiteSimulator(siteSchema.parse({ readers, nodes }), systemClock);
  using command = siteCommands(devices, systemClock);
  const endpoint = (name: string): string => devices.devices.get(name)?.endpoints()[0] ?? '';
  using console = openConsole(server.url);
  await addAdministrator(console);
  const { machines, workers } = await fillSite(console, {
    readers: readers.map(({ name }) => ({ name, endpoint: endpoint(name) })),
    node: { name: 'N01', endpoint: endpoint('N01'), ports: 2 },
  });
  await untilDevicesAreUp({ command });
  const greetedSince = async (moment: Date) => {
    const { rows } = await db.admin.query(
      `select from shopfloor.nodes where status = 'online' and last_seen > $1`,
      [moment],
    );
    expect(rows).toHaveLength(1);
  };
  await until(() => greetedSince(new Date(0)));
  await command(`badge R0 ${workers[0]?.badge}`);
  await until(async () => expect(await command('status')).toContain('ports released locked'));

  const { dataDir } = server;
  const expected = ['refused-badge'];
  async function happens(line: string, kind: string): Promise<void> {
    expected.push(kind);
    await command(line);
    await until(() => expect(queued(dataDir)).toEqual(expected));
  }
  proxy.refuse();
  await addPoison(dataDir);
  for (const _time of [1, 2, 3]) await happens('activity N01 0', 'activity');
  await happens(`badge R1 ${workers[1]?.badge}`, 'refused-badge');
  await happens(`badge N01 ${workers[2]?.badge} 1`, 'refused-badge');
  await happens('estop N01 press', 'estop');
  await server.crash();
  expect(queued(dataDir)).toEqual(expected);

  proxy.heal();
  const again = new Date();
  await server.start();
  await until(() => expect(queued(dataDir)).toEqual(['refused-badge']));
  // The stop that the node tells of anew in its greeting is the one that waited.
  await until(() => greetedSince(again));
  await command('estop N01 release');
  await command('estop N01 reset');
  const stops = async () => {
    const { rows } = await db.admin.query<{ event_type: string }>(
      'select event_type from shopfloor.estop_events order by timestamp, id',
    );
    return rows.map((row) => row.event_type);
  };
  await until(async () => expect(await stops()).toContain('reset'));
  expect(await stops()).toEqual(['emergency_stop', 'reset']);

  const { rows: sessions } = await db.admin.query(
    'select machine_id, activity_count, ended_by from shopfloor.machine_sessions',
  );
  expect(sessions).toEqual([{ machine_id: machines[0]?.id, activity_count: 3, ended_by: 'estop' }]);
  const { rows: refused } = await db.admin.query(
    `select machine_id, user_id, reason from shopfloor.machine_logs
     where event_type = 'session-refused' order by timestamp`,
  );
  const reason = 'database-away';
  const machine_id = machines[1]?.id;
  expect(refused).toEqual([
    { machine_id, user_id: workers[1]?.userId, reason },
    { machine_id, user_id: workers[2]?.userId, reason },
  ]);
  const { rows: written } = await db.admin.query<{ kind: string }>(
    'select kind from shopfloor.deferred_records order by written_at',
  );
  expect(written.map(({ kind }) => kind)).toEqual(expected.slice(1));
  using left = new DatabaseSync(join(dataDir, 'queue', 'shopfloor.sqlite'), { readOnly: true });
  expect(left.prepare('select key, reason from item').all()).toEqual([
    { key: 'poison', reason: 'The database does not take it.' },
  ]);
});
