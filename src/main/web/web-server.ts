import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#platform/clock/clock.ts';
import { AddressUnavailable, PortInUse } from './errors.ts';
import { allowedOrigins, type AllowedOrigins, assertSafe } from './exposure.ts';
import { createHttpRoutes } from './http-routes.ts';
import { createRpcSockets } from './rpc-sockets.ts';
import { createTickets } from './tickets.ts';
import type { WebServer, WebServerOptions } from './web-options.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 5_000;
const STOP_MS = 2_000;
const MOST_CONNECTIONS = 1024;

/**
 * Serves the renderer, its WebSocket and the ingest API. Throws `PortInUse`, `AddressUnavailable`,
 * `UnsafeExposure` or `RendererMissing`, each with one sentence for the person at the terminal.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { host, port, exposure, services } = options;
  assertSafe(host, exposure);
  let allowed: AllowedOrigins = allowedOrigins(host, port, exposure);
  const tickets = createTickets(services.clock);
  const server = createServer(
    options,
    createHttpRoutes(options, tickets, () => allowed),
  );
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => stop(server, services.clock));
  const sockets = cleanup.use(createRpcSockets(options, tickets, () => allowed));
  server.on('upgrade', sockets.upgrade);
  await listen(server, host, port);
  const { port: listening } = server.address() as AddressInfo;
  allowed = allowedOrigins(host, listening, exposure);
  const running = cleanup.move();
  services.log.info('The console is served', { url: allowed.url });
  return { url: allowed.url, port: listening, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

function createServer({ exposure }: WebServerOptions, listener: RequestListener): Server {
  const server =
    exposure.kind === 'tls'
      ? createHttpsServer({ cert: exposure.cert, key: exposure.key }, listener)
      : createHttpServer(listener);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(inUse ? new PortInUse(host, port) : new AddressUnavailable(host, port, error));
    });
    server.listen(port, host, resolve);
  });
}

/** Ends idle keep-alive connections at once, and requests under way when they take too long. */
function stop(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const force = clock.after(STOP_MS, () => server.closeAllConnections());
    server.close(() => {
      force[Symbol.dispose]();
      resolve();
    });
    server.closeIdleConnections();
  });
}
