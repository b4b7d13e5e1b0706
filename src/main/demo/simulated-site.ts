import { floor, stationReader } from './floor.ts';
import { personas, workers } from './people.ts';

/** The devices of the demonstration site, as the simulators' site file describes them. */
export function simulatedSite() {
  const zones = floor.flatMap((area) => area.zones);
  const machines = zones.flatMap((zone) => zone.machines);
  const readers = machines.flatMap(({ code, readerPort }) =>
    readerPort === undefined ? [] : { name: code, profile: 'rdm6300', port: readerPort },
  );
  return {
    readers: [...readers, { name: 'desk', profile: 'rdm6300', port: stationReader.port }],
    nodes: zones.map((zone) => ({
      name: zone.node.id,
      ports: Math.max(zone.machines.length, 1),
      framing: zone.node.framing,
      port: zone.node.port,
    })),
    badges: [...personas, ...workers].flatMap(({ badge }) => badge ?? []),
  };
}
