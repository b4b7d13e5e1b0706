import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '#platform/clock/system-clock.ts';
import { parseEndpoint } from '#platform/serial/endpoint.ts';
import { startNodeLink } from '#platform/serial/node-link.ts';
import type { NodeEvent } from '#platform/serial/node-session.ts';
import { transportFor } from '#platform/serial/open-transport.ts';
import type { FrameMischief } from '#simulators/frame-mischief.ts';
import { seededRandom } from '#simulators/seeded-random.ts';
import { siteSchema } from '#simulators/site-description.ts';
import { siteCommands } from '#simulators/site-commands.ts';
import { startSiteSimulator } from '#simulators/site-simulator.ts';

// Real: sockets, pseudo-terminals, the serialport binding, codecs, sessions, time. Simulated: nodes.
const hasSocat = spawnSync('socat', ['-V']).status === 0;
const patience = { timeout: 20_000, interval: 5 };

/** A node behind a cable, and everything its link tells. */
async function setUp(way: 'tcp' | 'pty') {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-mischief-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const pty = way === 'pty' ? { pty: join(folder, 'N01') } : {};
  const description = siteSchema.parse({ nodes: [{ name: 'N01', port: 0, ...pty }] });
  const site = stack.use(await startSiteSimulator(description, systemClock));
  const run = stack.use(siteCommands(site, systemClock));
  const wired = site.devices.get('N01');
  if (wired?.device.kind !== 'node') throw new Error('The site has no node.');
  const endpoint = wired.endpoints().at(-1) ?? '';
  const node = stack.use(
    startNodeLink({
      transport: transportFor(parseEndpoint(endpoint), { defaultBaud: 115_200 }),
      clock: systemClock,
      nodeId: 'N01',
    }),
  );
  const events: NodeEvent[] = [];
  node.onEvent((event) => events.push(event));
  const online = (times: number) =>
    vi.waitUntil(() => events.filter(({ kind }) => kind === 'online').length >= times, patience);
  await online(1);
  return {
    device: wired.device,
    run,
    node,
    online,
    kinds: () => events.map(({ kind }) => kind),
    badges: () =>
      events.flatMap((event) =>
        event.kind === 'message' && event.message.t === 'badge' ? [event.message.uid] : [],
      ),
    entries: () =>
      events.flatMap((event) =>
        event.kind === 'message' && event.message.t === 'entry'
          ? [[event.message.boot_of, event.message.n] as const]
          : [],
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const uids = (count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    (0x04a00000 + at).toString(16).padStart(8, '0').toUpperCase(),
  );

const ways = [{ way: 'tcp' as const }, ...(hasSocat ? [{ way: 'pty' as const }] : [])];

describe.concurrent.each(ways)('a node whose cable or program fails, over $way', ({ way }) => {
  it('is heard again after its cable was pulled in the middle of a frame', async () => {
    await using setup = await setUp(way);
    setup.device.badge('04A1B2C3');
    await vi.waitUntil(() => setup.badges().length === 1, patience);
    await setup.run('half-frame N01 1');
    await vi.waitUntil(() => setup.kinds().includes('offline'), patience);
    await setup.online(2);
    setup.device.badge('04A1B2C4');
    await vi.waitUntil(() => setup.badges().length === 2, patience);
    expect(setup.badges()).toEqual(['04A1B2C3', '04A1B2C4']);
    expect(setup.node.link.status().counters.reconnects).toBe(1);
    expect(await setup.node.command({ t: 'lock', port: 0 })).toEqual({ kind: 'done' });
  });

  it('counts the starts of a node that starts again and again, and leaves no command open', async () => {
    await using setup = await setUp(way);
    setup.device.resetLoop(150);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, async (_, turn) => {
        await systemClock.sleep(turn * 80);
        return setup.node.command({ t: 'release', port: 0, seconds: null });
      }),
    );
    setup.device.resetLoop(null);
    expect(outcomes).toHaveLength(12);
    await vi.waitUntil(() => setup.node.session.presence === 'online', patience);
    const starts = setup.kinds().filter((kind) => kind === 'restarted').length;
    expect(starts).toBeGreaterThan(2);
    expect(setup.node.session.quality.resets).toEqual({ 'brown-out': starts });
    expect(await setup.node.command({ t: 'lock', port: 0 })).toEqual({ kind: 'done' });
    expect(setup.device.ports).toEqual(['locked']);
  });

  it.each(['duplicate', 'swap', 'drop', 'corrupt'] as const satisfies readonly FrameMischief[])(
    'tells no badge twice and none out of order although frames are spoilt: %s',
    async (mischief) => {
      await using setup = await setUp(way);
      setup.device.faults.spoilOften({ mischief, chance: 0.3, random: seededRandom(7) });
      const shown = uids(100);
      for (const uid of shown) setup.device.badge(uid);
      setup.device.faults.spoilOften(null);
      setup.device.badge('04FFFFFF');
      await vi.waitUntil(() => setup.badges().includes('04FFFFFF'), patience);
      const told = setup.badges();
      expect(told).toEqual([...new Set(told)].toSorted());
      const lossless = mischief === 'duplicate' || mischief === 'swap';
      const { lost, duplicates, badFrames } = setup.node.quality();
      expect(told.length + lost >= 101).toBe(true);
      expect(told.length === 101).toBe(lossless);
      expect(duplicates > 0).toBe(mischief === 'duplicate');
      expect(badFrames['bad-checksum'] > 0).toBe(mischief === 'corrupt');
    },
  );

  it('is understood no more at another speed, says to check it, and is when it is right again', async () => {
    await using setup = await setUp(way);
    await setup.run('baud N01 57600');
    await vi.waitUntil(() => setup.node.link.status().checkBaud, patience);
    await setup.run('baud N01');
    await vi.waitUntil(() => !setup.node.link.status().checkBaud, patience);
    await vi.waitUntil(() => setup.node.session.presence === 'online', patience);
    expect(setup.node.quality().resyncs).toBeGreaterThan(0);
  });
});

describe.concurrent('a node without its host', () => {
  it('lets people in by itself and tells it afterwards, in order, until it is kept', async () => {
    await using setup = await setUp('tcp');
    for (const uid of uids(20)) setup.device.badgeAlone(uid);
    const entries = () => setup.entries();
    await vi.waitUntil(() => entries().length >= 8, patience);
    let kept = 0;
    while (kept < 20) {
      const [boot, n] = entries().at(-1) ?? ['', 0];
      await setup.node.command({ t: 'entries-kept', boot_of: boot, n });
      kept = n;
      await vi.waitUntil(() => kept === 20 || (entries().at(-1)?.[1] ?? 0) > kept, patience);
    }
    await vi.waitUntil(() => setup.device.buffered === 0, patience);
    expect([...new Set(entries().map(([, n]) => n))]).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
  });
});
