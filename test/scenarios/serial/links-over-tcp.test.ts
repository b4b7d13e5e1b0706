import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { type ReaderEvent, startBadgeReader } from '#platform/serial/badge-reader.ts';
import { startNodeLink } from '#platform/serial/node-link.ts';
import type { NodeCommand } from '#platform/serial/node-protocol.ts';
import type { NodeEvent } from '#platform/serial/node-session.ts';
import { tcpTransport } from '#platform/serial/tcp-transport.ts';
import { startNodeSimulator } from '#simulators/node-simulator.ts';
import type { SimulatedReader } from '#simulators/reader-protocols.ts';
import { startReaderSimulator } from '#simulators/reader-simulator.ts';

// Real: sockets, codecs, sessions, time. Simulated: the devices.
const listen = { host: '127.0.0.1', port: 0 };
const patience = { timeout: 10_000, interval: 5 };

async function readerSetup(profile: SimulatedReader = 'rdm6300') {
  const stack = new AsyncDisposableStack();
  const simulator = stack.use(
    await startReaderSimulator({ name: 'gate', profile, listen, clock: systemClock }),
  );
  const reader = stack.use(
    startBadgeReader({
      transport: tcpTransport('127.0.0.1', simulator.server.port),
      clock: systemClock,
      profile: profile === 'plain-line' ? 'plain-line' : 'rdm6300',
    }),
  );
  const events: ReaderEvent[] = [];
  reader.onEvent((event) => events.push(event));
  await vi.waitUntil(() => simulator.server.connections === 1, patience);
  const kinds = () => events.map(({ kind, read }) => `${kind} ${read.uid}`);
  return { simulator, reader, kinds, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

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

describe('a badge reader over TCP', () => {
  it.each(['rdm6300', 'id-12', 'plain-line'] as const)(
    'tells a badge on a %s reader once, and that it was taken away',
    async (profile) => {
      await using setup = await readerSetup(profile);
      setup.simulator.tap('0100112233');
      await vi.waitUntil(() => setup.kinds().length === 2, patience);
      expect(setup.kinds()).toEqual(['read 0100112233', 'gone 0100112233']);
    },
  );

  it('finds the badge in the noise of a bad cable', async () => {
    await using setup = await readerSetup();
    setup.simulator.noise(5000);
    setup.simulator.corrupt('0100112233');
    setup.simulator.tap('62E3086CED');
    await vi.waitUntil(() => setup.kinds().length === 2, patience);
    expect(setup.kinds()).toEqual(['read 62E3086CED', 'gone 62E3086CED']);
    expect(setup.reader.link.status().counters.discardedBytes).toBeGreaterThan(4900);
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

describe('a node over TCP', () => {
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
    expect(badges()).toEqual(['04A1B2C3', '04A1B2C5', '04A1B2C4', '04A1B2C7']);
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

  it('is stale while it is silent and recovers with its next beat', async () => {
    await using setup = await nodeSetup();
    setup.simulator.silence(true);
    await vi.waitUntil(() => setup.node.session.presence === 'stale', patience);
    setup.simulator.silence(false);
    await vi.waitUntil(() => setup.kinds().includes('recovered'), patience);
    expect(setup.node.session.presence).toBe('online');
  });
});
