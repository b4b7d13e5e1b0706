import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { generate } from 'selfsigned';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import type { Exposure } from '#main/web/exposure.ts';
import {
  AddressUnavailable,
  PortInUse,
  RendererMissing,
  UnsafeExposure,
} from '#main/web/errors.ts';
import { serveSample } from './support/harness.ts';
import { rawHttp } from './support/raw-http.ts';
import { startTestServer, testBrowser } from './support/web-harness.ts';

const served = serveSample();

describe('starting the web server', () => {
  it('says in one sentence that the port is in use', async () => {
    await using first = await startTestServer({ served });
    const port = Number(new URL(first.url).port);
    const second = startTestServer({ served, port });
    await expect(second).rejects.toThrow(PortInUse);
    await expect(second).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop it, or choose another port with --port.`,
    );
  });

  it('says that an address is not one of this machine', async () => {
    const exposure = { kind: 'proxy', origin: 'https://console.example.com' } as const;
    await expect(startTestServer({ served, host: '192.0.2.1', exposure })).rejects.toThrow(
      AddressUnavailable,
    );
  });

  it('says that the renderer is not built', async () => {
    await expect(startTestServer({ served, rendererDir: tmpdir() })).rejects.toThrow(
      RendererMissing,
    );
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'console.local'])(
    'refuses %s without encryption',
    async (host) => {
      await expect(startTestServer({ served, host })).rejects.toThrow(UnsafeExposure);
    },
  );

  it('frees the port when it stops', async () => {
    const first = await startTestServer({ served });
    const port = Number(new URL(first.url).port);
    await first[Symbol.asyncDispose]();
    await using second = await startTestServer({ served, port });
    expect((await rawHttp(second.url)).status).toBe(200);
  });
});

describe('the WebSockets of one address', () => {
  it('are 128 at most; one more is refused until another ends', async () => {
    await using server = await startTestServer({ served });
    const browser = testBrowser(server.url);
    const url = `${server.url.replace('http', 'ws')}${paths.socket}`;
    const open = async () => {
      const socket = browser.openSocket(url, [SOCKET_PROTOCOL, await browser.ticket()]);
      const [event] = (await Promise.race([
        once(socket, 'open').then(() => ['open']),
        once(socket, 'unexpected-response').then(() => ['refused']),
      ])) as [string];
      return { socket, event };
    };
    const opened = [];
    for (let at = 0; at < 128; at += 1) {
      // Tickets are given at 20 a second once the first hundred are gone.
      if (at > 90) await delay(55);
      opened.push(await open());
    }
    await delay(200);
    expect(opened.filter(({ event }) => event !== 'open')).toEqual([]);
    expect((await open()).event).toBe('refused');
    const [first] = opened;
    first?.socket.close();
    if (first) await once(first.socket, 'close');
    expect((await open()).event).toBe('open');
  });
});

/** Where a browser on this machine stands, as the core sees it. */
async function stationBehind(exposure: Exposure): Promise<string | undefined> {
  const attached: string[] = [];
  await using server = await startTestServer({
    served,
    exposure,
    workstation: 'Front desk',
    sessions: {
      attachClient: async ({ workstation }) => attached.push(workstation) < 0,
      redeemHandover: async () => null,
    },
  });
  const here = `http://127.0.0.1:${server.port}`;
  const proxied = exposure.kind === 'proxy' ? { host: new URL(exposure.origin).host } : {};
  const origin = exposure.kind === 'proxy' ? exposure.origin : here;
  const asked = await rawHttp(here, {
    method: 'POST',
    path: paths.ticket,
    headers: { origin, [CSRF_HEADER]: '1', ...proxied },
  });
  const { ticket } = JSON.parse(asked.text) as { ticket: string };
  const cookie = String(asked.headers['set-cookie']).split(';')[0] ?? '';
  const url = `${here.replace('http', 'ws')}${paths.socket}`;
  const headers = { origin, cookie, ...proxied };
  const socket = new WebSocket(url, [SOCKET_PROTOCOL, ticket], { headers });
  await once(socket, 'open');
  return attached[0];
}

describe('a browser on this machine', () => {
  it('stands where the server stands, and hears the readers of that station', async () => {
    expect(await stationBehind({ kind: 'loopback' })).toBe('Front desk');
  });

  it('is nobody to trust behind a proxy, where everybody may seem to be on it', async () => {
    const exposure = { kind: 'proxy', origin: 'https://console.example.com' } as const;
    expect(await stationBehind(exposure)).toBe('browser at 127.0.0.1');
  });
});

describe('beyond this machine', () => {
  it('answers behind a proxy to the public name only, and to probes of this machine', async () => {
    const exposure = { kind: 'proxy', origin: 'https://console.example.com' } as const;
    await using server = await startTestServer({
      served,
      host: '127.0.0.1',
      port: 47_411,
      exposure,
    });
    expect(server.url).toBe('https://console.example.com');
    const direct = 'http://127.0.0.1:47411';
    expect((await rawHttp(direct)).status).toBe(421);
    expect((await rawHttp(direct + paths.health)).status).toBe(200);
    const page = await rawHttp(direct, { headers: { host: 'console.example.com' } });
    expect(page.status).toBe(200);
    expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('serves TLS with its own certificate to the names given', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const exposure = { kind: 'tls', cert, key, names: ['localhost'] } as const;
    await using server = await startTestServer({ served, host: '0.0.0.0', exposure });
    expect(server.url).toMatch(/^https:\/\/localhost:\d+$/);
    const issuer = new X509Certificate(cert).toString();
    const status = await new Promise((resolve, reject) => {
      const url = server.url.replace('localhost', '127.0.0.1');
      const headers = { host: new URL(server.url).host };
      const sent = request(
        url,
        { ca: issuer, servername: 'localhost', headers, agent: false },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end();
    });
    expect(status).toBe(200);
  });
});
