import type { RawData, WebSocket } from 'ws';
import { HEARTBEAT_MS, MAX_UNREAD_SIZE } from '#contract/wire.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { Link } from '#platform/rpc/serve-link.ts';

/** `ws` hands text over as one Buffer unless told otherwise. */
const textOf = (data: RawData): string => (data as Buffer).toString();

/** A link over a WebSocket that cuts off readers who fall behind and peers who went silent. */
export function socketLink(socket: WebSocket, clock: Clock, log: Log): Link {
  // The close that follows is what counts: oversized and malformed frames arrive here first.
  socket.on('error', (error) => log.warn('A WebSocket failed', { reason: error.message }));
  const heartbeat = keepAlive(socket, clock, log);
  socket.once('close', () => heartbeat[Symbol.dispose]());
  return {
    send(frame) {
      if (socket.bufferedAmount > MAX_UNREAD_SIZE) {
        log.warn('A browser that does not read was cut off', { unread: socket.bufferedAmount });
        socket.terminate();
        return;
      }
      socket.send(frame);
    },
    onFrame(listener) {
      socket.on('message', (data, isBinary) => listener(isBinary ? data : textOf(data)));
    },
    onClose: (listener) => void socket.once('close', listener),
    close(code, reason) {
      socket.close(code, reason);
    },
  };
}

/**
 * Pings, and ends a peer that left two pings unanswered. Pages cannot see pings, so an empty frame
 * goes with each: by its absence the page notices a dead server.
 */
function keepAlive(socket: WebSocket, clock: Clock, log: Log): Disposable {
  let unanswered = 0;
  socket.on('pong', () => {
    unanswered = 0;
  });
  return clock.every(HEARTBEAT_MS, () => {
    if (unanswered >= 2) {
      log.warn('A browser went silent and was cut off');
      socket.terminate();
      return;
    }
    unanswered += 1;
    socket.ping();
    socket.send('');
  });
}
