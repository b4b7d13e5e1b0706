import type { Endpoint } from './endpoint.ts';
import { formatEndpoint } from './endpoint.ts';
import { type PortListing, usbPortPath } from './port-listing.ts';
import { type BoundPort, openPort, portReader } from './serial-binding.ts';
import { type ByteStream, closeSignal, type Transport } from './transport.ts';

/** Speed where neither the endpoint nor the reader's profile names one; bits a second. */
const DEFAULT_BAUD = 9600;

const READ_BUFFER = 4096;

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

function portStream(port: BoundPort, path: string): ByteStream {
  const end = closeSignal();
  const reader = portReader(port, path);
  let closing: Promise<void> | null = null;

  function close(reason: Parameters<typeof end.end>[0]): Promise<void> {
    closing ??= reader
      .stop()
      .then(() => port.close())
      .then(
        () => end.end(reason),
        (error: unknown) => end.end({ kind: 'failed', error: asError(error) }),
      );
    return closing;
  }

  async function readUntilClosed(listener: (bytes: Uint8Array) => void): Promise<void> {
    const buffer = Buffer.allocUnsafe(READ_BUFFER);
    for (;;) {
      const count = await reader.read(buffer);
      if (closing) return;
      listener(buffer.subarray(0, count));
    }
  }

  const failed = (error: unknown): Promise<void> =>
    close({ kind: 'failed', error: asError(error) });

  return {
    onData(listener) {
      void readUntilClosed(listener).catch(failed);
    },
    onClose: end.onClose,
    async write(bytes) {
      if (closing) throw new Error(`${path} is closed.`);
      try {
        await port.write(Buffer.from(bytes));
      } catch (error) {
        await failed(error);
        throw error;
      }
    },
    close: () => close({ kind: 'closed' }),
  };
}

/**
 * A serial port of this machine. A USB endpoint is looked up at each opening, because an adapter may
 * come back under another path.
 */
export function serialTransport(
  endpoint: Extract<Endpoint, { kind: 'serial' | 'usb' }>,
  listing: PortListing,
  defaultBaud = DEFAULT_BAUD,
): Transport {
  const findPath = async (): Promise<string> =>
    endpoint.kind === 'serial' ? endpoint.path : usbPortPath(endpoint, await listing.list());
  return {
    name: formatEndpoint(endpoint),
    async open(signal) {
      const path = await findPath();
      signal.throwIfAborted();
      const port = await openPort(path, endpoint.baud ?? defaultBaud);
      if (signal.aborted) {
        await port.close();
        signal.throwIfAborted();
      }
      return portStream(port, path);
    },
  };
}
