import { once } from 'node:events';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { connect } from '#lib/connection/connection.ts';
import type { ConsoleSocket } from '#lib/connection/socket-channel.ts';
import { type Browser, webTransport } from '#lib/connection/web-transport.ts';
import type { Connection } from '#platform/rpc/context.ts';
import type { WebServerOptions } from '#main/web/web-options.ts';
import { startWebServer } from '#main/web/web-server.ts';
import { frameQueue } from './frame-queue.ts';
import { become, type Caller, callerOf, type Harness, type Served } from './harness.ts';
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
    displays: { pair: async () => ({ kind: 'refused' }), attachDisplay: async () => {} },
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

/** A browser of this process: keeps its cookies and sends the origin. */
export interface TestBrowser extends Browser {
  cookie(): string;
  openSocket(url: string, protocols: string[]): ConsoleSocket & WebSocket;
  ticket(): Promise<string>;
}

/** Makes a browser that has the server's page open, and the cookies `held` already. */
export function testBrowser(origin: string, held = ''): TestBrowser {
  const jar = new Map<string, string>();
  const keep = (pair: string): void => {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    if (value) jar.set(name, value);
    else jar.delete(name);
  };
  for (const pair of held.split(';')) keep(pair);
  const cookies = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const browser: TestBrowser = {
    origin,
    cookie: cookies,
    async fetch(url, init) {
      const headers = new Headers(init.headers);
      headers.set('origin', origin);
      if (jar.size > 0) headers.set('cookie', cookies());
      const response = await fetch(url, { ...init, headers });
      for (const set of response.headers.getSetCookie()) keep(set.split(';')[0] ?? '');
      return response;
    },
    openSocket: (url, protocols) =>
      new WebSocket(url, protocols, {
        headers: { origin, cookie: cookies() },
      }),
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

const tokenOf = (browser: TestBrowser): string => browser.cookie().split(/[=;]/)[1] ?? '';

/** Serves the sample over a real web server. */
export async function webHarness(served: Served): Promise<Harness> {
  const callers = new Map<string, Caller>();
  const serving = new Map<string, Connection>();
  const server = await startTestServer({
    served,
    sessions: {
      async attachClient(connection, clientToken) {
        become(connection, callers.get(clientToken) ?? { session: null });
        serving.set(clientToken, connection);
        return connection.session !== null;
      },
      redeemHandover: async () => null,
    },
  });
  return {
    async openConsole(caller) {
      const browser = testBrowser(server.url);
      await browser.ticket();
      callers.set(tokenOf(browser), callerOf(caller));
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
