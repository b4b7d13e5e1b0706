import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#contract/index.ts';
import type { ProcedureMeta } from '#contract/procedure.ts';
import { CSRF_HEADER, paths } from '#contract/wire.ts';
import { createAlarms } from '#domains/alarms/alarms.domain.ts';
import { createOperations } from '#domains/operations/operations.domain.ts';
import { createShopfloor } from '#domains/shopfloor/shopfloor.domain.ts';
import { connect } from '#lib/connection/connection.ts';
import { webTransport } from '#lib/connection/web-transport.ts';
import { chosenHandlers } from '#main/site/set-up.handlers.ts';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';
import { failureOf } from './support/failure.ts';
import { serveSample } from './support/harness.ts';
import { rawHttp } from './support/raw-http.ts';
import { startTestServer, testBrowser, type TestBrowser } from './support/web-harness.ts';

/** All domains behind the real web server, over a database. */
async function serveSite() {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await createIdentitySite());
  const { identity, platform } = site;
  stack.use(await identity.start());
  const alarms = createAlarms(platform, { audit: identity.audit });
  const shopfloor = createShopfloor(platform, { identity, alarms: alarms.service });
  const operations = createOperations(platform, {
    audit: identity.audit,
    alarms: alarms.service,
    programVersion: '0.0.0-test',
    backupMaker: null,
    backupEveryHours: () => 24,
  });
  const server = stack.use(
    await startTestServer({
      served: {
        ...serveSample(),
        router: {
          setUp: chosenHandlers(),
          identity: identity.handlers,
          alarms: alarms.handlers,
          operations: operations.handlers,
          shopfloor: shopfloor.handlers,
        },
      },
      sessions: identity,
      displays: identity.displayPairing,
    }),
  );
  const admin = await signInAdministrator(site);
  const running = stack.move();
  return {
    site,
    url: server.url,
    admin,
    makeDisplay: () =>
      admin.client.displays.create({ name: 'Hall 1', locale: 'en', validDays: 30 }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

let served: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => void (served = await serveSite()));
afterAll(() => served[Symbol.asyncDispose]());

const post = (browser: TestBrowser, path: string, body: object): Promise<Response> =>
  browser.fetch(served.url + path, {
    method: 'POST',
    headers: { [CSRF_HEADER]: '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** A browser that was paired as a new display. */
async function pairedBrowser(): Promise<{ id: string; browser: TestBrowser }> {
  const { id, code } = await served.makeDisplay();
  const browser = testBrowser(served.url);
  expect((await post(browser, paths.pairDisplay, { code })).status).toBe(200);
  return { id, browser };
}

const consoleOf = (browser: TestBrowser) => connect<typeof contract>(webTransport(browser));

async function viewOf(console: ReturnType<typeof consoleOf>) {
  for await (const view of await console.client.identity.session.watch()) return view;
  return null;
}

describe('pairing', () => {
  it('puts the token where no script, no other site and no URL has it, and keeps it over restarts', async () => {
    const { code } = await served.makeDisplay();
    const browser = testBrowser(served.url);
    const response = await post(browser, paths.pairDisplay, { code });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-signalbox-display=[\w-]{43}; /u);
    for (const mark of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/', 'Max-Age=34560000'])
      expect(cookie).toContain(mark);
    expect(await response.json()).toEqual({});
    const restarted = testBrowser(served.url, browser.cookie().split('; ').at(-1));
    const console = consoleOf(restarted);
    expect(await viewOf(console)).toMatchObject({ kind: 'display', name: 'Hall 1' });
    console.close();
  });

  it('refuses a code that is used or made up, and makes who guesses wait', async () => {
    const { code } = await served.makeDisplay();
    const browser = testBrowser(served.url);
    await post(browser, paths.pairDisplay, { code });
    expect((await post(browser, paths.pairDisplay, { code })).status).toBe(410);
    expect((await post(browser, paths.pairDisplay, { wrong: code })).status).toBe(400);
    let last = await post(browser, paths.pairDisplay, { code });
    for (let n = 0; n < 8; n += 1) last = await post(browser, paths.pairDisplay, { code });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    await served.site.db.admin.query('delete from identity.sign_in_throttles');
  });

  it.each([paths.pairDisplay, paths.forgetDisplay])(
    'is refused to foreign pages: %s',
    async (path) => {
      const headers = { origin: 'https://evil.example', [CSRF_HEADER]: '1' };
      const foreign = await rawHttp(served.url + path, { method: 'POST', headers }, '{}');
      expect(foreign.status).toBe(403);
      const withoutHeader = { origin: served.url };
      const forged = await rawHttp(
        served.url + path,
        { method: 'POST', headers: withoutHeader },
        '{}',
      );
      expect(forged.status).toBe(403);
      expect((await rawHttp(served.url + path)).status).toBe(405);
    },
  );

  it('is undone by the browser that forgets it', async () => {
    const { browser } = await pairedBrowser();
    expect((await post(browser, paths.forgetDisplay, {})).status).toBe(200);
    const console = consoleOf(browser);
    expect(await viewOf(console)).toMatchObject({ kind: 'signed-out' });
    console.close();
  });

  it('a cookie that no display has leads to a page that says so', async () => {
    const console = consoleOf(
      testBrowser(served.url, `__Host-signalbox-display=${'x'.repeat(43)}`),
    );
    expect(await viewOf(console)).toEqual({
      kind: 'display-ended',
      how: 'unknown',
      name: null,
      at: null,
    });
    console.close();
  });
});

interface Procedure {
  readonly path: readonly string[];
  readonly meta: ProcedureMeta;
}

function proceduresOf(part: object, path: readonly string[] = []): Procedure[] {
  if (isContractProcedure(part)) return [{ path, meta: part['~orpc'].meta as ProcedureMeta }];
  return Object.entries(part).flatMap(([key, below]) =>
    proceduresOf(below as object, [...path, key]),
  );
}

describe('a display', () => {
  it('opens every stream and list of the wall, with what it may see', async () => {
    const { browser } = await pairedBrowser();
    const { client, close } = consoleOf(browser);
    const live = await client.alarms.live();
    expect((await live.next()).value).toMatchObject({ kind: 'snapshot' });
    const changes = await client.operations.changes();
    expect((await changes.next()).value).toEqual({ kind: 'gap' });
    expect(await client.alarms.summary()).toMatchObject({ floods: [] });
    expect(await client.shopfloor.areas.list({})).toMatchObject({ rows: [] });
    close();
  });

  it('is refused everything else that the program offers', async () => {
    const { browser } = await pairedBrowser();
    const console = consoleOf(browser);
    const others = proceduresOf(contract).filter(
      // Moving in is served by another part of the program.
      ({ path, meta }) => !meta.display && meta.permission !== 'token' && path[1] !== 'moveIn',
    );
    expect(others.length).toBeGreaterThan(150);
    for (const { path } of others) {
      const call = path.reduce<unknown>(
        (node, key) => (node as Record<string, unknown>)[key],
        console.client,
      );
      const failure = await failureOf((call as (input: unknown) => Promise<unknown>)(undefined));
      const code = (failure as { code?: string }).code;
      expect([path.join('.'), code]).toEqual([path.join('.'), 'FORBIDDEN']);
    }
    console.close();
  });

  it('hears of alarms and areas alone', async () => {
    const { browser } = await pairedBrowser();
    const console = consoleOf(browser);
    const changes = await console.client.operations.changes();
    await changes.next();
    const { admin } = served.site.db;
    await admin.query(`update identity.users set full_name = full_name`);
    await admin.query(`insert into shopfloor.areas (code, name) values ('H1', 'Hall 1')`);
    expect((await changes.next()).value).toMatchObject({
      changes: [{ topic: 'shopfloor.areas' }],
    });
    console.close();
  });

  it('stays one whoever signs in elsewhere in its browser, and goes dark when it is revoked', async () => {
    const { id, browser } = await pairedBrowser();
    const console = consoleOf(browser);
    expect(
      await failureOf(
        console.client.identity.session.signIn({ username: 'root.kim', password: 'x' }),
      ),
    ).toMatchObject({ code: 'FORBIDDEN' });
    const told: string[] = [];
    const hearing = console.subscribe(
      (signal) => console.client.identity.session.watch(undefined, { signal }),
      {
        onMessage: (view) => told.push(view.kind === 'display-ended' ? view.how : view.kind),
      },
    );
    await expect.poll(() => told).toEqual(['display']);
    await served.admin.client.displays.revoke({ id });
    await expect.poll(() => told).toContain('revoked');
    expect(await failureOf(console.client.alarms.summary())).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    hearing[Symbol.dispose]();
    console.close();
  });
});
