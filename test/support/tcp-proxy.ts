import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { DatabaseTarget } from '#platform/database/target.ts';

/** A network between the program and the database that a test can spoil. */
export interface TcpProxy extends AsyncDisposable {
  /** The database as reached through the proxy. */
  readonly target: DatabaseTarget;
  /** Swallows everything from now on, in both directions, and never closes: a pulled cable. */
  blackhole(): void;
  /** Ends every connection, and from now on each new one at once: a server that is down. */
  refuse(): void;
  /** Ends every connection and lets traffic pass again. */
  heal(): void;
  /** Passes on what matches, then cuts that connection before the answer comes back. */
  cutAfterSending(pattern: string): void;
}

/** Puts a proxy in front of a database that listens on a Unix socket. */
export async function startTcpProxy(behind: DatabaseTarget): Promise<TcpProxy> {
  const [{ host, port }] = behind.endpoints;
  const sockets = new Set<Socket>();
  let swallowing = false;
  let refusing = false;
  let cutOn: string | null = null;

  function pass(from: Socket, to: Socket, spoil: (data: Buffer) => void): void {
    sockets.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      if (!swallowing) to.destroy();
    });
    from.on('data', (data) => {
      if (swallowing) return;
      to.write(data);
      spoil(data);
    });
  }

  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    if (swallowing) return void sockets.add(client);
    const upstream = connect(`${host}/.s.PGSQL.${port}`);
    pass(client, upstream, (data) => {
      if (cutOn === null || !data.includes(cutOn)) return;
      cutOn = null;
      client.destroy();
      upstream.once('data', () => upstream.destroy());
    });
    pass(upstream, client, () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    target: { ...behind, endpoints: [endpoint] },
    blackhole: () => void (swallowing = true),
    refuse() {
      refusing = true;
      cutAll();
    },
    heal() {
      swallowing = false;
      refusing = false;
      cutAll();
    },
    cutAfterSending: (pattern) => void (cutOn = pattern),
    async [Symbol.asyncDispose]() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
