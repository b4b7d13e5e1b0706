import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ByteStream, closeSignal, type Transport } from './transport.ts';

const KEEP_ALIVE_AFTER_MS = 10_000;

function socketStream(socket: Socket): ByteStream {
  const end = closeSignal();
  let closedByUs = false;
  let failure: Error | null = null;
  socket.on('error', (error) => {
    failure = error;
  });
  socket.on('end', () => socket.destroy());
  socket.on('close', () => {
    if (closedByUs) end.end({ kind: 'closed' });
    else end.end(failure ? { kind: 'failed', error: failure } : { kind: 'ended' });
  });
  return {
    onData: (listener) => {
      socket.on('data', listener);
    },
    onClose: end.onClose,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    async close() {
      closedByUs = true;
      if (socket.closed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
}

/** A serial device server, or a simulator, that listens at `host:port` and passes raw bytes. */
export function tcpTransport(host: string, port: number): Transport {
  return {
    name: `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async open(signal) {
      signal.throwIfAborted();
      const socket = connect({
        host,
        port,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
      });
      try {
        await once(socket, 'connect', { signal });
      } catch (error) {
        socket.destroy();
        throw error;
      }
      return socketStream(socket);
    },
  };
}
