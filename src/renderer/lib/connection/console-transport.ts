import { desktopTransport } from './desktop-transport.ts';
import type { Transport } from './transport.ts';
import { webTransport } from './web-transport.ts';

/** Where other browsers open the server that this page came from; null on the desktop, which has none. */
export const serverOriginOf = (page: Window): string | null =>
  'signalbox' in page ? null : page.location.origin;

/** The way of this page: the preload's bridge is there on the desktop only. */
export function transportOf(page: Window): Transport {
  if ('signalbox' in page) return desktopTransport(page);
  return webTransport({
    origin: page.location.origin,
    fetch: (url, init) => fetch(url, init),
    openSocket: (url, protocols) => new WebSocket(url, protocols),
  });
}
