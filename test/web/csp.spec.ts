import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { CSRF_HEADER, paths, SOCKET_PROTOCOL } from '#contract/wire.ts';
import { serveSample } from '#test/contract/support/harness.ts';
import { startTestServer } from '#test/contract/support/web-harness.ts';

/** A page's own script: what it does is bound by the policy, unlike what a test evaluates. */
const probe = `
window.violations = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  window.violations.push(effectiveDirective + ' ' + blockedURI);
});
const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
window.attempts = {
  inlineScript: () => add('script', { textContent: 'window.ranInline = true' }),
  eval: () => { try { (0, eval)('window.ranEval = true'); } catch {} },
  remoteScript: () => add('script', { src: 'http://127.0.0.1:9/evil.js' }),
  remoteImage: () => add('img', { src: 'http://127.0.0.1:9/pixel.png' }),
  remoteFetch: () => { fetch('http://127.0.0.1:9/').catch(() => {}); },
  remoteSocket: () => { try { new WebSocket('ws://127.0.0.1:9/'); } catch {} },
  inlineStyle: () => add('style', { textContent: 'body { color: red }' }),
  styleAttribute: () => document.body.setAttribute('style', 'color: red'),
  base: () => document.head.append(Object.assign(document.createElement('base'), { href: 'http://127.0.0.1:9/' })),
  frame: () => add('iframe', { src: '/assets/probe.js' }),
  form: () => {
    const form = Object.assign(document.createElement('form'), { action: '/', method: 'post' });
    document.body.append(form);
    form.submit();
  },
};
document.documentElement.dataset.ready = 'yes';
`;

const page0 =
  '<!doctype html><meta charset="utf-8"><title>Probe</title><body><script src="./probe.js"></script>';

let directory: string;
let server: Awaited<ReturnType<typeof startTestServer>>;

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'signalbox-csp-'));
  await writeFile(join(directory, 'index.html'), page0);
  await writeFile(join(directory, 'probe.js'), probe);
  server = await startTestServer({ served: serveSample(), rendererDir: directory });
});

test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

async function open(page: Page, url = server.url): Promise<void> {
  await page.goto(url);
  await expect(page.locator('html[data-ready=yes]')).toHaveCount(1);
}

type ProbeWindow = Window & {
  readonly violations: string[];
  readonly attempts: Record<string, () => void>;
  readonly ranInline?: boolean;
  readonly ranEval?: boolean;
};

const forbidden = [
  ['inlineScript', 'script-src-elem inline'],
  ['eval', 'script-src eval'],
  ['remoteScript', 'script-src-elem http://127.0.0.1:9/evil.js'],
  ['remoteImage', 'img-src http://127.0.0.1:9/pixel.png'],
  ['remoteFetch', 'connect-src http://127.0.0.1:9/'],
  ['remoteSocket', 'connect-src ws://127.0.0.1:9/'],
  ['inlineStyle', 'style-src-elem inline'],
  ['styleAttribute', 'style-src-attr inline'],
  ['base', 'base-uri http://127.0.0.1:9/'],
  ['form', 'form-action'],
  ['frame', 'frame-src'],
] as const;

for (const [attempt, violation] of forbidden) {
  test(`Chromium refuses the page ${attempt}`, async ({ page }) => {
    await open(page);
    // A timer of the page runs it: code that a test evaluates is exempt from the policy on eval.
    await page.evaluate((name) => {
      const { attempts } = window as unknown as ProbeWindow;
      setTimeout(attempts[name] as () => void, 0);
    }, attempt);
    const violations = () =>
      page.evaluate(() => [...new Set((window as unknown as ProbeWindow).violations)]);
    await expect.poll(violations).toEqual([expect.stringContaining(violation)]);
    const ran = await page.evaluate(() => {
      const { ranInline, ranEval } = window as unknown as ProbeWindow;
      return [ranInline, ranEval];
    });
    expect(ran).toEqual([undefined, undefined]);
  });
}

test('Chromium lets a script of the page set styles of elements', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    document.body.style.width = '123px';
  });
  expect(await page.evaluate(() => document.body.getBoundingClientRect().width)).toBe(123);
  expect(await page.evaluate(() => (window as unknown as ProbeWindow).violations)).toEqual([]);
});

for (const host of ['127.0.0.1', 'localhost']) {
  test(`Chromium keeps the cookie of http://${host} and opens the socket with its ticket`, async ({
    page,
    context,
  }) => {
    const url = server.url.replace('127.0.0.1', host);
    await open(page, url);
    const protocol = await page.evaluate(
      async ({ header, ticketPath, socketPath, name }) => {
        const headers = { [header]: '1' };
        const answer = await fetch(ticketPath, { method: 'POST', headers });
        const { ticket } = (await answer.json()) as { ticket: string };
        const socket = new WebSocket(socketPath, [name, ticket]);
        return new Promise<string>((resolve) => {
          socket.addEventListener('open', () => resolve(socket.protocol));
          socket.addEventListener('error', () => resolve('refused'));
        });
      },
      {
        header: CSRF_HEADER,
        ticketPath: paths.ticket,
        socketPath: paths.socket,
        name: SOCKET_PROTOCOL,
      },
    );
    expect(protocol).toBe(SOCKET_PROTOCOL);
    expect(await context.cookies(url)).toEqual([
      expect.objectContaining({
        name: '__Host-signalbox',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
      }),
    ]);
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });
}

test('a page of another port can neither get a ticket nor open the socket', async ({
  page,
  context,
}) => {
  await using other = await startTestServer({ served: serveSample(), rendererDir: directory });
  await open(page);
  await page.evaluate(
    (path) => fetch(path, { method: 'POST', headers: { 'x-signalbox-csrf': '1' } }),
    paths.ticket,
  );
  expect(await context.cookies(server.url)).toHaveLength(1);
  // The other page's own policy would stop it first, so it is taken away.
  await page.route(other.url, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Evil</title>' }),
  );
  await page.goto(other.url);
  const outcome = await page.evaluate(
    async ([ticketUrl = '', socketUrl = '']) => {
      const ticket = await fetch(ticketUrl, {
        method: 'POST',
        credentials: 'include',
        headers: { 'x-signalbox-csrf': '1' },
      }).then(
        () => 'answered',
        () => 'refused',
      );
      const socket = new WebSocket(socketUrl, ['signalbox', 'x'.repeat(43)]);
      const opened = await new Promise<string>((resolve) => {
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      });
      return [ticket, opened];
    },
    [server.url + paths.ticket, server.url.replace('http', 'ws') + paths.socket],
  );
  expect(outcome).toEqual(['refused', 'refused']);
});
