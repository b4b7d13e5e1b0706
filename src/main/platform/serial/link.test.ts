import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { fromHex } from './hex.ts';
import type { LinkState, LinkStatus } from './link-state.ts';
import { startLink } from './link.ts';
import { memoryDevice } from './memory-transport.ts';
import { encodeRdm6300, type Rdm6300Frame, rdm6300Decoder } from './rdm6300.ts';
import type { ByteStream, CloseReason } from './transport.ts';
import { LinkError, MAX_QUEUED_BYTES } from './write-queue.ts';

const data = fromHex('0100112233') ?? new Uint8Array(0);
const frame = encodeRdm6300({ data, variant: 'rdm6300' });
const order = Uint8Array.of(1, 2, 3);

async function startSubject(silenceMs: number | null = null) {
  const clock = fakeClock();
  const device = memoryDevice('reader 1');
  const frames: Rdm6300Frame[] = [];
  const states: LinkState[] = [];
  const link = startLink({
    transport: device.transport,
    clock,
    decoder: rdm6300Decoder,
    silenceMs,
    random: () => 1,
  });
  link.onFrame((found) => frames.push(found));
  link.onStatus((status) => states.push(status.state));
  await clock.advance(0);
  return { clock, device, frames, states, link };
}

const lastOf = (states: LinkState[]): LinkState | undefined => states.at(-1);

describe('a link', () => {
  it('passes frames on and counts good ones, bad ones and lost bytes', async () => {
    const { device, frames, link } = await startSubject();
    device.emit(Uint8Array.of(9, 9));
    device.emit(frame);
    device.emit(
      encodeRdm6300({ data, variant: 'rdm6300' }).map((byte, at) => (at === 3 ? 0x39 : byte)),
    );
    expect(frames).toHaveLength(1);
    expect(link.status().counters).toMatchObject({
      bytesIn: 30,
      goodFrames: 1,
      badFrames: { noise: 1, 'bad-checksum': 1 },
      discardedBytes: 16,
      reconnects: 0,
    });
    await link[Symbol.asyncDispose]();
  });

  it('goes down at once when unplugged, drops half a frame and comes back by itself', async () => {
    const { clock, device, frames, states, link } = await startSubject();
    device.emit(frame.slice(0, 8));
    device.unplug(new Error('ENXIO'));
    await clock.advance(0);
    expect(lastOf(states)).toMatchObject({ kind: 'down', reason: { code: 'lost' } });
    device.plug();
    await clock.advance(100);
    expect(lastOf(states)?.kind).toBe('up');
    device.emit(frame.slice(8));
    expect(frames).toEqual([]);
    device.emit(frame);
    expect(frames).toHaveLength(1);
    expect(link.status().counters.reconnects).toBe(1);
    await link[Symbol.asyncDispose]();
  });

  it('tries again after 100 ms, then twice as long each time, and at most 5 s', async () => {
    const { clock, device, states, link } = await startSubject();
    device.unplug();
    await clock.advance(0);
    await clock.advance(20_000);
    const waits = states.flatMap((state, at) => {
      const next = states.slice(at + 1).find(({ kind }) => kind === 'down');
      const known = state.kind === 'down' && state.retryAt && next?.kind === 'down' && next.retryAt;
      return known && state.retryAt ? [known.getTime() - state.retryAt.getTime()] : [];
    });
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
    await link[Symbol.asyncDispose]();
  });

  it('rejects what is sent while down and never delivers it later', async () => {
    const { clock, device, link } = await startSubject();
    device.unplug();
    await clock.advance(0);
    await expect(link.send(order)).rejects.toMatchObject({ code: 'link-down' });
    device.plug();
    await clock.advance(10_000);
    expect(link.status().state.kind).toBe('up');
    expect(device.written).toEqual([]);
    await link.send(order);
    expect(device.written).toEqual([order]);
    await link[Symbol.asyncDispose]();
  });

  it('rejects what would make more than 8 KiB wait', async () => {
    const { device, link } = await startSubject();
    device.stall(true);
    const first = link.send(new Uint8Array(MAX_QUEUED_BYTES));
    await expect(link.send(order)).rejects.toMatchObject({ code: 'queue-full' });
    device.stall(false);
    await first;
    await link.send(order);
    await link[Symbol.asyncDispose]();
  });

  it('rejects what waited a second and cuts off the connection that took no bytes', async () => {
    const { clock, device, states, link } = await startSubject();
    device.stall(true);
    const sends = [link.send(order), link.send(order)].map((send) =>
      send.catch((error: { code: string }) => error.code),
    );
    await clock.advance(999);
    expect(lastOf(states)?.kind).toBe('up');
    await clock.advance(1);
    expect(await Promise.all(sends)).toEqual(['write-too-old', 'write-too-old']);
    expect(states).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'write-stalled' }) }),
    );
    device.stall(false);
    await clock.advance(5000);
    expect(device.written).toEqual([]);
    await link[Symbol.asyncDispose]();
  });

  it('rejects what is being written as soon as the device is unplugged', async () => {
    const { device, link } = await startSubject();
    device.stall(true);
    const send = link.send(order);
    device.unplug();
    await expect(send).rejects.toMatchObject({ code: 'link-down' });
    await link[Symbol.asyncDispose]();
  });

  it('ignores bytes that a port delivers after its end', async () => {
    const dataListeners: ((bytes: Uint8Array) => void)[] = [];
    const closeListeners: ((reason: CloseReason) => void)[] = [];
    const stream: ByteStream = {
      onData: (listener) => void dataListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      write: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const clock = fakeClock();
    const transport = { name: 'late port', open: () => Promise.resolve(stream) };
    const link = startLink({ transport, clock, decoder: rdm6300Decoder });
    await clock.advance(0);
    for (const end of closeListeners) end({ kind: 'ended' });
    for (const deliver of dataListeners) deliver(frame);
    expect(dataListeners).toHaveLength(1);
    expect(link.status().counters).toMatchObject({ bytesIn: 0, goodFrames: 0 });
    await link[Symbol.asyncDispose]();
  });

  it('opens anew when a device that should speak is silent, whatever the wall clock does', async () => {
    const { clock, device, states, link } = await startSubject(10_000);
    clock.jumpTo(new Date('2027-01-01T00:00:00Z'));
    await clock.advance(9000);
    device.emit(frame);
    await clock.advance(9999);
    expect(lastOf(states)?.kind).toBe('up');
    await clock.advance(1);
    expect(states).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'silent' }) }),
    );
    await clock.advance(5000);
    expect(device.opens).toBe(2);
    await link[Symbol.asyncDispose]();
  });

  it('suspects the speed after 3 s of bytes without a frame, and no more after a good frame', async () => {
    const { clock, device, link } = await startSubject();
    const hints: boolean[] = [];
    link.onStatus((status: LinkStatus) => hints.push(status.checkBaud));
    for (let at = 0; at < 3000; at += 100) {
      device.emit(Uint8Array.of(0x80, 0xf8, 0));
      await clock.advance(100);
    }
    expect(hints).toEqual([true]);
    device.emit(frame);
    expect(hints).toEqual([true, false]);
    device.emit(Uint8Array.of(0x80));
    await clock.advance(10_000);
    expect(hints).toEqual([true, false]);
    await link[Symbol.asyncDispose]();
  });

  it('shows the last things the port said, raw and in words', async () => {
    const { device, link } = await startSubject();
    const seen: string[] = [];
    using subscription = link.trace.subscribe((entry) => seen.push(entry.kind));
    device.emit(Uint8Array.of(9));
    device.emit(frame);
    await link.send(order);
    subscription[Symbol.dispose]();
    device.emit(frame);
    expect(seen).toEqual(['garbage', 'frame', 'sent']);
    expect(link.trace.entries().map(({ kind, raw }) => `${kind} ${raw}`)).toEqual([
      'state ',
      'state ',
      'garbage 09',
      'frame 0230313030313132323333303103',
      'sent 010203',
      'frame 0230313030313132323333303103',
    ]);
    await link[Symbol.asyncDispose]();
  });

  it('is closed for good when disposed, even while it waits to try again', async () => {
    const { clock, device, states, link } = await startSubject();
    device.unplug();
    await clock.advance(150);
    await link[Symbol.asyncDispose]();
    device.plug();
    await clock.advance(60_000);
    expect(device.connected).toBe(false);
    expect(lastOf(states)).toMatchObject({
      kind: 'down',
      reason: { code: 'closed' },
      retryAt: null,
    });
    await expect(link.send(order)).rejects.toMatchObject({ code: 'link-down' });
  });
});

describe('a link under any order of events', () => {
  const steps = fc.constantFrom(
    'plug',
    'unplug',
    'send',
    'frame',
    'noise',
    'stall',
    'flow',
    'wait',
  );

  it('settles each send once, delivers accepted bytes at most once and ends closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (run) => {
        const { clock, device, link } = await startSubject(10_000);
        const accepted: number[] = [];
        const rejected: unknown[] = [];
        const settled: Promise<number>[] = [];
        for (const [at, step] of run.entries()) {
          if (step === 'plug') device.plug();
          if (step === 'unplug') device.unplug();
          if (step === 'frame') device.emit(frame);
          if (step === 'noise') device.emit(Uint8Array.of(2, 2, at));
          if (step === 'stall') device.stall(true);
          if (step === 'flow') device.stall(false);
          if (step === 'send') {
            const sent = link.send(Uint8Array.of(at)).then(() => accepted.push(at));
            settled.push(sent.catch((error: unknown) => rejected.push(error)));
          }
          await clock.advance(step === 'wait' ? 700 : 10);
        }
        await clock.advance(2000);
        await Promise.all(settled);
        expect(rejected.every((error) => error instanceof LinkError)).toBe(true);
        expect(rejected.length + accepted.length).toBe(settled.length);
        expect(device.written.map(([first]) => first)).toEqual(accepted);
        await link[Symbol.asyncDispose]();
        expect(device.connected).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
