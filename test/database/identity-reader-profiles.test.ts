import { describe, expect, it, vi } from 'vitest';
import { readerProfiles } from '#contract/identity/readers.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { memoryDevice } from '#platform/serial/memory-transport.ts';
import { readerProfiles as serialProfiles } from '#platform/serial/reader-profiles.ts';
import {
  type ReaderProtocol,
  readerProtocols,
  type SimulatedReader,
} from '#simulators/reader-protocols.ts';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';

/** A reader of each profile, and a badge that it reads. */
const makes: Record<(typeof readerProfiles)[number], readonly [SimulatedReader, string, string]> = {
  auto: ['rdm6300', '62E3086CED', 'em4100'],
  rdm6300: ['rdm6300', '62E3086CED', 'em4100'],
  'plain-line': ['plain-line', '62E3086CED', 'unknown'],
  twn4: ['twn4', 'DEADBEEF', 'iso14443a'],
  'twn4-binary': ['twn4-binary', '62E3086CED', 'em4100'],
  pn532: ['pn532', '04A1B2C3D4E5F6', 'iso14443a'],
};

/** A reader of memory with a badge on it; each call is one look at what the host asked. */
function readerWithBadge(
  device: ReturnType<typeof memoryDevice>,
  make: SimulatedReader,
  badge: string,
) {
  const protocol: ReaderProtocol = readerProtocols[make];
  const data = fromHex(badge) ?? new Uint8Array(0);
  const answer = protocol.listen?.();
  let heard = 0;
  return (): void => {
    const asked = device.written.slice(heard);
    heard += asked.length;
    const spoken = protocol.speaks === 'asked' ? [] : [protocol.frame(data)];
    const answers = asked.flatMap((bytes) => answer?.(bytes, data) ?? []);
    [...answers, ...spoken].forEach(device.emit);
  };
}

describe('a reader as it is configured', () => {
  it.each(readerProfiles)('speaks by its profile %s at the speed of that make', async (profile) => {
    const [make, badge, technology] = makes[profile];
    const device = memoryDevice(make);
    const speeds: number[] = [];
    await using site = await createIdentitySite({
      makeTransport(_endpoint, defaultBaud) {
        speeds.push(defaultBaud);
        return device.transport;
      },
    });
    await using running = new AsyncDisposableStack();
    running.use(await site.identity.start());
    const admin = await signInAdministrator(site);
    const reads: string[] = [];
    site.identity.reads.subscribe((read) => reads.push(`${read.technology} ${read.hex}`));
    await admin.client.readers.create({
      name: 'Desk reader',
      endpoint: 'tcp://10.0.0.9:4001',
      profile,
      assignment: { purpose: 'sign-in', workstation: 'desk' },
    });
    await vi.waitFor(() => expect(device.connected).toBe(true));
    const look = readerWithBadge(device, make, badge);
    await vi.waitFor(async () => {
      look();
      await site.clock.advance(50);
      expect(reads).toEqual([`${technology} ${badge}`]);
    }, 5000);
    expect(speeds).toEqual([serialProfiles[profile].baud]);
  });
});
