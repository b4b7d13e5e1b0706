import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Where a simulated device listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** The cable end of a simulated device: a TCP port that passes raw bytes, as device servers do. */
export interface DeviceServer extends AsyncDisposable {
  readonly host: string;
  /** The port in use; it stays the same when the cable is pulled and plugged again. */
  readonly port: number;
  readonly plugged: boolean;
  /** Hosts that are connected. */
  readonly connections: number;
  /** Sends to every host; lost when there is none, as on a cable. */
  send(bytes: Uint8Array): void;
  /** Ends all connections at once and refuses new ones. */
  pull(): Promise<void>;
  plug(): Promise<void>;
}

/** What a device does with its cable. */
export interface DeviceHandlers {
  /** A host connected. */
  onConnect?(): void;
  onData?(bytes: Uint8Array): void;
}

/** Listens at `address` until disposed. Rejects when the port is taken. */
export async function startDeviceServer(
  address: ListenAddress,
  handlers: DeviceHandlers = {},
): Promise<DeviceServer> {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let { port } = address;

  function accept(socket: Socket): void {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A host that vanishes is an everyday event for a cable; `close` follows.
    socket.on('error', () => sockets.delete(socket));
    socket.on('data', (bytes: Uint8Array) => handlers.onData?.(bytes));
    handlers.onConnect?.();
  }

  async function plug(): Promise<void> {
    if (server) return;
    const next = createServer(accept);
    server = next;
    next.listen(port, address.host);
    await once(next, 'listening');
    ({ port } = next.address() as AddressInfo);
  }

  async function pull(): Promise<void> {
    const old = server;
    server = null;
    if (!old) return;
    const closed = once(old, 'close');
    old.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  }

  await plug();
  return {
    host: address.host,
    get port() {
      return port;
    },
    get plugged() {
      return server !== null;
    },
    get connections() {
      return sockets.size;
    },
    send(bytes) {
      for (const socket of sockets) socket.write(bytes);
    },
    pull,
    plug,
    [Symbol.asyncDispose]: pull,
  };
}
