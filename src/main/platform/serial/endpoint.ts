/** Where a device is plugged in. */
export type Endpoint =
  | { readonly kind: 'serial'; readonly path: string; readonly baud: number | null }
  | {
      readonly kind: 'usb';
      /** Four hexadecimal digits, lower case. */
      readonly vendorId: string;
      /** Four hexadecimal digits, lower case. */
      readonly productId: string;
      /** Tells two adapters of one make apart; CH340 adapters have none. */
      readonly serialNumber: string | null;
      readonly baud: number | null;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The text of an endpoint does not say where the device is. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  readonly code = 'INVALID_ENDPOINT';
  /** The text as it was given. */
  readonly text: string;

  constructor(text: string, problem: string) {
    super(
      `“${text}” is not a device endpoint: ${problem} Write it as serial:/dev/ttyUSB0?baud=9600, ` +
        'serial:COM3, serial:usb=10c4:ea60 or tcp://host:port.',
    );
    this.text = text;
  }
}

const usbShape = /^usb=([0-9a-f]{4}):([0-9a-f]{4})$/iu;
const MAX_BAUD = 4_000_000;
const MAX_PORT = 65_535;
const serialOptions = new Set(['baud', 'serial']);

function parseBaud(text: string, value: string | null): number | null {
  if (value === null) return null;
  const baud = /^\d{2,7}$/u.test(value) ? Number(value) : 0;
  if (baud < 50 || baud > MAX_BAUD) {
    throw new EndpointError(text, `baud must be a whole number from 50 to ${MAX_BAUD}.`);
  }
  return baud;
}

function parseSerial(text: string, rest: string): Endpoint {
  const [place = '', query = '', ...more] = rest.split('?');
  if (more.length > 0) throw new EndpointError(text, 'it has more than one question mark.');
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].find((key) => !serialOptions.has(key));
  if (unknown) throw new EndpointError(text, `there is no option “${unknown}”.`);
  const baud = parseBaud(text, options.get('baud'));
  const usb = usbShape.exec(place);
  if (usb) {
    const [, vendorId = '', productId = ''] = usb.map((part) => part.toLowerCase());
    return { kind: 'usb', vendorId, productId, serialNumber: options.get('serial'), baud };
  }
  if (place.startsWith('usb=')) {
    throw new EndpointError(
      text,
      'usb= takes two four-digit hexadecimal numbers, as usb=10c4:ea60.',
    );
  }
  if (options.has('serial')) throw new EndpointError(text, 'serial= only goes with usb=.');
  if (place === '') throw new EndpointError(text, 'it names no port.');
  return { kind: 'serial', path: place, baud };
}

function parseTcp(text: string, rest: string): Endpoint {
  const found = /^(\[[0-9a-f:.]+\]|[^[\]:/?#\s]+):(\d{1,5})$/iu.exec(rest);
  if (!found)
    throw new EndpointError(text, 'tcp:// takes a host, a colon and a port, and no more.');
  const port = Number(found[2]);
  if (port < 1 || port > MAX_PORT)
    throw new EndpointError(text, `a port is from 1 to ${MAX_PORT}.`);
  return { kind: 'tcp', host: (found[1] ?? '').replace(/^\[|\]$/gu, ''), port };
}

/** Reads the text of an endpoint. Throws {@link EndpointError}. */
export function parseEndpoint(text: string): Endpoint {
  const trimmed = text.trim();
  if (trimmed.startsWith('tcp://')) return parseTcp(text, trimmed.slice('tcp://'.length));
  if (trimmed.startsWith('serial:')) return parseSerial(text, trimmed.slice('serial:'.length));
  throw new EndpointError(text, 'it begins with neither serial: nor tcp://.');
}

function formatQuery(options: Readonly<Record<string, string | number | null>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options)) {
    if (value !== null) query.set(key, String(value));
  }
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** The text of an endpoint; {@link parseEndpoint} reads it back. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'serial':
      return `serial:${endpoint.path}${formatQuery({ baud: endpoint.baud })}`;
    case 'usb': {
      const { vendorId, productId, serialNumber, baud } = endpoint;
      return `serial:usb=${vendorId}:${productId}${formatQuery({ serial: serialNumber, baud })}`;
    }
    case 'tcp': {
      const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
      return `tcp://${host}:${endpoint.port}`;
    }
  }
}
