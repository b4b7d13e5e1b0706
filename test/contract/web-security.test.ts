import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { serveSample } from './support/harness.ts';
import { rawHttp } from './support/raw-http.ts';
import { startTestServer, testBrowser } from './support/web-harness.ts';

const NEXT_TOKEN = 'n'.repeat(43);
const GOOD_CODE = 'good-code-of-a-sign-in';

let server: Awaited<ReturnType<typeof startTestServer>>;
let port = '';
let healthy = true;

beforeAll(async () => {
  const codes = new Set([GOOD_CODE]);
  server = await startTestServer({
    served: serveSample(),
    health: () => ({ ok: healthy }),
    sessions: {
      attachClient: async () => false,
      redeemHandover: async (code) => (codes.delete(code) ? NEXT_TOKEN : null),
    },
  });
  ({ port } = new URL(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

const same = () => ({ origin: server.url, [CSRF_HEADER]: '1' });
const at = (path: string): string => server.url + path;
const post = (path: string, headers: Record<string, string>, body = '') =>
  rawHttp(at(path), { method: 'POST', headers }, body);

const upgradeHeaders = (protocol: string, headers: Record<string, string>) => ({
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
  'sec-websocket-protocol': protocol,
  ...headers,
});

/** Status of an upgrade that is right but for `wrong`. */
async function upgradeStatus(wrong: Record<string, string> = {}, path: string = paths.socket) {
  const browser = testBrowser(server.url);
  const ticket = await browser.ticket();
  const headers = { origin: server.url, cookie: browser.cookie(), ...wrong };
  const protocol = `${SOCKET_PROTOCOL}, ${ticket}`;
  return (await rawHttp(at(path), { headers: upgradeHeaders(protocol, headers) })).status;
}

describe('the page', () => {
  it('comes with the content security policy and is never kept', async () => {
    const { status, headers } = await rawHttp(server.url);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
        "img-src 'self' data:; font-src 'self'; media-src 'self'; worker-src 'self'; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('has assets that are kept for a year', async () => {
    const { headers } = await rawHttp(at('/assets/index-abc123.js'));
    expect(headers['cache-control']).toBe('public,max-age=31536000,immutable');
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/%5c..%5c..%5cpackage.json',
    '/a%00b',
    '/nothing',
  ])('does not lead to other files: %s', async (path) => {
    expect((await rawHttp(server.url, { path })).status).toBe(404);
  });
});

describe('the name of the server', () => {
  it.each([
    'evil.example',
    'evil.example:7410',
    '127.0.0.1',
    '127.0.0.1.evil.example',
    '169.254.169.254',
    '',
  ])('refuses Host "%s", whatever is asked', async (host) => {
    const wrong = host === '' ? ' ' : host;
    expect((await rawHttp(server.url, { headers: { host: wrong } })).status).toBe(421);
    expect((await post(paths.ticket, { ...same(), host: wrong })).status).toBe(421);
    expect(await upgradeStatus({ host: wrong })).toBe(421);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('accepts Host %s with its port', async (name) => {
    const host = `${name}:${port}`;
    expect((await rawHttp(server.url, { headers: { host } })).status).toBe(200);
  });

  it('refuses a rebound name even when origin and host agree', async () => {
    const evil = { host: `evil.example:${port}`, origin: `http://evil.example:${port}` };
    expect((await post(paths.ticket, { ...same(), ...evil })).status).toBe(421);
    expect(await upgradeStatus(evil)).toBe(421);
  });
});

describe('a change', () => {
  const origins = ['null', 'http://localhost:1', 'http://evil.example', 'https://127.0.0.1'];

  it.each(origins)('from origin %s is refused', async (origin) => {
    expect((await post(paths.ticket, { ...same(), origin })).status).toBe(403);
    expect(await upgradeStatus({ origin })).toBe(403);
  });

  it('without origin or without the header of our page is refused', async () => {
    expect((await post(paths.ticket, { [CSRF_HEADER]: '1' })).status).toBe(403);
    expect((await post(paths.ticket, { origin: server.url })).status).toBe(403);
    expect((await post(paths.handover, { origin: server.url }, '{}')).status).toBe(403);
    expect((await post(paths.ticket, same())).status).toBe(200);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])(
    'by %s where POST is needed is refused',
    async (method) => {
      for (const path of [paths.ticket, paths.handover]) {
        expect((await rawHttp(at(path), { method, headers: same() })).status).toBe(405);
      }
    },
  );

  it('beyond the rate of one address is refused', async () => {
    await using other = await startTestServer({ served: serveSample() });
    const headers = { origin: other.url, [CSRF_HEADER]: '1' };
    const asked = Array.from({ length: 150 }, () =>
      rawHttp(other.url + paths.ticket, { method: 'POST', headers }),
    );
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 429]));
  });
});

describe('the ticket', () => {
  it('opens one connection, once', async () => {
    const browser = testBrowser(server.url);
    const protocol = `${SOCKET_PROTOCOL}, ${await browser.ticket()}`;
    const headers = upgradeHeaders(protocol, { origin: server.url, cookie: browser.cookie() });
    expect((await rawHttp(at(paths.socket), { headers })).status).toBe(101);
    expect((await rawHttp(at(paths.socket), { headers })).status).toBe(401);
  });

  it('is worth nothing with the cookie of another browser, or with none', async () => {
    const other = testBrowser(server.url);
    await other.ticket();
    expect(await upgradeStatus({ cookie: other.cookie() })).toBe(401);
    expect(await upgradeStatus({ cookie: '' })).toBe(401);
  });

  it('is needed', async () => {
    const browser = testBrowser(server.url);
    await browser.ticket();
    const right = { origin: server.url, cookie: browser.cookie() };
    for (const protocol of [SOCKET_PROTOCOL, `${SOCKET_PROTOCOL}, ${'x'.repeat(43)}`, 'other']) {
      const headers = upgradeHeaders(protocol, right);
      expect((await rawHttp(at(paths.socket), { headers })).status).toBe(401);
    }
  });

  it('opens no other path', async () => {
    expect(await upgradeStatus({}, '/other')).toBe(404);
    expect(await upgradeStatus({}, `${paths.socket}?x=1`)).toBe(404);
    expect(await upgradeStatus()).toBe(101);
  });
});

describe('the cookie', () => {
  it('is for this host alone, out of reach of scripts and of other sites', async () => {
    const { headers } = await post(paths.ticket, same());
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Host-signalbox=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
  });

  it('is kept while it is well-formed and replaced otherwise', async () => {
    const cookie = `other=1; __Host-signalbox=${'a'.repeat(43)}`;
    expect((await post(paths.ticket, { ...same(), cookie })).headers['set-cookie']).toBeUndefined();
    const forged = `__Host-signalbox=${'a'.repeat(42)}`;
    const answer = await post(paths.ticket, { ...same(), cookie: forged });
    expect(answer.headers['set-cookie']).toHaveLength(1);
  });

  it('is exchanged after sign-in, once per code', async () => {
    const body = JSON.stringify({ code: GOOD_CODE });
    const first = await post(paths.handover, same(), body);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toContain(`__Host-signalbox=${NEXT_TOKEN};`);
    const second = await post(paths.handover, same(), body);
    expect([second.status, second.headers['set-cookie']]).toEqual([410, undefined]);
  });

  it.each(['', 'no json', '{"code":5}', '{"code":"aaaaaaaaaaaaaaaaaaaa","x":1}'])(
    'is not exchanged for %j',
    async (body) => {
      expect((await post(paths.handover, same(), body)).status).toBe(410);
    },
  );
});

describe('the health answer', () => {
  it('says ok or not, and nothing else', async () => {
    const answer = await rawHttp(at(paths.health));
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
    healthy = false;
    const sick = await rawHttp(at(paths.health));
    expect([sick.status, sick.text]).toEqual([503, '{"status":"degraded"}']);
    healthy = true;
  });
});
