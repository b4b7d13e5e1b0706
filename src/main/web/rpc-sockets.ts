import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_MESSAGE_SIZE, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { closeCodes, createLinkServer, type LinkServer } from '#platform/rpc/serve-link.ts';
import { clientTokenOf, displayTokenOf } from './cookies.ts';
import { type AllowedOrigins, isLoopback } from './exposure.ts';
import { addressOf, hostRefusal, originRefusal, type Refusal } from './gatekeeper.ts';
import { socketLink } from './socket-link.ts';
import type { Tickets } from './tickets.ts';
import type { WebServerOptions } from './web-options.ts';

const MOST_SOCKETS = 512;
const MOST_SOCKETS_PER_ADDRESS = 128;

/** The WebSockets of the server. */
export interface RpcSockets extends AsyncDisposable {
  /** Takes an HTTP upgrade, or refuses it. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

/** Admits browsers with a ticket to `GET /rpc` and serves them the router. */
export function createRpcSockets(
  options: WebServerOptions,
  tickets: Tickets,
  allowed: () => AllowedOrigins,
): RpcSockets {
  const links = createLinkServer(options.router, options.services);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_SIZE,
    perMessageDeflate: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  const perAddress = new Map<string, number>();

  function admit(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const address = addressOf(request, options.exposure);
    const admission = admissionOf(request, allowed(), tickets);
    if ('status' in admission) return refuseUpgrade(stream, admission);
    const held = perAddress.get(address) ?? 0;
    if (server.clients.size >= MOST_SOCKETS || held >= MOST_SOCKETS_PER_ADDRESS) {
      return refuseUpgrade(stream, { status: 503, message: 'Too many connections.' });
    }
    server.handleUpgrade(request, stream, head, (socket) => {
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      socket.once('close', () => forget(perAddress, address));
      const peer = peerOf(request, address, options);
      void serve(socket, links, peer, admission, options);
    });
  }

  return {
    upgrade(request, stream, head) {
      stream.on('error', () => stream.destroy());
      admit(request, stream, head);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.close(closeCodes.goingAway, 'Server stops.');
      await new Promise((resolve) => {
        const force = options.services.clock.after(1000, () => {
          for (const socket of server.clients) socket.terminate();
        });
        server.close(() => {
          force[Symbol.dispose]();
          resolve(undefined);
        });
      });
    },
  };
}

async function serve(
  socket: WebSocket,
  links: LinkServer,
  peer: Parameters<LinkServer['open']>[1],
  { clientToken, displayToken }: Admission,
  { services, sessions, displays }: WebServerOptions,
): Promise<void> {
  // What the page sends meanwhile waits in the network, so that its first call finds its session.
  socket.pause();
  const { connection, start } = links.open(socketLink(socket, services.clock, services.log), peer);
  try {
    if (displayToken) await displays.attachDisplay(connection, displayToken);
    else await sessions.attachClient(connection, clientToken);
    start();
  } catch (error) {
    services.log.error('A session could not be resumed', error, { connection: connection.id });
    socket.close(closeCodes.tryLater, 'The session could not be looked up.');
  } finally {
    socket.resume();
  }
}

/**
 * A browser on this machine stands where the server stands, and hears the readers of that station.
 * Behind a proxy nobody does: everybody may seem to be on this machine.
 */
function peerOf(
  request: IncomingMessage,
  address: string,
  { exposure, workstation }: WebServerOptions,
) {
  const isHere = exposure.kind !== 'proxy' && isLoopback(address);
  return {
    transport: 'web',
    address,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    workstation: isHere ? workstation : `browser at ${address}`,
  } satisfies Pick<Connection, 'transport' | 'address' | 'userAgent' | 'workstation'>;
}

/** The browser that is let in. */
interface Admission {
  readonly clientToken: string;
  /** The token of the display that it was paired as; null for a console. */
  readonly displayToken: string | null;
}

function admissionOf(
  request: IncomingMessage,
  allowed: AllowedOrigins,
  tickets: Tickets,
): Refusal | Admission {
  const refusal = hostRefusal(request, allowed) ?? originRefusal(request, allowed);
  if (refusal) return refusal;
  if (request.url !== paths.socket) return { status: 404, message: 'There is nothing here.' };
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  const [protocol, ticket] = protocols;
  const clientToken = clientTokenOf(request.headers.cookie);
  if (protocol !== SOCKET_PROTOCOL || !ticket || !clientToken) {
    return { status: 401, message: 'A ticket is needed.' };
  }
  if (tickets.redeem(ticket, clientToken)) {
    return { clientToken, displayToken: displayTokenOf(request.headers.cookie) };
  }
  return { status: 401, message: 'The ticket is used, too old, or not for this browser.' };
}

function refuseUpgrade(stream: Duplex, { status, message }: Refusal): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(message)}`,
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${message}`);
}

function forget(counts: Map<string, number>, address: string): void {
  const left = (counts.get(address) ?? 1) - 1;
  if (left > 0) counts.set(address, left);
  else counts.delete(address);
}
