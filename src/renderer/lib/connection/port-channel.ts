import { frameLink } from './frame-link.ts';
import type { OpenLink } from './transport.ts';

/** The renderer's end of a MessagePort. */
export interface ConsolePort {
  postMessage(message: string | number): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/**
 * Calls over a MessagePort. What has been read is told back as a number, because a port does not
 * let the core see how far behind a window is.
 */
export function linkOverPort(port: ConsolePort): OpenLink {
  const { opened, receive, lost } = frameLink({
    send: (text) => port.postMessage(text),
    close: () => port.close(),
  });
  port.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return;
    receive(data);
    port.postMessage(data.length);
  });
  port.addEventListener('close', () => lost('the program closed the connection'));
  port.start();
  return opened;
}
