import { randomBytes } from 'node:crypto';
import type { Clock } from '#platform/clock/clock.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { encodePlainLine } from '#platform/serial/plain-line.ts';
import { encodeRdm6300 } from '#platform/serial/rdm6300.ts';
import { type DeviceServer, type ListenAddress, startDeviceServer } from './device-server.ts';

/** Makes of reader that can be simulated. */
export const simulatedReaders = ['rdm6300', 'id-12', 'plain-line'] as const;
/** One of {@link simulatedReaders}. */
export type SimulatedReader = (typeof simulatedReaders)[number];

/** How often a 125 kHz reader repeats the badge that lies on it, in milliseconds. */
export const REPEAT_MS = 65;
/** How long a person holds a badge, in milliseconds. */
const TAP_MS = 400;

/** What a simulated reader is made of. */
export interface ReaderSimulatorOptions {
  readonly name: string;
  readonly profile: SimulatedReader;
  readonly listen: ListenAddress;
  readonly clock: Clock;
}

/** A badge reader that is not there. */
export interface ReaderSimulator extends AsyncDisposable {
  readonly kind: 'reader';
  readonly name: string;
  readonly profile: SimulatedReader;
  readonly server: DeviceServer;
  /** The badge that lies on it, in hexadecimal. */
  readonly badge: string | null;
  /** Lays a badge down; it stays until {@link ReaderSimulator.remove}. Throws a RangeError. */
  present(uid: string): void;
  remove(): void;
  /** Lays a badge down and takes it away after `ms`. */
  tap(uid: string, ms?: number): void;
  /** Random bytes, as a bad cable makes them. */
  noise(count: number): void;
  /** One frame of the badge with a wrong byte in it. */
  corrupt(uid: string): void;
}

/** The bytes a reader sends for a badge. Throws a RangeError that says what the UID should be. */
function badgeFrame(profile: SimulatedReader, uid: string): Uint8Array {
  const data = fromHex(uid);
  if (!data)
    throw new RangeError(`“${uid}” is not a badge number: give pairs of hexadecimal digits.`);
  return profile === 'plain-line'
    ? encodePlainLine(data, 'hex')
    : encodeRdm6300({ data, variant: profile });
}

/** Starts a reader that listens for its host. */
export async function startReaderSimulator(
  options: ReaderSimulatorOptions,
): Promise<ReaderSimulator> {
  const { name, profile, clock } = options;
  const server = await startDeviceServer(options.listen);
  let badge: string | null = null;
  const timers = new Map<'repeat' | 'end', Disposable>();

  function remove(): void {
    badge = null;
    for (const timer of timers.values()) timer[Symbol.dispose]();
    timers.clear();
  }

  function present(uid: string): void {
    const frame = badgeFrame(profile, uid);
    remove();
    badge = uid;
    server.send(frame);
    // Line readers speak once a presentation; the others go on for as long as the badge is there.
    if (profile === 'plain-line') return;
    timers.set(
      'repeat',
      clock.every(REPEAT_MS, () => server.send(frame)),
    );
  }

  return {
    kind: 'reader',
    name,
    profile,
    server,
    get badge() {
      return badge;
    },
    present,
    remove,
    tap(uid, ms = TAP_MS) {
      present(uid);
      timers.set('end', clock.after(ms, remove));
    },
    noise: (count) => server.send(randomBytes(count)),
    corrupt(uid) {
      const frame = badgeFrame(profile, uid);
      frame[3] = (frame[3] ?? 0) ^ 0x05;
      server.send(frame);
    },
    async [Symbol.asyncDispose]() {
      remove();
      await server[Symbol.asyncDispose]();
    },
  };
}
