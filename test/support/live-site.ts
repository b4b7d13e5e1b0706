import type { ConsoleClient } from './console-client.ts';
import { openConsole } from './console-client.ts';
import type { ServerProcess } from './server-process.ts';
import type { SimulatorsProcess } from './simulators-process.ts';

/** The first administrator of a site that a test fills. */
export const administrator = {
  username: 'ada.marsh',
  fullName: 'Ada Marsh',
  password: 'seven tidy lighthouses',
} as const;

/** A machine with a reader and a relay of the node. */
export interface LiveMachine {
  readonly id: string;
  readonly code: string;
  /** The simulators' name of its reader. */
  readonly reader: string;
  /** Relay of the node. */
  readonly port: number;
}

/** A worker with a badge. */
export interface LiveWorker {
  readonly userId: string;
  readonly fullName: string;
  /** Badge number in hex, as an EM4100 card carries it. */
  readonly badge: string;
}

/** A shop floor whose devices are simulated, made through the contract as an administrator would. */
export interface LiveSite {
  readonly machines: readonly LiveMachine[];
  readonly workers: readonly LiveWorker[];
  /** May run no machine. */
  readonly visitor: LiveWorker;
}

type Client = ConsoleClient['client'];

/** Chooses the embedded database in the assistant, and waits until the console can go on. */
export async function chooseEmbedded({ url }: Pick<ServerProcess, 'url'>): Promise<void> {
  using console = openConsole(url);
  await console.client.setUp.chooseDatabase({ kind: 'embedded' });
  await untilAnswered(() => console.client.identity.setUp.status());
}

/** Calls until it succeeds, for at most a minute: the server may be starting. */
async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  const until = performance.now() + 60_000;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Makes the first administrator; the console that does it is signed in. */
export async function addAdministrator({ client }: ConsoleClient): Promise<void> {
  await client.identity.setUp.createFirstAdministrator(administrator);
}

/** Makes area, zone, node, machines, readers and people, at a console where the administrator is. */
export async function fillSite(
  { client }: ConsoleClient,
  devices: Pick<SimulatorsProcess, 'readers' | 'node'>,
  workerCount = 3,
): Promise<LiveSite> {
  const area = await client.shopfloor.areas.create({ code: 'H1', name: 'Hall 1' });
  const zone = await client.shopfloor.zones.create({ areaId: area.id, code: 'M', name: 'Milling' });
  const { name, endpoint } = devices.node;
  const zoneId = zone.id;
  const node = await client.shopfloor.nodes.create({ nodeId: name, name, zoneId, endpoint });
  const machines: LiveMachine[] = [];
  for (const [port, reader] of devices.readers.entries()) {
    machines.push(await addMachine(client, { zoneId, nodeId: node.id, port, reader }));
  }
  const workers: LiveWorker[] = [];
  for (let index = 0; index < workerCount; index += 1) {
    workers.push(await addWorker(client, index, area.id));
  }
  return { machines, workers, visitor: await addWorker(client, workerCount, null) };
}

interface Place {
  readonly zoneId: string;
  readonly nodeId: string;
  readonly port: number;
  readonly reader: SimulatorsProcess['readers'][number];
}

async function addMachine(client: Client, place: Place): Promise<LiveMachine> {
  const { zoneId, nodeId, port, reader } = place;
  const code = `MILL-0${port + 1}`;
  const { id } = await client.shopfloor.machines.create({
    machineId: code,
    name: `Milling machine ${port + 1}`,
    zoneId,
    nodeId,
    nodePort: port,
  });
  await client.identity.readers.create({
    name: `Reader ${code}`,
    endpoint: reader.endpoint,
    profile: 'rdm6300',
    assignment: { purpose: 'machine', machineId: id },
  });
  return { id, code, reader: reader.name, port };
}

const names = ['Yuna Jung', 'Haruto Ito', 'Liam Murphy', 'Olivia Brown', 'Sota Kobayashi'] as const;

/** Makes a person with a badge, who may run the machines of an area; of none for `null`. */
export async function addWorker(
  client: Client,
  index: number,
  areaId: string | null,
): Promise<LiveWorker> {
  const fullName = `${names[index % names.length]}${index < names.length ? '' : ` ${index}`}`;
  const roles = await client.identity.roles.list();
  const roleIds = roles.filter((role) => role.name === 'shop operator').map((role) => role.id);
  const username = `worker.${index}`;
  const { id } = await client.identity.users.create({ username, fullName, roleIds });
  if (areaId !== null) {
    const { version } = await client.identity.users.get({ id });
    const scope = { scopeType: 'area', scopeId: areaId, permissionLevel: 'operate' } as const;
    await client.identity.users.setScopes({ id, version, scopes: [scope] });
  }
  const badge = `0B0071${index.toString(16).padStart(4, '0').toUpperCase()}`;
  const reading = { from: 'wedge', keys: badge } as const;
  await client.identity.badges.enrol({ userId: id, readings: [reading, reading] });
  return { userId: id, fullName, badge };
}

/** Waits until the node and every reader are connected, as an operator would see it. */
export async function untilDevicesAreUp(
  devices: Pick<SimulatorsProcess, 'command'>,
): Promise<void> {
  await untilAnswered(async () => {
    const lines = (await devices.command('status')).split('\n');
    const apart = lines.filter((line) => !line.includes('1 connected'));
    if (apart.length > 0) throw new Error(`Not connected: ${apart.join('; ')}`);
  });
}
