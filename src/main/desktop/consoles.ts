import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#contract/index.ts';
import type { Log } from '#platform/log/log.ts';
import { openConnection, type Peer } from '#platform/rpc/connection.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { type CorePort, portLink } from '#platform/rpc/port-link.ts';
import type { RpcRouter, RpcServices } from '#platform/rpc/rpc-handler.ts';
import { createLinkServer, type LinkServer } from '#platform/rpc/serve-link.ts';
import type { SessionPort } from '#platform/rpc/session-port.ts';

/** What windows are connected to: the set-up assistant first, the whole program afterwards. */
export interface Served {
  readonly router: RpcRouter;
  readonly services: RpcServices;
  readonly sessions: SessionPort;
}

/** Every procedure, called in the name of one connection. */
export type ConsoleClient = ContractRouterClient<typeof contract>;

/** The program's own console, bound by the rights of the person at the desk. */
export interface OwnConsole extends Disposable {
  readonly connection: Connection;
  readonly client: ConsoleClient;
}

/** The connections of this desktop's windows, and the session they share. */
export interface Consoles {
  /** Connects windows to `served` from now on. Disposing ends their connections. */
  serve(served: Served): Disposable;
  /**
   * Connects a window; waits while nothing is served. `offer` makes the channel and gives the page
   * its end, or answers `null` when the page has gone. A window has one connection at a time.
   */
  connect(windowId: number, offer: () => CorePort | null): Promise<void>;
  /** Takes over the sign-in of one window for all of them, and for pages loaded anew. */
  adopt(handover: string): Promise<void>;
  /** Locks every session that somebody holds at this desk. */
  lock(): Promise<void>;
  /** Ends the session of this desk: nobody could resume it after the program has ended. */
  signOut(): Promise<void>;
  /** A console of the program itself; ends with what is served. */
  open(): OwnConsole;
}

/** What the connections of this desktop are told apart by. */
export interface ConsolesOptions {
  readonly workstation: string;
  readonly userAgent: string;
  readonly log: Log;
}

interface Live extends Served {
  readonly links: LinkServer;
  readonly connections: Set<Connection>;
}

const clientOn = ({ router, services }: Served, connection: Connection): ConsoleClient =>
  createClientFor(router, connection, services) as unknown as ConsoleClient;

/**
 * Keeps the connections. The desktop has no cookie: the token by which a page finds its session
 * again stays in this process, so that no page can read or lose it.
 */
export function createConsoles({ workstation, userAgent, log }: ConsolesOptions): Consoles {
  const peer: Peer = { transport: 'desktop', address: null, userAgent, workstation };
  const latest = new Map<number, object>();
  const ofWindow = new Map<number, Connection>();
  let token: string | null = null;
  let waiting = Promise.withResolvers<Live>();
  let live: Live | null = null;

  const attach = async ({ sessions }: Live, connection: Connection): Promise<void> => {
    if (token !== null) await sessions.attachClient(connection, token);
  };

  function keep({ connections }: Live, connection: Connection): void {
    connections.add(connection);
    connection.closed.addEventListener('abort', () => connections.delete(connection), {
      once: true,
    });
  }

  async function link(to: Live, windowId: number, port: CorePort): Promise<void> {
    const { connection, start } = to.links.open(portLink(port, log), peer);
    ofWindow.get(windowId)?.close('The window connects anew.');
    ofWindow.set(windowId, connection);
    keep(to, connection);
    try {
      await attach(to, connection);
      start();
    } catch (error) {
      // Closed, the page tries again: signed out would be wrong, and would look like it.
      connection.close('The session could not be looked up.');
      throw error;
    }
  }

  function openOwn(): OwnConsole {
    if (!live) throw new Error('Nothing is served to the consoles of this desktop.');
    const { connection, end } = openConnection(peer, () => {});
    keep(live, connection);
    return { connection, client: clientOn(live, connection), [Symbol.dispose]: end };
  }

  /** Acts once in every session that is held here, also while no window is connected. */
  async function inEverySession(act: (held: Connection, on: Live) => Promise<unknown>) {
    if (!live) return;
    const on = live;
    using own = openOwn();
    await attach(on, own.connection).catch((error: unknown) =>
      log.error('The session of this desk could not be looked up', error),
    );
    const held = new Map(
      [...on.connections].map((each) => [each.session?.actor.sessionId, each] as const),
    );
    held.delete(undefined);
    await Promise.all([...held.values()].map((connection) => act(connection, on)));
  }

  return {
    serve(served) {
      const now: Live = {
        ...served,
        links: createLinkServer(served.router, served.services),
        connections: new Set(),
      };
      live = now;
      waiting.resolve(now);
      return {
        [Symbol.dispose]() {
          live = null;
          waiting = Promise.withResolvers();
          // A Set may lose members while it is walked; closing removes them.
          for (const connection of now.connections) connection.close('The program stops.');
        },
      };
    },
    async connect(windowId, offer) {
      const turn = {};
      latest.set(windowId, turn);
      const to = live ?? (await waiting.promise);
      // A page that asked again while this waited listens for one answer only.
      if (latest.get(windowId) !== turn) return;
      const port = offer();
      if (port) await link(to, windowId, port);
    },
    async adopt(handover) {
      if (!live) return;
      const next = await live.sessions.redeemHandover(handover);
      if (next === null) return log.warn('A sign-in could not be kept for pages loaded anew');
      token = next;
      const others = [...live.connections].filter(({ session }) => session === null);
      for (const connection of others) await attach(live, connection);
    },
    lock: () =>
      inEverySession(async (held, on) => {
        await clientOn(on, held).identity.session.lock();
      }),
    async signOut() {
      await inEverySession((held, on) => clientOn(on, held).identity.session.signOut());
      token = null;
    },
    open: openOwn,
  };
}
