import { RPCHandler } from '@orpc/server/ws';
import { MAX_MESSAGE_SIZE } from '#contract/wire.ts';
import { defaultLimits, tokenBucket } from './admission.ts';
import { type OpenConnection, openConnection, type Peer } from './connection.ts';
import type { CallContext, Connection } from './context.ts';
import { handlerOptions, type RpcRouter, type RpcServices } from './rpc-handler.ts';
import { frameBatch, isGenuine } from './wire.ts';

/** Why a link is closed from this side; the numbers are WebSocket's. */
export const closeCodes = {
  goingAway: 1001,
  notText: 1003,
  forged: 1008,
  tooLarge: 1009,
  tryLater: 1013,
  refused: 4001,
} as const;

/** A way to send text frames to one peer, and to hear from it. */
export interface Link {
  /** Sends one frame. A peer that does not read is cut off in here. */
  send(frame: string): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** Called once, whichever side ends it. */
  onClose(listener: () => void): void;
  close(code: number, reason: string): void;
}

/** Serves a router over links. */
export interface LinkServer {
  /** Opens a connection over `link`; nothing is read from it before {@link ServedLink.start}. */
  open(link: Link, peer: Peer): ServedLink;
}

/** A connection whose calls are answered once it has been started. */
interface ServedLink {
  readonly connection: Connection;
  start(): void;
}

/** Messages per allowed call, cancellations included, before a connection counts as hostile. */
const FRAMES_PER_CALL = 5;

/** Builds the handler of a router once, for any number of links: MessagePorts and WebSockets alike. */
export function createLinkServer(router: RpcRouter, services: RpcServices): LinkServer {
  const handler = new RPCHandler<CallContext>(router, handlerOptions(services, 1));
  return {
    open(link, peer) {
      const opened = openConnection(peer, (reason) => link.close(closeCodes.refused, reason));
      link.onClose(opened.end);
      return {
        connection: opened.connection,
        start: () => start(handler, link, opened, services),
      };
    },
  };
}

type WireSocket = Parameters<RPCHandler<CallContext>['upgrade']>[0];
type MessageListener = (event: { readonly data: string }) => void;

function start(
  handler: RPCHandler<CallContext>,
  link: Link,
  { connection }: OpenConnection,
  services: RpcServices,
): void {
  const batch = frameBatch((frame) => {
    if (!connection.closed.aborted) link.send(frame);
  });
  const listeners: MessageListener[] = [];
  const socket = {
    send: (text: string) => batch.add(text),
    addEventListener(type: string, listener: MessageListener & (() => void)) {
      if (type === 'message') listeners.push(listener);
      else connection.closed.addEventListener('abort', () => listener(), { once: true });
    },
  } as unknown as WireSocket;
  void handler.upgrade(socket, { context: { connection } });
  const { callsPerSecond, burst } = services.limits ?? defaultLimits;
  const frames = tokenBucket(
    services.clock,
    FRAMES_PER_CALL * callsPerSecond,
    FRAMES_PER_CALL * burst,
  );
  link.onFrame((frame) => {
    const refusal = frames.take().allowed ? refusalOf(frame) : flooded;
    if (!refusal) return listeners.forEach((listener) => listener({ data: frame as string }));
    services.log.warn('A connection was closed', { connection: connection.id, ...refusal });
    link.close(refusal.code, refusal.reason);
  });
}

const flooded = { code: closeCodes.forged, reason: 'Too many messages.' };

function refusalOf(frame: unknown): { readonly code: number; readonly reason: string } | null {
  if (typeof frame !== 'string') return { code: closeCodes.notText, reason: 'Not a text message.' };
  if (frame.length > MAX_MESSAGE_SIZE) {
    return { code: closeCodes.tooLarge, reason: 'The message is too large.' };
  }
  return isGenuine(frame) ? null : { code: closeCodes.forged, reason: 'The message is not valid.' };
}
