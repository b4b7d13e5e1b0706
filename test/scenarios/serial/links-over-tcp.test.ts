import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import {
  type BadgeReader,
  type ReaderEvent,
  startBadgeReader,
} from '#platform/serial/badge-reader.ts';
import { startNodeLink } from '#platform/serial/node-link.ts';
import type { NodeCommand } from '#platform/serial/node-orders.ts';
import type { NodeEvent } from '#platform/serial/node-session.ts';
import { type ReaderProfileId, readerProfiles } from '#platform/serial/reader-profiles.ts';
import { tcpTransport } from '#platform/serial/tcp-transport.ts';
import { startNodeSimulator } from '#simulators/node-simulator.ts';
import { type SimulatedReader, simulatedReaders } from '#simulators/reader-protocols.ts';
import { startReaderSimulator } from '#simulators/reader-simulator.ts';
import type { CableSpeeds } from '#simulators/device-cable.ts';
import { seededRandom } from '#simulators/seeded-random.ts';

// Real: sockets, codecs, sessions, time. Simulated: the devices. Side by side, because each mostly waits.
const listen = { host: '127.0.0.1', port: 0 };
const patience = { timeout: 10_000, interval: 5 };

/** The profile by which a person would set up each simulated reader. */
const profiles: Readonly<Record<SimulatedReader, ReaderProfileId>> = {
  rdm6300: 'rdm6300',
  'id-12': 'rdm6300',
  'plain-line': 'plain-line',
  twn4: 'twn4',
  'twn4-crc': 'twn4',
  'twn4-binary': 'twn4-binary',
  'twn4-binary-crc': 'twn4-binary',
  pn532: 'pn532',
};

interface ReaderSetup {
  readonly make?: SimulatedReader;
  readonly profile?: ReaderProfileId;
  readonly speeds?: CableSpeeds;
}

async function readerSetup(setup: ReaderSetup = {}) {
  const { make = 'rdm6300', profile = profiles[make], speeds } = setup;
  const stack = new AsyncDisposableStack();
  const simulator = stack.use(
    await startReaderSimulator({
      name: 'gate',
      profile: make,
      listen,
      clock: systemClock,
      ...(speeds ? { speeds } : {}),
    }),
  );
  const reader = stack.use(
    startBadgeReader({
      transport: tcpTransport('127.0.0.1', simulator.server.port),
      clock: systemClock,
      profile,
    }),
  );
  const events: ReaderEvent[] = [];
  reader.onEvent((event) => events.push(event));
  await vi.waitUntil(() => simulator.server.connections === 1, patience);
  const kinds = () => events.map(({ kind, read }) => `${kind} ${read.uid}`);
  return { simulator, reader, kinds, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Whether a reader that only answers has answered; the others need not be waited for. */
const hearsReader = ({ link }: BadgeReader, profile: ReaderProfileId): boolean =>
  readerProfiles[profile].silenceMs === null || link.status().counters.goodFrames > 3;

async function nodeSetup(framing: 'line' | 'cobs' = 'line') {
  const stack = new AsyncDisposableStack();
  const simulator = stack.use(
    await startNodeSimulator({ id: 'N07', portCount: 2, listen, clock: systemClock, framing }),
  );
  const commands: NodeCommand[] = [];
  simulator.onCommand((command) => commands.push(command));
  const node = stack.use(
    startNodeLink({
      transport: tcpTransport('127.0.0.1', simulator.server.port),
      clock: systemClock,
      nodeId: 'N07',
    }),
  );
  const events: NodeEvent[] = [];
  node.onEvent((event) => events.push(event));
  await vi.waitUntil(() => node.session.presence === 'online', patience);
  const kinds = () => events.map(({ kind }) => kind);
  return {
    simulator,
    node,
    events,
    kinds,
    commands,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe.concurrent('a badge reader over TCP', () => {
  it.each(simulatedReaders)(
    'tells a badge on a %s reader once, and that it was taken away',
    async (make) => {
      await using setup = await readerSetup({ make });
      const uid = make === 'pn532' ? 'DEADBEEF' : '0A00112233';
      // A reader that is asked wants to be asked in its own way first.
      await vi.waitUntil(() => hearsReader(setup.reader, profiles[make]), patience);
      setup.simulator.tap(uid, 1500);
      await vi.waitUntil(() => setup.kinds().length === 2, patience);
      expect(setup.kinds()).toEqual([`read ${uid}`, `gone ${uid}`]);
    },
  );

  it.each(['rdm6300', 'plain-line', 'twn4'] as const)(
    'finds out that it is a %s reader, says so in the trace and reads badges',
    async (make) => {
      await using setup = await readerSetup({ make, profile: 'auto' });
      setup.simulator.tap('62E3086CED', 200);
      setup.simulator.tap('62E3086CED', 200);
      const said = () => setup.reader.link.trace.entries().map(({ text }) => text);
      await vi.waitUntil(
        () => said().some((text) => text.startsWith(`recognised as ${make}`)),
        patience,
      );
      setup.simulator.tap('0A00112233', 1500);
      await vi.waitUntil(() => setup.kinds().at(-1) === 'gone 0A00112233', patience);
      expect(setup.kinds().filter((kind) => kind === 'read 0A00112233')).toHaveLength(1);
    },
  );

  it('tells no badge at a wrong baud rate, and to check the rate', async () => {
    await using setup = await readerSetup({ speeds: { device: 9600, host: 19_200 } });
    setup.simulator.present('0100112233');
    await vi.waitUntil(() => setup.reader.link.status().checkBaud, patience);
    expect(setup.kinds()).toEqual([]);
    expect(setup.reader.link.status().counters.goodFrames).toBe(0);
  });

  it('finds the badge in the noise of a bad cable', async () => {
    await using setup = await readerSetup();
    setup.simulator.noise(5000);
    setup.simulator.corrupt('0100112233');
    setup.simulator.tap('62E3086CED');
    await vi.waitUntil(() => setup.kinds().length === 2, patience);
    expect(setup.kinds()).toEqual(['read 62E3086CED', 'gone 62E3086CED']);
    expect(setup.reader.link.status().counters.discardedBytes).toBeGreaterThan(4900);
  });

  it('tells a badge whose frames are spoilt once, and no other badge', async () => {
    await using setup = await readerSetup();
    for (const mischief of ['corrupt', 'drop', 'duplicate', 'swap'] as const) {
      setup.simulator.faults.spoilOften({ mischief, chance: 0.3, random: seededRandom(3) });
      setup.simulator.tap('0100112233', 500);
      const told = () => setup.kinds().length;
      const before = told();
      await vi.waitUntil(() => told() === before + 2, patience);
    }
    expect(new Set(setup.kinds())).toEqual(new Set(['read 0100112233', 'gone 0100112233']));
  });

  it('reads again after the cable was pulled in the middle of a badge and plugged in', async () => {
    await using setup = await readerSetup();
    setup.simulator.present('0100112233');
    await vi.waitUntil(() => setup.kinds().includes('read 0100112233'), patience);
    await setup.simulator.server.pull();
    await vi.waitUntil(() => setup.reader.link.status().state.kind === 'down', patience);
    await vi.waitUntil(() => setup.kinds().includes('gone 0100112233'), patience);
    setup.simulator.remove();
    await setup.simulator.server.plug();
    await vi.waitUntil(() => setup.reader.link.status().state.kind === 'up', patience);
    setup.simulator.tap('62E3086CED');
    await vi.waitUntil(() => setup.kinds().includes('read 62E3086CED'), patience);
    expect(setup.reader.link.status().counters.reconnects).toBe(1);
  });
});

describe.concurrent('a node over TCP', () => {
  it.each(['line', 'cobs'] as const)(
    'releases and locks a machine by %s frames',
    async (framing) => {
      await using setup = await nodeSetup(framing);
      const released = await setup.node.command({ t: 'release', port: 1, seconds: null });
      expect(released).toEqual({ kind: 'done' });
      expect(setup.simulator.ports).toEqual(['locked', 'released']);
      expect(await setup.node.command({ t: 'lock', port: 1 })).toEqual({ kind: 'done' });
      expect(setup.simulator.ports).toEqual(['locked', 'locked']);
    },
  );

  it('passes on why the node refuses', async () => {
    await using setup = await nodeSetup();
    expect(await setup.node.command({ t: 'release', port: 5, seconds: null })).toEqual({
      kind: 'refused',
      error: 'no-such-port',
    });
    setup.simulator.setEstop('tripped');
    await vi.waitUntil(
      () => setup.kinds().filter((kind) => kind === 'estop').length === 2,
      patience,
    );
    expect(await setup.node.command({ t: 'release', port: 0, seconds: null })).toEqual({
      kind: 'refused',
      error: 'estop',
    });
  });

  it('has a command done once although its answer was lost', async () => {
    await using setup = await nodeSetup();
    setup.commands.length = 0;
    setup.simulator.spoilNext('drop');
    expect(await setup.node.command({ t: 'release', port: 0, seconds: null })).toEqual({
      kind: 'done',
    });
    expect(new Set(setup.commands.map(({ id }) => id)).size).toBe(1);
    expect(setup.simulator.ports[0]).toBe('released');
  });

  it('tells a badge once although its frame came twice, and notices one that was spoilt', async () => {
    await using setup = await nodeSetup();
    const badges = () =>
      setup.events.flatMap((event) =>
        event.kind === 'message' && event.message.t === 'badge' ? [event.message.uid] : [],
      );
    setup.simulator.spoilNext('duplicate');
    setup.simulator.badge('04A1B2C3');
    setup.simulator.spoilNext('swap');
    setup.simulator.badge('04A1B2C4');
    setup.simulator.badge('04A1B2C5');
    setup.simulator.spoilNext('corrupt');
    setup.simulator.badge('04A1B2C6');
    setup.simulator.badge('04A1B2C7');
    await vi.waitUntil(() => badges().includes('04A1B2C7'), patience);
    expect(badges()).toEqual(['04A1B2C3', '04A1B2C4', '04A1B2C5', '04A1B2C7']);
    expect(setup.node.session.quality).toMatchObject({ duplicates: 1, missed: 1 });
    expect(setup.node.link.status().counters.badFrames['bad-checksum']).toBe(1);
  });

  it('ends a command when the cable is pulled and never sends it later', async () => {
    await using setup = await nodeSetup();
    setup.simulator.silence(true);
    const outcome = setup.node.command({ t: 'release', port: 0, seconds: null });
    await vi.waitUntil(() => setup.commands.some(({ t }) => t === 'release'), patience);
    await setup.simulator.server.pull();
    expect(await outcome).toEqual({ kind: 'link-lost' });
    expect(await setup.node.command({ t: 'release', port: 0, seconds: null })).toEqual({
      kind: 'node-offline',
    });
    setup.commands.length = 0;
    setup.simulator.silence(false);
    await setup.simulator.server.plug();
    await vi.waitUntil(() => setup.node.session.presence === 'online', patience);
    expect(await setup.node.command({ t: 'lock', port: 0 })).toEqual({ kind: 'done' });
    expect(setup.commands.filter(({ t }) => t === 'release')).toEqual([]);
  });

  it('notices a restart by its boot, through the text of the ROM', async () => {
    await using setup = await nodeSetup();
    await setup.node.command({ t: 'release', port: 0, seconds: null });
    setup.simulator.reset('brown-out');
    await vi.waitUntil(
      () => setup.kinds().filter((kind) => kind === 'online').length === 2,
      patience,
    );
    expect(setup.events).toContainEqual(
      expect.objectContaining({ kind: 'restarted', reset: 'brown-out' }),
    );
    expect(setup.simulator.ports).toEqual(['locked', 'locked']);
    expect(setup.node.session.quality.resets).toEqual({ 'brown-out': 1 });
  });

  it('is stale while it is silent and recovers with what it says next', async () => {
    await using setup = await nodeSetup();
    setup.simulator.silence(true);
    await vi.waitUntil(() => setup.node.session.presence === 'stale', patience);
    setup.simulator.silence(false);
    await vi.waitUntil(() => setup.node.session.presence === 'online', patience);
    const afterwards = setup.kinds().slice(setup.kinds().indexOf('stale') + 1);
    // A beat comes next, or a greeting that was asked for before.
    expect(['recovered', 'online']).toContain(afterwards[0]);
  });
});
