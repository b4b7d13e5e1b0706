import { HEARTBEAT_MS } from '#contract/wire.ts';
import { frameLink } from './frame-link.ts';
import type { OpenLink } from './transport.ts';

/** A browser's WebSocket, as far as it is used. */
export interface ConsoleSocket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

/** Two heartbeats and a half without any frame mean that the server is gone. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;

/** Calls over a WebSocket that is still opening. Resolves when it is open. */
export function linkOverSocket(socket: ConsoleSocket): Promise<OpenLink> {
  const { opened, receive, lost } = frameLink({
    send: (text) => socket.send(text),
    close: () => socket.close(),
  });
  let heardAt = performance.now();
  const watchdog = setInterval(() => {
    if (performance.now() - heardAt > SILENCE_MS) opened.close('the server went silent');
  }, HEARTBEAT_MS / 2);
  opened.closed.addEventListener('abort', () => clearInterval(watchdog));
  socket.addEventListener('message', ({ data }) => {
    heardAt = performance.now();
    if (typeof data === 'string') receive(data);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    lost(reason === '' ? `the server closed the connection, code ${code}` : reason);
  });
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(opened));
    opened.closed.addEventListener('abort', () => reject(opened.closed.reason as Error));
  });
}
