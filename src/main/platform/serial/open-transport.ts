import type { Endpoint } from './endpoint.ts';
import { type PortListing, systemPortListing } from './port-listing.ts';
import { serialTransport } from './serial-transport.ts';
import { tcpTransport } from './tcp-transport.ts';
import type { Transport } from './transport.ts';

/** What {@link transportFor} may be told. */
export interface TransportOptions {
  /** Where USB endpoints are looked up; this machine unless given. */
  readonly listing?: PortListing;
  /** Speed of a serial endpoint that names none; bits a second. */
  readonly defaultBaud?: number;
}

/** The transport to an endpoint. Opens nothing yet. */
export function transportFor(endpoint: Endpoint, options: TransportOptions = {}): Transport {
  if (endpoint.kind === 'tcp') return tcpTransport(endpoint.host, endpoint.port);
  return serialTransport(endpoint, options.listing ?? systemPortListing, options.defaultBaud);
}
