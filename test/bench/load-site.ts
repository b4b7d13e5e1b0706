import { systemClock } from '#platform/clock/system-clock.ts';
import { seededRandom } from '#simulators/seeded-random.ts';
import { siteCommands } from '#simulators/site-commands.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { type SiteSimulator, startSiteSimulator } from '#simulators/site-simulator.ts';
import { openConsole } from '#test/support/console-client.ts';
import {
  addAdministrator,
  addWorker,
  chooseEmbedded,
  untilDevicesAreUp,
} from '#test/support/live-site.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';

/** A machine with somebody who works at it. */
export interface LoadMachine {
  readonly id: string;
  /** Simulators' name of its node. */
  readonly node: string;
  readonly port: number;
  /** Simulators' name of its own reader; null where badges are shown at the node. */
  readonly reader: string | null;
  /** Badge number of the person, in hexadecimal. */
  readonly badge: string;
}

/** A whole hall of simulated machines, with the program in a process of its own. */
export interface LoadSite extends AsyncDisposable {
  readonly server: ServerProcess;
  readonly devices: SiteSimulator;
  readonly machines: readonly LoadMachine[];
}

const NODES = 5;
const PORTS = 8;
const READERS = 15;
/** Links that the program keeps open. */
export const LINKS = NODES + READERS;
/** How often a node sends a frame twice. */
const TWICE = 0.05;

const nodeNames = Array.from({ length: NODES }, (_, index) => `N0${index + 1}`);
const readerNames = Array.from({ length: READERS }, (_, index) => `R${index + 1}`);

async function startDevices(): Promise<SiteSimulator> {
  const nodes = nodeNames.map((name) => ({ name, port: 0, ports: PORTS }));
  const readers = readerNames.map((name) => ({ name, port: 0 }));
  const devices = await startSiteSimulator(siteSchema.parse({ nodes, readers }), systemClock);
  for (const [seed, name] of nodeNames.entries()) {
    const device = devices.devices.get(name)?.device;
    if (device?.kind === 'node') {
      device.faults.spoilOften({
        mischief: 'duplicate',
        chance: TWICE,
        random: seededRandom(seed),
      });
    }
  }
  return devices;
}

/** Starts the built server, and makes a hall of nodes, machines, readers and people in it. */
export async function startLoadSite(): Promise<LoadSite> {
  await using starting = new AsyncDisposableStack();
  const server = starting.use(await startServerProcess({ onDisk: true }));
  const devices = starting.use(await startDevices());
  const endpoint = (name: string): string => devices.devices.get(name)?.endpoints()[0] ?? '';
  await chooseEmbedded(server);
  using console = openConsole(server.url);
  await addAdministrator(console);
  const { shopfloor, identity } = console.client;
  const area = await shopfloor.areas.create({ code: 'H1', name: 'Hall 1' });
  const zone = await shopfloor.zones.create({ areaId: area.id, code: 'M', name: 'Milling' });
  const machines: LoadMachine[] = [];
  for (const name of nodeNames) {
    const place = { zoneId: zone.id, endpoint: endpoint(name) };
    const node = await shopfloor.nodes.create({ nodeId: name, name, ...place });
    for (let port = 0; port < PORTS; port += 1) {
      const index = machines.length;
      const { id } = await shopfloor.machines.create({
        machineId: `M-${index + 1}`,
        name: `Machine ${index + 1}`,
        zoneId: zone.id,
        nodeId: node.id,
        nodePort: port,
      });
      const reader = readerNames[index] ?? null;
      if (reader !== null) {
        await identity.readers.create({
          name: `Reader ${index + 1}`,
          endpoint: endpoint(reader),
          profile: 'rdm6300',
          assignment: { purpose: 'machine', machineId: id },
        });
      }
      const { badge } = await addWorker(console.client, index, area.id);
      machines.push({ id, node: name, port, reader, badge });
    }
  }
  using command = siteCommands(devices, systemClock);
  await untilDevicesAreUp({ command });
  const running = starting.move();
  return { server, devices, machines, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
