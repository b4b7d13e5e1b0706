import { read as readFile } from 'node:fs';
import { promisify } from 'node:util';
import { isMainThread } from 'node:worker_threads';

/** What is used of the library's port object, on every platform. */
export interface BoundPort {
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number }>;
  write(buffer: Buffer): Promise<void>;
  set(lines: { dtr: boolean; rts: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** The library's port object on Linux and macOS. */
interface UnixPort extends BoundPort {
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', done: (error: Error | null) => void): unknown };
}

const readDescriptor = promisify(readFile);
const tryAgain = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);
const noModemLines = /ENOTTY|Inappropriate ioctl/iu;

const remedies: readonly { readonly problem: RegExp; readonly remedy: string }[] = [
  {
    problem: /no such file|cannot find|not found/iu,
    remedy: 'There is no such port. Plug the device in, or choose another port.',
  },
  {
    problem: /permission denied|access denied/iu,
    remedy:
      'This account may not use it. On Linux add it to the group “dialout” and sign in again.',
  },
  {
    problem: /cannot lock|temporarily unavailable|busy/iu,
    remedy: 'Another program uses it. Close that program.',
  },
];

/** A port could not be opened. */
class PortOpenError extends Error {
  override readonly name = 'PortOpenError';
  readonly code = 'PORT_OPEN_FAILED';

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message.replace(/^Error: /u, '') : String(cause);
    const remedy = remedies.find(({ problem }) => problem.test(reason))?.remedy;
    super(`${path} cannot be opened. ${remedy ?? 'See the reason.'} (${reason})`, { cause });
  }
}

/** The device is no longer there. */
class PortGoneError extends Error {
  override readonly name = 'PortGoneError';
  readonly code = 'ENXIO';

  constructor(path: string) {
    super(`${path} was unplugged.`);
  }
}

const isUnixPort = (port: BoundPort): port is UnixPort => 'poller' in port && 'fd' in port;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** Reads a port until it is told to stop. */
export interface PortReader {
  /** Reads at least one byte into `buffer`; rejects when the port is gone or reading was stopped. */
  read(buffer: Buffer): Promise<number>;
  /** Resolves when the port's descriptor is no longer in use, so that it may be closed. */
  stop(): Promise<void>;
}

/**
 * The library's own read asks again when it is given no bytes, for ever and at full speed; that is
 * what an unplugged port gives, so here it is the end.
 */
function unixReader(port: UnixPort, path: string): PortReader {
  let stopped = false;
  let inFlight: Promise<unknown> = Promise.resolve();

  /** Answers how many bytes there were, or `null` if none are there yet. */
  async function readNow(fd: number, buffer: Buffer): Promise<number | null> {
    const reading = readDescriptor(fd, buffer, 0, buffer.length, null);
    // The read below reports the failure; this only waits for its end.
    inFlight = reading.catch(() => undefined);
    try {
      const { bytesRead } = await reading;
      if (bytesRead === 0) throw new PortGoneError(path);
      return bytesRead;
    } catch (error) {
      if (tryAgain.has(errorCode(error))) return null;
      throw error;
    }
  }

  const readable = (): Promise<void> =>
    new Promise((resolve, reject) => {
      port.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });

  return {
    async read(buffer) {
      for (;;) {
        // Polling a port that was closed meanwhile ends the whole process in native code.
        if (stopped || port.fd === null) throw new PortGoneError(path);
        const count = await readNow(port.fd, buffer);
        if (count !== null) return count;
        if (!stopped) await readable();
      }
    },
    async stop() {
      stopped = true;
      // A descriptor closed under a running read may be another file's by the time it is read.
      await inFlight;
    },
  };
}

/** A reader of an open port. */
export function portReader(port: BoundPort, path: string): PortReader {
  if (isUnixPort(port)) return unixReader(port, path);
  return {
    async read(buffer) {
      const { bytesRead } = await port.read(buffer, 0, buffer.length);
      if (bytesRead === 0) throw new PortGoneError(path);
      return bytesRead;
    },
    stop: () => Promise.resolve(),
  };
}

/**
 * Sets DTR and RTS alike, because boards with an ESP32 reset or enter the boot loader when they
 * differ, and both on, because boards with native USB speak only then.
 */
async function setModemLines(port: BoundPort): Promise<void> {
  try {
    await port.set({ dtr: true, rts: true });
  } catch (error) {
    // A pseudo-terminal has no such lines and works without.
    if (!(error instanceof Error) || !noModemLines.test(error.message)) throw error;
  }
}

/**
 * Opens a port, 8 data bits, no parity, 1 stop bit, exclusively. Closing leaves DTR as it is, so
 * that the board does not reset. Rejects with {@link PortOpenError}, and in a worker thread, where
 * the library would abort the whole process.
 */
export async function openPort(path: string, baudRate: number): Promise<BoundPort> {
  if (!isMainThread) throw new Error('Serial ports can only be opened from the main thread.');
  const { SerialPort } = await import('serialport');
  let opened: BoundPort | null = null;
  try {
    const port: BoundPort = await SerialPort.binding.open({ path, baudRate, hupcl: false });
    opened = port;
    await setModemLines(port);
    return port;
  } catch (error) {
    await opened?.close();
    throw new PortOpenError(path, error);
  }
}
