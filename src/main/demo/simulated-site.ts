import { type DemoZone, floor, stationReader } from './floor.ts';
import { type DemoPerson, personas, workers } from './people.ts';
import { stationPty } from './station-reader.ts';

/** The devices of the site that is demonstrated in `dataDir`, as the simulators' site file describes them. */
export function simulatedSite(dataDir: string) {
  const zones = floor.flatMap((area) => area.zones);
  const machines = zones.flatMap((zone) => zone.machines);
  const readers = machines.flatMap(({ code, readerPort }) =>
    readerPort === undefined ? [] : { name: code, profile: 'rdm6300', port: readerPort },
  );
  const pty = stationPty(dataDir);
  const desk = { name: 'desk', profile: 'rdm6300', port: stationReader.port, ...(pty && { pty }) };
  return {
    readers: [...readers, desk],
    nodes: zones.map((zone) => ({
      name: zone.node.id,
      ports: Math.max(zone.machines.length, 1),
      framing: zone.node.framing,
      port: zone.node.port,
      inputs: terminalsOf(zone, 'input'),
      outputs: terminalsOf(zone, 'output'),
    })),
    people: [...personas, ...workers].flatMap(({ badge, areas }) => {
      const at = devicesOf(areas);
      return badge === undefined || at.length === 0 ? [] : { badge, at };
    }),
  };
}

/** How many terminals of a direction a zone's node has. */
const terminalsOf = ({ accessories = [] }: DemoZone, type: 'input' | 'output'): number =>
  Math.max(
    0,
    ...accessories.filter(({ ioType }) => ioType === type).map(({ ioNumber }) => ioNumber + 1),
  );

/** Where the person may work: readers of machines, and nodes for machines without one. */
function devicesOf(rights: DemoPerson['areas']): string[] {
  const areas = floor.filter(({ code }) => Object.hasOwn(rights, code) && rights[code] !== 'view');
  const zones = areas.flatMap((area) => area.zones);
  return zones.flatMap(({ node, machines }) => {
    const readers = machines.filter(({ readerPort }) => readerPort !== undefined);
    return readers.length > 0 ? readers.map(({ code }) => code) : [node.id];
  });
}
