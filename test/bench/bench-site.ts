import { systemClock } from '#platform/clock/system-clock.ts';
import { siteCommands } from '#simulators/site-commands.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { type SiteSimulator, startSiteSimulator } from '#simulators/site-simulator.ts';
import { type ConsoleClient, openConsole } from '#test/support/console-client.ts';
import {
  addAdministrator,
  chooseEmbedded,
  fillSite,
  type LiveSite,
  untilDevicesAreUp,
} from '#test/support/live-site.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';

/** The program in a process of its own, with devices in this one, so that one clock times both. */
export interface BenchSite extends LiveSite, AsyncDisposable {
  readonly server: ServerProcess;
  readonly devices: SiteSimulator;
  /** The administrator's console. */
  readonly console: ConsoleClient;
}

const MACHINES = 3;
const WORKERS = 16;

/** Starts the built server and fills its site. */
export async function startBenchSite(): Promise<BenchSite> {
  await using starting = new AsyncDisposableStack();
  const server = starting.use(await startServerProcess({ onDisk: true }));
  const readers = Array.from({ length: MACHINES }, (_, index) => ({ name: `R${index}`, port: 0 }));
  const nodes = [{ name: 'N01', port: 0, ports: MACHINES }];
  const devices = starting.use(
    await startSiteSimulator(siteSchema.parse({ readers, nodes }), systemClock),
  );
  const endpoint = (name: string): string => devices.devices.get(name)?.endpoints()[0] ?? '';
  await chooseEmbedded(server);
  const console = starting.use(openConsole(server.url));
  await addAdministrator(console);
  const site = await fillSite(
    console,
    {
      readers: readers.map(({ name }) => ({ name, endpoint: endpoint(name) })),
      node: { name: 'N01', endpoint: endpoint('N01'), ports: MACHINES },
    },
    WORKERS,
  );
  using command = siteCommands(devices, systemClock);
  await untilDevicesAreUp({ command });
  const running = starting.move();
  return {
    ...site,
    server,
    devices,
    console,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
