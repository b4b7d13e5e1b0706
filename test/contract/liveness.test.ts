import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HEARTBEAT_MS, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { type FakeClock, fakeClock } from '#platform/clock/fake-clock.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { serveSample } from './support/harness.ts';
import { startTestServer, testBrowser } from './support/web-harness.ts';

const round = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function openSocket(clock: FakeClock, autoPong: boolean) {
  const served = serveSample();
  const connections: Connection[] = [];
  const server = await startTestServer({
    served: { ...served, services: { ...served.services, clock } },
    sessions: {
      attachClient: async (connection) => connections.push(connection) < 0,
      redeemHandover: async () => null,
    },
  });
  const browser = testBrowser(server.url);
  const protocols = [SOCKET_PROTOCOL, await browser.ticket()];
  const headers = { origin: server.url, cookie: browser.cookie() };
  const url = `${server.url.replace('http', 'ws')}${paths.socket}`;
  const socket = new WebSocket(url, protocols, { autoPong, headers });
  await once(socket, 'open');
  await expect.poll(() => connections.length).toBe(1);
  return { server, socket, connections };
}

describe('a WebSocket', () => {
  it('whose peer answers pings stays open and hears an empty frame each time', async () => {
    const clock = fakeClock();
    const { server, socket } = await openSocket(clock, true);
    for (let i = 0; i < 5; i += 1) {
      const heard = once(socket, 'message');
      await clock.advance(HEARTBEAT_MS);
      expect(String((await heard)[0])).toBe('');
      await round();
    }
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
    await server[Symbol.asyncDispose]();
  });

  it('whose peer leaves two pings unanswered is ended', async () => {
    const clock = fakeClock();
    const { server, socket, connections } = await openSocket(clock, false);
    const closed = once(socket, 'close');
    await clock.advance(2 * HEARTBEAT_MS);
    await round();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    await clock.advance(HEARTBEAT_MS);
    expect((await closed)[0]).toBe(1006);
    await expect.poll(() => connections[0]?.closed.aborted).toBe(true);
    await server[Symbol.asyncDispose]();
  });

  it('is told to go away when the server stops', async () => {
    const { server, socket } = await openSocket(fakeClock(), true);
    const closed = once(socket, 'close');
    await server[Symbol.asyncDispose]();
    expect((await closed)[0]).toBe(1001);
  });

  it('whose session cannot be looked up is closed with "try again later"', async () => {
    await using server = await startTestServer({
      served: serveSample(),
      sessions: {
        attachClient: () => Promise.reject(new Error('The database is away.')),
        redeemHandover: async () => null,
      },
    });
    const browser = testBrowser(server.url);
    const protocols = [SOCKET_PROTOCOL, await browser.ticket()];
    const headers = { origin: server.url, cookie: browser.cookie() };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${paths.socket}`, protocols, {
      headers,
    });
    expect((await once(socket, 'close'))[0]).toBe(1013);
  });
});
