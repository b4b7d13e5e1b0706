import type { Endpoint } from './endpoint.ts';

/** A serial port of this machine, as the operating system describes it. */
export interface PortDescription {
  readonly path: string;
  readonly manufacturer: string | null;
  /** Four hexadecimal digits, lower case. */
  readonly vendorId: string | null;
  /** Four hexadecimal digits, lower case. */
  readonly productId: string | null;
  readonly serialNumber: string | null;
}

/** Tells which serial ports there are. Pseudo-terminals are never listed. */
export interface PortListing {
  /** Rejects with {@link PortListingError}. */
  list(): Promise<readonly PortDescription[]>;
}

/** The operating system's list of serial ports cannot be had. */
class PortListingError extends Error {
  override readonly name = 'PortListingError';
  readonly code = 'PORT_LISTING_FAILED';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The serial ports of this machine cannot be listed: ${reason}. On Linux this needs udevadm; ` +
        'a port can still be given by its path.',
      { cause },
    );
  }
}

/** The listing of this machine through the serialport library. */
export const systemPortListing: PortListing = {
  async list() {
    try {
      const { SerialPort } = await import('serialport');
      const ports = await SerialPort.list();
      return ports.map((port) => ({
        path: port.path,
        manufacturer: port.manufacturer ?? null,
        vendorId: port.vendorId?.toLowerCase() ?? null,
        productId: port.productId?.toLowerCase() ?? null,
        serialNumber: port.serialNumber ?? null,
      }));
    } catch (error) {
      throw new PortListingError(error);
    }
  },
};

type UsbEndpoint = Extract<Endpoint, { kind: 'usb' }>;

/** No single port answers a USB endpoint. */
class UsbPortError extends Error {
  override readonly name = 'UsbPortError';
  readonly code: 'USB_PORT_MISSING' | 'USB_PORT_AMBIGUOUS';

  constructor(endpoint: UsbEndpoint, paths: readonly string[]) {
    const device = `${endpoint.vendorId}:${endpoint.productId}`;
    super(
      paths.length === 0
        ? `No USB adapter ${device} is plugged in. Plug it in, or choose another port.`
        : `Several USB adapters are ${device} (${paths.join(', ')}). Add ?serial=… or give a path.`,
    );
    this.code = paths.length === 0 ? 'USB_PORT_MISSING' : 'USB_PORT_AMBIGUOUS';
  }
}

/** The path of the one port that a USB endpoint means. Throws {@link UsbPortError}. */
export function usbPortPath(endpoint: UsbEndpoint, ports: readonly PortDescription[]): string {
  const paths = ports
    .filter((port) => port.vendorId === endpoint.vendorId && port.productId === endpoint.productId)
    .filter(
      ({ serialNumber }) =>
        endpoint.serialNumber === null || serialNumber === endpoint.serialNumber,
    )
    .map(({ path }) => path);
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0) throw new UsbPortError(endpoint, paths);
  return only;
}

/** The endpoint that finds this port again after it was plugged in elsewhere, where that works. */
export function portEndpoint(port: PortDescription): Endpoint {
  const { vendorId, productId, serialNumber, path } = port;
  return vendorId && productId
    ? { kind: 'usb', vendorId, productId, serialNumber, baud: null }
    : { kind: 'serial', path, baud: null };
}
