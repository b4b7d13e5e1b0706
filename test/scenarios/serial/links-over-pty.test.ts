import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { startBadgeReader } from '#platform/serial/badge-reader.ts';
import { parseEndpoint } from '#platform/serial/endpoint.ts';
import { startNodeLink } from '#platform/serial/node-link.ts';
import { transportFor } from '#platform/serial/open-transport.ts';
import type { ReaderProfileId } from '#platform/serial/reader-profiles.ts';
import type { SimulatedReader } from '#simulators/reader-protocols.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { startSiteSimulator } from '#simulators/site-simulator.ts';

// Real: pseudo-terminals, the serialport binding, codecs, sessions, time. Simulated: the devices.
const hasSocat = spawnSync('socat', ['-V']).status === 0;
const patience = { timeout: 10_000, interval: 5 };

const transport = (path: string) => transportFor(parseEndpoint(`serial:${path}?baud=9600`));

async function setUp(make: SimulatedReader = 'rdm6300', profile: ReaderProfileId = 'rdm6300') {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-pty-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const readerPath = join(folder, 'gate');
  const nodePath = join(folder, 'N01');
  const description = siteSchema.parse({
    readers: [{ name: 'gate', port: 0, pty: readerPath, profile: make }],
    nodes: [{ name: 'N01', port: 0, pty: nodePath }],
  });
  const site = stack.use(await startSiteSimulator(description, systemClock));
  const reader = stack.use(
    startBadgeReader({ transport: transport(readerPath), clock: systemClock, profile }),
  );
  const node = stack.use(
    startNodeLink({ transport: transport(nodePath), clock: systemClock, nodeId: 'N01' }),
  );
  const badges: string[] = [];
  reader.onEvent((event) => {
    if (event.kind === 'read') badges.push(event.read.uid);
  });
  const device = (name: string) => {
    const found = site.devices.get(name);
    if (!found) throw new Error(`The site has no ${name}.`);
    return found;
  };
  function tap(uid: string, ms?: number): void {
    const gate = device('gate').device;
    if (gate.kind === 'reader') gate.tap(uid, ms);
  }
  await vi.waitUntil(() => reader.link.status().state.kind === 'up', patience);
  return {
    readerPath,
    site,
    reader,
    node,
    badges,
    device,
    tap,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe.skipIf(!hasSocat)('links over pseudo-terminals (skipped: socat is not installed)', () => {
  it('reads badges and commands a node through the serial binding', async () => {
    await using setup = await setUp();
    setup.tap('0100112233');
    await vi.waitUntil(() => setup.badges.length === 1, patience);
    expect(setup.badges).toEqual(['0100112233']);
    await vi.waitUntil(() => setup.node.session.presence === 'online', patience);
    expect(await setup.node.command({ t: 'release', port: 0, seconds: null })).toEqual({
      kind: 'done',
    });
  });

  it.each([
    ['twn4', 'twn4'],
    ['twn4-binary', 'twn4-binary'],
    ['pn532', 'pn532'],
    ['twn4', 'auto'],
  ] as const)('asks a %s reader as %s, and again after it was unplugged', async (make, profile) => {
    await using setup = await setUp(make, profile);
    const gate = setup.device('gate');
    for (const uid of ['DEADBEEF', '04A1B2C3D4E5F6']) {
      setup.tap(uid, 10_000);
      await vi.waitUntil(() => setup.badges.at(-1) === uid, patience);
      await gate.pull();
      await vi.waitUntil(() => setup.reader.link.status().state.kind !== 'up', patience);
      await gate.plug();
      await vi.waitUntil(() => setup.reader.link.status().state.kind === 'up', patience);
    }
    expect(setup.reader.link.status().counters.reconnects).toBe(2);
  });

  it('goes down when unplugged in the middle of a frame, and comes back every time', async () => {
    await using setup = await setUp();
    for (let round = 0; round < 5; round += 1) {
      const { server } = setup.device('gate').device;
      server.send(Uint8Array.of(0x02, 0x30, 0x31, 0x30));
      await setup.device('gate').pull();
      await vi.waitUntil(() => setup.reader.link.status().state.kind !== 'up', patience);
      await setup.device('gate').plug();
      await vi.waitUntil(() => setup.reader.link.status().state.kind === 'up', patience);
    }
    setup.tap('62E3086CED');
    await vi.waitUntil(() => setup.badges.length === 1, patience);
    expect(setup.badges).toEqual(['62E3086CED']);
  });

  it('says which port cannot be opened, and why', async () => {
    await using missing = startBadgeReader({
      transport: transport('/dev/signalbox-no-such-port'),
      clock: systemClock,
      profile: 'rdm6300',
    });
    await vi.waitUntil(() => missing.link.status().state.kind === 'down', patience);
    expect(missing.link.status().state).toMatchObject({
      reason: {
        code: 'open-failed',
        message: expect.stringMatching(/signalbox-no-such-port.*There is no such port/u),
      },
    });
  });

  it('does not share a port with another program', async () => {
    await using setup = await setUp();
    await using second = startBadgeReader({
      transport: transport(setup.readerPath),
      clock: systemClock,
      profile: 'rdm6300',
    });
    await vi.waitUntil(() => second.link.status().state.kind === 'down', patience);
    expect(second.link.status().state).toMatchObject({
      reason: { message: expect.stringContaining('Another program uses it') },
    });
  });
});
