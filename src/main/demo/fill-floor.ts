import type { Host } from '#platform/platform.ts';
import type { DemoConsole } from './demo-console.ts';
import { type DemoArea, type DemoZone, floor, stationReader } from './floor.ts';
import { stationEndpoint } from './station-reader.ts';

const endpoint = (port: number): string => `tcp://127.0.0.1:${port}`;

/** Makes areas, zones, nodes, machines and readers; answers the areas' keys by code. */
export async function fillFloor(
  console: DemoConsole,
  { dataDir, workstation }: Host,
): Promise<ReadonlyMap<string, string>> {
  const areas = new Map<string, string>();
  for (const area of floor) areas.set(area.code, await fillArea(console, area));
  await console.identity.readers.create({
    name: stationReader.name,
    endpoint: stationEndpoint(dataDir),
    profile: 'rdm6300',
    assignment: { purpose: 'enrolment', workstation },
  });
  return areas;
}

async function fillArea(console: DemoConsole, { code, name, zones }: DemoArea): Promise<string> {
  const area = await console.shopfloor.areas.create({ code, name });
  for (const zone of zones) await fillZone(console, area.id, zone);
  return area.id;
}

async function fillZone(console: DemoConsole, areaId: string, zone: DemoZone): Promise<void> {
  const { shopfloor, identity } = console;
  const { id: zoneId } = await shopfloor.zones.create({ areaId, code: zone.code, name: zone.name });
  const node = await shopfloor.nodes.create({
    nodeId: zone.node.id,
    name: `${zone.name} node`,
    zoneId,
    isEsp32: true,
    endpoint: endpoint(zone.node.port),
  });
  for (const [nodePort, { code, name, readerPort, ...rest }] of zone.machines.entries()) {
    const machine = await shopfloor.machines.create({
      machineId: code,
      name,
      zoneId,
      nodeId: node.id,
      nodePort,
      ...rest,
    });
    if (readerPort === undefined) continue;
    await identity.readers.create({
      name: `Reader ${code}`,
      endpoint: endpoint(readerPort),
      profile: 'rdm6300',
      assignment: { purpose: 'machine', machineId: machine.id },
    });
  }
}
