import { describe, expect, it } from 'vitest';
import type { contract } from '#contract/index.ts';
import { connect } from '#lib/connection/connection.ts';
import { webTransport } from '#lib/connection/web-transport.ts';
import type { Connection } from '#platform/rpc/context.ts';
import {
  createIdentitySite,
  goodPassword,
  type IdentitySite,
} from '#test/support/identity-site.ts';
import { serveSample } from './support/harness.ts';
import { startTestServer, testBrowser, type TestBrowser } from './support/web-harness.ts';

/** Identity itself behind the real web server. */
async function serveIdentity(site: IdentitySite) {
  const attached: Connection[] = [];
  const { identity } = site;
  const server = await startTestServer({
    served: { ...serveSample(), router: { identity: identity.handlers } },
    tokens: identity.tokens,
    sessions: {
      attachClient(connection, clientToken) {
        attached.push(connection);
        return identity.attachClient(connection, clientToken);
      },
      redeemHandover: identity.redeemHandover,
    },
  });
  return { url: server.url, attached, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const consoleOf = (browser: TestBrowser) => connect<typeof contract>(webTransport(browser));
type Console = ReturnType<typeof consoleOf>;

async function signInFirst({ client }: Console) {
  const outcome = await client.identity.setUp.createFirstAdministrator({
    username: 'kim',
    fullName: 'Kim',
    password: goodPassword,
  });
  if (outcome.kind !== 'signed-in') throw new Error(`Not signed in: ${outcome.kind}.`);
  return outcome;
}

/** What a console is told of its session, on whatever connection it has now. */
async function sessionOf(console: Console) {
  for await (const view of await console.client.identity.session.watch()) return view;
  return null;
}

async function reconnected(console: Console, attached: readonly Connection[]): Promise<void> {
  const before = attached.length;
  attached.at(-1)?.close('The cable was pulled.');
  await expect.poll(() => [attached.length, console.state.kind]).toEqual([before + 1, 'up']);
}

describe('a browser that signed in', () => {
  it('has another cookie afterwards and finds its session again by it', async () => {
    await using site = await createIdentitySite();
    await using server = await serveIdentity(site);
    const browser = testBrowser(server.url);
    const console = consoleOf(browser);
    const { session, handover } = await signInFirst(console);
    const planted = browser.cookie();
    await console.adopt(handover);
    expect(browser.cookie()).not.toBe(planted);
    await reconnected(console, server.attached);
    expect(await sessionOf(console)).toMatchObject({
      kind: 'signed-in',
      sessionId: session.sessionId,
    });
    console.close();
  });

  it('cannot be followed with the cookie from before, nor with the code once used', async () => {
    await using site = await createIdentitySite();
    await using server = await serveIdentity(site);
    const browser = testBrowser(server.url);
    const console = consoleOf(browser);
    const { handover } = await signInFirst(console);
    const planted = browser.cookie();
    await console.adopt(handover);
    const thief = consoleOf(testBrowser(server.url, planted));
    expect(await sessionOf(thief)).toMatchObject({ kind: 'signed-out' });
    await expect(thief.adopt(handover)).rejects.toThrow('the server answered 410');
    thief.close();
    console.close();
  });

  it('is signed out for good by signing out', async () => {
    await using site = await createIdentitySite();
    await using server = await serveIdentity(site);
    const console = consoleOf(testBrowser(server.url));
    const { handover } = await signInFirst(console);
    await console.adopt(handover);
    await console.client.identity.session.signOut();
    await reconnected(console, server.attached);
    expect(await sessionOf(console)).toMatchObject({ kind: 'signed-out' });
    console.close();
  });
});
