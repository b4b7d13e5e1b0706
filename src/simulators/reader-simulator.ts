import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock/clock.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { type CableFaults, type CableSpeeds, halfOf, startDeviceCable } from './device-cable.ts';
import type { DeviceServer, ListenAddress } from './device-server.ts';
import { type ReaderProtocol, readerProtocols, type SimulatedReader } from './reader-protocols.ts';

/** How often a 125 kHz reader repeats the badge that lies on it, in milliseconds. */
const REPEAT_MS = 65;
/** How long a person holds a badge, in milliseconds. */
const TAP_MS = 400;
/** A badge whose frame is broken off when none lies on the reader. */
const SAMPLE = '0100112233';

/** What a simulated reader is made of. */
export interface ReaderSimulatorOptions {
  readonly name: string;
  readonly profile: SimulatedReader;
  readonly listen: ListenAddress;
  readonly clock: Clock;
  /** Speeds of the reader and of the host's port, where the host is set to a wrong one. */
  readonly speeds?: CableSpeeds;
}

/** A badge reader that is not there. */
export interface ReaderSimulator extends AsyncDisposable {
  readonly kind: 'reader';
  readonly name: string;
  readonly profile: SimulatedReader;
  readonly server: DeviceServer;
  readonly faults: CableFaults;
  /** The badge that lies on it, in hexadecimal. */
  readonly badge: string | null;
  /** Lays a badge down; it stays until {@link ReaderSimulator.remove}. Throws a RangeError. */
  present(uid: string): void;
  remove(): void;
  /** Lays a badge down and takes it away after `ms`. */
  tap(uid: string, ms?: number): void;
  /** Random bytes, as a bad cable makes them. */
  noise(count: number): void;
  /** Sends the first half of a badge's frame and nothing of the rest. */
  halfFrame(): void;
  /** One frame of the badge with a wrong byte in it. */
  corrupt(uid: string): void;
}

/** The bytes of a badge number. Throws a RangeError that says what it should be. */
function badgeBytes(uid: string): Uint8Array {
  const data = fromHex(uid);
  if (data) return data;
  throw new RangeError(`“${uid}” is not a badge number: give pairs of hexadecimal digits.`);
}

/** Starts a reader that listens for its host. */
export async function startReaderSimulator(
  options: ReaderSimulatorOptions,
): Promise<ReaderSimulator> {
  const { name, profile, clock } = options;
  const protocol: ReaderProtocol = readerProtocols[profile];
  const answer = protocol.listen?.();
  let badge: string | null = null;
  const { server, faults, send, sendRaw } = await startDeviceCable({
    ...options,
    onData(bytes) {
      const lying = badge === null ? null : badgeBytes(badge);
      for (const piece of answer?.(bytes, lying) ?? []) send(piece);
    },
  });
  const timers = new Map<'repeat' | 'end', Disposable>();

  function remove(): void {
    badge = null;
    for (const timer of timers.values()) timer[Symbol.dispose]();
    timers.clear();
  }

  function present(uid: string): void {
    const frame = protocol.frame(badgeBytes(uid));
    remove();
    badge = uid;
    if (protocol.speaks === 'asked') return;
    send(frame);
    if (protocol.speaks === 'once') return;
    timers.set(
      'repeat',
      clock.every(REPEAT_MS, () => send(frame)),
    );
  }

  return {
    kind: 'reader',
    name,
    profile,
    server,
    faults,
    get badge() {
      return badge;
    },
    present,
    remove,
    tap(uid, ms = TAP_MS) {
      present(uid);
      timers.set('end', clock.after(ms, remove));
    },
    noise: (count) => sendRaw(randomBytes(count)),
    halfFrame: () => sendRaw(halfOf(protocol.frame(badgeBytes(badge ?? SAMPLE)))),
    corrupt(uid) {
      const frame = protocol.frame(badgeBytes(uid));
      frame[3] = (frame[3] ?? 0) ^ 0x05;
      send(frame);
    },
    async [Symbol.asyncDispose]() {
      remove();
      await server[Symbol.asyncDispose]();
    },
  };
}
