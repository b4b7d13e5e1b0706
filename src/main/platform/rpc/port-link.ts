import { MAX_UNREAD_SIZE } from '#contract/wire.ts';
import type { Log } from '#platform/log/log.ts';
import type { Link } from './serve-link.ts';

/** The core's end of a MessagePort, in the shape of Electron's `MessagePortMain`. */
export interface CorePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/**
 * A link over a MessagePort. A port does not say how much the other end has yet to read, so the
 * console posts back, as a number, the size of what it has read; strings are messages.
 */
export function portLink(port: CorePort, log: Log): Link {
  let unread = 0;
  return {
    send(frame) {
      if (unread > MAX_UNREAD_SIZE) {
        log.warn('A window that does not read was cut off', { unread });
        port.close();
        return;
      }
      unread += frame.length;
      port.postMessage(frame);
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (typeof data === 'number') unread = Math.max(0, unread - data);
        else listener(data);
      });
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
