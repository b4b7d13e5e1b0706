import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { startBadgeReader } from '#platform/serial/badge-reader.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { memoryDevice } from '#platform/serial/memory-transport.ts';
import type { ReaderProfileId } from '#platform/serial/reader-profiles.ts';
import { type ReaderProtocol, readerProtocols, type SimulatedReader } from './reader-protocols.ts';
import { throughUart, type UartSpeeds } from './uart.ts';

// Everything is real but the cable, the UARTs and time.

const STEP_MS = 65;
const BADGE = '0100112233';
const CARD = 'DEADBEEF';

/** Makes something else of bytes on their way to the host. */
type Spoil = (bytes: Uint8Array) => readonly Uint8Array[];

interface Setup {
  readonly make: SimulatedReader;
  readonly profile: ReaderProfileId;
  /** Speeds of the reader (sends) and the host (receives). */
  readonly speeds?: UartSpeeds;
}

const asItIs: Spoil = (bytes) => [bytes];

async function startPair({ make, profile, speeds }: Setup) {
  const clock = fakeClock();
  const device = memoryDevice(make);
  const protocol: ReaderProtocol = readerProtocols[make];
  const answer = protocol.listen?.();
  const reader = startBadgeReader({ transport: device.transport, clock, profile });
  const events: string[] = [];
  reader.onEvent(({ kind, read }) => events.push(`${kind} ${read.uid}`));
  const back = speeds && { sendBaud: speeds.receiveBaud, receiveBaud: speeds.sendBaud };
  let heard = 0;

  const toHost = (bytes: Uint8Array): Uint8Array => (speeds ? throughUart(bytes, speeds) : bytes);
  const toReader = (bytes: Uint8Array): Uint8Array => (back ? throughUart(bytes, back) : bytes);

  async function step(badge: string | null, spoil: Spoil): Promise<void> {
    const data = badge === null ? null : fromHex(badge);
    const asked = device.written.slice(heard);
    heard = device.written.length;
    const answers = asked.flatMap((bytes) => answer?.(toReader(bytes), data) ?? []);
    const spoken = data && protocol.speaks !== 'asked' ? [protocol.frame(data)] : [];
    for (const piece of [...answers, ...spoken]) spoil(toHost(piece)).forEach(device.emit);
    await clock.advance(STEP_MS);
  }

  /** Lets `badge` lie there for a while. */
  async function pass(ms: number, badge: string | null, spoil: Spoil = asItIs): Promise<void> {
    for (let at = 0; at < ms; at += STEP_MS) await step(badge, spoil);
  }

  await clock.advance(0);
  return {
    clock,
    device,
    reader,
    events,
    pass,
    [Symbol.asyncDispose]: reader[Symbol.asyncDispose],
  };
}

const pairs: readonly (Setup & { readonly badge: string })[] = [
  { make: 'rdm6300', profile: 'rdm6300', badge: BADGE },
  { make: 'id-12', profile: 'rdm6300', badge: BADGE },
  { make: 'plain-line', profile: 'plain-line', badge: CARD },
  { make: 'twn4', profile: 'twn4', badge: CARD },
  { make: 'twn4-crc', profile: 'twn4', badge: CARD },
  { make: 'twn4-binary', profile: 'twn4-binary', badge: CARD },
  { make: 'twn4-binary-crc', profile: 'twn4-binary', badge: CARD },
  { make: 'pn532', profile: 'pn532', badge: CARD },
  { make: 'rdm6300', profile: 'auto', badge: BADGE },
  { make: 'id-12', profile: 'auto', badge: BADGE },
  { make: 'plain-line', profile: 'auto', badge: CARD },
  { make: 'twn4', profile: 'auto', badge: CARD },
];

const healthy = { what: 'split', at: 0, noise: new Uint8Array(0) } as const;

/** Longer than it takes to find out which reader it is and how it wants to be asked. */
const SETTLING_MS = 6000;

describe.each(pairs)('$make, read as $profile', ({ badge, ...setup }) => {
  it('tells a badge once for as long as it lies there, and its going', async () => {
    await using pair = await startPair(setup);
    await pair.pass(SETTLING_MS, null);
    await pair.pass(3000, badge);
    expect(pair.events).toEqual([`read ${badge}`]);
    await pair.pass(1500, null);
    expect(pair.events).toEqual([`read ${badge}`, `gone ${badge}`]);
  });

  it('reads again after it was unplugged in the middle of a frame', async () => {
    await using pair = await startPair(setup);
    await pair.pass(SETTLING_MS, badge);
    await pair.pass(100, badge, (bytes) => [bytes.slice(0, bytes.length / 2)]);
    pair.device.unplug(new Error('ENXIO'));
    await pair.pass(2000, null);
    expect(pair.events).toEqual([`read ${badge}`, `gone ${badge}`]);
    pair.device.plug();
    await pair.pass(SETTLING_MS, badge);
    expect(pair.events.at(-1)).toBe(`read ${badge}`);
    expect(pair.reader.link.status().counters.reconnects).toBe(1);
  });

  it('tells no other badge on a bad cable, and the right one once it is good', async () => {
    // A line has neither a beginning nor a check: what is cut off joins what follows.
    const kinds =
      setup.make === 'plain-line'
        ? (['split', 'lose'] as const)
        : (['split', 'cut', 'lose', 'noise'] as const);
    const damage = fc.array(
      fc.record({
        what: fc.constantFrom(...kinds),
        at: fc.nat(60),
        noise: fc.uint8Array({ maxLength: 30 }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(damage, async (mishaps) => {
        await using pair = await startPair(setup);
        let turn = 0;
        await pair.pass(4000, badge, (bytes) => {
          const { what, at, noise } = mishaps[turn % mishaps.length] ?? healthy;
          turn += 1;
          const cut = at % bytes.length;
          if (what === 'split') return [bytes.slice(0, cut), bytes.slice(cut)];
          if (what === 'cut') return [bytes.slice(0, cut)];
          if (what === 'lose') return [];
          return [noise, bytes];
        });
        const known = new Set([`read ${badge}`, `gone ${badge}`]);
        expect(pair.events.filter((event) => !known.has(event))).toEqual([]);
        await pair.pass(14_000, badge);
        expect(pair.events.at(-1)).toBe(`read ${badge}`);
      }),
      { numRuns: 15 },
    );
  }, 30_000);
});

describe('a reader that is asked', () => {
  it('is shown in the trace by what it says first, and not by each answer', async () => {
    await using pair = await startPair({ make: 'pn532', profile: 'pn532' });
    await pair.pass(10_000, null);
    const entries = pair.reader.link.trace.entries();
    expect(entries.filter(({ kind }) => kind === 'sent')).toHaveLength(3);
    expect(entries.flatMap(({ kind, text }) => (kind === 'frame' ? [text] : []))).toEqual([
      'question received',
      'ready: sam',
      'ready: retries',
      'no badge',
    ]);
    expect(pair.reader.link.status().counters.goodFrames).toBeGreaterThan(50);
  });

  it('is asked by no byte that waited while it was unplugged', async () => {
    await using pair = await startPair({ make: 'twn4', profile: 'twn4' });
    await pair.pass(1000, null);
    const before = pair.device.written.length;
    pair.device.unplug();
    await pair.pass(5000, null);
    expect(pair.device.written).toHaveLength(before);
  });

  it('counts as lost when it answers nothing for ten seconds', async () => {
    await using pair = await startPair({ make: 'pn532', profile: 'pn532' });
    await pair.pass(1000, null);
    const states: string[] = [];
    pair.reader.link.onStatus(({ state }) =>
      states.push(state.kind === 'down' ? state.reason.code : state.kind),
    );
    await pair.pass(11_000, null, () => []);
    expect(states).toContain('silent');
  });
});

describe('a wrong baud rate', () => {
  const rates = [1200, 2400, 4800, 19_200, 38_400, 57_600, 115_200];
  const cards = fc
    .uint8Array({ minLength: 5, maxLength: 5 })
    .map((data) => Buffer.from(data).toString('hex'));

  it.each(rates)(
    'of %i at a reader of 9600 tells no badge, and to check the rate',
    async (receiveBaud) => {
      const speaking = fc.constantFrom(
        { make: 'rdm6300', profile: 'rdm6300' } as const,
        { make: 'id-12', profile: 'rdm6300' } as const,
        { make: 'rdm6300', profile: 'auto' } as const,
      );
      await fc.assert(
        fc.asyncProperty(speaking, cards, async (setup, card) => {
          await using pair = await startPair({ ...setup, speeds: { sendBaud: 9600, receiveBaud } });
          await pair.pass(2900, card);
          expect(pair.reader.link.status().checkBaud).toBe(false);
          await pair.pass(300, card);
          expect(pair.reader.link.status().checkBaud).toBe(true);
          expect(pair.events).toEqual([]);
        }),
        { numRuns: 10 },
      );
    },
  );

  it.each(['twn4', 'twn4-binary', 'pn532'] as const)(
    'makes nothing of what is asked of a %s, and nothing of its answers',
    async (make) => {
      for (const receiveBaud of rates) {
        const speeds = { sendBaud: 9600, receiveBaud };
        await using pair = await startPair({ make, profile: make, speeds });
        await pair.pass(11_000, CARD);
        expect(pair.events).toEqual([]);
      }
    },
  );
});
