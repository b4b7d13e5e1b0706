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
const noModemLines =
  /ENOTTY|EINVAL|ENXIO|Inappropriate ioctl|Invalid argument|cannot (?:get|set)/iu;

/** The device is no longer there. */
export class PortGoneError extends Error {
  override readonly name = 'PortGoneError';
  readonly code = 'ENXIO';

  constructor(path: string) {
    super(`${path} was unplugged.`);
  }
}

const isUnixPort = (port: BoundPort): port is UnixPort => 'poller' in port && 'fd' in port;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/**
 * Reads at least one byte. The library's own read asks again when it is given no bytes, for ever and
 * at full speed; that is what an unplugged port gives, so here it is the end.
 */
async function readUnix(port: UnixPort, path: string, buffer: Buffer): Promise<number> {
  for (;;) {
    if (port.fd === null) throw new PortGoneError(path);
    try {
      const { bytesRead } = await readDescriptor(port.fd, buffer, 0, buffer.length, null);
      if (bytesRead === 0) throw new PortGoneError(path);
      return bytesRead;
    } catch (error) {
      if (!tryAgain.has(errorCode(error))) throw error;
    }
    await new Promise<void>((resolve, reject) => {
      port.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Reads at least one byte into `buffer`; rejects when the port is gone or closed. */
export async function readSome(port: BoundPort, path: string, buffer: Buffer): Promise<number> {
  if (isUnixPort(port)) return readUnix(port, path, buffer);
  const { bytesRead } = await port.read(buffer, 0, buffer.length);
  if (bytesRead === 0) throw new PortGoneError(path);
  return bytesRead;
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
 * that the board does not reset. Rejects in a worker thread, where the library would abort the
 * whole process.
 */
export async function openPort(path: string, baudRate: number): Promise<BoundPort> {
  if (!isMainThread) throw new Error('Serial ports can only be opened from the main thread.');
  const { SerialPort } = await import('serialport');
  const port: BoundPort = await SerialPort.binding.open({ path, baudRate, hupcl: false });
  try {
    await setModemLines(port);
  } catch (error) {
    await port.close();
    throw error;
  }
  return port;
}
