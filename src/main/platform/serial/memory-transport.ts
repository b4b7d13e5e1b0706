import { type ByteStream, closeSignal, type Transport } from './transport.ts';

/** The device's side of a transport that is only memory. */
export interface MemoryDevice {
  readonly transport: Transport;
  /** Everything the host wrote, one entry a write. */
  readonly written: Uint8Array[];
  /** Connections opened so far. */
  readonly opens: number;
  /** Whether the host is connected. */
  readonly connected: boolean;
  /** The device sends bytes; lost when nobody is connected, as on a cable. */
  emit(bytes: Uint8Array): void;
  /** Ends the connection and lets no new one open until {@link plug}. */
  unplug(error?: Error): void;
  plug(): void;
  /** Holds back the host's writes, as a full buffer does; `false` lets them go. */
  stall(stalled: boolean): void;
}

/** A device in memory, for tests that move time themselves. */
export function memoryDevice(name = 'memory'): MemoryDevice {
  const written: Uint8Array[] = [];
  let opens = 0;
  let plugged = true;
  let stalled: PromiseWithResolvers<void> | null = null;
  let current: {
    data: ((bytes: Uint8Array) => void) | null;
    end: ReturnType<typeof closeSignal>;
  } | null = null;

  function openStream(): ByteStream {
    const end = closeSignal();
    const mine: NonNullable<typeof current> = { data: null, end };
    current = mine;
    opens += 1;
    return {
      onData: (listener) => {
        mine.data = listener;
      },
      onClose: end.onClose,
      async write(bytes) {
        await stalled?.promise;
        if (end.ended) throw new Error(`${name} was unplugged.`);
        written.push(bytes);
      },
      async close() {
        if (current === mine) current = null;
        end.end({ kind: 'closed' });
      },
    };
  }

  return {
    transport: {
      name,
      async open(signal) {
        signal.throwIfAborted();
        if (!plugged) throw new Error(`${name} is not plugged in.`);
        return openStream();
      },
    },
    written,
    get opens() {
      return opens;
    },
    get connected() {
      return current !== null;
    },
    emit: (bytes) => current?.data?.(bytes),
    unplug(error) {
      plugged = false;
      const gone = current;
      current = null;
      gone?.end.end(error ? { kind: 'failed', error } : { kind: 'ended' });
    },
    plug() {
      plugged = true;
    },
    stall(hold) {
      stalled?.resolve();
      stalled = hold ? Promise.withResolvers() : null;
    },
  };
}
