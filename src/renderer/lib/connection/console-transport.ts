import { desktopTransport } from './desktop-transport.ts';
import type { Transport } from './transport.ts';
import { webTransport } from './web-transport.ts';

/** The way of this page: the preload's bridge is there on the desktop only. */
export function transportOf(page: Window): Transport {
  if ('signalbox' in page) return desktopTransport(page);
  return webTransport({
    origin: page.location.origin,
    fetch: (url, init) => fetch(url, init),
    openSocket: (url, protocols) => new WebSocket(url, protocols),
  });
}
