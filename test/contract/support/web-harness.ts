import { once } from 'node:events';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { connect } from '#lib/connection/connection.ts';
import type { ConsoleSocket } from '#lib/connection/socket-channel.ts';
import { type Browser, webTransport } from '#lib/connection/web-transport.ts';
import type { Connection, SessionState } from '#platform/rpc/context.ts';
import type { WebServerOptions } from '#main/web/web-options.ts';
import { startWebServer } from '#main/web/web-server.ts';
import { frameQueue } from './frame-queue.ts';
import type { Harness, Served } from './harness.ts';
import type { sampleContract } from './sample-contract.ts';

/** Makes a folder with the least that a built renderer has. */
async function sampleRenderer(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'signalbox-web-'));
  await mkdir(join(path, 'assets'));
  await writeFile(join(path, 'index.html'), '<!doctype html><title>Signalbox</title>');
  await writeFile(join(path, 'assets', 'index-abc123.js'), 'export {};\n');
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** What a test says of the server it starts. */
export type WebTestOptions = Partial<WebServerOptions> & { readonly served: Served };

/** The real web server on a free port of this machine, and the connections it attached. */
export async function startTestServer({ served, ...options }: WebTestOptions) {
  await using stack = new AsyncDisposableStack();
  const renderer = stack.use(await sampleRenderer());
  const server = await startWebServer({
    router: served.router,
    services: served.services,
    sessions: { attachClient: async () => false, redeemHandover: async () => null },
    tokens: { verify: async () => ({ kind: 'unknown' }) },
    rendererDir: renderer.path,
    host: '127.0.0.1',
    port: 0,
    exposure: { kind: 'loopback' },
    workstation: 'test bench',
    version: '0.0.0-test',
    health: () => ({ ok: true }),
    ...options,
  });
  stack.use(server);
  const running = stack.move();
  return {
    url: server.url,
    port: server.port,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A browser of this process: keeps the cookie and sends the origin. */
export interface TestBrowser extends Browser {
  cookie(): string;
  openSocket(url: string, protocols: string[]): ConsoleSocket & WebSocket;
  ticket(): Promise<string>;
}

/** Makes a browser that has the server's page open, and the cookie `held` already. */
export function testBrowser(origin: string, held = ''): TestBrowser {
  let cookie = held;
  const browser: TestBrowser = {
    origin,
    cookie: () => cookie,
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      headers.set('origin', origin);
      if (cookie) headers.set('cookie', cookie);
      const response = await fetch(url, { ...init, headers });
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return response;
    },
    openSocket: (url, protocols) => new WebSocket(url, protocols, { headers: { origin, cookie } }),
    async ticket() {
      const init = { method: 'POST', headers: { [CSRF_HEADER]: '1' } };
      const response = await browser.fetch(origin + paths.ticket, init);
      return ((await response.json()) as { ticket: string }).ticket;
    },
  };
  return browser;
}

/** The address of the server's WebSocket. */
function socketUrl(origin: string): string {
  return `${origin.replace('http', 'ws')}${paths.socket}`;
}

const tokenOf = (browser: TestBrowser): string => browser.cookie().split('=')[1] ?? '';

/** Serves the sample over a real web server. */
export async function webHarness(served: Served): Promise<Harness> {
  const bySession = new Map<string, SessionState | null>();
  const serving = new Map<string, Connection>();
  const server = await startTestServer({
    served,
    sessions: {
      async attachClient(connection, clientToken) {
        connection.session = bySession.get(clientToken) ?? null;
        serving.set(clientToken, connection);
        return connection.session !== null;
      },
      redeemHandover: async () => null,
    },
  });
  return {
    async openConsole(session) {
      const browser = testBrowser(server.url);
      await browser.ticket();
      bySession.set(tokenOf(browser), session);
      const console = connect<typeof sampleContract>(webTransport(browser));
      return {
        console,
        serving() {
          const connection = serving.get(tokenOf(browser));
          if (!connection) throw new Error('Nothing is connected yet.');
          return connection;
        },
      };
    },
    async openRaw() {
      const browser = testBrowser(server.url);
      const ticket = await browser.ticket();
      const socket = browser.openSocket(socketUrl(server.url), [SOCKET_PROTOCOL, ticket]);
      const frames = frameQueue();
      socket.on('message', frames.push);
      socket.on('error', () => undefined);
      const closed = once(socket, 'close').then(([code]) => code as number);
      await once(socket, 'open');
      return {
        send: (frame) => socket.send(frame),
        stopReading: () => socket.pause(),
        readAgain: () => socket.resume(),
        closed,
        nextFrame: frames.next,
      };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
