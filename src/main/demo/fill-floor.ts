import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appRoot } from '#platform/config/app-root.ts';
import type { Host } from '#platform/platform.ts';
import type { DemoConsole } from './demo-console.ts';
import { type DemoArea, type DemoPlace, type DemoZone, floor, stationReader } from './floor.ts';
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

/** Widths of the symbols on the plans, in plan units. */
const symbolSize = { machine: 96, node: 56 } as const;

interface Placed {
  readonly kind: 'machine' | 'node';
  readonly id: string;
  readonly at: DemoPlace;
}

async function fillArea(
  console: DemoConsole,
  { code, name, zones, plan }: DemoArea,
): Promise<string> {
  const { areas, plans } = console.shopfloor;
  const { id: areaId } = await areas.create({ code, name });
  const placed: Placed[] = [];
  for (const zone of zones) placed.push(...(await fillZone(console, areaId, zone)));
  const fileName = `${plan}.svg`;
  const svg = await readFile(join(appRoot, 'resources', 'floor-plans', fileName), 'utf8');
  await plans.upload({ areaId, revision: 0, fileName, svg });
  const changes = placed.map(({ kind, id, at: [x, y, rotation = 0] }) => {
    const place = { x, y, rotation, size: symbolSize[kind] };
    return { kind, id, version: 0, place };
  });
  await plans.place({ areaId, changes });
  return areaId;
}

async function fillZone(
  console: DemoConsole,
  areaId: string,
  zone: DemoZone,
): Promise<readonly Placed[]> {
  const { shopfloor, identity } = console;
  const { id: zoneId } = await shopfloor.zones.create({ areaId, code: zone.code, name: zone.name });
  const node = await shopfloor.nodes.create({
    nodeId: zone.node.id,
    name: `${zone.name} node`,
    zoneId,
    isEsp32: true,
    endpoint: endpoint(zone.node.port),
  });
  const placed: Placed[] = [{ kind: 'node', id: node.id, at: zone.node.at }];
  const keys = new Map<string, string>();
  for (const [nodePort, { code, name, readerPort, at, ...rest }] of zone.machines.entries()) {
    const machine = await shopfloor.machines.create({
      machineId: code,
      name,
      zoneId,
      nodeId: node.id,
      nodePort,
      ...rest,
    });
    placed.push({ kind: 'machine', id: machine.id, at });
    keys.set(code, machine.id);
    if (readerPort === undefined) continue;
    await identity.readers.create({
      name: `Reader ${code}`,
      endpoint: endpoint(readerPort),
      profile: 'rdm6300',
      assignment: { purpose: 'machine', machineId: machine.id },
    });
  }
  for (const { machines, ...accessory } of zone.accessories ?? []) {
    const machineIds = machines.flatMap((code) => keys.get(code) ?? []);
    await shopfloor.accessories.create({ nodeId: node.id, machineIds, ...accessory });
  }
  return placed;
}
