import { FIRMWARE_PIECE_BYTES } from '#contract/shopfloor/firmware.ts';
import type { DemoConsole } from './demo-console.ts';

const DAY_MS = 86_400_000;

/** Firmware of the catalogue; nodes of the simulators run sim-1.0.0. */
const images = [
  {
    nodeType: 'machine_monitor',
    version: 'sim-1.0.0',
    minimumVersion: null,
    releaseNotes: 'Reports the stop circuit with every sign of life.',
    bytes: 180_000,
  },
  {
    nodeType: 'machine_monitor',
    version: 'sim-1.1.0',
    minimumVersion: 'sim-1.0.0',
    releaseNotes: 'Shows why a badge was refused. Steadier Bluetooth scan.',
    bytes: 196_000,
  },
  {
    nodeType: 'accessory_io',
    version: 'sim-1.0.0',
    minimumVersion: null,
    releaseNotes: 'Outputs keep their state through a restart of the console.',
    bytes: 120_000,
  },
] as const;

/** Settings by node; what is not named is as usual. */
const settings: Readonly<Record<string, Readonly<Record<string, number | boolean | string>>>> = {
  N01: { displayBrightness: 90, warningLeadSeconds: 120 },
  N03: { buzzer: false, graceMinutes: 2 },
  N04: { displayLanguage: 'ja', graceMinutes: 10 },
  N05: { displayLanguage: 'ko', displayBrightness: 50 },
};

/** Days from now on which drills are planned, by node. */
const drills: Readonly<Record<string, number>> = { N01: 1, N03: 3, N04: 8, N05: 15 };

/** Puts firmware into the catalogue, gives nodes settings, plans drills, and names an application that is told. */
export async function fillUpkeep(console: DemoConsole, now: Date): Promise<void> {
  for (const image of images) await upload(console, image);
  const { nodes, nodeConfigs, drills: calendar, sync } = console.shopfloor;
  for (const { id, nodeId } of (await nodes.list({ limit: 100 })).rows) {
    const wanted = settings[nodeId];
    if (wanted) {
      const { settings: usual, state } = await nodeConfigs.get({ id });
      const note = 'As agreed with the people of the zone';
      const { version } = state;
      await nodeConfigs.save({ id, version, settings: { ...usual, ...wanted }, note });
    }
    const inDays = drills[nodeId];
    if (inDays === undefined) continue;
    const day = new Date(now.getTime() + inDays * DAY_MS);
    day.setUTCHours(5, 0, 0, 0);
    await calendar.plan({ nodeId: id, plannedFor: day.toISOString() });
  }
  await sync.targets.create({
    targetApp: 'Maintenance planner',
    url: 'https://planner.example.org/events',
    eventTypes: ['estop.acknowledged', 'area.changed', 'zone.changed'],
    // Nobody listens at that address.
    active: false,
  });
}

async function upload(
  { shopfloor: { firmware } }: DemoConsole,
  { bytes: size, ...fields }: (typeof images)[number],
): Promise<void> {
  const fileName = `${fields.nodeType}-${fields.version}.bin`;
  const { id } = await firmware.begin({ ...fields, fileName, size });
  for (let sent = 0; sent < size; sent += FIRMWARE_PIECE_BYTES) {
    const piece = Buffer.alloc(Math.min(FIRMWARE_PIECE_BYTES, size - sent), fields.version);
    await firmware.append({ id, offset: sent, data: piece.toString('base64') });
  }
  await firmware.finish({ id });
}
