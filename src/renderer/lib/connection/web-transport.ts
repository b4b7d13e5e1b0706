import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { type ConsoleSocket, linkOverSocket } from './socket-channel.ts';
import type { Transport } from './transport.ts';

/** What a browser gives: replaced in tests. */
export interface Browser {
  fetch(url: string, init: RequestInit): Promise<Response>;
  openSocket(url: string, protocols: string[]): ConsoleSocket;
  /** Origin of the page, such as `http://127.0.0.1:7410`. */
  readonly origin: string;
}

/** Reaches the server the page came from: a one-time ticket first, then a WebSocket with it. */
export function webTransport(browser: Browser): Transport {
  async function post(path: string, body: object | null, signal?: AbortSignal): Promise<unknown> {
    const response = await browser.fetch(new URL(path, browser.origin).href, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { [CSRF_HEADER]: '1', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return response.json();
  }

  return {
    async open(signal) {
      const ticket = ticketOf(await post(paths.ticket, null, signal));
      signal.throwIfAborted();
      const url = new URL(paths.socket, browser.origin);
      url.protocol = url.protocol.replace('http', 'ws');
      return linkOverSocket(browser.openSocket(url.href, [SOCKET_PROTOCOL, ticket]));
    },
    async adopt(handover) {
      await post(paths.handover, { code: handover });
    },
  };
}

/** Read by hand: a schema library in the first script of the page would delay it. */
function ticketOf(answer: unknown): string {
  const { ticket } = answer as { ticket?: unknown };
  if (typeof ticket !== 'string') throw new Error('the server answered without a ticket');
  return ticket;
}
