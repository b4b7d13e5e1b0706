import { systemClock } from '#platform/clock/system-clock.ts';
import type { NodeSimulator } from '#simulators/node-simulator.ts';
import { siteCommands } from '#simulators/site-commands.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { startSiteSimulator } from '#simulators/site-simulator.ts';
import { openConsole } from '#test/support/console-client.ts';
import { addAdministrator, chooseEmbedded, untilDevicesAreUp } from '#test/support/live-site.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';
import { connectAs } from './bench-database.ts';

/** A hall of nodes and a long queue, with the program in a process of its own. */
export interface AlarmSite extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly nodes: readonly NodeSimulator[];
}

/** Alarms that stand before anything is measured. */
export const OPEN = 100_000;
const NODES = 100;
const NODES_IN_ZONE = 10;

const names = Array.from({ length: NODES }, (_, index) => `N${index + 1}`);

/**
 * Alarms of the past three days in the split that ISA-18.2 aims at (5/15/80, and one in a hundred
 * P1): a third acknowledged, the others escalated as often as they are, and their journal. They are of
 * types that no monitor holds against what stands, for their sources do not exist.
 */
const standing = `
  insert into alarms.alarms
    (alarm_type, source_type, source_id, source_name, priority, title, position_id, burst_id, activated_at,
     annunciated_at, created_at, is_acknowledged, acknowledged_at, is_stale, escalation_level, escalated_at)
  select (array['node_line_bad', 'node_no_answer', 'firmware_failed'])[1 + n % 3], 'bulk', n::text, 'Bulk ' || n,
         case when n % 100 = 0 then 'P1' when n % 100 < 5 then 'P2' when n % 100 < 20 then 'P3' else 'P4' end,
         'Bulk', p.id, gen_random_uuid(), at, at, at, n % 3 = 0, case when n % 3 = 0 then at end,
         at < now() - interval '1 day', case when n % 3 = 0 then 0 else 5 end, case when n % 3 > 0 then at end
  from generate_series(1, ${OPEN}) as n
  cross join lateral (select now() - interval '15 minutes' - n * interval '2.5 seconds' as at) as moment
  cross join alarms.positions as p
  where p.is_default`;
const journal = `
  insert into alarms.journal
    (alarm_id, alarm_type, source_type, source_id, event, after, annunciated, priority, position_id, at)
  select id, alarm_type, source_type, source_id, 'raised', jsonb_strip_nulls(alarms.state_of(a)), true, priority,
         position_id, created_at
  from alarms.alarms as a where source_type = 'bulk' order by created_at`;

/** Lets the database keep when each transaction was committed; that takes a start. */
async function keepCommitTimes(server: ServerProcess): Promise<void> {
  {
    await using superuser = await connectAs(server.dataDir, 'superuser');
    await superuser.query('alter system set track_commit_timestamp = on');
  }
  await server.stop();
  await server.start();
}

/** Fills the queue. What triggers would do for each row is written along, for it would take minutes. */
async function fillQueue(dataDir: string): Promise<void> {
  await using superuser = await connectAs(dataDir, 'superuser');
  await superuser.query('set session_replication_role = replica');
  await superuser.query(standing);
  await superuser.query(journal);
  await superuser.query('vacuum analyze');
}

async function makeHall(url: string, endpointOf: (name: string) => string): Promise<void> {
  using console = openConsole(url);
  await addAdministrator(console);
  const { shopfloor } = console.client;
  const area = await shopfloor.areas.create({ code: 'H1', name: 'Hall 1' });
  let zoneId = '';
  for (const [index, name] of names.entries()) {
    const number = index / NODES_IN_ZONE + 1;
    if (Number.isInteger(number)) {
      const zone = { areaId: area.id, code: `Z${number}`, name: `Zone ${number}` };
      zoneId = (await shopfloor.zones.create(zone)).id;
    }
    await shopfloor.nodes.create({ nodeId: name, name, zoneId, endpoint: endpointOf(name) });
  }
}

/** Starts the built server, connects a hall of nodes to it and fills its queue. */
export async function startAlarmSite(): Promise<AlarmSite> {
  await using starting = new AsyncDisposableStack();
  const server = starting.use(await startServerProcess({ onDisk: true }));
  const description = siteSchema.parse({ nodes: names.map((name) => ({ name, port: 0 })) });
  const devices = starting.use(await startSiteSimulator(description, systemClock));
  await chooseEmbedded(server);
  await keepCommitTimes(server);
  await makeHall(server.url, (name) => devices.devices.get(name)?.endpoints()[0] ?? '');
  using command = siteCommands(devices, systemClock);
  await untilDevicesAreUp({ command });
  await fillQueue(server.dataDir);
  const nodes = names.flatMap((name) => {
    const device = devices.devices.get(name)?.device;
    return device?.kind === 'node' ? [device] : [];
  });
  const running = starting.move();
  return { server, nodes, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
